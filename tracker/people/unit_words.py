"""Which unit somebody means who types a few letters: «tckh», «tai chinh», «dtham», with or without diacritics.

`static/review/units.js` finds the same while typing; a journey holds the two side by side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..text import fold
from .models import Unit

_WORD = re.compile(r"[^\W_]+")


def find_units(typed: str, units: Sequence[Unit]) -> list[Unit]:
    """Those that fit, best first; units that fit equally well stay in their order."""
    wanted = _words(typed)
    if not wanted:
        return []
    ranked = [(rank, unit) for unit in units if (rank := _rank(wanted, unit)) is not None]
    return [unit for _rank_, unit in sorted(ranked, key=lambda pair: pair[0])]


def find_unit(typed: str, units: Sequence[Unit]) -> Unit | None:
    """The one that is meant: the only one that fits, or the only one whose name is exactly this."""
    found = find_units(typed, units)
    exact = [unit for unit in found if _rank(_words(typed), unit) == 0]
    meant = exact or found
    return meant[0] if len(meant) == 1 else None


def _rank(wanted: list[str], unit: Unit) -> int | None:
    """0: this is its name. 1: a part of its name stands there as typed. 2: the letters begin its words."""
    ranks = [_rank_in(wanted, _words(name)) for name in (unit.name, unit.short_name, unit.code, *unit.aliases)]
    return min((rank for rank in ranks if rank is not None), default=None)


def _rank_in(wanted: list[str], words: list[str]) -> int | None:
    letters = "".join(wanted)
    if letters == "".join(words):
        return 0
    if any("".join(words[place:]).startswith(letters) for place in range(len(words))):
        return 1
    place = 0
    for part in wanted:
        ends = (_end(part, words, start) for start in range(place, len(words)))
        place = next((end for end in ends if end), 0)
        if not place:
            return None
    return 2


def _end(part: str, words: list[str], start: int) -> int:
    """Where the words end whose beginnings, one after another, spell this part; 0 if they do not."""
    if not part:
        return start
    if start == len(words):
        return 0
    word = words[start]
    for length in range(min(len(part), len(word)), 0, -1):
        if part.startswith(word[:length]) and (end := _end(part[length:], words, start + 1)):
            return end
    return 0


def _words(name: str) -> list[str]:
    return _WORD.findall(fold(name))
