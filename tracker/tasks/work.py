"""The unit's own page: what it leads, cooperates in, and who it is passed to, whole or in steps.

One read brings the keys of the unit's open work, from two index ranges and never an OR; every number and the order of
the page come from it, so that a number cannot differ from its list. A second read brings the fifty rows shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import false, func, literal, or_, select, union_all

from ..db import db
from ..people.actor import Actor
from ..text import parse_id
from .bands import IN_TIME_ORDER, Band, Limits
from .models import NO_DUE, Step, Task, TaskState, task_cooperation
from .register import PAGE, TaskRow, read_place, select_rows

NEW, RETURNED = "new", "returned"
# At the end of the page: what waits for somebody else, or for nobody.
_LAST = {
    TaskState.SUBMITTED: str(Band.WAITING),
    TaskState.DECLINED: str(Band.DECLINED),
    TaskState.SUSPENDED: str(Band.SUSPENDED),
}
# From top to bottom.
_SECTIONS = (NEW, RETURNED, *map(str, IN_TIME_ORDER), *_LAST.values())


class Part(StrEnum):
    """The chips above the list."""

    ALL = "all"
    LEAD = "lead"
    COOP = "coop"
    MINE = "mine"


class Key(NamedTuple):
    """An open task as far as the page's order and numbers need it.

    `place` tells its section, and within it the starred work before the rest: the larger, the further down.
    """

    place: int
    due_on: date
    id: int
    section: str
    is_ours: bool
    is_mine: bool
    is_week: bool
    is_late: bool

    def is_in(self, part: Part) -> bool:
        """Whether the task belongs under that chip."""
        return {Part.ALL: True, Part.LEAD: self.is_ours, Part.COOP: not self.is_ours, Part.MINE: self.is_mine}[part]


@dataclass
class Counts:
    """The length of a part and of each of its sections; `late` and `due_this_week` count new and returned work too."""

    total: int = 0
    late: int = 0
    due_this_week: int = 0
    sections: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, keys: Iterable[Key]) -> Counts:
        counts = cls()
        for key in keys:
            counts.total += 1
            counts.due_this_week += key.is_week
            counts.late += key.is_late
            counts.sections[key.section] += 1
        return counts


class Item(NamedTuple):
    """A row of the page, in which section it stands, and whether the unit answers for it."""

    row: TaskRow
    section: str
    is_ours: bool


@dataclass(frozen=True)
class WorkPage:
    """Fifty items, where the next begin (empty on the last page), and the numbers of every part."""

    items: Sequence[Item]
    after: str
    counts: dict[Part, Counts]


def list_work(actor: Actor, part: Part, limits: Limits, after: str = "") -> WorkPage:
    """Open tasks of the unit: new ones, returned ones, then by due date, at the end what waits and what is suspended.

    `after` is place, due date and id of the last one seen, so that work which moves meanwhile is not shown twice.
    """
    keys = _list_keys(actor, limits)
    chosen = sorted(key for key in keys if key.is_in(part))
    place, _sep, rest = after.partition(".")
    if (seen := read_place(rest)) and (number := parse_id(place)) is not None:
        chosen = [key for key in chosen if key[:3] > (number, *seen)]
    shown = chosen[:PAGE]
    last = shown[-1] if len(chosen) > PAGE else None
    return WorkPage(
        _load(shown),
        f"{last.place}.{last.due_on}.{last.id}" if last else "",
        {each: Counts.of(key for key in keys if key.is_in(each)) for each in Part},
    )


def _list_keys(actor: Actor, limits: Limits) -> list[Key]:
    me = actor.for_user_id or actor.user_id
    columns = (Task.id, Task.sort_due_on, Task.state, Task.is_starred)
    steps = select(Step.task_id).where(Step.officer_id == me, Step.done_at.is_(None), Step.removed_at.is_(None))
    is_mine = or_(func.coalesce(Task.officer_id, 0) == me, Task.id.in_(steps))
    cooperates = select(task_cooperation.c.task_id).where(task_cooperation.c.unit_id == actor.unit_id)
    is_open = Task.closed_on.is_(None)
    own = select(literal(1), is_mine, *columns).where(is_open, Task.lead_unit_id == actor.unit_id)
    shared = select(literal(0), false(), *columns).where(
        is_open, Task.id.in_(cooperates), Task.lead_unit_id != actor.unit_id
    )
    return [
        _key(task_id, due_on, state, limits, is_ours=bool(ours), is_mine=bool(mine), is_starred=bool(starred))
        for ours, mine, task_id, due_on, state, starred in db.session.execute(union_all(own, shared))
    ]


def _key(
    task_id: int, due_on: date, state: str, limits: Limits, *, is_ours: bool, is_mine: bool, is_starred: bool
) -> Key:
    """New work that is overdue stands with the overdue, where it is seen first."""
    band = limits.band(None if due_on == NO_DUE else due_on)
    section = _LAST.get(TaskState(state), str(band))
    if state == TaskState.RETURNED and is_ours:
        section = RETURNED
    elif state == TaskState.ASSIGNED and is_ours and band is not Band.OVERDUE:
        section = NEW
    place = 2 * _SECTIONS.index(section) + (not is_starred)
    is_due = state not in _LAST
    return Key(
        place, due_on, task_id, section, is_ours, is_mine, is_due and band is Band.WEEK, is_due and band is Band.OVERDUE
    )


def _load(keys: Sequence[Key]) -> list[Item]:
    found = db.session.execute(select_rows().where(Task.id.in_([key.id for key in keys]))) if keys else ()
    rows = {row.id: TaskRow._make(row) for row in found}
    return [Item(rows[key.id], key.section, key.is_ours) for key in keys]
