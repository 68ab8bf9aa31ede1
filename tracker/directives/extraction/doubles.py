"""A news report tells an order in its headline and again in full: it is kept where it is told fully."""

from __future__ import annotations

import re

from ...text import fold
from .contexts import Found

_WORD = re.compile(r"[a-z0-9]+")
_MOST = 400  # beyond that many orders, comparing each with each costs more than it helps


def without_doubles(found: list[Found], text: str) -> list[Found]:
    """The orders without those whose words nearly all stand in another, longer one."""
    if len(found) > _MOST:
        return found
    pairs = [_pairs(text[item.start : item.end]) for item in found]
    dropped: set[int] = set()
    for one in range(len(found)):
        for other in range(len(found)):
            if one == other or other in dropped or one in dropped or len(pairs[one]) < 4:
                continue
            shared = len(pairs[one] & pairs[other]) / len(pairs[one])
            longer = len(pairs[other]) > len(pairs[one]) or (len(pairs[other]) == len(pairs[one]) and other < one)
            if shared >= 0.75 and longer and found[one].paragraph != found[other].paragraph:
                dropped.add(one)
    return [item for index, item in enumerate(found) if index not in dropped]


def _pairs(words: str) -> set[tuple[str, str]]:
    tokens = _WORD.findall(fold(words))
    return set(zip(tokens, tokens[1:], strict=False))
