"""In time or late, for SQL: a term that is written as a day off ends with the next working day (BLDS art. 148)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, tuple_

from ...workdays import Calendar

_DAY = timedelta(days=1)
# In the place of none, so that a list is never empty: no date is written so.
_NEVER = date(1, 1, 1)


@dataclass(frozen=True)
class Terms:
    """The days off whose term ends on the first of some days or later, and each later day on which it is in time.

    With them what was completed on any of those days is told apart exactly, whatever its due date. Only work that was
    completed behind a due date that is a day off is looked for among the pairs.
    """

    days_off: tuple[date, ...]
    pairs: tuple[tuple[date, date], ...]

    @classmethod
    def ending(cls, calendar: Calendar, start: date, end: date) -> Terms:
        """For what was completed from `start` to `end`."""
        days = tuple(_days_off(calendar, start, end)) or (_NEVER,)
        pairs = tuple((day, later) for day in days if day != _NEVER for later in _in_time(calendar, day))
        return cls(days, pairs or ((_NEVER, _NEVER),))

    def is_late(self, day: Any, due: Any) -> ColumnElement[bool]:
        """Whether what was completed on that day is late."""
        return and_(day > due, or_(due.not_in(self.days_off), tuple_(due, day).not_in(self.pairs)))


def _days_off(calendar: Calendar, start: date, end: date) -> Iterator[date]:
    while not calendar.is_working(start - _DAY):
        start -= _DAY
    day = start
    while day <= end:
        if not calendar.is_working(day):
            yield day
        day += _DAY


def _in_time(calendar: Calendar, day: date) -> Iterator[date]:
    last = calendar.working_day_from(day)
    while day < last:
        day += _DAY
        yield day
