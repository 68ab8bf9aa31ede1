"""Units of measure, money being one thing on several scales, and to which indicator a figure may belong. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple, Protocol

from ..text import fold

_MONEY = {"dong": 0, "nghin dong": 3, "ngan dong": 3, "trieu dong": 6, "ty dong": 9, "ti dong": 9}
_SCALES_ALONE = ("nghin", "ngan", "trieu", "ty", "ti")
_ENOUGH = 0.75  # of the words of the shorter name
_OPPOSITES = (("thu", "chi"), ("xuat", "nhap"), ("tang", "giam"), ("noi", "ngoai"))
_WORD = re.compile(r"[^\W_]+")


def _key(unit: str) -> str:
    folded = fold(unit)
    return f"{folded} dong" if folded in _SCALES_ALONE else folded


def convert(value: Decimal, unit: str, into: str) -> Decimal | None:
    """The value in the other unit; None where they measure different things."""
    one, other = _key(unit), _key(into)
    if one == other:
        return value
    if one not in _MONEY or other not in _MONEY:
        return None
    scaled = value.scaleb(_MONEY[one] - _MONEY[other])
    return scaled.quantize(Decimal(1)) if scaled == scaled.to_integral_value() else scaled.normalize()


class Measured(Protocol):
    """What is measured in one year."""

    @property
    def year(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def unit(self) -> str: ...


def find_unlike(now: Measured, before: Measured) -> str:
    """In what the two are not the same thing of two years that follow each other: "year", "kind", "unit", or ""."""
    if before.year != now.year - 1:
        return "year"
    if before.kind != now.kind:
        return "kind"
    return "" if convert(Decimal(1), before.unit, now.unit) is not None else "unit"


def short_unit(unit: str) -> str:
    """«tỷ» for «tỷ đồng», as people say it beside a number."""
    return unit.removesuffix(" đồng") if unit.startswith(("tỷ ", "triệu ")) else unit


class Candidate(NamedTuple):
    """An indicator that a figure may be a reading of."""

    id: int
    name: str
    unit: str


def suggest(name: str, unit: str, candidates: Iterable[Candidate]) -> int | None:
    """The one that shares most words with the figure's name, if it is measured in the same; None where none is near.

    Near is what holds nearly all words of the shorter name, two at least, and none that says the opposite.
    """
    words = _words(name)
    best, score = None, 0
    for candidate in candidates:
        own = _words(candidate.name)
        common = words & own
        if convert(Decimal(1), unit, candidate.unit) is None or len(common) < max(2, score + 1):
            continue
        if len(common) >= _ENOUGH * min(len(words), len(own)) and not _is_opposite(words - own, own - words):
            best, score = candidate.id, len(common)
    return best


def _words(name: str) -> set[str]:
    return set(_WORD.findall(fold(name)))


def _is_opposite(ones: set[str], others: set[str]) -> bool:
    """«Thu ngân sách» and «chi ngân sách» share most words and are two things."""
    return any((a in ones and b in others) or (b in ones and a in others) for a, b in _OPPOSITES)


def set_by_of(body: str) -> str:
    """«Tỉnh giao» for the «tỉnh» of "53,6% kế hoạch tỉnh giao"; «Kế hoạch năm» where the text names nobody."""
    if not body:
        return "Kế hoạch năm"
    return f"{body[0].upper()}{body[1:]}{'' if body.endswith(' giao') else ' giao'}"
