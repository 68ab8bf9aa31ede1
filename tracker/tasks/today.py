"""The office's day: the date, the calendar and the office's own limits in one value."""

from __future__ import annotations

from datetime import date

from .. import clock
from ..calendar.queries import office_calendar
from ..settings.queries import office_settings
from .bands import Limits
from .status import Today


def office_today() -> Today:
    """Today with the thresholds of every status."""
    return office_day(clock.today())


def office_day(day: date) -> Today:
    """The same for another day: a task is near its due date by one rule, whichever page shows it."""
    calendar, settings = office_calendar(), office_settings()
    return Today.of(day, calendar, settings.near_working_days, settings.no_due_warning_months)


def office_limits() -> Limits:
    """Today's bands."""
    return Limits.of(office_today())
