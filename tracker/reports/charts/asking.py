"""What a chart is narrowed to: the same for its counts, its links and its form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from flask import url_for
from sqlalchemy import and_, literal, or_, select, union_all

from ...db import db
from ...directives.models import Topic
from ...people.models import Post, Role, Unit, User
from ...tasks.bands import Band
from ...tasks.filters import TaskFilter

NAMES = ("unit", "topic", "leader")


class Choice(NamedTuple):
    """One entry of a select."""

    id: int
    name: str


def read_asked(args: Mapping[str, str]) -> TaskFilter:
    """Open work of a unit, a topic, a leader, or all of it."""
    return TaskFilter.from_args({name: args[name] for name in NAMES if name in args})


def list_address(asked: TaskFilter) -> str:
    """Where the list is that a number of a chart opens."""
    return f"{url_for('tasks.index')}?{asked.query_string()}"


def read_band(args: Mapping[str, str]) -> Band:
    """Of a past day only what was open and what was overdue is told."""
    return Band.OVERDUE if args.get("band") == Band.OVERDUE else Band.OPEN


def evening_address(asked: TaskFilter, day: date, **more: Any) -> str:
    """Where the list is of what was counted on the evening of that day."""
    return url_for("reports.burn_day", day=day.isoformat(), band=asked.band.value, **dict(asked.pairs()), **more)


def read_choices(asked: TaskFilter, today: date) -> dict[str, list[Choice]]:
    """Units that exist, topics in use, leaders in office, and whatever is chosen; one query."""
    is_leader = User.id.in_(select(Post.user_id).where(Post.role == Role.LEADER, Post.ended_on.is_(None)))
    exists = and_(
        or_(Unit.valid_from.is_(None), Unit.valid_from <= today), or_(Unit.valid_to.is_(None), Unit.valid_to >= today)
    )
    parts = [
        _part("unit", Unit, Unit.sort_order, or_(exists, Unit.id == asked.unit)),
        _part("topic", Topic, Topic.sort_order, or_(Topic.is_enabled, Topic.id == asked.topic)),
        _part("leader", User, literal(0), or_(is_leader, User.id == asked.leader)),
    ]
    found: dict[str, list[Choice]] = defaultdict(list)
    for row in sorted(db.session.execute(union_all(*parts)), key=lambda row: (row.place, row.name)):
        found[row.kind].append(Choice(row.id, row.name))
    return found


def _part(kind: str, model: Any, place: Any, where: Any) -> Any:
    return select(literal(kind).label("kind"), model.id, model.name.label("name"), place.label("place")).where(where)
