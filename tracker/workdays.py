"""Working days: weekends, holidays and swapped days as a pure value.

Rules (Bộ luật Dân sự 2015, art. 147–148): the first day of a term is not counted; a term whose last day is a day off
ends at the end of the next working day. The table of days off is the office's own, because the yearly swaps are a
decision that cannot be computed (Bộ luật Lao động art. 112 and the yearly notice).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """`off`: working weekdays that are free; `worked`: Saturdays or Sundays that are worked instead."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    _off_weekdays: list[int] = field(init=False, repr=False, compare=False)
    _worked_weekends: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        off = sorted(d.toordinal() for d in self.off if d.weekday() < 5)
        worked = sorted(d.toordinal() for d in self.worked if d.weekday() >= 5)
        object.__setattr__(self, "_off_weekdays", off)
        object.__setattr__(self, "_worked_weekends", worked)

    @classmethod
    def of(cls, off: Iterable[date] = (), worked: Iterable[date] = ()) -> Calendar:
        """A calendar whose known years are those that its days mention."""
        off, worked = frozenset(off), frozenset(worked)
        return cls(off, worked, frozenset(d.year for d in off | worked))

    def knows(self, year: int) -> bool:
        """Whether the office has entered that year; else only weekends are days off."""
        return year in self.years

    def is_working(self, day: date) -> bool:
        """Whether the office works on that day."""
        if day.weekday() >= 5:
            return day in self.worked
        return day not in self.off

    def working_day_from(self, day: date) -> date:
        """That day if it is worked, else the next working day: where a term that is written as `day` really ends."""
        while not self.is_working(day):
            day += _DAY
        return day

    def working_day_before(self, day: date) -> date:
        """The last working day before that day."""
        day -= _DAY
        while not self.is_working(day):
            day -= _DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The last day of a term of `count` working days that starts on `day` (which is not counted)."""
        if count < 0:
            raise ValueError("count must not be negative")
        for _ in range(count):
            day = self.working_day_from(day + _DAY)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before `start`."""
        return self._worked_until(end.toordinal()) - self._worked_until(start.toordinal())

    def _worked_until(self, ordinal: int) -> int:
        # Ordinal 1 is a Monday, so whole weeks hold five weekdays each.
        weeks, rest = divmod(ordinal, 7)
        weekdays = weeks * 5 + min(rest, 5)
        return weekdays - bisect_right(self._off_weekdays, ordinal) + bisect_right(self._worked_weekends, ordinal)

    def overdue_before(self, today: date) -> date:
        """One threshold for SQL: a due date is overdue today exactly when it lies before this date."""
        return self.working_day_before(today) + _DAY

    def is_overdue(self, due_on: date, today: date) -> bool:
        """Whether the term that is written as `due_on` has ended before today."""
        return due_on < self.overdue_before(today)

    def days_late(self, due_on: date, today: date) -> int:
        """Working days after the real end of the term, today included; 0 when it is not overdue."""
        if not self.is_overdue(due_on, today):
            return 0
        return self.working_days_between(self.working_day_from(due_on), today)

    def days_left(self, due_on: date, today: date) -> int:
        """Working days after today until the real end of the term; 0 on the last day."""
        return max(0, self.working_days_between(today, self.working_day_from(due_on)))

    def near_until(self, today: date, working_days: int) -> date:
        """The last due date whose term really ends at most that many working days after today."""
        last = self.add_working_days(today, working_days)
        return last if self.is_working(last) else self.working_day_before(last)
