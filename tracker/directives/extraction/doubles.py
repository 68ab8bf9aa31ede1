"""A news report tells an order in its headline, its lead and again in full: it is kept where it is told fully."""

from __future__ import annotations

import re
from itertools import pairwise

from ...text import fold
from .contexts import Found
from .structure import Paragraph

_WORD = re.compile(r"[a-z0-9]+")
_MOST = 400  # beyond that many orders, comparing each with each costs more than it helps
_SAPO = 2  # paragraphs
_LEAD_LENGTH = 450
_FEWEST_WORDS = 12
_MOST_TOLD = 0.7


def without_doubles(found: list[Found], text: str, parts: list[Paragraph], first: int) -> list[Found]:
    """The orders without those of the headline and without unnumbered ones that stand elsewhere in the same words."""
    told = _words(" ".join(part.text for part in parts[first + _SAPO :]))
    later = [item for item in found if item.paragraph >= first + _SAPO]
    body = [
        item
        for item in found
        if not _in_lead(item, found, parts, first)
        or _is_told_once(item, text, told)
        or _is_owned_once(item, later, text)
    ]
    found = body or found
    if len(found) > _MOST or first:
        return found
    pairs = [_pairs(text[item.start : item.end]) for item in found]
    owners = list(map(_owner, found))
    free = [not parts[item.paragraph].kind for item in found]
    dropped: set[int] = set()
    for one in range(len(found)):
        for other in range(one):
            if (
                other in dropped
                or one in dropped
                or not free[one]
                or not free[other]
                or not _is_same(owners[one], owners[other])
            ):
                continue
            least = min(len(pairs[one]), len(pairs[other]))
            if least < 6 or len(pairs[one] & pairs[other]) < 0.75 * least:
                continue
            if found[one].paragraph != found[other].paragraph:
                dropped.add(other if 1.3 * len(pairs[other]) < len(pairs[one]) else one)
    return [item for index, item in enumerate(found) if index not in dropped]


def _in_lead(item: Found, found: list[Found], parts: list[Paragraph], first: int) -> bool:
    """Headline or lead of a report: a short paragraph at the top that tells one or two things in advance."""
    part = parts[item.paragraph]
    if item.paragraph >= first + _SAPO or part.kind or len(part.text) > _LEAD_LENGTH:
        return False
    return sum(other.paragraph == item.paragraph for other in found) <= 2


def _is_told_once(item: Found, text: str, told: set[str]) -> bool:
    """What the lead says and the rest of the report does not: too many of its words occur nowhere else."""
    words = _words(text[item.start : item.end])
    return len(words) >= _FEWEST_WORDS and len(words & told) < _MOST_TOLD * len(words)


def _is_owned_once(item: Found, later: list[Found], text: str) -> bool:
    """A full order to a body that the rest of the report orders nothing else."""
    owned = item.lead_from == "own" and len(_words(text[item.start : item.end])) >= _FEWEST_WORDS
    return owned and bool(later) and not any(_is_same(_owner(item), _owner(other)) for other in later)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(fold(text)))


def _owner(item: Found) -> str:
    return fold(item.lead[0]) if item.lead else ""


def _is_same(one: str, other: str) -> bool:
    """An owner who is not named may be any."""
    return one.startswith(other) or other.startswith(one)


def _pairs(words: str) -> set[tuple[str, str]]:
    tokens = _WORD.findall(fold(words))
    return set(pairwise(tokens))
