"""A new task: its code, its first state, its first due date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from ... import clock, history
from ...db import db
from ...people.actor import Actor
from ...people.models import Unit
from ..models import Task, TaskNumber, TaskState
from .steps import iso, note_due, note_state


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
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    number = _raise_number(year)
    if number is None:
        db.session.execute(insert(TaskNumber).values(year=year, last=0).on_conflict_do_nothing())
        number = _raise_number(year)
    return f"NV-{year}-{number:04d}"


def _raise_number(year: int) -> int | None:
    return db.session.scalar(
        update(TaskNumber)
        .where(TaskNumber.year == year)
        .values(last=TaskNumber.last + 1)
        .returning(TaskNumber.last)
        .execution_options(synchronize_session=False)
    )
