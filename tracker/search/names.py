"""Hits among what is few: units, people, topics, duties and indicators are read at asking, as they are called now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from flask import url_for
from sqlalchemy import String, and_, cast, func, literal, null, select, true, union_all

from ..db import read_rows
from ..directives.models import Topic
from ..duties.models import Duty
from ..duties.policy import visible_to as duty_visible_to
from ..indicators.models import Indicator
from ..indicators.policy import visible_to as indicator_visible_to
from ..people.actor import Actor
from ..people.models import Post, Role, Unit, User
from ..tasks.searching import PERSON, UNIT, Named, name_of_unit, name_words
from .hits import Hit
from .marking import mark
from .policy import as_reader, finds_people
from .typed import Typed

UNITS, PEOPLE, TOPICS, INDICATORS, DUTIES = "units", "people", "topics", "indicators", "duties"
KINDS = (UNITS, PEOPLE, TOPICS, INDICATORS, DUTIES)
_KEPT = 256  # statements that a process keeps
_MARKS = {UNITS: UNIT, PEOPLE: PERSON}


class Name(NamedTuple):
    """`said` is everything that it is found by, `about` what stands beside its name, `role` that of a person."""

    kind: str
    id: int
    name: str
    said: str
    about: str
    role: str | None
    is_in_use: bool


def read_names(actor: Actor) -> list[Name]:
    """All of them, in one statement; duties and indicators are those that the person sees."""
    rows: dict[tuple[Any, ...], Any] = {}
    for row in read_rows(_select_names(as_reader(actor))):
        rows.setdefault(row[:2], row)
    return list(map(Name._make, rows.values()))  # a column of a row is found seven times as fast in a tuple


@lru_cache(_KEPT)
def _select_names(reader: Actor) -> Any:
    space, nothing, post = literal(" "), literal(""), func.coalesce(Post.title, "")
    duty = Duty.title + space + Duty.deliverable + space + Duty.source
    return union_all(
        select(
            *(literal(UNITS).label("kind"), Unit.id, Unit.name, name_of_unit().label("said")),
            *(Unit.short_name.label("about"), null().label("role"), true().label("is_in_use")),
        ),
        select(literal(TOPICS), Topic.id, Topic.name, Topic.name, nothing, null(), Topic.is_enabled),
        select(literal(DUTIES), Duty.id, Duty.title, duty, Unit.short_name, null(), true())
        .join(Unit, Unit.id == Duty.lead_unit_id)
        .where(duty_visible_to(reader)),
        select(
            *(literal(INDICATORS), Indicator.id, Indicator.name, Indicator.name + space + cast(Indicator.year, String)),
            *(cast(Indicator.year, String), null(), Indicator.is_enabled),
        ).where(indicator_visible_to(reader)),
        select(
            *(literal(PEOPLE), User.id, User.name, User.name_search),
            *(post + literal(" · ") + func.coalesce(Unit.short_name, ""), Post.role, User.is_enabled),
        )
        .outerjoin(Post, and_(Post.user_id == User.id, Post.ended_on.is_(None)))
        .outerjoin(Unit, Unit.id == Post.unit_id),
    )


def names_of_work(names: Iterable[Name]) -> list[Named]:
    """The names of units and people as tasks hold them, of those too that are no longer there."""
    return [(f"{_MARKS[name.kind]}{name.id}", name.said) for name in names if name.kind in _MARKS]


def find_named(actor: Actor, typed: Typed, names: Iterable[Name]) -> dict[str, list[Name]]:
    """All of each kind, those first whose name begins as it was typed."""
    found: dict[str, list[Name]] = {kind: [] for kind in KINDS}
    begun, hidden = [f" {word}" for word in typed.words], None if finds_people(actor) else PEOPLE
    for name in () if typed.code else names:
        if _begins(name_words(name.said), begun) and name.is_in_use and name.kind != hidden:
            found[name.kind].append(name)
    for those in found.values():
        those.sort(key=lambda name: _rank(name, begun))
    return found


def _begins(own: str, begun: Sequence[str]) -> bool:
    return all(map(own.__contains__, begun))


def _rank(name: Name, begun: Sequence[str]) -> tuple[Any, ...]:
    """What is called so itself comes before what is only also called so, the shorter name first."""
    return (not _begins(name_words(name.name), begun), len(name.name), name.name, name.id)


def write_names(actor: Actor, typed: Typed, names: Sequence[Name]) -> list[Hit]:
    """The names as hits."""
    return [Hit(_url(actor, name), mark(name.name, typed.words), name.about.strip(" ·")) for name in names]


def _url(actor: Actor, name: Name) -> str:
    """Administrators keep units, people and topics; for all others a name opens the open work behind it."""
    if name.kind == DUTIES:
        return url_for("duties.show", duty_id=name.id)
    if name.kind == INDICATORS:
        return url_for("indicators.show", indicator_id=name.id)
    if actor.is_admin:
        endpoint, key = {
            UNITS: ("people.unit", "unit_id"),
            TOPICS: ("lessons.topic", "topic_id"),
            PEOPLE: ("people.user", "user_id"),
        }[name.kind]
        values: dict[str, Any] = {key: name.id}
        return url_for(endpoint, **values)
    asked: dict[str, dict[str, Any]] = {
        UNITS: {"unit": name.id, "side": "any"},
        TOPICS: {"topic": name.id},
        PEOPLE: {"leader" if name.role == Role.LEADER else "officer": name.id},
    }
    return url_for("tasks.index", band="open", **asked[name.kind])
