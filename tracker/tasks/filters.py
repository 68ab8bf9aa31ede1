"""What a list of tasks is asked for: the same values in the form, the link, the count and the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ColumnElement, Integer, and_, literal_column, or_, select

from .. import clock
from ..people.actor import Actor
from ..text import clean_line, parse_id, read_day
from .bands import ALSO_CLOSED, Band, Limits
from .explanations import is_unexplained
from .links import tasks_of_directives
from .models import NO_DUE, Task, TaskState, task_cooperation
from .portfolio import leader_behind, portfolio_of
from .searching import LONGEST_QUERY, matching

# Lists that are no filter, but that a task can be opened from; each has a page of its own.
PLACES = ("work", "outstanding")
NUMBERS = ("unit", "topic", "notice", "leader", "portfolio", "officer", "directive")
SWITCHES = ("starred", "duty", "late", "unexplained", "unaccepted", "silent")
DAYS = ("assigned_from", "assigned_to", "due_from", "due_to", "since")
_LONGEST_LINK = 1000

# As it is written, not `= true`: only so does SQLite know the index of starred work again.
STARRED: ColumnElement[Any] = literal_column("task.is_starred", Integer)


class Side(StrEnum):
    """How a unit has to do with the tasks asked for."""

    LEAD = "lead"
    COOP = "coop"
    ANY = "any"


@dataclass(frozen=True)
class TaskFilter:
    """`unit`, `topic` and the like are numbers, 0 asks for none. Days are included. `since` is about closed work.

    `portfolio` is a leader: what he answers for, and the work of his topics and units.
    """

    band: Band = Band.OPEN
    q: str = ""
    unit: int | None = None
    side: Side = Side.LEAD
    topic: int | None = None
    notice: int | None = None
    leader: int | None = None
    portfolio: int | None = None
    officer: int | None = None
    directive: int | None = None
    starred: bool = False
    duty: bool = False
    late: bool = False
    unexplained: bool = False
    unaccepted: bool = False
    silent: bool = False
    assigned_from: date | None = None
    assigned_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    since: date | None = None

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> TaskFilter:
        """Read a query string; what is not understood is left out."""
        values: dict[str, Any] = {"q": clean_line(args.get("q", ""))[:LONGEST_QUERY]}
        if args.get("band") in set(Band):
            values["band"] = Band(args["band"])
        if args.get("side") in set(Side):
            values["side"] = Side(args["side"])
        for name in NUMBERS:
            if (number := parse_id(args.get(name, ""))) is not None:
                values[name] = number
        for name in SWITCHES:
            values[name] = args.get(name) == "1"
        for name in DAYS:
            if day := read_day(args.get(name, "")):
                values[name] = day
        return cls(**values)

    @classmethod
    def of_reader(cls, actor: Actor, args: Mapping[str, str]) -> TaskFilter:
        """The same; `mine=1` is what is his who reads: a leader's portfolio, else what was passed to him.

        It becomes the person's number, so that a link that is passed on shows the same list to everybody.
        """
        asked = cls.from_args(args)
        if "mine" not in args:
            return asked
        leader_id = leader_behind(actor)
        return asked.but(portfolio=leader_id) if leader_id else asked.but(officer=actor.user_id)

    def but(self, **changes: Any) -> TaskFilter:
        """The same filter with something else."""
        return replace(self, **changes)

    def pairs(self) -> list[tuple[str, Any]]:
        """What a form carries beside the band: what differs from asking for nothing."""
        given = ((name, getattr(self, name), default) for name, default in _DEFAULTS)
        return [(name, 1 if value is True else value) for name, value, default in given if value != default]

    def query_string(self) -> str:
        """What a link carries: the same, and always the band."""
        return urlencode([("band", self.band), *self.pairs()])

    def where(self, limits: Limits) -> ColumnElement[bool]:
        """The condition that the count and the list share."""
        asked = [*self._numbers(), *self._days(), *self._switches(limits)]
        if self._matching is not None:
            asked.append(self._matching)
        return and_(limits.where(self.band), *asked)

    @cached_property
    def _matching(self) -> ColumnElement[bool] | None:
        """Read once: names are looked up for it."""
        return matching(self.q, only_open=self.band not in ALSO_CLOSED) if self.q else None

    def _numbers(self) -> list[ColumnElement[bool]]:
        columns: dict[Any, int | None] = {
            # What was closed since a day is read from the index of those days, not from all work of the topic.
            Task.topic_id + 0 if self.since else Task.topic_id: self.topic,
            Task.notice_id: self.notice,
            Task.leader_id: self.leader,
            Task.officer_id: self.officer,
        }
        given = {column: value for column, value in columns.items() if value is not None}
        asked: list[ColumnElement[bool]] = [
            column == value if value else column.is_(None) for column, value in given.items()
        ]
        if self.topic is not None and self.band not in ALSO_CLOSED:
            # Always true: without it SQLite, which keeps no statistics, takes the index of all work of the topic.
            asked.append(Task.sort_due_on <= NO_DUE)
        if self.unit is not None:
            asked.append(self._unit(self.unit))
        if self.portfolio is not None:
            asked.append(portfolio_of(self.portfolio, clock.today()))
        if self.directive is not None:
            asked.append(Task.id.in_(tasks_of_directives([self.directive])))
        return asked

    def _unit(self, unit: int) -> ColumnElement[bool]:
        leads = Task.lead_unit_id == unit
        helps = Task.id.in_(select(task_cooperation.c.task_id).where(task_cooperation.c.unit_id == unit))
        return {Side.LEAD: leads, Side.COOP: helps, Side.ANY: or_(leads, helps)}[self.side]

    def _days(self) -> list[ColumnElement[bool]]:
        asked: list[ColumnElement[bool]] = []
        if self.assigned_from:
            asked.append(Task.assigned_at >= clock.office_time(self.assigned_from, 0))
        if self.assigned_to:
            asked.append(Task.assigned_at < clock.office_time(self.assigned_to + timedelta(days=1), 0))
        if self.due_from:
            asked.append(Task.sort_due_on >= self.due_from)
        if self.due_to:
            asked.append(Task.sort_due_on <= self.due_to)
        if self.due_from or self.due_to:
            asked.append(Task.sort_due_on < NO_DUE)
        if self.since:
            asked.append(Task.closed_on >= self.since)
        return asked

    def _switches(self, limits: Limits) -> list[ColumnElement[bool]]:
        asked: list[ColumnElement[bool]] = []
        if self.starred:
            asked.append(STARRED)
        if self.duty:
            asked.append(Task.is_duty.is_(True))
        if self.late:
            asked.append(limits.where(Band.OVERDUE))
        if self.unexplained:
            asked.append(and_(limits.where(Band.OVERDUE), is_unexplained()))
        if self.unaccepted:
            asked.append(Task.state == TaskState.ASSIGNED)
        if self.silent:
            asked.append(Task.updated_at.is_(None))
        return asked


OPEN_WORK = TaskFilter()  # all of it
_DEFAULTS = [(item.name, item.default) for item in fields(TaskFilter) if item.name != "band"]


def list_misread(args: Mapping[str, str], names: Iterable[str] = DAYS) -> list[str]:
    """Days that were typed and that no calendar has: said, since leaving them out silently widens the list."""
    return [clean_line(args[name])[:40] for name in names if args.get(name, "").strip() and not read_day(args[name])]


def read_list(asked: str) -> str:
    """The query string of a list, as a link to one of its tasks carries it: only what a list understands is kept."""
    if asked in PLACES or not asked:
        return asked
    return TaskFilter.from_args(dict(parse_qsl(asked[:_LONGEST_LINK]))).query_string()
