"""From what was proposed and what was given to what can be learned from it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..directives.extraction import TopicRef, UnitRef
from ..directives.extraction.units import UnitBook, normal
from ..text import fold
from .models import LessonKind
from .phrases import leading_phrase, name_of_body, topic_phrases


@dataclass(frozen=True)
class Settled:
    """One draft at «Giao». `named` and `partners` are the units that the two mentions stood for when it was read.

    `is_inherited`: the lead mention is only that of the order before. `proposed_lead` and `proposed_topic` are what was
    filled in; `is_suggested`: the lead was not named by the text.
    """

    sentence: str
    title: str
    lead_mention: str
    coop_mention: str
    is_inherited: bool
    named: tuple[int, ...]
    partners: tuple[int, ...]
    proposed_lead: int | None
    is_suggested: bool
    proposed_topic: int | None
    lead: int | None
    units: tuple[int, ...]
    topic: int | None


@dataclass(frozen=True)
class Taught:
    """Something to note. `is_sure`: nothing that was known speaks against it."""

    kind: LessonKind
    phrase: str
    shown: str
    sentence: str
    unit_id: int | None = None
    topic_id: int | None = None
    is_sure: bool = False

    @property
    def key(self) -> tuple[str, str, int, int]:
        return (self.kind, self.phrase, self.topic_id or 0, self.unit_id or 0)


def lessons_of(settled: Sequence[Settled], units: Sequence[UnitRef], topics: Sequence[TopicRef]) -> list[Taught]:
    """All that the drafts of one notice teach; what contradicts itself within the notice teaches nothing."""
    groups = UnitBook(units, None)
    names = [name for unit in units for name in (unit.name, unit.short_name, *unit.aliases, *unit.learned)]
    known = [word for topic in topics for word in (topic.name, *topic.words)]
    found: list[Taught] = []
    for one in settled:
        found += _aliases(one, groups)
        found += _words(one, names, known)
        found += _owners(one)
    return _consistent(found)


def _aliases(one: Settled, groups: UnitBook) -> Iterable[Taught]:
    if one.lead and one.lead not in one.named and len(one.named) < 2 and not one.is_inherited:
        is_sure = not one.named and one.lead != one.proposed_lead
        yield from _alias(one, one.lead_mention, one.lead, is_sure, groups)
    added = {unit for unit in one.units if unit not in (*one.partners, *one.named)}
    gone = set(one.partners) - set(one.units)
    if len(added) == 1 and len(one.partners) < 2 and len(gone) == len(one.partners):
        yield from _alias(one, one.coop_mention, added.pop(), not one.partners, groups)


def _alias(one: Settled, mention: str, unit_id: int, is_sure: bool, groups: UnitBook) -> Iterable[Taught]:
    name = name_of_body(mention)
    if name and not groups.is_group(mention):
        yield Taught(LessonKind.ALIAS, normal(name), name, one.sentence, unit_id=unit_id, is_sure=is_sure)


def _words(one: Settled, names: Sequence[str], known: Sequence[str]) -> Iterable[Taught]:
    if one.topic and one.topic != one.proposed_topic:
        mentions = [name_of_body(part) for part in (*one.lead_mention.split("; "), *one.coop_mention.split("; "))]
        for phrase in topic_phrases(one.sentence, [*names, *mentions], known):
            yield Taught(LessonKind.TOPIC_WORD, fold(phrase), phrase, one.sentence, topic_id=one.topic)


def _owners(one: Settled) -> Iterable[Taught]:
    """Where the text named nobody, or a suggestion was changed: for the topic, and for titles that begin alike."""
    is_changed = one.is_suggested and one.lead != one.proposed_lead
    is_free = not one.lead_mention or is_changed or (one.is_inherited and one.lead not in one.named)
    if not (one.lead and one.topic and is_free):
        return
    for shown in dict.fromkeys((leading_phrase(one.title), "")):
        yield Taught(LessonKind.OWNER, fold(shown), shown, one.sentence, unit_id=one.lead, topic_id=one.topic)


def _consistent(found: Sequence[Taught]) -> list[Taught]:
    targets: dict[tuple[str, str], set[tuple[int | None, int | None]]] = defaultdict(set)
    for one in found:
        targets[one.kind, one.phrase].add((one.unit_id, one.topic_id))
    return [one for one in found if one.kind == LessonKind.OWNER or len(targets[one.kind, one.phrase]) == 1]
