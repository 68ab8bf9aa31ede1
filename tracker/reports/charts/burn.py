"""How much work was open, and overdue, at the end of each of many weeks.

Four statements, however many weeks: the present of every task that was open in that time, and what has changed since.
Each task is then walked backwards, from what it is to what it was: a change tells what was before it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, dropwhile
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, or_, select, union_all

from ... import clock
from ...db import db
from ...tasks.bands import NO_OPEN_WORK
from ...tasks.filters import TaskFilter
from ...tasks.models import NO_DUE, Task, TaskAssignmentChange, TaskDueChange, TaskState, TaskStateChange
from ...workdays import Calendar

WEEKS = (12, 26, 52)
# What a state counts for: nothing, an open task, or one that is reported and so neither late nor due.
_NOTHING, _RUNS, _REPORTED = 0, 1, 2


class Week(NamedTuple):
    """What was open at the end of that day, and how much of it was overdue by the calendar of that day."""

    day: date
    open: int
    overdue: int


class _Owner(NamedTuple):
    unit_id: int
    leader_id: int


def week_ends(today: date, weeks: int) -> list[date]:
    """So many Sundays that are over, and today."""
    sunday = today - timedelta(days=today.weekday() + 1)
    return [*(sunday - timedelta(weeks=back) for back in reversed(range(weeks))), today]


def count_weeks(asked: TaskFilter, days: Sequence[date], calendar: Calendar) -> list[Week]:
    """As the board would have counted on the evening of each day: by who had the task then, and its date then."""
    moment = clock.office_time(days[0] + timedelta(days=1), 0)
    past = _Past.read(asked, moment)
    walk = _Walk(days, [calendar.overdue_before(day) for day in days], asked)
    for task_id, (kind, due, owner) in past.present.items():
        walk.count(
            walk.spans(kind, past.kinds.get(task_id, ())),
            walk.spans(due, past.dues.get(task_id, ())),
            walk.spans(owner, past.owners.get(task_id, ())),
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
                for day, last, due in dues if kind == _RUNS else ():
                    late = bisect_right(self.limits, due)
                    self._add(self.overdue, max(first, begin, day, late), min(end, until, last))

    def _is_asked(self, owner: _Owner) -> bool:
        asked = self.asked
        return asked.unit in (None, owner.unit_id) and asked.leader in (None, owner.leader_id)

    @staticmethod
    def _add(sums: list[int], first: int, end: int) -> None:
        if first < end:
            sums[first] += 1
            sums[end] -= 1


@dataclass(frozen=True)
class _Past:
    """What the tasks are now, and by task what each change since then has found, the newest first."""

    present: dict[int, tuple[int, date, _Owner]]
    kinds: dict[int, list[tuple[date, int]]]
    dues: dict[int, list[tuple[date, date]]]
    owners: dict[int, list[tuple[date, _Owner]]]

    @classmethod
    def read(cls, asked: TaskFilter, moment: Any) -> _Past:
        moved, wanted = TaskAssignmentChange, _wanted(asked, moment)
        before, after = _kind(TaskStateChange.from_state), _kind(TaskStateChange.to_state)
        changed = and_(TaskStateChange.at >= moment, before != after)
        columns = (Task.id, _kind(Task.state), Task.sort_due_on, Task.lead_unit_id, Task.leader_id)
        every = select(*columns).where(*wanted)
        # Each from its own index; what is open and has changed is in both.
        still, since = every.where(Task.closed_on.is_(None)), select(TaskStateChange.task_id).where(changed)
        present = db.session.execute(union_all(still, every.where(Task.id.in_(since))))
        return cls(
            {key: (kind, due, _Owner(unit, leader)) for key, kind, due, unit, leader in present},
            _read(TaskStateChange, (before,), changed, wanted, int),
            _read(TaskDueChange, (TaskDueChange.from_due_on,), TaskDueChange.at >= moment, wanted, _sort_day),
            _read(moved, (moved.from_unit_id, moved.from_leader_id), moved.at >= moment, wanted, _Owner),
        )


def _read(model: Any, columns: Any, where: Any, wanted: list[Any], make: Callable[..., Any]) -> dict[int, Any]:
    query = select(model.task_id, model.on, *columns).where(where)
    if wanted:
        query = query.where(model.task_id.in_(select(Task.id).where(*wanted)))
    found: dict[int, Any] = defaultdict(list)
    for task_id, on, *before in db.session.execute(query.order_by(model.at.desc(), model.id.desc())):
        found[task_id].append((on, make(*before)))
    return found


def _sort_day(due_on: date | None) -> date:
    return due_on or NO_DUE


def _kind(state: Any) -> Any:
    return case(
        (state.is_(None), _NOTHING),
        (state.in_(NO_OPEN_WORK), _NOTHING),
        (state == TaskState.SUBMITTED, _REPORTED),
        else_=_RUNS,
    )


def _wanted(asked: TaskFilter, moment: Any) -> list[ColumnElement[bool]]:
    """Tasks that may be asked for: those of the unit or the leader now, and those that have left since."""
    moved, conditions = TaskAssignmentChange, []
    if asked.topic is not None:
        conditions.append(Task.topic_id == asked.topic if asked.topic else Task.topic_id.is_(None))
    for column, left, value in (
        (Task.lead_unit_id, moved.from_unit_id, asked.unit),
        (Task.leader_id, moved.from_leader_id, asked.leader),
    ):
        if value is not None:
            since = select(moved.task_id).where(moved.at >= moment, left == value)
            conditions.append(or_(column == value, Task.id.in_(since)))
    return conditions
