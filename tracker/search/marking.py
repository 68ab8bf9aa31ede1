"""Marks the words of a text that were searched for, though it is written with diacritics and they are not. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from ..text import fold

ROOM = 160  # characters of an excerpt
_MOST_HITS = 200  # of one text that are looked at


class Piece(NamedTuple):
    """A part of a text as it is shown."""

    text: str
    is_hit: bool


class _Plain(dict[int, str]):
    """Each character as it is searched for, as long as that is one character too: places stay the same."""

    def __missing__(self, code: int) -> str:
        plain = fold(chr(code))
        self[code] = plain if len(plain) == 1 else chr(code)
        return self[code]


_PLAIN = _Plain()


class _Hit(NamedTuple):
    start: int
    end: int
    words: frozenset[str]


def covered(text: str, asked: Iterable[str]) -> set[str]:
    """Which of the asked words begin a word of the text."""
    return {word for hit in _find(_one_form(text), tuple(asked)) for word in hit.words}


def mark(text: str, asked: Iterable[str]) -> list[Piece]:
    """The whole text with its hits."""
    return mark_found(text, asked)[0]


def mark_found(text: str, asked: Iterable[str]) -> tuple[list[Piece], set[str]]:
    """The same, and which of the asked words begin one of its words."""
    text = _one_form(text)
    hits = _find(text, tuple(asked))
    return _cut(text, hits, 0, len(text)), {word for hit in hits for word in hit.words}


def excerpt(text: str, asked: Iterable[str]) -> list[Piece]:
    """The part of a text that holds most of what was asked, with its hits."""
    text = _one_form(text)
    hits = _find(text, tuple(asked))
    if len(text) <= ROOM or not hits:
        return _cut(text, hits, 0, min(len(text), ROOM), is_cut=len(text) > ROOM)
    best = max(hits, key=lambda hit: (len(_words_near(hit, hits)), -hit.start))
    start = _at_word(text, max(0, best.start - ROOM // 4), best.start)
    return _cut(text, hits, start, min(len(text), start + ROOM), is_cut=start + ROOM < len(text))


def _one_form(text: str) -> str:
    """Composed and in one line, as it is shown."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _find(text: str, asked: tuple[str, ...]) -> list[_Hit]:
    if not asked:
        return []
    hits = islice(_pattern(asked).finditer(text.translate(_PLAIN)), _MOST_HITS)
    return [_Hit(*hit.span(), frozenset([word for word in asked if hit[0].startswith(word)])) for hit in hits]


@lru_cache(64)
def _pattern(asked: tuple[str, ...]) -> re.Pattern[str]:
    """Words that begin like one of these: the same few are looked for in every text of a page."""
    longest_first = sorted(asked, key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, longest_first))})[^\W_]*")


def _words_near(first: _Hit, hits: Sequence[_Hit]) -> set[str]:
    end = first.start + ROOM * 3 // 4
    return {word for hit in hits if first.start <= hit.start and hit.end <= end for word in hit.words}


def _at_word(text: str, start: int, latest: int) -> int:
    """The beginning of a word, not behind the hit."""
    if start == 0:
        return 0
    space = text.find(" ", start, latest)
    return space + 1 if space >= 0 else latest


def _cut(text: str, hits: Iterable[_Hit], start: int, end: int, *, is_cut: bool = False) -> list[Piece]:
    if is_cut and (space := text.rfind(" ", start + 1, end)) > 0:
        end = space
    pieces = [Piece("…", False)] if start else []
    place = start
    for hit in hits:
        if start <= hit.start and hit.end <= end:
            pieces += [Piece(text[place : hit.start], False), Piece(text[hit.start : hit.end], True)]
            place = hit.end
    pieces.append(Piece(text[place:end] + ("…" if is_cut else ""), False))
    return [piece for piece in pieces if piece.text]
