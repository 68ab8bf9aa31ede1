"""The plan of a day as sets: the database finds the people, so the size of the register hardly matters.

Tasks with the same due date are at the same stage, so one statement per due date writes the rows of all of them; the
unique key decides which rows are news.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    and_,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
    update,
)

from .. import clock
from ..db import db, insert
from ..mail.models import MailState, OutboxMail
from ..people.models import Post, Role, Unit, User
from ..tasks.models import RESTING, Task, task_cooperation
from .emails import KIND, Line, Reader
from .models import Reminder
from .planning import DueStage

TOLD_AT_ISSUE = "told_at_issue"
_COLUMNS = (
    "task_id",
    "stage",
    "rank",
    "due_on",
    "user_id",
    "planned_on",
    "mail_id",
    "passed",
    "skipped",
    "is_cooperating",
)
# Who answers for a unit; in the Office, which may lead work too, everyone does.
_ANSWER = and_(Post.role.in_((Role.HEAD, Role.DEPUTY, Role.OFFICE)), Post.ended_on.is_(None))
_REACHABLE = and_(User.is_enabled, User.email.is_not(None), User.email != "")
# What is reported or declined waits for the Office, not for the unit; what is suspended for nobody.
_PENDING = and_(Task.closed_on.is_(None), Task.state.not_in(RESTING))


@dataclass(frozen=True)
class Day:
    """A day of planning, and the digests that are kept free for it: mail ids by person."""

    date: date
    digests: dict[int, int]


def find_last_plan(today: date) -> date | None:
    """The last day before today on which anything was told."""
    return db.session.scalar(select(func.max(Reminder.planned_on)).where(Reminder.planned_on < today))


def list_due_dates(until: date) -> list[date]:
    """The due dates of open work up to that day."""
    dates = select(Task.sort_due_on).where(Task.closed_on.is_(None), Task.sort_due_on <= until)
    return list(db.session.scalars(dates.distinct().order_by(Task.sort_due_on)))


def read_readers(only: int | None = None) -> dict[int, Reader]:
    """Everyone who can be reached (or only that person), with the unit of his first post."""
    rows = db.session.execute(
        select(User.id, User.name, User.email, User.language, Unit.short_name)
        .outerjoin(Post, and_(Post.user_id == User.id, Post.ended_on.is_(None)))
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .where(_REACHABLE, User.id == only if only is not None else true())
        .order_by(User.id, Post.id)
    )
    readers: dict[int, Reader] = {}
    for user_id, name, email, language, unit_name in rows:
        readers.setdefault(user_id, Reader(user_id, name, email or "", language, unit_name or ""))
    return readers


def reopen_unsent(day: Day) -> int:
    """Take back digests of earlier days that never left: today's replaces them, so an outage ends with one mail."""
    replaced = db.session.execute(
        update(OutboxMail)
        .where(
            OutboxMail.kind == KIND,
            OutboxMail.state == MailState.QUEUED,
            OutboxMail.created_at < clock.office_time(day.date, 0),
            OutboxMail.user_id.in_(day.digests),
            OutboxMail.id.not_in(day.digests.values()),
        )
        .values(state=MailState.SKIPPED, last_error=f"replaced by the digest of {day.date.isoformat()}")
        .returning(OutboxMail.id, OutboxMail.user_id)
        .execution_options(synchronize_session=False)
    ).all()
    for mail_id, user_id in replaced:
        _execute(
            update(Reminder)
            .where(Reminder.mail_id == mail_id, is_still_due())
            .values(mail_id=day.digests[user_id], planned_on=day.date)
        )
    return len(replaced)


def is_still_due() -> ColumnElement[bool]:
    """Whether what a ledger row tells of is still to be done by that date, and is still its person's."""
    due = exists().where(Task.id == Reminder.task_id, Task.due_on == Reminder.due_on, _PENDING).correlate(Reminder)
    return and_(due, is_still_his())


def is_still_his() -> ColumnElement[bool]:
    """Whether the person answers for the lead unit or one that takes part, or is the task's officer.

    Work moves on: a unit is merged, a task reassigned, a head replaced.
    """
    his = and_(Post.user_id == Reminder.user_id, _ANSWER)
    lead = exists().where(Task.id == Reminder.task_id, Post.unit_id == Task.lead_unit_id, his)
    officer = exists().where(Task.id == Reminder.task_id, Task.officer_id == Reminder.user_id)
    part = exists().where(
        task_cooperation.c.task_id == Reminder.task_id,
        task_cooperation.c.done_on.is_(None),
        Post.unit_id == task_cooperation.c.unit_id,
        his,
    )
    return or_(*(one.correlate(Reminder) for one in (lead, officer, part)))


def write_stage(due: DueStage, day: Day) -> int:
    """The ledger rows of one due date; tells how many are news."""
    issued_since = clock.office_time(due.stage.since, 0)
    _write(_rows(due, day, TOLD_AT_ISSUE, Task.assigned_at >= issued_since))
    return _write(_rows(due, day, "", Task.assigned_at < issued_since))


def read_news(day: Day) -> Iterator[tuple[int, list[Line]]]:
    """What the day's digests have to tell, person by person, the most urgent first; a task stands once in each."""
    rows = db.session.execute(
        _lines().where(Reminder.planned_on == day.date, Reminder.mail_id.in_(day.digests.values())),
        execution_options={"yield_per": 2000},
    )
    for user_id, group in groupby(rows, key=lambda row: int(row[0])):
        yield user_id, _once(group)


def judge_digest(mail_id: int) -> tuple[bool, bool]:
    """Whether something in it is still to be told, and whether something has gone to somebody else since."""
    rows = exists().where(Reminder.mail_id == mail_id)
    due, gone = db.session.execute(select(rows.where(is_still_due()), rows.where(~is_still_his()))).one()
    return bool(due), bool(gone)


def read_rest(mail_id: int) -> list[Line]:
    """What of a digest is still to be told."""
    return _once(db.session.execute(_lines().where(Reminder.mail_id == mail_id, is_still_due())))


def _lines() -> Any:
    return (
        select(
            Reminder.user_id,
            Task.id,
            Task.code,
            Task.title,
            Task.due_on,
            Unit.short_name,
            Reminder.is_cooperating,
            Task.is_starred,
        )
        .join(Task, Task.id == Reminder.task_id)
        .join(Unit, Unit.id == Task.lead_unit_id)
        .order_by(Reminder.user_id, Task.sort_due_on, Task.id)
    )


def _once(rows: Iterable[Any]) -> list[Line]:
    return list({row[1]: Line(*row[1:]) for row in rows}.values())


def _rows(due: DueStage, day: Day, skipped: str, condition: ColumnElement[bool]) -> Any:
    """Heads and deputies of the lead unit and of those that take part, and the task's officer: one row per person."""
    chosen = and_(_PENDING, Task.sort_due_on == due.due_on, condition)
    lead = select(Task.id.label("task_id"), Post.user_id.label("user_id"), literal(0).label("part"))
    lead = lead.join(Post, Post.unit_id == Task.lead_unit_id).where(chosen, _ANSWER)
    officer = select(Task.id, Task.officer_id, literal(0)).where(chosen, Task.officer_id.is_not(None))
    part = select(Task.id, Post.user_id, literal(1))
    part = part.join(task_cooperation, task_cooperation.c.task_id == Task.id)
    part = part.join(Post, Post.unit_id == task_cooperation.c.unit_id).where(
        chosen, _ANSWER, task_cooperation.c.done_on.is_(None)
    )
    people = union_all(lead, officer, part).subquery()
    told = exists().where(
        Reminder.task_id == people.c.task_id,
        Reminder.due_on == due.due_on,
        Reminder.user_id == people.c.user_id,
        Reminder.rank >= due.stage.rank,
    )
    return (
        select(
            people.c.task_id,
            literal(due.stage.name),
            literal(due.stage.rank),
            literal(due.due_on),
            people.c.user_id,
            literal(day.date),
            cast(null(), Integer) if skipped else func.min(OutboxMail.id),
            literal(" ".join(due.passed)),
            literal(skipped),
            func.min(people.c.part) == 1,
        )
        .join(OutboxMail, OutboxMail.user_id == people.c.user_id)
        .where(OutboxMail.id.in_(day.digests.values()), ~told)
        .group_by(people.c.task_id, people.c.user_id)
    )


def _write(rows: Any) -> int:
    return _execute(insert(Reminder).from_select(_COLUMNS, rows).on_conflict_do_nothing())


def _execute(statement: Any) -> int:
    result: Any = db.session.execute(statement.execution_options(synchronize_session=False, preserve_rowcount=True))
    return int(result.rowcount)
