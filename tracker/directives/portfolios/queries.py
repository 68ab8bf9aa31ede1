"""Named reads of portfolios and terms, each as of a day."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_

from ... import clock
from ...db import db
from ...errors import NotFound
from ...history.models import HistoryEntry
from ...people.models import Post, Role, Unit, User
from ...people.queries import list_units
from ...text import parse_id
from ..models import Topic
from ..queries import list_topics
from .models import Portfolio, Term

PAGE = 50


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
    rows = db.session.execute(
        select(Portfolio.topic_id, Portfolio.unit_id, Portfolio.leader_id)
        .join(User, User.id == Portfolio.leader_id)
        .where(runs_on(on), is_in_office())
    ).all()
    return Charge(
        {row.topic_id: row.leader_id for row in rows if row.topic_id},
        {row.unit_id: row.leader_id for row in rows if row.unit_id},
    )


def is_in_office() -> ColumnElement[bool]:
    """Whether the person is a leader who may sign in."""
    posts = select(Post.user_id).where(Post.role == Role.LEADER, Post.ended_on.is_(None))
    return and_(User.is_enabled, User.id.in_(posts))


class Thing(NamedTuple):
    """What is put into a portfolio."""

    kind: str  # "topic" or "unit"
    id: int

    @property
    def key(self) -> str:
        """The name of its field in a form."""
        return f"{self.kind}_{self.id}"


class NamedThing(NamedTuple):
    """The same with what it is called."""

    thing: Thing
    name: str


def list_things(on: date) -> list[NamedThing]:
    """Topics in use, then the units of that day, in the office's order."""
    topics = [NamedThing(Thing("topic", topic.id), topic.name) for topic in list_topics()]
    return topics + [NamedThing(Thing("unit", unit.id), unit.short_name) for unit in list_units(on)]


class Line(NamedTuple):
    """One row of the distribution with its names."""

    id: int
    leader_id: int
    leader: str
    topic_id: int | None
    unit_id: int | None
    name: str
    from_on: date
    until_on: date | None
    basis: str
    at: datetime

    @property
    def thing(self) -> Thing:
        return Thing("topic", self.topic_id) if self.topic_id else Thing("unit", self.unit_id or 0)

    def may_be_withdrawn(self, today: date) -> bool:
        """Not begun yet, or entered by mistake this very day: what has held stays in the record."""
        return self.from_on > today or clock.to_office(self.at).date() == today


def _lines() -> Any:
    return (
        select(
            Portfolio.id,
            Portfolio.leader_id,
            User.name.label("leader"),
            Portfolio.topic_id,
            Portfolio.unit_id,
            func.coalesce(Topic.name, Unit.short_name).label("name"),
            Portfolio.from_on,
            Portfolio.until_on,
            Portfolio.basis,
            Portfolio.at,
        )
        .join(User, User.id == Portfolio.leader_id)
        .outerjoin(Topic, Topic.id == Portfolio.topic_id)
        .outerjoin(Unit, Unit.id == Portfolio.unit_id)
    )


def list_lines(on: date) -> list[Line]:
    """What holds on that day: topics first, in the office's order."""
    order = (Topic.sort_order.is_(None), Topic.sort_order, Unit.sort_order, Portfolio.id)
    return [Line._make(row) for row in db.session.execute(_lines().where(runs_on(on)).order_by(*order))]


def list_course(after: str = "") -> tuple[list[Line], str]:
    """Fifty rows of all times, the latest to begin on top, and where the next begin."""
    query = _lines().order_by(Portfolio.from_on.desc(), Portfolio.id.desc()).limit(PAGE + 1)
    day, _dot, number = after.partition(".")
    if (row_id := parse_id(number)) is not None and (place := _iso(day)):
        query = query.where(tuple_(Portfolio.from_on, Portfolio.id) < (place, row_id))
    rows = [Line._make(row) for row in db.session.execute(query)]
    if len(rows) <= PAGE:
        return rows, ""
    return rows[:PAGE], f"{rows[PAGE - 1].from_on}.{rows[PAGE - 1].id}"


def _iso(day: str) -> date | None:
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def get_line(line_id: int) -> Line:
    """One row with its names."""
    row = db.session.execute(_lines().where(Portfolio.id == line_id)).first()
    if row is None:
        raise NotFound
    return Line._make(row)


def has_ended_another(line: Line) -> bool:
    """Whether somebody had the thing until that row took it from him: the trail knows, the rows before it do not.

    While a row stands, nothing else begins on its day, so the newest entry of that day is its own.
    """
    entry = (
        select(HistoryEntry.data["before"]["leader"].as_string())
        .where(
            HistoryEntry.subject_type == line.thing.kind,
            HistoryEntry.subject_id == line.thing.id,
            HistoryEntry.event == "portfolio_changed",
            HistoryEntry.data["after"]["from_on"].as_string() == line.from_on.isoformat(),
        )
        .order_by(HistoryEntry.id.desc())
    )
    return bool(db.session.scalar(entry.limit(1)))


def fingerprint(lines: list[Line]) -> str:
    """Changes with every change of what holds on a day: the second of two who distribute is told."""
    facts = sorted((line.id, line.leader_id, str(line.until_on)) for line in lines)
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def list_terms() -> list[Term]:
    """The latest on top."""
    return list(db.session.scalars(select(Term).order_by(Term.from_on.desc(), Term.id)))


def get_term(term_id: int, *, to_change: bool = False) -> Term:
    """One term. `to_change` locks it, so that of two presses the second finds what the first has saved."""
    term = db.session.get(Term, term_id, with_for_update=to_change or None, populate_existing=to_change)
    if term is None:
        raise NotFound
    return term
