"""Which notices a review is about: those that were ticked, those of a quarter or year, or those still unfinished.

A share of what was given counts what is finished too, so a quarter and a year hold all their notices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from ... import clock
from ...text import parse_id
from .given import MOST_NOTICES, NoticeHead, list_issued, list_unfinished

SCOPES = ("quarter", "year", "open")


class Offered(NamedTuple):
    """What can be ticked: all of this year and whatever is unfinished, the newest first."""

    heads: Sequence[NoticeHead]
    unfinished: frozenset[int]


@dataclass(frozen=True)
class Picked:
    """`scope` is empty where notices were ticked."""

    ids: tuple[int, ...]
    scope: str = ""

    @property
    def is_full(self) -> bool:
        """Whether there may be older ones that are not counted."""
        return len(self.ids) == MOST_NOTICES


def offer_notices() -> Offered:
    """Two statements."""
    unfinished = list_unfinished()
    known = {head.id: head for head in (*list_issued(_first_day("year", clock.today())), *unfinished)}
    heads = sorted(known.values(), key=lambda head: (head.issued_on, head.id), reverse=True)
    return Offered(heads, frozenset(head.id for head in unfinished))


def pick_notices(args: Any, offered: Offered) -> Picked:
    """Read a query string; without one, those of this quarter."""
    ticked = [number for typed in args.getlist("notice") if (number := parse_id(typed)) is not None]
    if ticked:
        return Picked(tuple(dict.fromkeys(ticked))[:MOST_NOTICES])
    scope = args.get("scope", "")
    scope = scope if scope in SCOPES else SCOPES[0]
    if scope == "open":
        ids = [head.id for head in offered.heads if head.id in offered.unfinished]
    else:
        first_day = _first_day(scope, clock.today())
        ids = [head.id for head in offered.heads if head.issued_on >= first_day]
    return Picked(tuple(ids[:MOST_NOTICES]), scope)


def _first_day(scope: str, today: date) -> date:
    """Of the calendar quarter or of the year."""
    if scope == "quarter":
        return date(today.year, today.month - (today.month - 1) % 3, 1)
    return date(today.year, 1, 1)
