"""What a task was at a past moment, as columns beside those of today: the first change since then tells what it was.

Each is a lookup in the index of that task's changes, so it costs as much as there are tasks asked about.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import case, func, select

from ... import clock
from ...tasks.models import NO_DUE, Task, TaskAssignmentChange, TaskDueChange, TaskStateChange
from .. import asof

# What makes the day of an earlier report void.
_VOID = ("submit", "send_back", "reopen")
NOT_YET = ""  # the state of what had not been assigned


class Then(NamedTuple):
    """Columns of a task at a moment. `due` has a far date in the place of none, `state` is NOT_YET before its issue."""

    state: Any
    due: Any
    closed_on: Any
    reported_on: Any
    lead_unit_id: Any


def end_of(day: date) -> datetime | None:
    """The first moment after that day; None while it is not over."""
    return asof.end_of(day) if day < clock.today() else None


def columns_at(moment: datetime | None) -> Then:
    """With None the task's own columns."""
    if moment is None:
        return Then(Task.state, Task.sort_due_on, Task.closed_on, Task.reported_on, Task.lead_unit_id)
    return Then(
        func.coalesce(_before(TaskStateChange, func.coalesce(TaskStateChange.from_state, NOT_YET), moment), Task.state),
        func.coalesce(
            _before(TaskDueChange, func.coalesce(TaskDueChange.from_due_on, NO_DUE), moment), Task.sort_due_on
        ),
        _closed_on(moment),
        _reported_on(moment),
        func.coalesce(_before(TaskAssignmentChange, TaskAssignmentChange.from_unit_id, moment), Task.lead_unit_id),
    )


def _before(model: Any, value: Any, moment: datetime) -> Any:
    """The old value of the first change since then; nothing where nothing has changed."""
    first = select(value).where(model.task_id == Task.id, model.at >= moment).order_by(model.id).limit(1)
    return first.correlate(Task).scalar_subquery()


def _closed_on(moment: datetime) -> Any:
    """The day on which it was over then."""
    later = TaskStateChange.task_id == Task.id, TaskStateChange.at >= moment
    has_changed = select(TaskStateChange.id).where(*later).correlate(Task).exists()
    return case((~has_changed, Task.closed_on), else_=_before(TaskStateChange, TaskStateChange.from_closed_on, moment))


def _reported_on(moment: datetime) -> Any:
    """The day that the unit gave; where a later report has put another one in its place, the day of the report."""
    mine, change = TaskStateChange.task_id == Task.id, TaskStateChange
    void = select(change.id).where(mine, change.at >= moment, change.verb.in_(_VOID)).correlate(Task).exists()
    last = select(change.on).where(mine, change.at < moment, change.verb == "submit").order_by(change.id.desc())
    return case((~void, Task.reported_on), else_=last.limit(1).correlate(Task).scalar_subquery())


def day_of(sort_due_on: date) -> date | None:
    """The due date, none for the far one."""
    return None if sort_due_on == NO_DUE else sort_due_on
