"""What the work is about: the subject area whose words the text holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .shadow import Shadow
from .values import TopicRef

_OUTSIDE = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Weight:
    """What speaks for a topic: its words in the text, as the topic writes them, and what they weigh together."""

    code: str
    score: float
    words: tuple[str, ...]


class TopicBook:
    """Subject areas, found by their words (longer phrases say more than short ones)."""

    def __init__(self, topics: Sequence[TopicRef]) -> None:
        self.topics = {topic.code: topic for topic in topics}
        self._words: dict[str, tuple[str, str]] = {}
        for topic in topics:
            for word in (topic.name, *topic.words):
                self._words.setdefault(plain_words(word), (topic.code, word))
        parts = sorted((re.escape(word) for word in self._words if len(word) > 2), key=len, reverse=True)
        self._find = re.compile(rf"\b(?:{'|'.join(parts)})\b") if parts else None

    def topic_of(self, words: str) -> tuple[str, str] | None:
        """Code of the best topic and the word of it that decided."""
        weights = self.weigh(words)
        return (weights[0].code, max(weights[0].words, key=len)) if weights else None

    def weigh(self, words: str) -> list[Weight]:
        """All topics that the text speaks of, the best first; what is said first weighs more."""
        if self._find is None:
            return []
        scores: dict[str, float] = {}
        found: dict[str, list[str]] = {}
        for match in self._find.finditer(plain_words(words)):
            code, word = self._words[match.group()]
            weight = (1 + match.group().count(" ")) * (1.5 if match.start() < 90 else 1.0)
            scores[code] = scores.get(code, 0.0) + weight
            found.setdefault(code, []).append(word)
        weights = [Weight(code, score, tuple(dict.fromkeys(found[code]))) for code, score in scores.items()]
        return sorted(weights, key=lambda one: -one.score)


def plain_words(words: str) -> str:
    """Lower case, without punctuation, but with its diacritics: "bão" is not "báo"."""
    return _OUTSIDE.sub(" ", Shadow(words).text.casefold()).strip()
