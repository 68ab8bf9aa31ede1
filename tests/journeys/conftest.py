"""One browser for all journeys; an empty office for the main one, a busy one that the others share."""

from __future__ import annotations

from collections.abc import Iterator
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


@pytest.fixture
def new_office(live: Live, chromium: Browser, tmp_path: Path) -> Iterator[Office]:
    """Units, people, topics and a calendar; not one task yet."""
    with smtp.sink() as sink:
        office = Office(live, sink, chromium, tmp_path)
        try:
            office.fill(with_story=False)
            office.start_web()
            yield office
            office.check_windows()
        finally:
            office.close()


@pytest.fixture(scope="package")
def running_office(databases: object, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """In the middle of its work, on SQLite."""
    folder = tmp_path_factory.mktemp("office")
    live = Live(copy_database("sqlite", databases, folder), folder / "data")
    with smtp.sink() as sink:
        office = Office(live, sink, chromium, folder)
        try:
            office.fill(with_story=True)
            office.start_web()
            yield office
        finally:
            office.close()


@pytest.fixture
def busy_office(running_office: Office) -> Iterator[Office]:
    """The office that tests share; each fails for what went wrong in its own windows."""
    yield running_office
    running_office.check_windows()
