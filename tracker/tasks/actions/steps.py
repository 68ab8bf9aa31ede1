"""The steps that every action is made of: one row of the transition table, one dated row for each change."""

from __future__ import annotations

import hashlib
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock
from ...db import db
from ...errors import Refused
from ...people.actor import Actor
from ..models import TRANSITIONS, Task, TaskDueChange, TaskState, TaskStateChange
from ..wording import state_name


def move(task: Task, verb: str, by: Actor) -> None:
    """One step of the transition table, with its dated row. Raises Refused when the table has no such step."""
    before = TaskState(task.state)
    if (before, verb) not in TRANSITIONS:
        raise Refused(
            _(
                "This task is now %(state)s, so that is no longer possible. Reload the page.",
                state=state_name(task.state),
            )
        )
    after = TRANSITIONS[before, verb]
    task.state = after
    if after != before:
        note_state(task, before, verb, by)


def note_state(task: Task, before: TaskState | None, verb: str, by: Actor) -> None:
    """The dated row of a change of state."""
    db.session.add(
        TaskStateChange(
            task_id=task.id,
            at=clock.now(),
            on=clock.today(),
            from_state=before,
            to_state=task.state,
            verb=verb,
            by_user_id=by.user_id,
        )
    )


def note_due(task: Task, before: date | None, reason: str, by: Actor) -> TaskDueChange:
    """The dated row of a due date; `task.due_on` is the new one."""
    change = TaskDueChange(
        task_id=task.id,
        at=clock.now(),
        on=clock.today(),
        from_due_on=before,
        to_due_on=task.due_on,
        reason=reason,
        by_user_id=by.user_id,
    )
    db.session.add(change)
    return change


def wait_for_others(task: Task) -> None:
    """Hold the task's row: whoever changes it at the same moment is done, or waits. SQLite has one writer anyway."""
    db.session.execute(select(Task.id).where(Task.id == task.id).with_for_update())


def key_of(scope: object, form_key: str, by: Actor) -> str | None:
    """Only the same form of the same person about the same thing is a second press; a form without a key never is."""
    if not form_key:
        return None
    return hashlib.sha256(f"{scope}\n{by.user_id}\n{form_key}".encode()).hexdigest()[:40]


def iso(day: date | None) -> str | None:
    """How history keeps a day."""
    return day.isoformat() if day else None
