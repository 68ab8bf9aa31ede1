"""What a unit is to be urged about now: its overdue work and what is due this week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, or_, select

from ..db import db
from ..errors import NotFound
from ..people.actor import Actor
from ..people.models import Unit
from .bands import Band, Limits
from .models import Task
from .policy import visible_to

MOST = 500  # as many as can be urged about at once


class PressingTask(NamedTuple):
    """A task as the text tells it."""

    id: int
    code: str
    title: str
    due_on: date
    completed_on: date | None
    reported_on: date | None


@dataclass(frozen=True)
class Pressing:
    """The first of them by due date, and how many there are."""

    tasks: Sequence[PressingTask]
    late: int
    this_week: int


def get_unit_for(actor: Actor, unit_id: int) -> Unit:
    """One's own unit; any for those who see the work of all. Another one is not found."""
    unit = db.session.get(Unit, unit_id) if actor.sees_everything or actor.unit_id == unit_id else None
    if unit is None:
        raise NotFound
    return unit


def list_pressing(actor: Actor, unit_id: int, limits: Limits) -> Pressing:
    """Of the work that the unit leads; what is reported or suspended is not pressing."""
    led = Task.lead_unit_id == unit_id, visible_to(actor)
    late, week = limits.where(Band.OVERDUE), limits.where(Band.WEEK)
    counts = [select(func.count(Task.id)).where(*led, band).scalar_subquery() for band in (late, week)]
    late_count, week_count = db.session.execute(select(*counts)).one()
    columns = Task.id, Task.code, Task.title, Task.due_on, Task.completed_on, Task.reported_on
    rows = db.session.execute(
        select(*columns).where(*led, or_(late, week)).order_by(Task.sort_due_on, Task.id).limit(MOST)
    )
    return Pressing([PressingTask._make(row) for row in rows], late_count, week_count)
