"""What the work is about: the subject area whose words the text holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .shadow import Shadow
from .values import TopicRef

_OUTSIDE = re.compile(r"[\W_]+")


class TopicBook:
    """Subject areas, found by their words (longer phrases say more than short ones)."""

    def __init__(self, topics: Sequence[TopicRef]) -> None:
        self.topics = {topic.code: topic for topic in topics}
        self._words: dict[str, tuple[str, str]] = {}
        for topic in topics:
            for word in (topic.name, *topic.words):
                self._words.setdefault(_plain(word), (topic.code, word))
        parts = sorted((re.escape(word) for word in self._words if len(word) > 2), key=len, reverse=True)
        self._find = re.compile(rf"\b(?:{'|'.join(parts)})\b") if parts else None

    def topic_of(self, words: str) -> tuple[str, str] | None:
        """Code of the best topic and the word of it that decided; what is said first weighs more."""
        if self._find is None:
            return None
        text = _plain(words)
        scores: dict[str, float] = {}
        best: dict[str, str] = {}
        for match in self._find.finditer(text):
            code, word = self._words[match.group()]
            weight = (1 + match.group().count(" ")) * (1.5 if match.start() < 90 else 1.0)
            scores[code] = scores.get(code, 0.0) + weight
            if len(word) > len(best.get(code, "")):
                best[code] = word
        if not scores:
            return None
        code = max(scores, key=lambda one: (scores[one], -list(scores).index(one)))
        return code, best[code]


def _plain(words: str) -> str:
    """Lower case, without punctuation, but with its diacritics: "bão" is not "báo"."""
    return _OUTSIDE.sub(" ", Shadow(words).text.casefold()).strip()
