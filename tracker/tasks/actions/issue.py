"""A new task: its code, its first state, its first due date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update

from ... import clock, history, mail
from ...access import require
from ...db import db, insert
from ...people.actor import Actor
from ...people.models import Unit
from .. import emails
from ..models import Task, TaskNumber, TaskState
from .steps import iso, key_of, note_due, note_state


@dataclass(frozen=True)
class Assignment:
    """A new task as the Office gives it. `due_on` None means explicitly no due date."""

    title: str
    lead_unit_id: int
    leader_id: int
    deliverable: str = ""
    topic_id: int | None = None
    cooperating_unit_ids: Sequence[int] = ()
    due_on: date | None = None
    due_words: str = ""
    every: str | None = None
    directive_id: int | None = None
    notice_id: int | None = None
    source: str = ""
    is_duty: bool = False


def issue_by_hand(assignment: Assignment, form_key: str, *, by: Actor) -> Task:
    """A task without a text, and its people are told; sent a second time, the form gives the task of the first time."""
    require(by.is_office)
    key = key_of("task", form_key, by)
    _wait_for_others(clock.today().year)
    before = db.session.scalar(select(Task).where(Task.form_key == key)) if key else None
    if before is not None:
        return before
    task = issue_task(assignment, by=by)
    task.form_key = key
    for message in emails.task_assigned(task):
        mail.put(message)
    return task


def issue_task(assignment: Assignment, *, by: Actor) -> Task:
    """Make the task with its code, its first state and its first due date. The caller tells the people."""
    now, today = clock.now(), clock.today()
    task = Task(
        code=_next_code(today.year),
        title=assignment.title,
        deliverable=assignment.deliverable,
        directive_id=assignment.directive_id,
        notice_id=assignment.notice_id,
        source=assignment.source,
        topic_id=assignment.topic_id,
        lead_unit_id=assignment.lead_unit_id,
        leader_id=assignment.leader_id,
        state=TaskState.ASSIGNED,
        due_on=assignment.due_on,
        original_due_on=assignment.due_on,
        due_words=assignment.due_words[:300],
        every=assignment.every,
        is_duty=assignment.is_duty,
        assigned_at=now,
        has_open_extension=False,
    )
    others = [unit_id for unit_id in dict.fromkeys(assignment.cooperating_unit_ids) if unit_id != task.lead_unit_id]
    task.cooperating_units = list(db.session.scalars(select(Unit).where(Unit.id.in_(others)))) if others else []
    db.session.add(task)
    db.session.flush()
    note_state(task, None, "issue", by)
    note_due(task, None, "", by)
    history.record(by, "task_issued", "task", task.id, due_on=iso(task.due_on), lead_unit_id=task.lead_unit_id)
    return task


def _next_code(year: int) -> str:
    """NV-2026-0142: running per year. The row lock makes two who issue at once wait for each other."""
    number = _raise_number(year, 1)
    if number is None:
        db.session.execute(insert(TaskNumber).values(year=year, last=0).on_conflict_do_nothing())
        number = _raise_number(year, 1)
    return f"NV-{year}-{number:04d}"


def _wait_for_others(year: int) -> None:
    """Hold the row of the year's numbers without taking one: whoever issues at the same moment is done, or waits."""
    db.session.execute(insert(TaskNumber).values(year=year, last=0).on_conflict_do_nothing())
    _raise_number(year, 0)


def _raise_number(year: int, by: int) -> int | None:
    return db.session.scalar(
        update(TaskNumber)
        .where(TaskNumber.year == year)
        .values(last=TaskNumber.last + by)
        .returning(TaskNumber.last)
        .execution_options(synchronize_session=False)
    )
