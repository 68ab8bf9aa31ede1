"""What is in use, as extraction and the review read by it. Pure: rows in, names, words and suggestions out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz import fuzz, process

from ..directives.extraction import TopicRef, UnitRef
from ..directives.extraction.topics import plain_words
from ..directives.extraction.units import normal
from ..text import fold
from .models import LessonKind
from .phrases import leading_phrase

# Titles of the same work told in other words reach both; other work that begins alike misses one of the two.
SAME_WORDS = 88
SAME_LENGTH = 76
_NEAREST = 5


@dataclass(frozen=True)
class InUse:
    """A lesson in use; `learned_on` is the office's day on which it was first seen."""

    id: int
    kind: str
    phrase: str
    shown: str
    unit_id: int | None
    topic_id: int | None
    share: str
    learned_on: date
    is_decided: bool


@dataclass(frozen=True)
class EarlierTask:
    """A task of a topic, to compare titles with."""

    topic_id: int
    title: str
    code: str
    unit_id: int


@dataclass(frozen=True)
class Suggestion:
    """A lead unit that the text did not name, with the reason as the draft keeps it."""

    unit_id: int
    reason: dict[str, str]


class LessonBook:
    """Lessons by what they are asked for."""

    def __init__(self, lessons: Sequence[InUse]) -> None:
        self.names: dict[int, list[InUse]] = defaultdict(list)
        self.words: dict[int, list[InUse]] = defaultdict(list)
        self.owners: dict[tuple[int, str], InUse] = {}
        for one in lessons:
            if one.kind == LessonKind.ALIAS and one.unit_id:
                self.names[one.unit_id].append(one)
            elif one.kind == LessonKind.TOPIC_WORD and one.topic_id:
                self.words[one.topic_id].append(one)
            elif one.topic_id and (one.is_decided or (one.topic_id, one.phrase) not in self.owners):
                self.owners[one.topic_id, one.phrase] = one

    def with_names(self, unit_id: int, ref: UnitRef) -> UnitRef:
        """The unit with the names that it was given."""
        return replace(ref, learned=tuple(one.shown for one in self.names.get(unit_id, ())))

    def with_words(self, refs: Iterable[tuple[int, TopicRef]]) -> list[TopicRef]:
        """Topics with their learned words; a word that a topic has of its own stays that topic's."""
        rows = list(refs)
        own = {plain_words(word) for _id, ref in rows for word in (ref.name, *ref.words)}
        return [
            replace(
                ref, words=(*ref.words, *(one.shown for one in self.words.get(topic_id, ()) if one.shown not in own))
            )
            for topic_id, ref in rows
        ]

    def name_in(self, mention: str, unit_id: int) -> InUse | None:
        """The learned name by which a mention was found to be that unit."""
        key = f" {normal(mention)} "
        return next((one for one in self.names.get(unit_id, ()) if f" {one.phrase} " in key), None)

    def suggest(
        self, topic_id: int, title: str, tasks: Sequence[EarlierTask], allowed: Collection[int]
    ) -> Suggestion | None:
        """Who gets such work: learned for titles that begin alike, else from the nearest task, else for the topic."""
        leading = fold(leading_phrase(title))
        for_title = self._owner(topic_id, leading, allowed) if leading else None
        return for_title or _most_similar(title, tasks, allowed) or self._owner(topic_id, "", allowed)

    def _owner(self, topic_id: int, phrase: str, allowed: Collection[int]) -> Suggestion | None:
        one = self.owners.get((topic_id, phrase))
        if one is None or one.unit_id is None or one.unit_id not in allowed:
            return None
        return Suggestion(one.unit_id, _reason("lead_by_lesson", one.share, work=one.shown))


def _most_similar(title: str, tasks: Sequence[EarlierTask], allowed: Collection[int]) -> Suggestion | None:
    """The latest of those that are most alike."""
    wanted = fold(title)
    able = [task for task in tasks if task.unit_id in allowed]
    titles = [task.title for task in able]
    near = process.extract(wanted, titles, scorer=fuzz.token_set_ratio, score_cutoff=SAME_WORDS, limit=_NEAREST)
    scored = [(fuzz.token_sort_ratio(wanted, title), index) for title, _score, index in near]
    scored = [(score, index) for score, index in scored if score >= SAME_LENGTH]
    if not scored:
        return None
    task = able[min(scored, key=lambda one: (-one[0], one[1]))[1]]
    return Suggestion(task.unit_id, _reason("lead_by_likeness", task.code))


def _reason(key: str, words: str, **more: str) -> dict[str, str]:
    return {"field": "lead", "key": key, "words": words, **more}
