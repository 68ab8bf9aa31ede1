"""The unit's own page: what it leads, cooperates in, and who it is passed to. Two index range reads, never an OR."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import and_, func, literal, select, tuple_, union_all

from ..db import db
from ..people.actor import Actor
from .bands import Band, Limits
from .models import Task, TaskState, task_cooperation
from .register import PAGE, Page, TaskRow, read_place, select_rows


class Part(StrEnum):
    """The chips above the list."""

    ALL = "all"
    LEAD = "lead"
    COOP = "coop"
    MINE = "mine"


def _conditions(actor: Actor, part: Part) -> list[Any]:
    """The range reads that make up a part; lead and cooperating never overlap."""
    is_open = Task.closed_on.is_(None)
    lead = and_(is_open, Task.lead_unit_id == actor.unit_id)
    mine = and_(is_open, Task.officer_id == actor.user_id)
    coop = and_(
        is_open,
        Task.id.in_(select(task_cooperation.c.task_id).where(task_cooperation.c.unit_id == actor.unit_id)),
        Task.lead_unit_id != actor.unit_id,
    )
    return {Part.ALL: [lead, coop], Part.LEAD: [lead], Part.COOP: [coop], Part.MINE: [mine]}[part]


def list_work(actor: Actor, part: Part, after: str = "") -> Page:
    """Open tasks of the unit by due date, fifty at a time."""
    place = read_place(after)
    parts = []
    for condition in _conditions(actor, part):
        query = select(Task.id, Task.sort_due_on).where(condition)
        if place:
            query = query.where(tuple_(Task.sort_due_on, Task.id) > place)
        limited = query.order_by(Task.sort_due_on, Task.id).limit(PAGE + 1).subquery()
        parts.append(select(limited.c.id, limited.c.sort_due_on))
    keys = union_all(*parts).subquery()
    query = select_rows().where(Task.id.in_(select(keys.c.id))).order_by(Task.sort_due_on, Task.id).limit(PAGE + 1)
    rows = [TaskRow._make(row) for row in db.session.execute(query)]
    following = ""
    if len(rows) > PAGE:
        rows = rows[:PAGE]
        following = f"{rows[-1].sort_due_on}.{rows[-1].id}"
    return Page(rows, following)


def count_work(actor: Actor) -> dict[Part, int]:
    """The number on each chip: the length of its list."""
    counts = []
    for part in (Part.LEAD, Part.COOP, Part.MINE):
        for condition in _conditions(actor, part):
            counts.append(select(literal(part.value), func.count(Task.id)).where(condition))
    found = {Part(part): count for part, count in db.session.execute(union_all(*counts))}
    return {Part.ALL: found[Part.LEAD] + found[Part.COOP], **found}


def count_bands(actor: Actor, limits: Limits) -> dict[str, int]:
    """The sentence of the page: of what the unit leads or cooperates in, how much is late, near, new."""
    bands = {band: limits.rule(band) for band in (Band.OVERDUE, Band.WEEK)}
    bands_and_new = {**bands, "new": Task.state == TaskState.ASSIGNED}
    counts = [
        select(*(func.count(Task.id).filter(rule) for rule in bands_and_new.values())).where(condition)
        for condition in _conditions(actor, Part.ALL)
    ]
    rows = db.session.execute(union_all(*counts)).all()
    return {str(name): sum(row[index] for row in rows) for index, name in enumerate(bands_and_new)}
