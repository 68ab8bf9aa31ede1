"""The office's day: the date, the calendar and the office's own limits in one value."""

from __future__ import annotations

from .. import clock
from ..calendar.queries import office_calendar
from ..settings.queries import office_settings
from .bands import Limits
from .status import Today


def office_today() -> Today:
    """Today with the thresholds of every status."""
    return Today.of(clock.today(), office_calendar(), office_settings().near_working_days)


def office_limits() -> Limits:
    """Today's bands."""
    return Limits.of(office_today())
