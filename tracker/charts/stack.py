"""Bars made of parts that follow each other, drawn on one measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

_LEAST = 1.5  # percent: a part of one among hundreds must still be seen
_DIGIT, _EDGE = 2.6, 1.4  # percent of a telephone's width that a digit and the space around a number take


@dataclass(frozen=True, slots=True)
class Part:
    """A count and the list that it opens."""

    count: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part on paper, in percent; `place` is the number of its kind. Where there is no room no number is written."""

    place: int
    x: float
    width: float
    count: int
    href: str
    has_room: bool


class Bar(NamedTuple):
    """One line: its name, what it opens, its parts (all, also the empty ones, for the table) and what is drawn."""

    name: str
    href: str
    total: int
    parts: tuple[Part, ...]
    segments: tuple[Segment, ...]


def stack(rows: Sequence[tuple[str, str, Sequence[Part]]], *, is_share: bool = False) -> tuple[Bar, ...]:
    """Bars as long as their totals, or all of one length. Rows without anything are kept: their bar is empty."""
    totals = [sum(part.count for part in parts) for _name, _href, parts in rows]
    most = max(totals, default=0)
    return tuple(
        Bar(name, href, total, tuple(parts), _cut(parts, 100.0 if is_share else 100.0 * total / most) if total else ())
        for (name, href, parts), total in zip(rows, totals, strict=True)
    )


def _cut(parts: Sequence[Part], length: float) -> tuple[Segment, ...]:
    """The parts share the length; what would be too thin to see is widened at the cost of the others."""
    drawn = [(place, part) for place, part in enumerate(parts) if part.count > 0]
    length = max(length, _LEAST * len(drawn))
    total = sum(part.count for _, part in drawn)
    wide = [max(_LEAST, length * part.count / total) for _, part in drawn]
    spare, excess = sum(width - _LEAST for width in wide), sum(wide) - length
    wide = [width - excess * (width - _LEAST) / spare if spare > 0 else width for width in wide]
    ends = [round(end, 3) for end in accumulate(wide)]
    starts = [0.0, *ends[:-1]]
    return tuple(
        Segment(place, start, round(end - start, 3), part.count, part.href, _has_room(part.count, end - start))
        for (place, part), start, end in zip(drawn, starts, ends, strict=True)
    )


def _has_room(count: int, width: float) -> bool:
    return width >= _DIGIT * len(str(count)) + _EDGE
