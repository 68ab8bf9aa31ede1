"""The task before and the one after in the list from which a task was opened."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import and_, literal, select, true, tuple_, union_all

from ..db import db
from ..people.actor import Actor
from .bands import CLOSED, Band, Limits
from .filters import STARRED, TaskFilter
from .models import Task
from .policy import visible_to


class Neighbours(NamedTuple):
    """None at either end of the list."""

    before: int | None
    after: int | None


class _Range(NamedTuple):
    """One stretch of a list, ordered by `key`, and the place of the task in it (None: all of it lies on one side)."""

    condition: Any
    key: tuple[Any, ...]
    place: tuple[Any, ...] | None


def find_neighbours(actor: Actor, asked: TaskFilter, limits: Limits, task: Task) -> Neighbours:
    """By the task's place, not by its being in the list: an act may just have taken it out. One statement."""
    condition = and_(asked.where(limits), visible_to(actor))
    up, down = _ranges(asked.band, task)
    ends = [(1, each, False) for each in down] + [(-1, each, True) for each in up]
    parts = []
    for number, (way, stretch, backwards) in enumerate(ends):
        query = select(literal(number).label("number"), literal(way).label("way"), Task.id.label("id"))
        query = query.where(condition, stretch.condition)
        if stretch.place is not None:
            key, place = tuple_(*stretch.key), tuple_(*map(literal, stretch.place))
            query = query.where(key < place if backwards else key > place)
        order = [column.desc() for column in stretch.key] if backwards else stretch.key
        parts.append(query.order_by(*order).limit(1).subquery())
    found: dict[int, int] = {}
    rows = db.session.execute(union_all(*(select(part) for part in parts))) if parts else ()
    for _number, way, task_id in sorted(tuple(row) for row in rows):
        found.setdefault(way, task_id)
    before, after = found.get(-1), found.get(1)
    return Neighbours(after, before) if asked.band in CLOSED | {Band.ALL} else Neighbours(before, after)


def _ranges(band: Band, task: Task) -> tuple[list[_Range], list[_Range]]:
    """Where smaller keys lie and where larger ones do, the nearest stretch first."""
    if band is Band.ALL:
        own = _Range(true(), (Task.id,), (task.id,))
        return [own], [own]
    if band in CLOSED:
        if task.closed_on is None:
            return [], []
        own = _Range(true(), (Task.closed_on, Task.id), (task.closed_on, task.id))
        return [own], [own]
    by_due = (Task.sort_due_on, Task.id)
    starred, others = STARRED, ~Task.is_starred
    own = _Range(starred if task.is_starred else others, by_due, (task.sort_due_on, task.id))
    if task.is_starred:
        return [own], [own, _Range(others, by_due, None)]
    return [own, _Range(starred, by_due, None)], [own]
