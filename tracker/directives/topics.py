"""Topics as editable data: what an administrator may save, and what is refused beside which field. Never commits."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from .. import clock, history
from ..access import require
from ..db import db
from ..errors import Refused, Stale
from ..people.actor import Actor
from ..people.models import Unit
from ..text import fold
from .extraction.topics import plain_words
from .models import Topic, parts
from .queries import list_all_topics

SHORTEST_WORD = 3  # extraction looks for nothing shorter
_LONGEST_CODES = 400


@dataclass(frozen=True)
class TopicValues:
    """A topic as the administrator leaves it."""

    code: str
    name: str
    words: Sequence[str] = ()
    lead_codes: Sequence[str] = ()
    coop_codes: Sequence[str] = ()
    sort_order: int = 100
    is_enabled: bool = True


def save_topic(topic: Topic | None, values: TopicValues, *, by: Actor, shown: str | None = None) -> Topic:
    """Add a topic or correct one. `shown` is the fingerprint of what the form was opened with."""
    require(by.is_admin)
    if topic and shown is not None and shown != fingerprint(topic):
        raise Stale(_("Someone else has just saved this. Open it again to see what changed, then save yours."))
    others = [other for other in list_all_topics() if other is not topic]
    words = _checked_words(values)
    _refuse_taken(values, words, others)
    leads, partners = _checked_units(topic, values)
    before = facts(topic) if topic else None
    saved = topic or Topic()
    saved.code, saved.name, saved.word_text = values.code, values.name, "|".join(words)
    saved.lead_codes, saved.coop_codes = leads, partners
    saved.sort_order, saved.is_enabled = values.sort_order, values.is_enabled
    db.session.add(saved)
    db.session.flush()
    after = facts(saved)
    if before != after:
        history.record(by, "topic_edited" if before else "topic_added", "topic", saved.id, before=before, after=after)
    return saved


def facts(topic: Topic) -> dict[str, Any]:
    """What history keeps of it."""
    values = TopicValues(
        topic.code,
        topic.name,
        list(topic.words),
        list(parts(topic.lead_codes)),
        list(parts(topic.coop_codes)),
        topic.sort_order,
        topic.is_enabled,
    )
    return asdict(values)


def fingerprint(topic: Topic) -> str:
    """Changes with every change: the second of two who edit is told."""
    return hashlib.sha256(repr(facts(topic)).encode()).hexdigest()[:16]


def _checked_words(values: TopicValues) -> list[str]:
    """Each word once, in the order typed."""
    words: dict[str, str] = {}
    for word in values.words:
        key = plain_words(word)
        if len(key) < SHORTEST_WORD:
            raise Refused(
                _(
                    "“%(word)s” is too short to be found. Give at least %(count)s letters.",
                    word=word,
                    count=SHORTEST_WORD,
                ),
                "words",
            )
        if key != plain_words(values.name):  # the name counts as a word by itself
            words.setdefault(key, word)
    return list(words.values())


def _refuse_taken(values: TopicValues, words: Iterable[str], others: Collection[Topic]) -> None:
    for other in others:
        if other.code == values.code:
            raise Refused(_("Topic %(topic)s has this code. Choose a different one.", topic=other.name), "code")
        if fold(other.name) == fold(values.name):
            raise Refused(_("Another topic has this name. Choose one that tells them apart."), "name")
    if not values.is_enabled:
        return
    owners = {plain_words(word): other for other in others if other.is_enabled for word in (other.name, *other.words)}
    for word, field in ((values.name, "name"), *((word, "words") for word in words)):
        owner = owners.get(plain_words(word))
        if owner:
            raise Refused(
                _("“%(word)s” points to topic %(topic)s already. Remove it there first.", word=word, topic=owner.name),
                field,
            )


def _checked_units(topic: Topic | None, values: TopicValues) -> tuple[str, str]:
    wanted = [*values.lead_codes, *values.coop_codes]
    units = (
        {unit.code: unit for unit in db.session.scalars(select(Unit).where(Unit.code.in_(wanted)))} if wanted else {}
    )
    for field, codes in (("lead_codes", values.lead_codes), ("coop_codes", values.coop_codes)):
        for code in codes:
            unit = units.get(code)
            if unit is None or not unit.is_open(clock.today()):
                name = unit.name if unit else code
                raise Refused(_("%(unit)s no longer exists. Untick it, and tick who took over.", unit=name), field)
    both = next((units[code].name for code in values.coop_codes if code in values.lead_codes), None)
    if both:
        raise Refused(_("%(unit)s is ticked as leading already. Tick it once.", unit=both), "coop_codes")
    was = (topic.lead_codes, topic.coop_codes) if topic else ("", "")
    return _in_order(was[0], values.lead_codes, "lead_codes"), _in_order(was[1], values.coop_codes, "coop_codes")


def _in_order(was: str, codes: Sequence[str], field: str) -> str:
    """The first unit is suggested first, so that the order which the topic had stays."""
    kept = [code for code in parts(was) if code in codes]
    text = "|".join([*kept, *(code for code in codes if code not in kept)])
    if len(text) > _LONGEST_CODES:
        raise Refused(_("So many units say nothing. Tick only those that usually have this work."), field)
    return text
