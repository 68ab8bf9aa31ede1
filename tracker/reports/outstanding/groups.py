"""Open work by unit, topic, notice and leader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from ...db import db
from ...directives.models import Notice, Topic
from ...people.models import Unit, User
from ...tasks import register
from ...tasks.bands import Band, Limits
from ...tasks.filters import OPEN_WORK, TaskFilter
from ...tasks.models import Task

GROUPS = ("unit", "topic", "notice", "leader")


class Group(NamedTuple):
    """One line of «by unit», «by topic», «by notice», «by leader»."""

    id: int | None
    name: str
    open: int
    overdue: int
    week: int
    waiting: int


def count_where(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """How many of the rows of a group are so."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def count_bands(
    column: Any, limits: Limits, bands: Sequence[Band], asked: TaskFilter = OPEN_WORK
) -> dict[int | None, dict[Band, int]]:
    """Open work by the values of a column (units, leaders, topics): how much of it lies in each band."""
    counts = [func.count(Task.id) if band is Band.OPEN else count_where(limits.rule(band)) for band in bands]
    open_work = asked.but(band=Band.OPEN).where(limits)
    rows = db.session.execute(select(column, *counts).where(open_work).group_by(column))
    return {key: dict(zip(bands, map(int, rest), strict=True)) for key, *rest in rows}


_GROUPED: dict[str, tuple[InstrumentedAttribute[Any], Any, Any]] = {
    "unit": (Task.lead_unit_id, Unit, (Unit.name,)),
    "topic": (Task.topic_id, Topic, (Topic.name,)),
    "notice": (Task.notice_id, Notice, (Notice.number, Notice.meeting, Notice.title)),
    "leader": (Task.leader_id, User, (User.name,)),
}


def list_groups(by: str, limits: Limits, asked: TaskFilter = OPEN_WORK) -> list[Group]:
    """Open work of each unit, topic, notice or leader, the most overdue first."""
    column, model, names = _GROUPED[by]
    counts = count_bands(column, limits, (Band.OPEN, Band.OVERDUE, Band.WEEK, Band.WAITING), asked)
    known = [key for key in counts if key is not None]
    labels: dict[int | None, str] = {None: register.name_nothing().get(by, "")}
    labels |= {
        key: next(filter(None, rest), "")
        for key, *rest in db.session.execute(select(model.id, *names).where(model.id.in_(known)))
    }
    groups = [Group(key, labels.get(key, ""), *found.values()) for key, found in counts.items()]
    return sorted(groups, key=lambda group: (-group.overdue, -group.week, -group.open, group.name))
