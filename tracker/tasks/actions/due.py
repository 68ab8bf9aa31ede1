"""A leader sets or moves a due date himself; what hangs on the old one follows."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock, history, mail
from ...access import require
from ...db import db
from ...errors import Refused
from ...people.actor import Actor
from ...people.wording import sign
from ...settings.queries import office_settings
from .. import emails, policy, queries
from ..models import Step, Task, TaskDueChange
from .extension import close_open_extension
from .steps import iso, move, note_due, wait_for_others


def set_due_date(task: Task, due_on: date, reason: str, *, by: Actor) -> None:
    """Any day to come, with the reason; the first date of a task becomes its original one. Harmless a second time."""
    require(policy.sets_due(by, office_decides=office_settings().office_decides_extensions))
    wait_for_others(task)
    if _was_pressed_before(task, due_on, reason, by):
        return
    _check(task, due_on, by)
    move(task, "set_due", by)
    old, had_request = task.due_on, task.has_open_extension
    task.due_on = due_on
    task.original_due_on = task.original_due_on or due_on
    change = note_due(task, old, reason, by)
    history.record(by, "due_set", "task", task.id, old=iso(old), new=iso(due_on), reason=reason)
    close_open_extension(task, by, _("%(name)s has set the due date %(day)s.", name=sign(by), day=f"{due_on:%d/%m/%Y}"))
    pull_steps(task, by)
    db.session.flush()
    for message in emails.due_set(task, change, by, closes_request=had_request):
        mail.put(message)


def _check(task: Task, due_on: date, by: Actor) -> None:
    """Raises Refused with how to mend it."""
    waiting = queries.find_open_extension(task)
    if waiting and by.has_part_in(waiting.requested_by_id):
        raise Refused(_("Nobody decides about his own request for more time. Another leader can."))
    if due_on < clock.today():
        raise Refused(_("The due date cannot lie in the past. Give today or a later day."), "due_on")
    if due_on == task.due_on:
        raise Refused(_("That is the due date already. Give another day."), "due_on")


def _was_pressed_before(task: Task, due_on: date, reason: str, by: Actor) -> bool:
    """Whether the last change of the date is this very one."""
    last = db.session.scalar(
        select(TaskDueChange).where(TaskDueChange.task_id == task.id).order_by(TaskDueChange.id.desc()).limit(1)
    )
    return last is not None and (last.to_due_on, last.reason, last.by_user_id) == (due_on, reason, by.user_id)


def pull_steps(task: Task, by: Actor) -> None:
    """Steps still to be done never lie behind the task's due date: after it moved, they are pulled to it."""
    if task.due_on is None:
        return
    behind = list(
        db.session.scalars(
            select(Step)
            .where(
                Step.task_id == task.id, Step.due_on > task.due_on, Step.done_at.is_(None), Step.removed_at.is_(None)
            )
            .order_by(Step.id)
        )
    )
    for step in behind:
        history.record(by, "step_pulled", "task", task.id, step_id=step.id, step=step.title, **_days(step, task.due_on))
        step.due_on = task.due_on


def _days(step: Step, new: date) -> dict[str, str | None]:
    return {"old": iso(step.due_on), "new": iso(new)}
