"""Sentences of a paragraph and clauses of a sentence, as places in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .letters import UPPER

_STOP = re.compile(
    rf"(?:(?<!\.)\.(?!\.)|[!?]|(?<!\.)\.{{2,}}|…)[\"”’'\])]*(?=\s+[\"“‘'(\[]?(?:[{UPPER}]|\d{{1,2}}[.)]\s)|"
    rf"\s*$)|\.\.\.\s*(?=;)"
)
_SHORT = re.compile(r"(?:^|[\s(])(?:TP|Tp|tp|Q|P|TX|TT|GS|TS|PGS|ThS|BS|KS|Mr|Mrs|Ths|[A-ZĐ]|v\.v|Đ/c|đ/c|No|St)$")
_LONGEST = 6000


def sentences(text: str, start: int = 0) -> Iterator[tuple[int, int]]:
    """Places of the sentences from `start` on; the closing full stop stays outside."""
    place = start
    for match in _STOP.finditer(text, start):
        if match.group() == "." and _SHORT.search(text[max(0, match.start() - 6) : match.start()]):
            continue
        yield from _trimmed(text, place, match.start())
        place = match.end()
    yield from _trimmed(text, place, len(text))


def after_blanks(text: str, place: int) -> int:
    """The first place from there on that holds no blank."""
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts between semicolons that stand outside brackets and quotation marks."""
    depth, quoted, place = 0, False, start
    for at in range(start, end):
        char = text[at]
        if char in "([":
            depth += 1
        elif char in ")]":
            depth = max(0, depth - 1)
        elif char == "“":
            quoted = True
        elif char == "”":
            quoted = False
        elif char == ";" and not depth and not quoted:
            yield from _trimmed(text, place, at)
            place = at + 1
    yield from _trimmed(text, place, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start] in " \t.,;:…-":
        start += 1
    while end > start and text[end - 1] in " \t.,;…/":
        end -= 1
    if end - start > 1 and end - start <= _LONGEST:
        yield start, end
