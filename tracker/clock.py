"""The only reads of the time. Inside: aware UTC. At the edges: the office's zone, Asia/Ho_Chi_Minh."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """This moment, as an aware UTC datetime."""
    return datetime.now(UTC)


def today() -> date:
    """The office's date, whatever zone the host is in."""
    return now().astimezone(OFFICE_ZONE).date()


def to_office(moment: datetime) -> datetime:
    """An aware moment, shown in the office's zone."""
    return moment.astimezone(OFFICE_ZONE)


def office_time(day: date, hour: int, minute: int = 0) -> datetime:
    """The aware UTC moment at which the office's clock shows that time on that day."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=OFFICE_ZONE).astimezone(UTC)
