"""What was typed into the box, as a value: words, and the numbers that it may be."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .. import clock
from ..directives.models import Notice
from ..tasks.searching import LONGEST_QUERY, MOST_ASKED, read_code, words_of
from ..text import clean_line

_NUMBER = re.compile(r"^(?:so\s*)?0*([1-9]\d{0,5})$")
_YEARS = 20  # back from next year: work that older systems numbered


@dataclass(frozen=True)
class Typed:
    """`code` is a whole task code in its usual form, `codes` those of every year that a bare number may stand for.

    `notice_key` is the number of a notice as it is compared, `notice_number` its first part.
    """

    text: str
    words: tuple[str, ...]
    code: str = ""
    codes: tuple[str, ...] = ()
    notice_key: str = ""
    notice_number: str = ""

    @classmethod
    def read(cls, typed: str) -> Typed:
        """Of the first 200 characters."""
        text = clean_line(typed)[:LONGEST_QUERY]
        code = read_code(text)
        words = tuple(dict.fromkeys(words_of(code or text)))[:MOST_ASKED]
        if code:
            return cls(text, words, code, (code,))
        like = Notice()
        like.set_number("", text, clock.today())
        key = like.number_key or ""
        first = next(iter(words_of(key)), "")
        return cls(text, words, "", _codes_of(first, key), key, first if first[:1].isdigit() else "")

    @property
    def is_empty(self) -> bool:
        return not self.words


def _codes_of(first: str, key: str) -> tuple[str, ...]:
    match = _NUMBER.match(key)
    if not match or first != key:
        return ()
    newest = clock.today().year + 1
    return tuple(f"NV-{year}-{int(match[1]):04d}" for year in range(newest, newest - _YEARS, -1))
