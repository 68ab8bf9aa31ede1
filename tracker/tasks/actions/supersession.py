"""The Office says by hand that a later notice or another task has taken the work over."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock, history, mail
from ...access import require
from ...db import db
from ...directives.queries import find_issued_notice
from ...errors import Refused
from ...people.actor import Actor
from .. import emails
from ..models import Task, TaskState
from .closing import close_open_matters
from .steps import is_second_press, move


@dataclass(frozen=True)
class Successor:
    """What stands in the place of the task: a notice or a task, and how people call it."""

    name: str
    notice_id: int | None = None
    task_id: int | None = None


def supersede_by_hand(task: Task, named: str, reason: str, *, by: Actor) -> None:
    """«Đã chuyển»: the task is over without being completed. `named` is a notice's number or a task's code."""
    require(by.is_office)
    if task.state == TaskState.SUPERSEDED and is_second_press(task, "task_superseded", by, reason=reason):
        return
    successor = _find(task, named)
    move(task, "supersede", by)
    task.closed_on = clock.today()
    close_open_matters(task, _("The task was replaced by %(notice)s.", notice=successor.name), by=by)
    ids = {"notice_id": successor.notice_id, "into_id": successor.task_id}
    known = {name: value for name, value in ids.items() if value}
    entry = history.record(by, "task_superseded", "task", task.id, notice=successor.name, reason=reason, **known)
    if successor.task_id:
        history.record(by, "task_took_over", "task", successor.task_id, code=task.code, from_id=task.id)
    told = {"notice": successor.name, "reason": reason}
    for message in emails.standing_changed(task, history.number_of(entry), "task_superseded", told, by):
        mail.put(message)


def _find(task: Task, named: str) -> Successor:
    code = named.upper().replace(" ", "")
    other = db.session.execute(select(Task.id, Task.code).where(Task.code == code)).one_or_none()
    if other is not None and other.id != task.id:
        return Successor(other.code, task_id=other.id)
    notice = find_issued_notice(named)
    if notice is not None and notice.id != task.notice_id:
        return Successor(f"{notice.number}, {notice.issued_on:%d/%m/%Y}", notice_id=notice.id)
    if other is not None or notice is not None:
        raise Refused(_("That is where this task stands already. Name what took its place."), "successor")
    raise Refused(
        _("No issued notice has this number and no task this code. Write it as in the register."), "successor"
    )
