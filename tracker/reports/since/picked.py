"""Which notices a review is about: those that were ticked, or those of a quarter or of any time still unfinished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ... import clock
from ...text import parse_id
from .given import MOST_NOTICES, NoticeHead

SCOPES = ("quarter", "year", "open")


@dataclass(frozen=True)
class Picked:
    """`scope` is empty where notices were ticked."""

    ids: tuple[int, ...]
    scope: str = ""


def pick_notices(args: Any, unfinished: Sequence[NoticeHead]) -> Picked:
    """Read a query string; without one, what is unfinished of this quarter."""
    ticked = [number for typed in args.getlist("notice") if (number := parse_id(typed)) is not None]
    if ticked:
        return Picked(tuple(dict.fromkeys(ticked))[:MOST_NOTICES])
    scope = args.get("scope", "")
    scope = scope if scope in SCOPES else SCOPES[0]
    first_day = _first_day(scope, clock.today())
    return Picked(tuple(head.id for head in unfinished if head.issued_on >= first_day), scope)


def _first_day(scope: str, today: date) -> date:
    """Of the calendar quarter, of the year, or of all time."""
    if scope == "quarter":
        return date(today.year, today.month - (today.month - 1) % 3, 1)
    return date(today.year, 1, 1) if scope == "year" else date.min
