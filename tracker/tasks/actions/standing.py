"""Work that stops for a while, for good, or begins again; and the star of what comes first."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from ... import clock, history, mail
from ...access import require
from ...errors import Refused
from ...people.actor import Actor
from .. import emails, policy
from ..models import Task, TaskState
from .closing import close_open_matters
from .extension import close_open_extension
from .reached import fall_back
from .steps import is_second_press, iso, move, note_due, refusal_of


def suspend_task(task: Task, reason: str, resume_on: date | None, *, by: Actor) -> None:
    """Nothing is due until it is resumed. `resume_on` is expected, not promised: nobody resumes by himself."""
    require(policy.directs(by))
    if task.state == TaskState.SUSPENDED and is_second_press(task, "task_suspended", by, reason=reason):
        return
    if resume_on and resume_on < clock.today():
        raise Refused(_("The expected day cannot lie in the past. Give today or a later day."), "resume_on")
    move(task, "suspend", by)
    task.resume_on = resume_on
    _tell(task, "task_suspended", by, reason=reason, resume_on=iso(resume_on))


def resume_task(task: Task, note: str, due_on: date | None, *, by: Actor) -> None:
    """The work goes on; the original due date stays where it was, whatever the new one."""
    require(policy.directs(by))
    if task.state == TaskState.IN_PROGRESS and is_second_press(task, "task_resumed", by, note=note):
        return
    if due_on and due_on < clock.today():
        raise Refused(_("The new due date cannot lie in the past. Give today or a later day."), "due_on")
    move(task, "resume", by)
    old, days = task.due_on, {}
    if due_on and due_on != old:
        task.due_on, days = due_on, {"old": iso(old), "new": iso(due_on)}
        task.original_due_on = task.original_due_on or due_on
        note_due(task, old, note, by)
        close_open_extension(task, by, _("A new due date was set when the work was resumed."))
    _tell(task, "task_resumed", by, note=note, **days)


def cancel_task(task: Task, reason: str, *, by: Actor) -> None:
    """The task is over without having been completed."""
    require(policy.directs(by))
    if task.state == TaskState.CANCELLED and is_second_press(task, "task_cancelled", by, reason=reason):
        return
    move(task, "cancel", by)
    task.closed_on = clock.today()
    close_open_matters(task, _("The task was cancelled."), by=by)
    _tell(task, "task_cancelled", by, reason=reason)


def reopen_task(task: Task, reason: str, *, by: Actor) -> None:
    """What was completed or cancelled is work again, as far as the unit had last told; its dates stay."""
    require(policy.confirms(by, task))
    if task.state == TaskState.IN_PROGRESS and is_second_press(task, "task_reopened", by, reason=reason):
        return
    move(task, "reopen", by)
    task.completed_on = task.closed_on = task.reported_on = task.submitted_at = None
    fall_back(task)
    _tell(task, "task_reopened", by, reason=reason)


def star_task(task: Task, *, by: Actor) -> None:
    """It comes first in lists; a second press finds it starred."""
    _set_star(task, by, is_starred=True)


def unstar_task(task: Task, *, by: Actor) -> None:
    """It stands where its date puts it."""
    _set_star(task, by, is_starred=False)


def _set_star(task: Task, by: Actor, *, is_starred: bool) -> None:
    require(policy.directs(by))
    if task.is_starred == is_starred:
        return
    if not policy.can_star(by, task):
        raise Refused(refusal_of(task))
    task.is_starred = is_starred
    history.record(by, "task_starred" if is_starred else "task_unstarred", "task", task.id)


def _tell(task: Task, event: str, by: Actor, **data: str | None) -> None:
    """History, and a mail to the heads of all its units."""
    entry = history.record(by, event, "task", task.id, **{name: value for name, value in data.items() if value})
    for message in emails.standing_changed(task, history.number_of(entry), event, data, by):
        mail.put(message)
