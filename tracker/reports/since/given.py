"""What notices gave, as it stands at the end of a day: the same tasks that a notice's own page counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, or_, select

from ... import clock
from ...db import db
from ...directives.models import Directive, Notice, NoticeState
from ...people.models import Unit
from ...tasks.links import given_by
from ...tasks.models import LinkKind, ProgressUpdate, Task, TaskLink, TaskState
from ...tasks.status import Status, Today
from .then import NOT_YET, columns_at, day_of, end_of

MOST_NOTICES = 100  # in one review; a term of five years has fewer conclusions of its sessions


class NoticeHead(NamedTuple):
    """A notice as far as it is named."""

    id: int
    number: str
    meeting: str
    title: str
    held_on: date | None
    issued_on: date
    tasks_issued_at: datetime | None = None

    def is_issued_by(self, day: date) -> bool:
        """Whether it had been issued and its tasks had been given at the end of that day."""
        given_on = clock.to_office(self.tasks_issued_at).date() if self.tasks_issued_at else self.issued_on
        return max(self.issued_on, given_on) <= day

    @property
    def reference(self) -> str:
        """How people call it."""
        return self.number or self.meeting or self.title

    @property
    def met_on(self) -> date:
        """The day of the meeting, else of its notice."""
        return self.held_on or self.issued_on


class Given(NamedTuple):
    """One task of a notice."""

    notice_id: int
    id: int
    code: str
    title: str
    state: str
    due_on: date | None
    completed_on: date | None
    reported_on: date | None
    unit_id: int
    unit: str
    every: str | None
    status: Status


HEAD = (
    Notice.id,
    Notice.number,
    Notice.meeting,
    Notice.title,
    Notice.held_on,
    Notice.issued_on,
    Notice.tasks_issued_at,
)


def list_heads(notice_ids: Collection[int]) -> list[NoticeHead]:
    """Issued notices among these, by date of issue."""
    rows = db.session.execute(
        select(*HEAD)
        .where(Notice.id.in_(list(notice_ids)[:MOST_NOTICES]), Notice.state == NoticeState.ISSUED)
        .order_by(Notice.issued_on, Notice.id)
    )
    return [NoticeHead._make(row) for row in rows]


def list_latest(limit: int) -> list[NoticeHead]:
    """The newest issued notices first."""
    return _list_newest(limit)


def list_issued(since: date) -> list[NoticeHead]:
    """What was issued since that day, finished or not, the newest first."""
    return _list_newest(MOST_NOTICES, Notice.issued_on >= since)


def list_unfinished() -> list[NoticeHead]:
    """Issued notices of which something is not completed, the newest first."""
    is_open = Task.closed_on.is_(None), or_(~Task.is_duty, Task.every.is_not(None))
    own = select(Task.notice_id).where(*is_open, Task.notice_id.is_not(None))
    continued = (
        select(Directive.notice_id)
        .join(TaskLink, TaskLink.directive_id == Directive.id)
        .join(Task, Task.id == TaskLink.task_id)
        .where(TaskLink.kind == LinkKind.CONTINUED, *is_open)
    )
    return _list_newest(MOST_NOTICES, Notice.id.in_(own.union(continued)))


def _list_newest(limit: int, *where: Any) -> list[NoticeHead]:
    query = select(*HEAD).where(Notice.state == NoticeState.ISSUED, *where)
    rows = db.session.execute(query.order_by(Notice.issued_on.desc(), Notice.id.desc()).limit(limit))
    return [NoticeHead._make(row) for row in rows]


def list_given(notice_ids: Sequence[int], today: Today) -> list[Given]:
    """By unit, then by due date. A task to which two directives of one notice belong is one task of it."""
    moment = end_of(today.day)
    was, given = columns_at(moment), given_by(notice_ids, moment).subquery()
    rows = db.session.execute(
        select(
            given.c.notice_id,
            Task.id,
            Task.code,
            Task.title,
            was.state.label("state"),
            was.due.label("due"),
            was.closed_on.label("closed_on"),
            was.reported_on.label("reported_on"),
            Unit.id.label("unit_id"),
            Unit.short_name,
            Task.every,
        )
        .select_from(given)
        .join(Task, Task.id == given.c.task_id)
        .join(Unit, Unit.id == was.lead_unit_id)
        .where(was.state != NOT_YET)
        .order_by(Unit.sort_order, Unit.id, was.due, Task.id, given.c.notice_id)
    )
    return [_given(row, today) for row in rows]


def _given(row: Any, today: Today) -> Given:
    due_on, done = day_of(row.due), row.closed_on if row.state == TaskState.COMPLETED else None
    reported = row.reported_on if row.state == TaskState.SUBMITTED else None
    facts = (row.notice_id, row.id, row.code, row.title, row.state, due_on, done, reported)
    plain = Given(*facts, row.unit_id, row.short_name, row.every, Status.RUNNING)
    return plain._replace(status=today.status_of(plain))


class Told(NamedTuple):
    """The last word of the lead unit on its result."""

    result: str
    document_number: str
    document_on: date | None


def list_results(task_ids: Collection[int], today: Today) -> dict[int, Told]:
    """By task, as known at the end of the day."""
    if not task_ids:
        return {}
    update, moment = ProgressUpdate, end_of(today.day)
    last = select(func.max(update.id)).where(update.task_id.in_(list(task_ids)), ~update.is_part)
    if moment:
        last = last.where(update.at < moment)
    rows = db.session.execute(
        select(update.task_id, update.result, update.document_number, update.document_on).where(
            update.id.in_(last.group_by(update.task_id))
        )
    )
    return {row.task_id: Told(row.result, row.document_number, row.document_on) for row in rows}
