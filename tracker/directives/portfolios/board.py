"""The page of portfolios as values: each leader with what is his, and what is nobody's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _

from ...people.queries import list_leaders
from .models import Term
from .queries import Line, NamedThing, list_lines, list_terms, list_things


@dataclass
class Seat:
    """A leader and his topics and units."""

    leader_id: int
    name: str
    title: str
    topics: list[Line] = field(default_factory=list)
    units: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Board:
    """The distribution on one day. Leaders who held something then but have left since stand behind the others."""

    on: date
    seats: Sequence[Seat]
    left_topics: Sequence[NamedThing]
    left_units: Sequence[NamedThing]
    terms: Sequence[Term]

    @property
    def term(self) -> Term | None:
        """The term in which that day lies."""
        return next((term for term in self.terms if term.is_running(self.on)), None)


def read_board(on: date) -> Board:
    """Five queries, however many leaders and topics there are."""
    lines, things = list_lines(on), list_things(on)
    held = {line.thing for line in lines}
    left = [one for one in things if one.thing not in held]
    return Board(
        on,
        _seats(lines, list_leaders()),
        [one for one in left if one.thing.kind == "topic"],
        [one for one in left if one.thing.kind == "unit"],
        list_terms(),
    )


def _seats(lines: Iterable[Line], leaders: Iterable[Any]) -> list[Seat]:
    seats = {row.user_id: Seat(row.user_id, row.name, row.title) for row in leaders}
    for line in lines:
        seat = seats.setdefault(line.leader_id, Seat(line.leader_id, line.leader, ""))
        (seat.topics if line.topic_id else seat.units).append(line)
    return list(seats.values())


def group_lines(lines: Iterable[Line], today: date) -> list[list[Line]]:
    """What one leader was given together: one paragraph, not one row for each topic."""
    groups: dict[tuple[Any, ...], list[Line]] = {}
    for line in lines:
        alike = (line.from_on, line.leader_id, line.until_on, line.basis, line.may_be_withdrawn(today))
        groups.setdefault(alike, []).append(line)
    return [group[::-1] for group in groups.values()]  # as they were entered


def facts_about(user_id: int, on: date) -> list[tuple[str, str]]:
    """The line on a person's page; none for who is in charge of nothing."""
    names = [line.name for line in list_lines(on) if line.leader_id == user_id]
    return [(_("In charge of"), ", ".join(names))] if names else []
