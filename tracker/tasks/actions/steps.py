"""The steps that every action is made of: one row of the transition table, one dated row for each change."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock, history
from ...db import db
from ...errors import NotFound, Refused
from ...people.actor import Actor
from ...people.models import Unit
from ...people.queries import get_unit
from ..models import TRANSITIONS, Task, TaskDueChange, TaskState, TaskStateChange
from ..wording import state_name


def move(task: Task, verb: str, by: Actor) -> None:
    """One step of the transition table, with its dated row. Raises Refused when the table has no such step."""
    before = TaskState(task.state)
    if (before, verb) not in TRANSITIONS:
        raise Refused(refusal_of(task))
    after = TRANSITIONS[before, verb]
    task.state = after
    if after != before:
        task.resume_on, task.waits_since = None, clock.today()
        note_state(task, before, verb, by)


def is_second_press(task: Task, event: str, by: Actor, **told: Any) -> bool:
    """Whether the last thing that happened to the task is this very act, by this person and in these words.

    A button pressed twice, or once more after Back, then finds its work done and says nothing of a changed state.
    """
    last = history.find_last_entry("task", task.id)
    if last is None or (last.event, last.by_user_id) != (event, by.user_id):
        return False
    return all((last.data.get(name) or None) == (value or None) for name, value in told.items())


def check_still_led_by(task: Task, seen_unit_id: int | None) -> None:
    """Raises Refused when the task has gone to another unit since the form was opened."""
    if seen_unit_id and seen_unit_id != task.lead_unit_id:
        unit = get_unit(task.lead_unit_id).short_name
        raise Refused(_("Meanwhile the task was given to %(unit)s. Look at it once more, then decide.", unit=unit))


def check_unit(unit_id: int, lead_unit_id: int, field: str) -> Unit:
    """The unit that is named for the work. Raises Refused when it leads already or is closed."""
    try:
        unit = get_unit(unit_id)
    except NotFound:
        unit = None
    if unit is None or not unit.is_open(clock.today()):
        raise Refused(_("This unit no longer exists. Choose another one."), field)
    if unit_id == lead_unit_id:
        raise Refused(_("This unit leads the task already. Choose another one."), field)
    return unit


def refusal_of(task: Task) -> str:
    """What to say to whoever comes too late."""
    return _(
        "This task is now %(state)s, so that is no longer possible. Reload the page.", state=state_name(task.state)
    )


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
            from_closed_on=task.closed_on,
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
        for_name=by.for_name,
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
