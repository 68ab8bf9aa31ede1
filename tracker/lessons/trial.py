"""«Thử»: which topic wins for a sentence, and by which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..directives.extraction import TopicRef
from ..directives.extraction.topics import TopicBook


@dataclass(frozen=True)
class Contender:
    """A topic with the words of it that stand in the sentence."""

    name: str
    words: tuple[str, ...]


def try_sentence(sentence: str, refs: Sequence[TopicRef]) -> list[Contender]:
    """The winner first; exactly what extraction would weigh."""
    names = {ref.code: ref.name for ref in refs}
    return [Contender(names[weight.code], weight.words) for weight in TopicBook(refs).weigh(sentence)]
