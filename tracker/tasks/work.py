"""The unit's own page: what it leads, cooperates in, and who it is passed to. Index range reads joined, never an OR."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, literal, not_, select, tuple_, union_all

from ..db import db
from ..directives.models import Notice, Topic
from ..people.actor import Actor
from ..people.models import Unit
from .bands import IN_TIME_ORDER, Band, Limits
from .models import Task, TaskState, task_cooperation
from .register import COLUMNS, PAGE, TaskRow, read_place

NEW = "new"


class Part(StrEnum):
    """The chips above the list."""

    ALL = "all"
    LEAD = "lead"
    COOP = "coop"
    MINE = "mine"


@dataclass(frozen=True)
class Item:
    """A row of the page: in which section it stands, and whether the unit answers for it."""

    row: TaskRow
    section: str
    is_ours: bool


@dataclass(frozen=True)
class WorkPage:
    """Fifty items and where the next begin; `after` is empty on the last page."""

    items: Sequence[Item]
    after: str


def _own(actor: Actor, part: Part) -> ColumnElement[bool]:
    """Open work that the unit answers for; of it, what was passed to this person."""
    own = and_(Task.closed_on.is_(None), Task.lead_unit_id == actor.unit_id)
    return and_(own, Task.officer_id == actor.user_id) if part is Part.MINE else own


def _shared(actor: Actor) -> ColumnElement[bool]:
    """Open work in which the unit takes part without answering for it."""
    cooperates = select(task_cooperation.c.task_id).where(task_cooperation.c.unit_id == actor.unit_id)
    return and_(Task.closed_on.is_(None), Task.id.in_(cooperates), Task.lead_unit_id != actor.unit_id)


def _is_new(limits: Limits) -> ColumnElement[bool]:
    """To be accepted. What is overdue already stands with the overdue, where it is seen first."""
    return and_(Task.state == TaskState.ASSIGNED, Task.sort_due_on >= limits.today.overdue_before)


def _ranges(actor: Actor, part: Part, limits: Limits) -> list[tuple[int, bool, ColumnElement[bool]]]:
    """(place on the page, ours, condition): new work, then by due date, at the end what waits for the Office."""
    new, waiting = _is_new(limits), Task.state == TaskState.SUBMITTED
    ranges: list[tuple[int, bool, ColumnElement[bool]]] = []
    if part is not Part.COOP:
        own = _own(actor, part)
        ranges = [
            (0, True, and_(own, new)),
            (1, True, and_(own, not_(new), not_(waiting))),
            (2, True, and_(own, waiting)),
        ]
    if part in (Part.ALL, Part.COOP):
        shared = _shared(actor)
        ranges += [(1, False, and_(shared, not_(waiting))), (2, False, and_(shared, waiting))]
    return ranges


def list_work(actor: Actor, part: Part, limits: Limits, after: str = "") -> WorkPage:
    """Open tasks of the unit, fifty at a time. `after` is place, due date and id of the last one seen."""
    rank, _sep, rest = after.partition(".")
    seen = read_place(rest)
    start = int(rank) if seen and rank in ("0", "1", "2") else -1
    reads = [
        _first(condition, place, ours, seen if place == start else None)
        for place, ours, condition in _ranges(actor, part, limits)
        if place >= start
    ]
    keys = union_all(*reads).order_by("place", "sort_due_on", "id").limit(PAGE + 1).subquery()
    query = (
        select(keys.c.place, keys.c.ours, *COLUMNS)
        .select_from(keys)
        .join(Task, Task.id == keys.c.id)
        .outerjoin(Unit, Unit.id == Task.lead_unit_id)
        .outerjoin(Topic, Topic.id == Task.topic_id)
        .outerjoin(Notice, Notice.id == Task.notice_id)
        .order_by(keys.c.place, Task.sort_due_on, Task.id)
    )
    found = db.session.execute(query).all()
    following = ""
    if len(found) > PAGE:
        found = found[:PAGE]
        last = TaskRow._make(found[-1][2:])
        following = f"{found[-1].place}.{last.sort_due_on}.{last.id}"
    rows = [(place, bool(ours), TaskRow._make(row)) for place, ours, *row in found]
    return WorkPage([Item(row, _section(row, place, limits), ours) for place, ours, row in rows], following)


def _first(condition: ColumnElement[bool], place: int, ours: bool, seen: tuple[date, int] | None) -> Any:
    """One range read: at most a page of keys."""
    query = select(literal(place).label("place"), literal(int(ours)).label("ours"), Task.sort_due_on, Task.id)
    query = query.where(condition)
    if seen:
        query = query.where(tuple_(Task.sort_due_on, Task.id) > seen)
    # SQLite takes a LIMIT inside a UNION only from a subquery.
    return select(query.order_by(Task.sort_due_on, Task.id).limit(PAGE + 1).subquery())


def _section(row: TaskRow, place: int, limits: Limits) -> str:
    if place == 0:
        return NEW
    return Band.WAITING if row.state == TaskState.SUBMITTED else limits.band(row.due_on)


@dataclass(frozen=True)
class Counts:
    """The length of a part and of each of its sections; `due_this_week` counts new work too."""

    total: int
    due_this_week: int
    sections: dict[str, int]

    def __add__(self, other: Counts) -> Counts:
        sections = {name: count + other.sections[name] for name, count in self.sections.items()}
        return Counts(self.total + other.total, self.due_this_week + other.due_this_week, sections)


def count_work(actor: Actor, limits: Limits) -> dict[Part, Counts]:
    """Every number of the page, in one query."""
    new = _is_new(limits)
    bands = (*IN_TIME_ORDER, Band.WAITING)

    def count(condition: ColumnElement[bool], new: ColumnElement[bool] | None) -> Any:
        rest = [limits.rule(band) for band in bands]
        rules = [false(), *rest] if new is None else [new, *(and_(rule, not_(new)) for rule in rest)]
        counted = [limits.rule(Band.WEEK), *rules]
        columns = [func.count(Task.id), *(func.count(Task.id).filter(rule) for rule in counted)]
        return select(*(column.label(f"c{number}") for number, column in enumerate(columns))).where(condition)

    reads = {
        Part.LEAD: count(_own(actor, Part.LEAD), new),
        Part.MINE: count(_own(actor, Part.MINE), new),
        Part.COOP: count(_shared(actor), None),
    }
    queries = [select(literal(part.value).label("part"), query.subquery()) for part, query in reads.items()]
    found = {}
    for part, total, week, *rest in db.session.execute(union_all(*queries)):
        found[Part(part)] = Counts(total, week, dict(zip((NEW, *bands), rest, strict=True)))
    return {Part.ALL: found[Part.LEAD] + found[Part.COOP], **found}
