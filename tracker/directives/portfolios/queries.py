"""Named reads of portfolios and terms, each as of a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from ...db import db
from ...people.models import Post, Role, User
from .models import Portfolio


def runs_on(day: date) -> ColumnElement[bool]:
    """What holds on that day."""
    return and_(Portfolio.from_on <= day, or_(Portfolio.until_on.is_(None), Portfolio.until_on >= day))


def has_portfolio(leader_id: int, on: date) -> bool:
    """Whether he is in charge of anything on that day."""
    held = select(Portfolio.id).where(Portfolio.leader_id == leader_id, runs_on(on)).limit(1)
    return db.session.scalar(held) is not None


def select_topics_of(leader_id: int, on: date) -> Any:
    """The ids of the topics in his portfolio, as a subquery."""
    return select(Portfolio.topic_id).where(
        Portfolio.leader_id == leader_id, runs_on(on), Portfolio.topic_id.is_not(None)
    )


def select_units_of(leader_id: int, on: date) -> Any:
    """The ids of the units in his portfolio, as a subquery."""
    return select(Portfolio.unit_id).where(
        Portfolio.leader_id == leader_id, runs_on(on), Portfolio.unit_id.is_not(None)
    )


@dataclass(frozen=True)
class Charge:
    """Who is in charge of which topic and which unit on one day, by id."""

    topics: Mapping[int, int]
    units: Mapping[int, int]

    def suggest(self, topic_id: int | None, unit_id: int | None) -> int | None:
        """The leader who would answer for such work: of the topic, else of the lead unit."""
        return self.topics.get(topic_id or 0) or self.units.get(unit_id or 0)

    def __bool__(self) -> bool:
        return bool(self.topics or self.units)


def read_charge(on: date) -> Charge:
    """As far as leaders are in office: only they can be accountable for a task."""
    in_office = select(Post.user_id).where(Post.role == Role.LEADER, Post.ended_on.is_(None))
    rows = db.session.execute(
        select(Portfolio.topic_id, Portfolio.unit_id, Portfolio.leader_id)
        .join(User, User.id == Portfolio.leader_id)
        .where(runs_on(on), User.is_enabled, User.id.in_(in_office))
    ).all()
    return Charge(
        {row.topic_id: row.leader_id for row in rows if row.topic_id},
        {row.unit_id: row.leader_id for row in rows if row.unit_id},
    )
