"""Whether a text can be read for directives at all: they are recognised in Vietnamese, written with its marks."""

from __future__ import annotations

import unicodedata

_LOOKED_AT = 20_000
_FEWEST_LETTERS = 40
# A quarter of the letters of a notice carry a mark; an English one hardly any, a French one every twentieth.
_LEAST_SHARE = 0.1
_MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"


def is_foreign(text: str) -> bool:
    """Another language, or Vietnamese typed without its marks. A few words tell nothing."""
    letters = [char for char in text[:_LOOKED_AT] if char.isalpha()]
    marked = sum(char in "đĐ" or _is_marked(char) for char in letters)
    return len(letters) >= _FEWEST_LETTERS and marked < _LEAST_SHARE * len(letters)


def _is_marked(char: str) -> bool:
    return char > "\x7f" and any(part in _MARKS for part in unicodedata.normalize("NFD", char))
