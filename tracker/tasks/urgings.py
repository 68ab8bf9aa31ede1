"""How often and how a unit was urged."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import ScalarSelect, bindparam, func, select

from ..db import db, read_rows
from ..people.models import User
from ..people.wording import name_both
from .models import Task, Urging


def count_urged() -> ScalarSelect[int]:
    """How often the unit was urged about a task."""
    return select(func.count(Urging.id)).where(Urging.task_id == Task.id).correlate(Task).scalar_subquery()


class UrgingRow(NamedTuple):
    """One urging as the task's page lists it."""

    on: date
    channel: str
    letter_number: str
    recipient: str
    note: str
    by: str


_URGINGS = (
    select(Urging.on, Urging.channel, Urging.letter_number, Urging.recipient, Urging.note, User.name, Urging.for_name)
    .join(User, User.id == Urging.by_user_id)
    .where(Urging.task_id == bindparam("task_id"))
    .order_by(Urging.on.desc(), Urging.id.desc())
)


def list_urgings(task: Task) -> list[UrgingRow]:
    """The last one first."""
    rows = read_rows(_URGINGS, {"task_id": task.id})
    return [UrgingRow._make((*facts, name_both(name, absent))) for *facts, name, absent in rows]


def count_urgings(task_ids: Collection[int]) -> dict[int, int]:
    """How often each of these tasks was urged."""
    if not task_ids:
        return {}
    rows = db.session.execute(
        select(Urging.task_id, func.count(Urging.id)).where(Urging.task_id.in_(task_ids)).group_by(Urging.task_id)
    )
    return {task_id: count for task_id, count in rows}
