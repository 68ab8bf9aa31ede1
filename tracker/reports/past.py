"""How many tasks were open and overdue on a past day, counted again from the dated rows.

A task was then what it is now, unless something has changed since: the first change tells what it was before. So open
work and what was closed since are read, never all that was ever closed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, literal, select, union_all

from ..db import db
from ..tasks.bands import Band, Limits
from ..tasks.models import NO_DUE, Task, TaskAssignmentChange, TaskDueChange, TaskState, TaskStateChange

COUNTED = (Band.OPEN, Band.OVERDUE, Band.WEEK, Band.NO_DUE, Band.WAITING)
# What is over or set aside is no open work.
_ASIDE = (TaskState.COMPLETED, TaskState.CANCELLED, TaskState.SUPERSEDED, TaskState.SUSPENDED)


def count_by_leader_at(moment: datetime, limits: Limits) -> Mapping[int | None, Counter[Band]]:
    """By accountable leader, as the board would have counted at that moment; `limits` are those of its day.

    One statement, whatever the number of leaders; the bands of `COUNTED`.
    """
    was = _tasks_at(moment)
    band = _band_of(was, limits)
    rows = db.session.execute(
        select(was.c.leader_id, band, func.count())
        .where(was.c.state.is_not(None), was.c.state.not_in(_ASIDE))
        .group_by(was.c.leader_id, band)
    )
    counts: dict[int | None, Counter[Band]] = {}
    for leader_id, name, count in rows:
        found = counts.setdefault(leader_id, Counter())
        found[Band(name)] += count
        found[Band.OPEN] += count
    return counts


def _tasks_at(moment: datetime) -> Any:
    """(leader, due date, state) of every task that may have been open then; no state: it was not there yet."""
    state, due, assignment = (
        _first_since(model, moment) for model in (TaskStateChange, TaskDueChange, TaskAssignmentChange)
    )
    columns = (
        func.coalesce(TaskAssignmentChange.from_leader_id, Task.leader_id).label("leader_id"),
        case((due.c.id.is_(None), Task.sort_due_on), else_=func.coalesce(TaskDueChange.from_due_on, NO_DUE)).label(
            "due"
        ),
        case((state.c.id.is_(None), Task.state), else_=TaskStateChange.from_state).label("state"),
    )
    every = select(*columns).select_from(Task)
    for first, model in ((due, TaskDueChange), (assignment, TaskAssignmentChange)):
        every = every.outerjoin(first, first.c.task_id == Task.id).outerjoin(model, model.id == first.c.id)
    still_open = every.outerjoin(state, state.c.task_id == Task.id)
    still_open = still_open.outerjoin(TaskStateChange, TaskStateChange.id == state.c.id)
    closed_since = every.join(state, state.c.task_id == Task.id)
    closed_since = closed_since.join(TaskStateChange, TaskStateChange.id == state.c.id)
    return union_all(
        still_open.where(Task.closed_on.is_(None)), closed_since.where(Task.closed_on.is_not(None))
    ).subquery("was")


def _first_since(model: Any, moment: datetime) -> Any:
    """(task, number of its first change since then)."""
    first = select(model.task_id, func.min(model.id).label("id")).where(model.at >= moment)
    return first.group_by(model.task_id).subquery()


def _band_of(was: Any, limits: Limits) -> Any:
    """As `Limits.rule`: what is reported is neither late nor due. Later days are of no interest here: one band."""
    due = was.c.due
    return case(
        (was.c.state == TaskState.SUBMITTED, literal(Band.WAITING.value)),
        (due < limits.today.overdue_before, literal(Band.OVERDUE.value)),
        (due <= limits.week_end, literal(Band.WEEK.value)),
        (due == NO_DUE, literal(Band.NO_DUE.value)),
        else_=literal(Band.LATER.value),
    )
