"""The plan of a day as sets: the database finds the people, so the size of the register hardly matters.

Tasks with the same due date are at the same stage, so one statement per due date writes the rows of all of them; the
unique key decides which rows are news.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    and_,
    cast,
    delete,
    exists,
    func,
    literal,
    null,
    select,
    union_all,
    update,
)

from .. import clock
from ..db import db, insert
from ..mail.models import MailState, OutboxMail
from ..people.models import Post, Role, Unit, User
from ..tasks.models import Task, TaskState, task_cooperation
from .emails import KIND, Line, Reader
from .models import Reminder
from .planning import DueStage, Stage

PASSED, TOLD_AT_ISSUE = "passed", "told_at_issue"
_COLUMNS = ("task_id", "stage", "due_on", "user_id", "planned_on", "mail_id", "skipped", "is_cooperating")
# Who answers for a unit; in the Office, which may lead work too, everyone does.
_ANSWER = and_(Post.role.in_((Role.HEAD, Role.DEPUTY, Role.OFFICE)), Post.ended_on.is_(None))
_REACHABLE = and_(User.is_enabled, User.email.is_not(None), User.email != "")
# What the unit has reported as done waits for the Office, not for the unit.
PENDING = and_(Task.closed_on.is_(None), Task.state != TaskState.SUBMITTED)


@dataclass(frozen=True)
class Day:
    """A day of planning and the people whose digest of that day exists: their news waits for the next plan."""

    date: date
    served: Collection[int]


def read_day(today: date) -> Day:
    """Who has been served already."""
    served = select(Reminder.user_id).where(Reminder.planned_on == today, Reminder.mail_id.is_not(None)).distinct()
    return Day(today, db.session.scalars(served).all())


def list_due_dates(until: date) -> list[date]:
    """The due dates of open work up to that day."""
    dates = select(Task.sort_due_on).where(Task.closed_on.is_(None), Task.sort_due_on <= until)
    return list(db.session.scalars(dates.distinct().order_by(Task.sort_due_on)))


def read_readers() -> dict[int, Reader]:
    """Everyone who can be reached, with the unit of his first post."""
    rows = db.session.execute(
        select(User.id, User.name, User.email, User.language, Unit.short_name)
        .outerjoin(Post, and_(Post.user_id == User.id, Post.ended_on.is_(None)))
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .where(_REACHABLE)
        .order_by(User.id, Post.id)
    )
    readers: dict[int, Reader] = {}
    for user_id, name, email, language, unit_name in rows:
        readers.setdefault(user_id, Reader(user_id, name, email or "", language, unit_name or ""))
    return readers


def reopen_unsent(day: Day) -> int:
    """Take back digests of earlier days that never left: today's replaces them, so an outage ends with one mail."""
    replaced = db.session.scalars(
        update(OutboxMail)
        .where(
            OutboxMail.kind == KIND,
            OutboxMail.state == MailState.QUEUED,
            OutboxMail.created_at < clock.office_time(day.date, 0),
            OutboxMail.user_id.not_in(day.served),
        )
        .values(state=MailState.SKIPPED, last_error=f"replaced by the digest of {day.date.isoformat()}")
        .returning(OutboxMail.id)
        .execution_options(synchronize_session=False)
    ).all()
    for start in range(0, len(replaced), 500):
        _execute(
            update(Reminder)
            .where(Reminder.mail_id.in_(replaced[start : start + 500]), is_still_due())
            .values(mail_id=None, planned_on=day.date)
        )
    return len(replaced)


def is_still_due() -> ColumnElement[bool]:
    """Whether what a ledger row tells of is still to be done by that date."""
    return exists().where(Task.id == Reminder.task_id, Task.due_on == Reminder.due_on, PENDING)


def write_stage(due: DueStage, day: Day) -> int:
    """The ledger rows of one due date; tells how many are news. Stages that were passed get rows that say so."""
    issued_since = clock.office_time(due.stage.since, 0)
    fresh = _write(_rows(due, day, "", Task.assigned_at < issued_since))
    told_at_issue = _write(_rows(due, day, TOLD_AT_ISSUE, Task.assigned_at >= issued_since))
    if fresh or told_at_issue:
        for stage in due.passed:
            _write(_passed(due, stage, day))
    return fresh


def read_news(day: Day) -> Iterator[tuple[int, list[Line]]]:
    """The news of the day, person by person, the most urgent first; a task stands once in each list."""
    rows = db.session.execute(
        select(
            Reminder.user_id,
            Task.id,
            Task.code,
            Task.title,
            Task.due_on,
            Unit.short_name,
            Reminder.is_cooperating,
        )
        .join(Task, Task.id == Reminder.task_id)
        .join(Unit, Unit.id == Task.lead_unit_id)
        .where(*_news(day))
        .order_by(Reminder.user_id, Task.sort_due_on, Task.id, Reminder.is_cooperating),
        execution_options={"yield_per": 2000},
    )
    for user_id, group in groupby(rows, key=lambda row: int(row[0])):
        lines = (_line(row) for row in group)
        yield user_id, list({line.task_id: line for line in lines}.values())


def _line(row: Any) -> Line:
    return Line(*row[1:])


def drop_news_of(user_ids: Collection[int], day: Day) -> None:
    """Forget what is new for people whose digest another planner has written meanwhile; the next plan tells it."""
    if user_ids:
        _execute(delete(Reminder).where(*_news(day), Reminder.user_id.in_(user_ids)))


def bind_news(day: Day) -> int:
    """Name in every new row the digest that tells it."""
    key = literal(f"{KIND}:") + cast(Reminder.user_id, String) + literal(f":{day.date.isoformat()}")
    digest = select(OutboxMail.id).where(OutboxMail.key == key).scalar_subquery()
    return _execute(update(Reminder).where(*_news(day)).values(mail_id=digest))


def _news(day: Day) -> tuple[ColumnElement[bool], ...]:
    return (Reminder.planned_on == day.date, Reminder.mail_id.is_(None), Reminder.skipped == "")


def _rows(due: DueStage, day: Day, skipped: str, condition: ColumnElement[bool]) -> Any:
    """Heads and deputies of the lead unit and of those that take part, and the task's officer: one row per person."""
    chosen = and_(PENDING, Task.sort_due_on == due.due_on, condition)
    lead = select(Task.id.label("task_id"), Post.user_id.label("user_id"), literal(0).label("part"))
    lead = lead.join(Post, Post.unit_id == Task.lead_unit_id).where(chosen, _ANSWER)
    officer = select(Task.id, Task.officer_id, literal(0)).where(chosen, Task.officer_id.is_not(None))
    part = select(Task.id, Post.user_id, literal(1))
    part = part.join(task_cooperation, task_cooperation.c.task_id == Task.id)
    part = part.join(Post, Post.unit_id == task_cooperation.c.unit_id).where(chosen, _ANSWER)
    people = union_all(lead, officer, part).subquery()
    return (
        select(
            people.c.task_id,
            literal(due.stage.name),
            literal(due.due_on),
            people.c.user_id,
            literal(day.date),
            cast(null(), Integer),
            literal(skipped),
            func.min(people.c.part) == 1,
        )
        .join(User, User.id == people.c.user_id)
        .where(_REACHABLE, people.c.user_id.not_in(day.served))
        .group_by(people.c.task_id, people.c.user_id)
    )


def _passed(due: DueStage, stage: Stage, day: Day) -> Any:
    """The rows of a stage that was passed unsent, for the people who got a row of the nearest one today."""
    return select(
        Reminder.task_id,
        literal(stage.name),
        Reminder.due_on,
        Reminder.user_id,
        literal(day.date),
        cast(null(), Integer),
        literal(PASSED),
        Reminder.is_cooperating,
    ).where(
        Reminder.due_on == due.due_on,
        Reminder.stage == due.stage.name,
        Reminder.planned_on == day.date,
    )


def _write(rows: Any) -> int:
    return _execute(insert(Reminder).from_select(_COLUMNS, rows).on_conflict_do_nothing())


def _execute(statement: Any) -> int:
    result: Any = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(result.rowcount)
