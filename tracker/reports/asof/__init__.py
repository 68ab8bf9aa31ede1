"""What every task was at a moment: its unit, leader, due date, state, and the day on which it was over.

The tables hold the present and a dated row of every change. A task was then what it is now, unless something has
changed since: the first change tells what it was before. So open work and what was closed since a day are read, never
all that was ever closed. What has no dated rows (title, topic, the office's calendar and settings) is that of today.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, cast, exists, func, select, union_all

from ... import clock
from ...duties.models import DutyPeriod
from ...tasks.models import NO_DUE, Task, TaskAssignmentChange, TaskDueChange, TaskStateChange
from .terms import Terms

__all__ = ["Terms", "end_of", "first_since", "recurring_at", "tasks_at"]


def end_of(day: date) -> datetime:
    """The moment at which the office's day is over: what was entered before it belongs to the day."""
    return clock.office_time(day + timedelta(days=1), 0)


def tasks_at(moment: datetime, closed_since: date | None = None) -> Any:
    """Every task that was open at that moment or is now, and what had been closed since a day where one is given.

    Columns: task_id, unit_id, leader_id, topic_id, due and original_due (NO_DUE for none), state, closed_on,
    assigned_at, is_recurring. Some others that were closed are among them; conditions ask for the state.
    """
    closed = Task.closed_on >= closed_since if closed_since else None
    if moment > clock.now():
        return _now(closed)
    state = first_since(TaskStateChange, moment, TaskStateChange.from_state, TaskStateChange.from_closed_on)
    due = first_since(TaskDueChange, moment, TaskDueChange.from_due_on)
    assignment = first_since(_ASSIGNED, moment, _ASSIGNED.from_unit_id, _ASSIGNED.from_leader_id)
    was = case((state.c.task_id.is_(None), Task.state), else_=state.c.from_state)
    every = select(
        *_columns(
            func.coalesce(assignment.c.from_unit_id, Task.lead_unit_id),
            func.coalesce(assignment.c.from_leader_id, Task.leader_id),
            case((due.c.task_id.is_(None), Task.sort_due_on), else_=func.coalesce(due.c.from_due_on, NO_DUE)),
            was,
            case((state.c.task_id.is_(None), Task.closed_on), else_=state.c.from_closed_on),
            recurring_at(moment),
        )
    ).select_from(Task)
    for first in (due, assignment):
        every = every.outerjoin(first, first.c.task_id == Task.id)
    with_state = every.outerjoin(state, state.c.task_id == Task.id)
    # Not the bare day, by whose index planners would read all that was ever closed instead of what has changed since.
    changed = every.join(state, state.c.task_id == Task.id)
    changed = changed.where(func.coalesce(Task.closed_on, NO_DUE) < (closed_since or NO_DUE))
    parts = [with_state.where(Task.closed_on.is_(None)), changed]
    if closed is not None:
        parts.append(with_state.where(Task.closed_on.is_not(None), closed))
    # Without a state it was not there yet.
    return union_all(*(part.where(was.is_not(None)) for part in parts)).subquery("was")


_ASSIGNED = TaskAssignmentChange


def _now(closed: ColumnElement[bool] | None) -> Any:
    """The present needs no dated rows."""
    every = select(
        *_columns(Task.lead_unit_id, Task.leader_id, Task.sort_due_on, Task.state, Task.closed_on, Task.is_duty)
    )
    parts = [every.where(Task.closed_on.is_(None))]
    if closed is not None:
        parts.append(every.where(Task.closed_on.is_not(None), closed))
    return union_all(*parts).subquery("was")


def _columns(unit: Any, leader: Any, due: Any, state: Any, closed_on: Any, is_recurring: Any) -> list[Any]:
    # The first date of a task is its original one and never moves; before it there was none.
    original = case((due == NO_DUE, NO_DUE), else_=func.coalesce(Task.original_due_on, due))
    return [
        Task.id.label("task_id"),
        unit.label("unit_id"),
        leader.label("leader_id"),
        Task.topic_id.label("topic_id"),
        due.label("due"),
        original.label("original_due"),
        state.label("state"),
        closed_on.label("closed_on"),
        Task.assigned_at.label("assigned_at"),
        is_recurring.label("is_recurring"),
    ]


def first_since(model: Any, moment: datetime, *columns: Any) -> Any:
    """(task, those columns of its first change since then): read once, for all parts of a statement."""
    # Not the bare column: SQLite would read all changes by task instead of those since then by moment. A cast, not
    # a sum: only what has a type does it join by an index.
    task_id = cast(model.task_id, Integer)
    place = func.row_number().over(partition_by=task_id, order_by=model.id).label("place")
    every = select(task_id.label("task_id"), *columns, place).where(model.at >= moment).subquery()
    names = (every.c[column.key] for column in columns)
    return select(every.c.task_id, *names).where(every.c.place == 1).cte().prefix_with("MATERIALIZED")


def recurring_at(moment: datetime) -> ColumnElement[bool]:
    """Whether the task was a period of a recurring duty then: that of a notice becomes one when the duty is set up."""
    later = exists().where(DutyPeriod.task_id == Task.id, DutyPeriod.at >= moment)
    return and_(Task.is_duty, ~later)
