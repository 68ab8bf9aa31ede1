"""Open work of each unit, leader or topic, cut by where it stands: each part is the count of the list that it opens."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import case, func, select

from ...charts import Part
from ...db import db
from ...directives.models import Topic
from ...people.models import Unit, User
from ...tasks.bands import Band, Limits
from ...tasks.filters import TaskFilter
from ...tasks.models import Task
from ...tasks.register import name_nothing
from .asking import list_address

GROUPS = ("unit", "leader", "topic")
# Together they are all open work, each task once.
PARTS = (Band.OVERDUE, Band.WEEK, Band.AHEAD, Band.NO_DUE, Band.WAITING)

_GROUPED: dict[str, tuple[Any, Any]] = {
    "unit": (Task.lead_unit_id, Unit),
    "leader": (Task.leader_id, User),
    "topic": (Task.topic_id, Topic),
}


class Standing(NamedTuple):
    """One bar: what it is of, the list of all its work, and its parts in the order of `PARTS`."""

    name: str
    href: str
    parts: tuple[Part, ...]


def list_standings(by: str, asked: TaskFilter, limits: Limits) -> list[Standing]:
    """The most overdue first, then the most at all."""
    column, model = _GROUPED[by]
    sums = [func.sum(case((limits.rule(band), 1), else_=0)) for band in PARTS]
    rows = db.session.execute(select(column, *sums).where(asked.where(limits)).group_by(column)).all()
    names: dict[Any, str] = {None: name_nothing().get(by, "")}
    known = [key for key, *_counts in rows if key is not None]
    names |= {row.id: row.name for row in db.session.execute(select(model.id, model.name).where(model.id.in_(known)))}
    found = [_standing(names[key], asked.but(**{by: key or 0}), counts) for key, *counts in rows]
    return sorted(found, key=lambda one: (-one.parts[0].count, -sum(part.count for part in one.parts), one.name))


def sum_parts(standings: list[Standing], asked: TaskFilter) -> dict[Band, Part]:
    """The same of all together, and of all open work."""
    sums = [sum(one.parts[place].count for one in standings) for place in range(len(PARTS))]
    parts = {band: Part(count, list_address(asked.but(band=band))) for band, count in zip(PARTS, sums, strict=True)}
    return {**parts, Band.OPEN: Part(sum(sums), list_address(asked))}


def _standing(name: str, asked: TaskFilter, counts: list[int]) -> Standing:
    parts = (Part(int(count), list_address(asked.but(band=band))) for band, count in zip(PARTS, counts, strict=True))
    return Standing(name, list_address(asked), tuple(parts))
