"""One browser for all journeys; an empty office for the main one, a busy one that the others share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import smtp
from tests.journeys.browser import chromium as open_chromium
from tests.journeys.office import Office
from tests.live import Live, copy_database


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
