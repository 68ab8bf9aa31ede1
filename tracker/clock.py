"""The only reads of the time. Inside: aware UTC. At the edges: the office's zone, Asia/Ho_Chi_Minh."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """This moment, as an aware UTC datetime."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside, `now()` is that moment: for the demo's story and for imports, whose events happened on other days.

    The clock stands still inside, and only for this thread or task. Refuses a naive moment.
    """
    if moment.tzinfo is None:
        raise ValueError("naive datetime")
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)


def today() -> date:
    """The office's date, whatever zone the host is in."""
    return now().astimezone(OFFICE_ZONE).date()


def to_office(moment: datetime) -> datetime:
    """An aware moment, shown in the office's zone."""
    return moment.astimezone(OFFICE_ZONE)


def office_time(day: date, hour: int, minute: int = 0) -> datetime:
    """The aware UTC moment at which the office's clock shows that time on that day."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=OFFICE_ZONE).astimezone(UTC)
