"""One browser for all journeys; an empty office for the main one, a busy one that the others share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from tests import smtp
from tests.journeys.browser import chromium as open_chromium
from tests.journeys.leadership import tell_leadership
from tests.journeys.office import Office
from tests.live import Live, copy_database
from tracker import clock
from tracker.db import db
from tracker.directives.models import Notice, NoticeState, Topic
from tracker.indicators.models import Indicator, Reading
from tracker.meetings.models import Meeting
from tracker.people.models import Unit
from tracker.review.models import Draft
from tracker.tasks.models import Extension, ExtensionState, Task, TaskState


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Open as long as journeys run: Playwright's event loop must not stay behind for other tests."""
    with open_chromium() as browser:
        yield browser


@contextmanager
def running(dialect: str, databases: object, chromium: Browser, folder: Path, *, with_story: bool) -> Iterator[Office]:
    """An office from its first page to its last."""
    live = Live(copy_database(dialect, databases, folder), folder / "data")
    with smtp.sink() as sink:
        office = Office(live, sink, chromium, folder)
        try:
            office.fill(with_story=with_story)
            office.start_web()
            yield office
        finally:
            office.close()


@pytest.fixture
def new_office(dialect: str, databases: object, chromium: Browser, tmp_path: Path) -> Iterator[Office]:
    """Units, people, topics and a calendar; not one task yet."""
    with running(dialect, databases, chromium, tmp_path, with_story=False) as office:
        yield office
        office.check_windows()


@pytest.fixture(scope="package")
def running_office(databases: object, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """In the middle of its work, on SQLite."""
    with running("sqlite", databases, chromium, tmp_path_factory.mktemp("office"), with_story=True) as office:
        yield office


@pytest.fixture
def busy_office(running_office: Office) -> Iterator[Office]:
    """The office that tests share; each fails for what went wrong in its own windows."""
    yield running_office
    running_office.check_windows()


@pytest.fixture(scope="package")
def numbers(running_office: Office) -> dict[str, Any]:
    """A task in each state that shows something of its own, the two notices, what leaders look at, and a past day."""
    working = select(Task.id).where(Task.state == TaskState.IN_PROGRESS).order_by(Task.id)
    in_review = select(Notice.id).where(Notice.state == NoticeState.REVIEW).order_by(Notice.id)
    with running_office.database():
        return {
            "working": find(working.join(Task.lead_unit).where(Unit.code == "BQLDA")),
            "submitted": find(select(Task.id).where(Task.state == TaskState.SUBMITTED)),
            "waiting_for_leader": find(select(Extension.task_id).where(Extension.state == ExtensionState.OPEN)),
            "issued": find(select(Notice.id).where(Notice.number == "131/TB-UBND")),
            "in_review": find(in_review),
            "revenue": find(select(Indicator.id).where(Indicator.name.like("Thu %")).order_by(Indicator.year.desc())),
            "houses": find(select(Indicator.id).where(Indicator.is_per_ward).order_by(Indicator.year.desc())),
            "reading": find(select(Reading.id).order_by(Reading.id.desc())),
            "topic": find(select(Topic.id).order_by(Topic.id)),
            "draft": find(select(Draft.id).where(Draft.notice_id == find(in_review)).order_by(Draft.id)),
            "ended": find(select(Meeting.id).where(Meeting.notice_id.is_(None)).order_by(Meeting.id)),
            "noticed": find(select(Meeting.id).where(Meeting.notice_id.is_not(None)).order_by(Meeting.id)),
            "year": clock.today().year,
            "month_ago": clock.today() - timedelta(days=30),
            **tell_leadership(),
        }


def find(statement: Any) -> int:
    """The first of them, which must be there."""
    found = db.session.scalar(statement.limit(1))
    assert found is not None, statement
    return int(found)
