"""Units of measure, money being one thing on several scales, and to which indicator a figure may belong. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from ..text import fold

_MONEY = {"dong": 0, "nghin dong": 3, "ngan dong": 3, "trieu dong": 6, "ty dong": 9, "ti dong": 9}
_SCALES_ALONE = ("nghin", "ngan", "trieu", "ty", "ti")
_ENOUGH = 0.6  # of an indicator's words


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


def short_unit(unit: str) -> str:
    """«tỷ» for «tỷ đồng», as people say it beside a number."""
    return unit.removesuffix(" đồng") if unit.startswith(("tỷ ", "triệu ")) else unit


class Candidate(NamedTuple):
    """An indicator that a figure may be a reading of."""

    id: int
    name: str
    unit: str


def suggest(name: str, unit: str, candidates: Iterable[Candidate]) -> int | None:
    """The one whose words the figure's name holds most of, if it is measured in the same; None where none is near."""
    words = set(fold(name).split())
    best, score = None, 0.0
    for candidate in candidates:
        own = set(fold(candidate.name).split())
        if convert(Decimal(1), unit, candidate.unit) is None or not own:
            continue
        # Of two that fit equally the one with more words says more.
        likeness = len(words & own) / len(own) + len(words & own) / 1000
        if len(words & own) / len(own) >= _ENOUGH and likeness > score:
            best, score = candidate.id, likeness
    return best


def set_by_of(body: str) -> str:
    """«Tỉnh giao» for the «tỉnh» of "53,6% kế hoạch tỉnh giao"; «Kế hoạch năm» where the text names nobody."""
    if not body:
        return "Kế hoạch năm"
    return f"{body[0].upper()}{body[1:]}{'' if body.endswith(' giao') else ' giao'}"
