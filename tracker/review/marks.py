"""The source as a row of segments, some of them marked: exact, whatever the marks and the text are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """A place in the source and what it leads to. `style` is a class of the theme, "" for none."""

    start: int
    end: int
    number: int
    target: str
    style: str = ""


@dataclass(frozen=True)
class Segment:
    """A piece of the source; all pieces together are the source."""

    start: int
    text: str
    mark: Mark | None = None


def segments(source: str, marks: Iterable[Mark]) -> list[Segment]:
    """Cut the source at its marks. Of two that overlap the earlier stays; one outside the text is left out."""
    pieces, place = [], 0
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if mark.start < place or mark.end <= mark.start or mark.end > len(source):
            continue
        if place < mark.start:
            pieces.append(Segment(place, source[place : mark.start]))
        pieces.append(Segment(mark.start, source[mark.start : mark.end], mark))
        place = mark.end
    if place < len(source):
        pieces.append(Segment(place, source[place:]))
    return pieces
