"""Headings and introducing sentences: whose list it is, and by when it is due."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from ...workdays import Calendar
from . import passages
from .contexts import Names
from .demands import find_frame, skip_connectives
from .due_dates import Term, due_term
from .lexicon import ACTION, BODY, SURE
from .orders import read_order
from .owners import owner_at, split_names

_ISSUES = re.compile(
    r"(?:ban hành|thông báo|công bố|kết luận)(?: \w+){0,8} (?:như sau|sau đây|với nội dung)\s*:?\s*\Z",
    re.IGNORECASE,
)
_ASKS = re.compile(r"(?:yêu cầu|đề nghị|giao(?: cho)?)\s+", re.IGNORECASE)
_ASKING = ("yêu cầu", "đề nghị", "giao")
_BRACKETS = re.compile(r"\([^()]*\)")
_LONGEST_HEADING = 260
_LONGEST_NAME = 250
_LONGEST_PREFIXED = 200
_REMEMBERED = 256  # the same headings come again and again


@lru_cache(maxsize=_REMEMBERED)
def heading_owner(words: str) -> Names | None:
    """The owner that a heading names: "2. Phòng Quản lý đô thị", "Trách nhiệm của UBND các phường, xã"."""
    words = passages.OWNER_PREFIX.sub("", words.rstrip(" :."))
    if BODY.match(words) and not SURE.search(_BRACKETS.sub("", words)) and len(words) < _LONGEST_HEADING:
        return split_names(words)
    owner = None if words.isupper() else owner_at(words, 0, needs_action=False)
    return owner.names if owner else None


@lru_cache(maxsize=_REMEMBERED)
def introduced_owner(words: str) -> Names | None:
    """The owner in a sentence that opens a list: "Chủ tịch yêu cầu UBND các phường, xã thực hiện các việc sau:"."""
    prefix = passages.OWNER_PREFIX.match(words)
    is_name = prefix and BODY.match(words, prefix.end()) and not SURE.search(words, prefix.end())
    if prefix and is_name and len(words) < _LONGEST_PREFIXED:
        return split_names(words[prefix.end() :])
    frame = find_frame(words, 0, len(words))
    place = frame.end if frame and frame.word.lower().startswith(_ASKING) else None
    if frame is None and words.rstrip().endswith(":"):
        place = next((match.end() for match in _ASKS.finditer(words) if BODY.match(words, match.end())), None)
    asked = None if place is None else _names_at(words, place)
    if asked:
        return asked
    if _ISSUES.search(words):
        return None
    if BODY.match(words) and not ACTION.search(_BRACKETS.sub("", words)):
        return heading_owner(words)
    order = read_order(words, 0, len(words), ordering=True)
    if order and order.lead and order.form in ("owner", "frame"):
        return order.lead
    for place in (frame.end if frame else 0, None if frame and not frame.is_strong else passages.after_demand(words)):
        names = None if place is None else _names_at(words, place)
        if names:
            return names
    return None


def _names_at(words: str, place: int) -> Names | None:
    place = skip_connectives(words, place + len(words[place:]) - len(words[place:].lstrip()), len(words))
    prefix = passages.OWNER_PREFIX.match(words, place)
    owner = owner_at(words, prefix.end() if prefix else place, needs_action=False)
    return owner.names if owner and len(owner.names[0]) < _LONGEST_NAME else None


def demanded_term(words: str, doc_date: date | None, calendar: Calendar) -> Term | None:
    """The time limit of an introduction: only what stands in the demand, not in the grounds before it."""
    frame = find_frame(words, 0, len(words))
    if frame:
        return due_term(words[frame.end :], doc_date, calendar)
    order = read_order(words, 0, len(words), ordering=True)
    return due_term(words[order.body :], doc_date, calendar) if order and order.lead else None
