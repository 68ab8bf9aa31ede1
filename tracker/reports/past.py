"""How many tasks were open and overdue on a past day, counted again from the dated rows.

Counted backwards from the present: all open work with the limits of that day, less what has changed since, plus the
same tasks as they were. So it costs what happened since, not what ever happened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, union

from ..db import db
from ..tasks.bands import Band, Limits
from ..tasks.models import (
    NO_DUE,
    Task,
    TaskAssignmentChange,
    TaskDueChange,
    TaskState,
    TaskStateChange,
)
from .outstanding import count_bands

COUNTED = (Band.OPEN, Band.OVERDUE, Band.WEEK, Band.NO_DUE, Band.WAITING)
_OVER = frozenset({TaskState.COMPLETED, TaskState.CANCELLED, TaskState.SUPERSEDED})

Counts = dict[int | None, Counter[Band]]


@dataclass
class _Was:
    """A task at some moment; `state` None: it was not there yet."""

    leader_id: int
    sort_due_on: date
    state: str | None


def count_by_leader_at(moment: datetime, limits: Limits) -> Counts:
    """By accountable leader, as the board would have counted at that moment; `limits` are those of its day.

    Six statements, whatever the number of leaders.
    """
    counts: Counts = {
        leader_id: Counter(found) for leader_id, found in count_bands(Task.leader_id, limits, COUNTED).items()
    }
    touched = _read_touched(moment)
    _add(counts, touched.values(), limits, -1)
    for task_id, state in _first_since(TaskStateChange, TaskStateChange.from_state, moment):
        touched[task_id].state = state
    for task_id, due_on in _first_since(TaskDueChange, TaskDueChange.from_due_on, moment):
        touched[task_id].sort_due_on = due_on or NO_DUE
    for task_id, leader_id in _first_since(TaskAssignmentChange, TaskAssignmentChange.from_leader_id, moment):
        touched[task_id].leader_id = leader_id
    _add(counts, touched.values(), limits, 1)
    return counts


def _read_touched(moment: datetime) -> dict[int, _Was]:
    """Every task of which something has changed since, as it is now."""
    changed = union(
        *(
            select(model.task_id).where(model.at >= moment)
            for model in (TaskStateChange, TaskDueChange, TaskAssignmentChange)
        )
    ).subquery()
    rows = db.session.execute(
        select(Task.id, Task.leader_id, Task.sort_due_on, Task.state).join(changed, changed.c.task_id == Task.id)
    )
    return {task_id: _Was(leader_id, due, state) for task_id, leader_id, due, state in rows}


def _first_since(model: Any, column: Any, moment: datetime) -> Sequence[Any]:
    """(task, what the column said before its first change since then)."""
    first = select(func.min(model.id)).where(model.at >= moment).group_by(model.task_id)
    return db.session.execute(select(model.task_id, column).where(model.id.in_(first))).all()


def _add(counts: Counts, tasks: Iterable[_Was], limits: Limits, sign: int) -> None:
    for task in tasks:
        for band in _bands_of(task, limits):
            counts.setdefault(task.leader_id, Counter())[band] += sign


def _bands_of(task: _Was, limits: Limits) -> list[Band]:
    """As `Limits.rule`: what is reported or suspended is neither late nor due."""
    if task.state is None or task.state in _OVER or task.state == TaskState.SUSPENDED:
        return []
    if task.state == TaskState.SUBMITTED:
        return [Band.OPEN, Band.WAITING]
    return [Band.OPEN, limits.band(None if task.sort_due_on == NO_DUE else task.sort_due_on)]
