"""Tasks whose date, unit or leader has moved since a day: what each change found, to be walked one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_, select, union

from ...db import db, known_numbers
from ...tasks.filters import TaskFilter
from ...tasks.models import NO_DUE, Task, TaskAssignmentChange, TaskDueChange, TaskStateChange
from .kinds import kind_of


class Owner(NamedTuple):
    """Who has a task."""

    unit_id: int
    leader_id: int


@dataclass(frozen=True)
class Moved:
    """What the tasks are now, and by task what each change since then has found, the newest first."""

    present: dict[int, tuple[int, date, Owner]]
    kinds: dict[int, list[tuple[date, int]]]
    dues: dict[int, list[tuple[date, date]]]
    owners: dict[int, list[tuple[date, Owner]]]

    @classmethod
    def read(cls, asked: TaskFilter, moment: datetime, moved_ids: Collection[int]) -> Moved:
        """Those that may be asked for: of the unit or the leader now, and those that have left since."""
        wanted = [Task.id.in_(known_numbers(moved_ids)), *_wanted(asked, moment)]
        columns = (Task.id, kind_of(Task.state), Task.sort_due_on, Task.lead_unit_id, Task.leader_id)
        before, moved = kind_of(TaskStateChange.from_state), TaskAssignmentChange
        return cls(
            {
                key: (kind, due, Owner(unit, leader))
                for key, kind, due, unit, leader in db.session.execute(select(*columns).where(*wanted))
            },
            _read(TaskStateChange, (before,), moment, wanted, int),
            _read(TaskDueChange, (TaskDueChange.from_due_on,), moment, wanted, _sort_day),
            _read(moved, (moved.from_unit_id, moved.from_leader_id), moment, wanted, Owner),
        )


def list_moved(moment: datetime) -> list[int]:
    """Their numbers. A date that was given with the task, on the day of its issue, has not moved."""
    issued, due, assignment = TaskStateChange, TaskDueChange, TaskAssignmentChange
    on_its_day = select(issued.id).where(
        issued.task_id == due.task_id, issued.from_state.is_(None), issued.on >= due.on
    )
    dated = select(due.task_id).where(due.at >= moment, ~on_its_day.exists())
    return list(db.session.scalars(union(dated, select(assignment.task_id).where(assignment.at >= moment))))


def _read(model: Any, columns: Any, moment: datetime, wanted: list[Any], make: Callable[..., Any]) -> dict[int, Any]:
    query = select(model.task_id, model.on, *columns).join(Task, Task.id == model.task_id)
    query = query.where(model.at >= moment, *wanted).order_by(model.at.desc(), model.id.desc())
    found: dict[int, Any] = defaultdict(list)
    for task_id, on, *before in db.session.execute(query):
        found[task_id].append((on, make(*before)))
    return found


def _sort_day(due_on: date | None) -> date:
    return due_on or NO_DUE


def _wanted(asked: TaskFilter, moment: datetime) -> list[ColumnElement[bool]]:
    moved, conditions = TaskAssignmentChange, of_topic(asked)
    for column, left, value in (
        (Task.lead_unit_id, moved.from_unit_id, asked.unit),
        (Task.leader_id, moved.from_leader_id, asked.leader),
    ):
        if value is not None:
            since = select(moved.task_id).where(moved.at >= moment, left == value)
            conditions.append(or_(column == value, Task.id.in_(since)))
    return conditions


def of_topic(asked: TaskFilter) -> list[ColumnElement[bool]]:
    """A topic is not dated: today's holds."""
    if asked.topic is None:
        return []
    return [Task.topic_id == asked.topic if asked.topic else Task.topic_id.is_(None)]
