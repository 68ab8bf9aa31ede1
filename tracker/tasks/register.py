"""The register: one filter, one count, one list for every page of tasks, so that a number opens its list."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, case, func, literal, select, tuple_, union_all

from ..db import db
from ..directives.models import Directive, Notice, Topic
from ..people.actor import Actor
from ..people.models import Unit, User
from ..text import parse_id, shorten
from .bands import CLOSED, Band, Limits
from .links import belonging_to, tasks_of_directives
from .models import Task, TaskState, task_cooperation
from .policy import visible_to

PAGE = 50


@dataclass(frozen=True)
class TaskFilter:
    """What a list is asked for; the same values travel in the link, the count and the export. 0 asks for none."""

    band: Band = Band.OPEN
    unit: int | None = None
    topic: int | None = None
    notice: int | None = None
    leader: int | None = None
    officer: int | None = None
    directive: int | None = None
    since: date | None = None

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> TaskFilter:
        """Read a query string; what is not understood is left out."""
        values: dict[str, Any] = {}
        if args.get("band") in set(Band):
            values["band"] = Band(args["band"])
        for name in ("unit", "topic", "notice", "leader", "officer", "directive"):
            if (number := parse_id(args.get(name, ""))) is not None:
                values[name] = number
        with contextlib.suppress(KeyError, ValueError):
            values["since"] = date.fromisoformat(args["since"])
        return cls(**values)

    def but(self, **changes: Any) -> TaskFilter:
        """The same filter with something else."""
        return replace(self, **changes)

    def query_string(self) -> str:
        """What a link carries."""
        given = ((item.name, getattr(self, item.name)) for item in fields(self))
        return urlencode([(name, value) for name, value in given if value is not None])

    def where(self, limits: Limits) -> ColumnElement[bool]:
        """The condition that the count and the list share."""
        columns = {
            Task.lead_unit_id: self.unit,
            Task.topic_id: self.topic,
            Task.notice_id: self.notice,
            Task.leader_id: self.leader,
            Task.officer_id: self.officer,
        }
        given = {column: value for column, value in columns.items() if value is not None}
        asked = [column == value if value else column.is_(None) for column, value in given.items()]
        if self.directive is not None:
            asked.append(Task.id.in_(tasks_of_directives([self.directive])))
        if self.since:
            asked.append(Task.closed_on >= self.since)
        return and_(limits.where(self.band), *asked)


class TaskRow(NamedTuple):
    """Plain columns of one row: lists render these, never whole objects."""

    id: int
    code: str
    title: str
    due_on: date | None
    sort_due_on: date
    original_due_on: date | None
    state: str
    assigned_at: Any
    progress: int | None
    updated_at: Any
    reported_on: date | None
    completed_on: date | None
    closed_on: date | None
    directive_id: int | None
    lead: str
    topic: str | None
    notice_number: str | None
    notice_meeting: str | None
    notice_on: date | None
    source: str
    is_duty: bool
    every: str | None

    @property
    def is_later_period(self) -> bool:
        """Of a duty, opened by itself: no part of what the directive gave."""
        return self.is_duty and self.every is None


COLUMNS = (
    Task.id,
    Task.code,
    Task.title,
    Task.due_on,
    Task.sort_due_on,
    Task.original_due_on,
    Task.state,
    Task.assigned_at,
    Task.progress,
    Task.updated_at,
    Task.reported_on,
    Task.completed_on,
    Task.closed_on,
    Task.directive_id,
    Unit.short_name,
    Topic.name,
    Notice.number,
    Notice.meeting,
    Notice.issued_on,
    Task.source,
    Task.is_duty,
    Task.every,
)


def read_list(asked: str) -> str:
    """The query string of a list, as a link to one of its tasks carries it: only what a list understands is kept."""
    return TaskFilter.from_args(dict(parse_qsl(asked[:1000]))).query_string() if asked else ""


@dataclass(frozen=True)
class Page:
    """Fifty rows and where the next begin; `after` is empty on the last page."""

    rows: Sequence[TaskRow]
    after: str


def select_rows() -> Any:
    """The columns of a row with the names beside it. Outer joins, so that planners begin with the task's index."""
    return (
        select(*COLUMNS)
        .outerjoin(Unit, Unit.id == Task.lead_unit_id)
        .outerjoin(Topic, Topic.id == Task.topic_id)
        .outerjoin(Notice, Notice.id == Task.notice_id)
    )


def count_tasks(actor: Actor, asked: TaskFilter, limits: Limits) -> int:
    """How many the list holds."""
    return db.session.scalar(select(func.count(Task.id)).where(asked.where(limits), visible_to(actor))) or 0


def list_outstanding(limits: Limits, after: str = "") -> Page:
    """The leader's register: open work that nobody has reported as done, by due date."""
    open_work = and_(limits.where(Band.OPEN), ~limits.where(Band.WAITING))
    return _list(select_rows().where(open_work), Task.sort_due_on, after)


def list_tasks(actor: Actor, asked: TaskFilter, limits: Limits, after: str = "") -> Page:
    """Open work by due date; completed work newest first. Keyset pages: page 900 costs what page 1 costs."""
    is_done = asked.band in CLOSED
    query = select_rows().where(asked.where(limits), visible_to(actor))
    return _list(query, Task.closed_on if is_done else Task.sort_due_on, after, newest_first=is_done)


def _list(query: Any, key: Any, after: str, *, newest_first: bool = False) -> Page:
    query = query.limit(PAGE + 1)
    query = query.order_by(key.desc(), Task.id.desc()) if newest_first else query.order_by(key, Task.id)
    if place := read_place(after):
        pair = tuple_(key, Task.id)
        query = query.where(pair < place if newest_first else pair > place)
    rows = [TaskRow._make(row) for row in db.session.execute(query)]
    following = ""
    if len(rows) > PAGE:
        rows = rows[:PAGE]
        last = rows[-1]
        following = f"{last.closed_on if newest_first else last.sort_due_on}.{last.id}"
    return Page(rows, following)


def read_place(after: str) -> tuple[date, int] | None:
    """The key of the last row of the page before, as links carry it; None when there is none."""
    day, _, number = after.partition(".")
    row_id = parse_id(number)
    with contextlib.suppress(ValueError):
        return (date.fromisoformat(day), row_id) if row_id is not None else None
    return None


def name_filter(actor: Actor, asked: TaskFilter) -> list[str]:
    """The names that the list is narrowed to, for its heading; one query at most.

    A notice or a directive is named to those who see one of its tasks: the address alone tells nobody what it says.
    """
    may_know = select(Task.id).where(visible_to(actor))
    parts = [
        select(literal(1).label("place"), Unit.name.label("name")).where(Unit.id == asked.unit) if asked.unit else None,
        select(literal(2), Topic.name).where(Topic.id == asked.topic) if asked.topic else None,
        select(literal(3), func.coalesce(func.nullif(Notice.number, ""), Notice.title)).where(
            Notice.id == asked.notice, may_know.where(Task.notice_id == Notice.id).exists()
        )
        if asked.notice
        else None,
        select(literal(4), User.name).where(User.id == asked.leader) if asked.leader else None,
        select(literal(5), User.name).where(User.id == asked.officer) if asked.officer else None,
        select(literal(6), Directive.text).where(
            Directive.id == asked.directive, may_know.where(Task.directive_id == Directive.id).exists()
        )
        if asked.directive
        else None,
    ]
    given = [part for part in parts if part is not None]
    found = sorted(tuple(row) for row in db.session.execute(union_all(*given))) if given else []
    names = [shorten(name, 90) for _place, name in found]
    names += [name for key, name in name_nothing().items() if getattr(asked, key) == 0]
    if asked.since:
        names.append(_("since %(day)s", day=f"{asked.since:%d/%m/%Y}"))
    return names


def name_nothing() -> dict[str, str]:
    """What a task without a topic or a conclusion is listed under."""
    return {"topic": _("No topic"), "notice": _("Not from a conclusion")}


def name_cooperating_units(task_ids: Sequence[int]) -> dict[int, list[str]]:
    """Short names of the cooperating units of each task on a page, in one query."""
    names: dict[int, list[str]] = {}
    if not task_ids:
        return names
    query = (
        select(task_cooperation.c.task_id, Unit.short_name)
        .join(Unit, Unit.id == task_cooperation.c.unit_id)
        .where(task_cooperation.c.task_id.in_(task_ids))
        .order_by(task_cooperation.c.task_id, Unit.sort_order, Unit.id)
    )
    for task_id, name in db.session.execute(query):
        names.setdefault(task_id, []).append(name)
    return names


def count_of_directives(directive_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """(completed, all) tasks of each directive: the x of x/11."""
    if not directive_ids:
        return {}
    belonging = belonging_to(list(directive_ids)).subquery()
    done = func.sum(case((Task.state == TaskState.COMPLETED, 1), else_=0))
    query = (
        select(belonging.c.directive_id, done, func.count(Task.id))
        .join(Task, Task.id == belonging.c.task_id)
        .group_by(belonging.c.directive_id)
    )
    return {directive_id: (int(done), total) for directive_id, done, total in db.session.execute(query)}
