"""The tasks that a point of the course counts: what was open, or overdue, on the evening of one day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select, tuple_

from ...db import db
from ...people.models import Unit, User
from ...tasks.bands import NO_OPEN_WORK, Band
from ...tasks.filters import TaskFilter
from ...tasks.models import NO_DUE, Task, TaskState
from ...tasks.register import PAGE, read_place
from ...workdays import Calendar
from ..asof import end_of, tasks_at

BANDS = (Band.OPEN, Band.OVERDUE)


class Row(NamedTuple):
    """A task with the unit, the leader and the due date that it had then."""

    id: int
    code: str
    title: str
    unit: str
    leader: str
    due: date

    @property
    def due_on(self) -> date | None:
        return None if self.due == NO_DUE else self.due


@dataclass(frozen=True)
class Evening:
    """Fifty rows, how many there are in all, and where the next begin (empty on the last page)."""

    rows: Sequence[Row]
    count: int
    after: str


def read_evening(asked: TaskFilter, day: date, calendar: Calendar, after: str = "") -> Evening:
    """By due date; the same tasks as `count_weeks` counts for that day."""
    was = tasks_at(end_of(day))
    conditions = _conditions(was.c, asked, day, calendar)
    count = db.session.scalar(select(func.count()).select_from(was).where(*conditions)) or 0
    query = (
        select(Task.id, Task.code, Task.title, Unit.short_name, User.name, was.c.due)
        .join(Task, Task.id == was.c.task_id)
        .join(Unit, Unit.id == was.c.unit_id)
        .join(User, User.id == was.c.leader_id)
        .where(*conditions)
        .order_by(was.c.due, was.c.task_id)
        .limit(PAGE + 1)
    )
    if place := read_place(after):
        query = query.where(tuple_(was.c.due, was.c.task_id) > place)
    rows = [Row._make(row) for row in db.session.execute(query)]
    return Evening(rows[:PAGE], count, f"{rows[PAGE - 1].due}.{rows[PAGE - 1].id}" if len(rows) > PAGE else "")


def _conditions(was: Any, asked: TaskFilter, day: date, calendar: Calendar) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [was.state.not_in(NO_OPEN_WORK)]
    if asked.band is Band.OVERDUE:
        conditions += [was.state != TaskState.SUBMITTED, was.due < calendar.overdue_before(day)]
    for column, value in ((was.unit_id, asked.unit), (was.leader_id, asked.leader)):
        if value is not None:
            conditions.append(column == value)
    if asked.topic is not None:
        conditions.append(was.topic_id == asked.topic if asked.topic else was.topic_id.is_(None))
    return conditions
