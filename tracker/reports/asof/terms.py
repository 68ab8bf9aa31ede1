"""In time or late, for SQL: a term that is written as a day off ends with the next working day (BLDS art. 148)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, column, func, values

from ...workdays import Calendar

_DAY = timedelta(days=1)
# One row more, so that the table is never empty; it says of a day that nobody writes what is true anyway.
_NEVER = date(1, 1, 1)


def terms_ending(calendar: Calendar, start: date, end: date) -> Any:
    """(due, ends_on) of the days off whose term ends on the first of these days or later.

    With them what was completed on any day from `start` to `end` is told apart exactly, whatever its due date.
    """
    rows = [(_NEVER, _NEVER), *_days_off(calendar, start, end)]
    return values(column("due", Date), column("ends_on", Date), name="term").data(rows).cte("term")


def _days_off(calendar: Calendar, start: date, end: date) -> Iterator[tuple[date, date]]:
    while not calendar.is_working(start - _DAY):
        start -= _DAY
    day = start
    while day <= end:
        if not calendar.is_working(day):
            yield day, calendar.working_day_from(day)
        day += _DAY


def is_late(day: Any, due: Any, term: Any) -> ColumnElement[bool]:
    """Whether what was completed on that day is late; `term` is joined on the due date, as an outer join."""
    return day > func.coalesce(term.c.ends_on, due)
