"""The register: one count and one list for every page of tasks, so that a number opens its list.

Open work runs by due date behind what is starred, closed work from the newest back. Pages are cut by key: page 900
costs what page 1 costs, and a task that moves meanwhile is neither lost nor shown twice.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import String, and_, bindparam, case, func, select, tuple_, union_all

from ..db import among, at_most, db, read_rows, write_out, written
from ..directives.models import Notice, Topic
from ..people.actor import Actor
from ..people.models import Unit
from ..text import parse_id
from .bands import CLOSED, Band, Limits
from .filters import OPEN_WORK, STARRED, TaskFilter
from .links import belonging_to
from .models import Task, TaskState, task_cooperation
from .policy import Sees, Sight, visible_to

PAGE = 50
_STAR = "s"  # before the place of a starred task
_KEPT = 256  # statements of lists that a process keeps


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
    is_starred: bool
    progress: int | None
    measure: str
    target: float | None
    measured: float | None
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
    Task.is_starred,
    Task.progress,
    Task.measure,
    Task.target,
    Task.measured,
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


def find_by_code(actor: Actor, code: str) -> Any:
    """(id, code, title) of the task that has exactly that code, whatever a list is narrowed to."""
    return db.session.execute(
        select(Task.id, Task.code, Task.title).where(Task.code == code, visible_to(actor))
    ).first()


@dataclass(frozen=True)
class Listing:
    """What the statements of a list depend on. `ends` stands for `limits`."""

    asked: TaskFilter
    sight: Sight
    size: int
    ends: tuple[date, ...]
    limits: Limits = field(compare=False)

    @classmethod
    def of(cls, actor: Sees, asked: TaskFilter, limits: Limits) -> Listing:
        return cls(asked, Sight.of(actor), PAGE, limits.ends, limits)

    @property
    def is_lasting(self) -> bool:
        """Whether the same question is the same statement next time: not where names, settings or days go into it."""
        return not (self.asked.q or self.asked.unexplained or self.asked.portfolio is not None)

    def condition(self) -> Any:
        return and_(self.asked.where(self.limits), visible_to(self.sight))


def count_tasks(actor: Actor, asked: TaskFilter, limits: Limits) -> int:
    """How many the list holds."""
    wanted = Listing.of(actor, asked, limits)
    count = _kept_count(wanted) if wanted.is_lasting else select_count(wanted)
    return db.session.scalar(count) or 0


def list_outstanding(limits: Limits, after: str = "", asked: TaskFilter = OPEN_WORK) -> Page:
    """The leader's register: open work that nobody has reported as done, by due date."""
    open_work = and_(asked.but(band=Band.OPEN).where(limits), ~limits.where(Band.WAITING))
    rows = _read(_select_by(Task.sort_due_on, select_rows().where(open_work), after))
    return _cut(rows, lambda last: f"{last.sort_due_on}.{last.id}")


def list_tasks(actor: Actor, asked: TaskFilter, limits: Limits, after: str = "") -> Page:
    """Starred work first, then by due date; completed work and «all» newest first. `after` ends the page before."""
    wanted = Listing.of(actor, asked, limits)
    rows = _read(_kept_page(wanted) if wanted.is_lasting and not after else _select_page(wanted, after))
    if asked.band in CLOSED:
        return _cut(rows, lambda last: f"{last.closed_on}.{last.id}")
    if asked.band is Band.ALL:
        return _cut(rows, lambda last: str(last.id))
    rows.sort(key=lambda row: (not row.is_starred, row.sort_due_on, row.id))
    return _cut(rows, lambda last: f"{_STAR if last.is_starred else ''}{last.sort_due_on}.{last.id}")


def _read(query: Any) -> list[TaskRow]:
    return [TaskRow._make(row) for row in read_rows(query)]


def select_count(wanted: Listing) -> Any:
    """The statement that counts it."""
    return select(func.count(Task.id)).where(wanted.condition())


def _select_first(wanted: Listing) -> Any:
    return write_out(_select_page(wanted))


def _select_page(wanted: Listing, after: str = "") -> Any:
    query = select_rows().where(wanted.condition())
    if wanted.asked.band in CLOSED:
        return _select_by(Task.closed_on, query, after, newest_first=True)
    if wanted.asked.band is Band.ALL:
        return _select_newest(query, after)
    return _select_starred_first(query, after, is_search=bool(wanted.asked.q))


# Building a statement takes longer than running it: those that people ask again and again are built once.
_kept_count = lru_cache(_KEPT)(select_count)
_kept_page = lru_cache(_KEPT)(_select_first)


def _select_by(key: Any, query: Any, after: str, *, newest_first: bool = False) -> Any:
    query = query.limit(at_most(PAGE + 1))
    query = query.order_by(key.desc(), Task.id.desc()) if newest_first else query.order_by(key, Task.id)
    if place := read_place(after):
        pair = tuple_(key, Task.id)
        query = query.where(pair < place if newest_first else pair > place)
    return query


def _select_newest(query: Any, after: str) -> Any:
    if (last_id := parse_id(after)) is not None:
        query = query.where(Task.id < last_id)
    return query.order_by(Task.id.desc()).limit(at_most(PAGE + 1))


def _select_starred_first(query: Any, after: str, *, is_search: bool) -> Any:
    """Two ranges in one statement, each from its own index; a page that begins among the others reads only those.

    What was searched for comes from no such index: it is asked for once, and sorted.
    """
    by_due = (Task.sort_due_on, Task.id)
    ranges = [
        part if place is None else part.where(tuple_(*by_due) > place)
        for part, place in _ranges(query, after, is_search=is_search)
    ]
    order = (Task.is_starred.desc(), *by_due) if is_search and len(ranges) == 1 else by_due
    cut = [part.order_by(*order).limit(at_most(PAGE + 1)).subquery() for part in ranges]
    return union_all(*(select(part) for part in cut))


def _ranges(query: Any, after: str, *, is_search: bool) -> list[tuple[Any, tuple[date, int] | None]]:
    """The starred work and the other, as far as the page reaches, each with the place behind which it begins."""
    place = read_place(after.removeprefix(_STAR))
    starred, others = query.where(STARRED), query.where(~Task.is_starred)
    if place is None:
        return [(query, None)] if is_search else [(starred, None), (others, None)]
    return [(starred, place), (others, None)] if after.startswith(_STAR) else [(others, place)]


def _cut(rows: list[TaskRow], name_place: Callable[[TaskRow], str]) -> Page:
    """The first fifty, and the place of the last of them when more follow."""
    return Page(rows[:PAGE], name_place(rows[PAGE - 1]) if len(rows) > PAGE else "")


def read_place(after: str) -> tuple[date, int] | None:
    """The key of the last row of the page before, as links carry it; None when there is none."""
    day, _, number = after.partition(".")
    row_id = parse_id(number)
    with contextlib.suppress(ValueError):
        return (date.fromisoformat(day), row_id) if row_id is not None else None
    return None


def name_nothing() -> dict[str, str]:
    """What a task without a topic or a conclusion is listed under."""
    return {"topic": _("No topic"), "notice": _("Not from a conclusion")}


def name_cooperating_units(task_ids: Sequence[int]) -> dict[int, list[str]]:
    """Short names of the cooperating units of each task on a page, in one query."""
    names: dict[int, list[str]] = {}
    for task_id, name in read_rows(_HELPING, {"ids": written(task_ids)}) if task_ids else ():
        names.setdefault(task_id, []).append(name)
    return names


_HELPING = (
    select(task_cooperation.c.task_id, Unit.short_name)
    .join(Unit, Unit.id == task_cooperation.c.unit_id)
    .where(among(task_cooperation.c.task_id, bindparam("ids", type_=String)))
    .order_by(task_cooperation.c.task_id, Unit.sort_order, Unit.id)
)


class Whole(NamedTuple):
    """All tasks of one directive: the x of x/11, and their sum where one measure is common to them."""

    done: int
    total: int
    measure: str = ""
    measured: float = 0
    target: float | None = None


def count_of_directives(directive_ids: Sequence[int]) -> dict[int, Whole]:
    """How far each directive is. The sum is of measured work; its plan is told if each has one."""
    if not directive_ids:
        return {}
    belonging = belonging_to(list(directive_ids)).subquery()
    counts = and_(Task.measure != "", Task.state.not_in((TaskState.CANCELLED, TaskState.SUPERSEDED)))

    def sum_of(column: Any) -> Any:
        return func.sum(case((counts, column), else_=0))

    measure = case((counts, Task.measure))
    query = (
        select(
            belonging.c.directive_id,
            func.sum(case((Task.state == TaskState.COMPLETED, 1), else_=0)),
            func.count(Task.id),
            func.min(measure),
            func.max(measure),
            sum_of(func.coalesce(Task.measured, 0)),
            sum_of(func.coalesce(Task.target, 0)),
            func.sum(case((and_(counts, Task.target.is_(None)), 1), else_=0)),
        )
        .join(Task, Task.id == belonging.c.task_id)
        .group_by(belonging.c.directive_id)
    )
    return {directive_id: _whole(*row) for directive_id, *row in db.session.execute(query)}


def _whole(
    done: int, total: int, first: str | None, last: str | None, measured: float, target: float, open_ended: int
) -> Whole:
    if not first or first != last:
        return Whole(int(done), total)
    return Whole(int(done), total, first, round(measured, 4), None if open_ended else round(target, 4))
