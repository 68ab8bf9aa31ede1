"""Work is distributed among the leaders from a day on; a row that has held stays in the record. Never commits."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select, text

from ... import clock, history
from ...access import require
from ...db import db, insert, is_postgres
from ...errors import Refused, Stale
from ...people.actor import Actor
from ...people.models import Unit, User
from ...people.queries import list_leaders
from ..models import Topic
from .models import Portfolio, Term
from .policy import can_distribute
from .queries import Line, Thing, fingerprint, get_line, has_ended_another, is_in_office, list_lines

_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Distribution:
    """Who is to be in charge of each thing from a day on (None: nobody), by which notice.

    What differs from what held on `shown_on` is changed; `shown` is the fingerprint of what the form was opened with.
    """

    wanted: Mapping[Thing, int | None]
    from_on: date
    basis: str
    shown_on: date
    shown: str
    form_key: str = ""


def distribute(plan: Distribution, *, by: Actor) -> int:
    """Give topics and units to leaders; tells how many changed hands. Who had one before has it until the day before.

    1. lock the things, so that two who distribute at once wait for each other; 2. a second press of the same form
    changes nothing: 0; 3. look whether what the form showed still holds; 4. refuse what another row already settles
    from that day on; 5. end what runs and begin anew.
    """
    require(can_distribute(by))
    _lock(plan.wanted)
    if (key := _key_of(plan, by)) and history.is_recorded_of_any("portfolio_changed", "form", key):
        return 0
    lines = list_lines(plan.shown_on)
    if plan.shown != fingerprint(lines):
        raise Stale(_("The distribution has changed since this page was opened. Open it again, then save yours."))
    was = {line.thing: line.leader_id for line in lines}
    changed = {thing: leader_id for thing, leader_id in plan.wanted.items() if was.get(thing) != leader_id}
    if not changed:
        raise Refused(_("Nothing has changed: choose another leader for at least one topic or unit."))
    names = {row.user_id: row.name for row in list_leaders()}
    if not names.keys() >= {leader_id for leader_id in changed.values() if leader_id}:
        raise Refused(_("Only a leader in office can be in charge. Choose another."))
    rows = _rows_reaching(changed, plan.from_on)
    for thing, leader_id in changed.items():
        _hand_on(thing, leader_id, names.get(leader_id or 0, ""), rows.get(thing, []), plan, by)
    return len(changed)


def _key_of(plan: Distribution, by: Actor) -> str:
    """Of this form of this person with this content; empty for a form without a key."""
    if not plan.form_key:
        return ""
    content = (by.user_id, plan.form_key, sorted(plan.wanted.items()), plan.from_on, plan.basis, plan.shown)
    return hashlib.sha256(repr(content).encode()).hexdigest()[:40]


def _lock(things: Collection[Thing]) -> None:
    for kind, model in (("topic", Topic), ("unit", Unit)):
        ids = [thing.id for thing in things if thing.kind == kind]
        query = select(model.id).where(model.id.in_(ids)).order_by(model.id)
        db.session.execute(query.with_for_update(key_share=True)).all()


def _lock_terms() -> None:
    """A term that is not there yet has no row to lock. On SQLite whoever writes has waited already."""
    if is_postgres():
        db.session.execute(text("LOCK TABLE term IN SHARE ROW EXCLUSIVE MODE"))


def _rows_reaching(things: Collection[Thing], day: date) -> dict[Thing, list[tuple[Portfolio, str, str]]]:
    """(row, its leader, what it is about) of all that holds on that day or later, the first to begin on top."""
    topics = [thing.id for thing in things if thing.kind == "topic"]
    units = [thing.id for thing in things if thing.kind == "unit"]
    query = (
        select(Portfolio, User.name, Topic.name, Unit.short_name)
        .join(User, User.id == Portfolio.leader_id)
        .outerjoin(Topic, Topic.id == Portfolio.topic_id)
        .outerjoin(Unit, Unit.id == Portfolio.unit_id)
        .where(or_(Portfolio.topic_id.in_(topics), Portfolio.unit_id.in_(units)))
        .where(or_(Portfolio.until_on.is_(None), Portfolio.until_on >= day))
        .order_by(Portfolio.from_on, Portfolio.id)
    )
    found: dict[Thing, list[tuple[Portfolio, str, str]]] = {}
    for row, leader, topic, unit in db.session.execute(query):
        found.setdefault(_thing(row), []).append((row, leader, topic or unit))
    return found


def _thing(row: Portfolio) -> Thing:
    return Thing("topic", row.topic_id) if row.topic_id else Thing("unit", row.unit_id or 0)


def _hand_on(
    thing: Thing,
    leader_id: int | None,
    name: str,
    rows: list[tuple[Portfolio, str, str]],
    plan: Distribution,
    by: Actor,
) -> None:
    for row, leader, called in rows:
        if row.from_on >= plan.from_on:
            day = f"{row.from_on:%d/%m/%Y}"
            words = _(
                "%(leader)s is in charge of “%(thing)s” from %(day)s. Choose a later day, or withdraw that first.",
                leader=leader,
                thing=called,
                day=day,
            )
            raise Refused(words, "from_on")
    before = ""
    for row, leader, _called in rows:
        row.until_on, before = plan.from_on - _A_DAY, leader
    db.session.flush()  # the one who had it before must be gone before the next comes
    if leader_id is not None:
        db.session.add(
            Portfolio(
                leader_id=leader_id,
                **{f"{thing.kind}_id": thing.id},
                from_on=plan.from_on,
                basis=plan.basis,
                given_by_id=by.user_id,
                at=clock.now(),
            )
        )
    facts = {"leader": name, "from_on": plan.from_on.isoformat(), "basis": plan.basis}
    form = {"form": key} if (key := _key_of(plan, by)) else {}
    history.record(by, "portfolio_changed", thing.kind, thing.id, before={"leader": before}, after=facts, **form)


def withdraw(line: Line, *, by: Actor) -> str:
    """Take back what has not begun or was entered by mistake today; who had it before has it on. Tells his name."""
    require(can_distribute(by))
    _lock([line.thing])
    line = get_line(line.id)  # as it stands now that nobody else changes it; it may be gone
    if not line.may_be_withdrawn(clock.today()):
        raise Refused(_("This has held already and stays in the record. Change it from a later day instead."))
    db.session.delete(db.session.get_one(Portfolio, line.id, populate_existing=True))
    db.session.flush()
    name = _reopen(line)
    before = {"leader": line.leader, "from_on": line.from_on.isoformat()}
    after = {"leader": name, "from_on": ""}
    history.record(by, "portfolio_withdrawn", line.thing.kind, line.thing.id, before=before, after=after)
    return name


def _reopen(line: Line) -> str:
    """The row that this one ended goes on for as long as this one had, if its leader is still in office."""
    if not has_ended_another(line):
        return ""
    found = db.session.execute(
        select(Portfolio, User.name)
        .join(User, User.id == Portfolio.leader_id)
        .where(
            Portfolio.topic_id == line.topic_id if line.topic_id else Portfolio.unit_id == line.unit_id,
            Portfolio.until_on == line.from_on - _A_DAY,
            is_in_office(),
        )
    ).first()
    if found is None:
        return ""
    row, name = found
    row.until_on = line.until_on
    return str(name)


def let_leader_go(user_id: int, by: Actor) -> None:
    """A leader has left: his portfolio ends with yesterday, and what was to be his later never comes."""
    if db.session.scalar(select(User.id).where(User.id == user_id, is_in_office())):
        return
    today = clock.today()
    rows = db.session.scalars(
        select(Portfolio)
        .where(Portfolio.leader_id == user_id, or_(Portfolio.until_on.is_(None), Portfolio.until_on >= today))
        .order_by(Portfolio.id)
    ).all()
    if not rows:
        return
    _lock([_thing(row) for row in rows])
    name = db.session.get_one(User, user_id).name
    for row in rows:
        thing = _thing(row)
        if row.from_on < today:
            row.until_on = today - _A_DAY
        else:
            db.session.delete(row)
        history.record(by, "portfolio_ended", thing.kind, thing.id, before={"leader": name}, after={"leader": ""})


def save_term(
    term: Term | None, name: str, from_on: date, until_on: date, *, by: Actor, version: int | None = None
) -> Term:
    """Add a term or correct one; what is so already stays untouched. `version`: with which the form was opened."""
    require(can_distribute(by))
    _lock_terms()
    if until_on < from_on:
        raise Refused(_("The last day cannot lie before the first."), "until_on")
    wanted = {"name": name, "from_on": from_on, "until_on": until_on}
    if term is None:
        return _add_term(wanted, by)
    before = _facts(term)
    if before == _as_facts(wanted):
        return term
    if version != term.version:
        raise Stale(_("Someone else has just saved this. Compare the two, then save yours if it shall take its place."))
    if other := _find_other(term.id, wanted):
        raise _overlap(other)
    for column, value in wanted.items():
        setattr(term, column, value)
    db.session.flush()
    history.record(by, "term_edited", "term", term.id, before=before, after=_facts(term))
    return term


def _add_term(wanted: dict[str, Any], by: Actor) -> Term:
    """The same once more, be it at the same moment, is the term that is there."""
    other = _find_other(0, wanted)
    if other is None:
        row = insert(Term).values(**wanted, version=1).on_conflict_do_nothing(index_elements=["from_on"])
        term_id = db.session.scalar(row.returning(Term.id))
        if term_id is not None:
            history.record(by, "term_added", "term", term_id, before=None, after=_as_facts(wanted))
            return db.session.get_one(Term, term_id)
        other = db.session.scalars(select(Term).where(Term.from_on == wanted["from_on"])).one()
    if _facts(other) != _as_facts(wanted):
        raise _overlap(other)
    return other


def _find_other(term_id: int, wanted: Mapping[str, Any]) -> Term | None:
    shares_a_day = Term.from_on <= wanted["until_on"], Term.until_on >= wanted["from_on"]
    return db.session.scalar(select(Term).where(Term.id != term_id, *shares_a_day).order_by(Term.from_on).limit(1))


def _overlap(other: Term) -> Refused:
    days = {"first": f"{other.from_on:%d/%m/%Y}", "last": f"{other.until_on:%d/%m/%Y}"}
    return Refused(
        _("“%(name)s” runs from %(first)s to %(last)s. Two terms cannot share a day.", name=other.name, **days),
        "from_on",
    )


def _facts(term: Term) -> dict[str, Any]:
    return _as_facts({"name": term.name, "from_on": term.from_on, "until_on": term.until_on})


def _as_facts(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
