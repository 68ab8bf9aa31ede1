"""What the leader's page is narrowed to: the same for the screen, the print, the sheet and the link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from flask import url_for

from ...people.actor import Actor
from ...tasks.choices import name_filter
from ...tasks.filters import TaskFilter
from ...tasks.portfolio import leader_behind
from .groups import GROUPS

NAMES = (*GROUPS, "portfolio", "starred")


def read_asked(actor: Actor, args: Mapping[str, str]) -> TaskFilter:
    """A unit, a topic, a notice, a leader or his portfolio, what is starred; nothing else narrows the page.

    `mine=1` is the portfolio of the leader who reads, as everywhere.
    """
    asked = TaskFilter.from_args({name: args[name] for name in NAMES if name in args})
    own = leader_behind(actor)
    return asked.but(portfolio=own) if own and args.get("mine") == "1" else asked


def begins_with_own(actor: Actor, args: Mapping[str, str]) -> bool:
    """Whether a leader who asks for nothing is shown what is his first; `mine=0` asks for everything."""
    return leader_behind(actor) is not None and not any(name in args for name in (*NAMES, "mine"))


def read_grouping(args: Mapping[str, str]) -> str:
    """By what the register is grouped; empty is by due date."""
    by = args.get("by", "")
    return by if by in GROUPS else ""


def address(asked: TaskFilter, endpoint: str = "reports.outstanding", **more: Any) -> str:
    """The page, its print or its sheet under that filter; without any it says so, else a leader would get his own."""
    return url_for(endpoint, **(dict(asked.pairs()) or {"mine": 0}), **more)


class Narrowed(NamedTuple):
    """One thing that the page is narrowed to, and where it is without it."""

    label: str
    url: str


def list_narrowed(actor: Actor, asked: TaskFilter, by: str = "") -> list[Narrowed]:
    """In words; no query where no name is needed. What is the reader's own is told by its switch."""
    own = {"portfolio": asked.portfolio} if asked.portfolio == leader_behind(actor) else {}
    others = asked.but(portfolio=None) if own else asked
    return [
        Narrowed(chip.label, address(read_asked(actor, dict(parse_qsl(chip.without))).but(**own), by=by or None))
        for chip in name_filter(actor, others)
    ]
