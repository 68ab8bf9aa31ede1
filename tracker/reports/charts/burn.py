"""How much work was open, and overdue, at the end of each of many weeks.

At most seven statements, however many weeks. Work whose date, unit and leader have stayed is summed by the database;
what has moved is walked backwards task by task, from what it is to what it was: a change tells what was before it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, dropwhile
from typing import Any, NamedTuple

from ... import clock
from ...tasks.filters import TaskFilter
from ...workdays import Calendar
from .kinds import RUNS
from .moved import Moved, Owner, list_moved
from .settled import Step, read_steps

WEEKS = (12, 26, 52)


class Week(NamedTuple):
    """What was open at the end of that day, and how much of it was overdue by the calendar of that day."""

    day: date
    open: int
    overdue: int


def week_ends(today: date, weeks: int) -> list[date]:
    """So many Sundays that are over, and today."""
    sunday = today - timedelta(days=today.weekday() + 1)
    return [*(sunday - timedelta(weeks=back) for back in reversed(range(weeks))), today]


def count_weeks(asked: TaskFilter, days: Sequence[date], calendar: Calendar) -> list[Week]:
    """As the board would have counted on the evening of each day: by who had the task then, and its date then."""
    moment = clock.office_time(days[0] + timedelta(days=1), 0)
    walk = _Walk(days, [calendar.overdue_before(day) for day in days], asked)
    has_moved = list_moved(moment)
    for step in read_steps(asked, days, walk.limits, moment, has_moved):
        walk.step(step)
    moved = Moved.read(asked, moment, has_moved) if has_moved else Moved({}, {}, {}, {})
    for task_id, (kind, due, owner) in moved.present.items():
        walk.count(
            walk.spans(kind, moved.kinds.get(task_id, ())),
            walk.spans(due, moved.dues.get(task_id, ())),
            walk.spans(owner, moved.owners.get(task_id, ())),
        )
    return [Week(*row) for row in zip(days, accumulate(walk.open[:-1]), accumulate(walk.overdue[:-1]), strict=True)]


def without_time_before(course: Sequence[Week]) -> list[Week]:
    """From the first week in which anything was open: before it the office kept no register here."""
    return [*dropwhile(lambda week: not week.open, course[:-1]), *course[-1:]]


@dataclass
class _Walk:
    """Sums over the days, as differences: what begins with a day and what is gone with it."""

    days: Sequence[date]
    limits: Sequence[date]
    asked: TaskFilter

    def __post_init__(self) -> None:
        self.open, self.overdue = ([0] * (len(self.days) + 1) for _ in range(2))

    def step(self, step: Step) -> None:
        """Add what the database has summed: whatever came before a task was overdue counts from the day it is."""
        self.open[step.place] += step.open
        self.overdue[max(step.place, step.late)] += step.runs

    def spans(self, value: Any, changes: Sequence[tuple[date, Any]]) -> list[tuple[int, int, Any]]:
        """(first day, day behind the last, value), backwards; `changes` are the newest first."""
        found, end = [], len(self.days)
        for on, before in changes:
            first = bisect_left(self.days, on, 0, end)
            if first < end:
                found.append((first, end, value))
            end, value = first, before
        if end:
            found.append((0, end, value))
        return found

    def count(self, kinds: Sequence[Any], dues: Sequence[Any], owners: Sequence[Any]) -> None:
        """Add one task."""
        held = [(first, end) for first, end, owner in owners if self._is_asked(owner)]
        for first, end, kind in kinds:
            for begin, until in held if kind else ():
                self._add(self.open, max(first, begin), min(end, until))
                for day, last, due in dues if kind == RUNS else ():
                    late = bisect_right(self.limits, due)
                    self._add(self.overdue, max(first, begin, day, late), min(end, until, last))

    def _is_asked(self, owner: Owner) -> bool:
        asked = self.asked
        return asked.unit in (None, owner.unit_id) and asked.leader in (None, owner.leader_id)

    @staticmethod
    def _add(sums: list[int], first: int, end: int) -> None:
        if first < end:
            sums[first] += 1
            sums[end] -= 1
