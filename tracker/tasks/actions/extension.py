"""More time: asked by the unit, decided by a leader, never by the one who asked."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock, history, mail
from ...access import require
from ...db import db
from ...errors import Refused
from ...people.actor import Actor
from .. import emails, policy, queries
from ..models import Extension, ExtensionState, Task, find_hindrance
from ..wording import advise, state_name
from .steps import iso, note_due


def request_extension(task: Task, new_due_on: date, reason: str, *, by: Actor) -> Extension:
    """The unit asks for more time; only one request may wait. The same form sent twice asks once."""
    require(policy.answers_for(by, task))
    if task.has_open_extension and (waiting := _find_same(task, new_due_on, reason, by)):
        return waiting
    if not task.can("extend"):
        raise Refused(_("This task is %(state)s: its due date can no longer move.", state=state_name(task.state)))
    if task.due_on is None:
        raise Refused(_("This task has no due date, so there is nothing to extend."))
    if task.has_open_extension:
        raise Refused(_("An extension is already waiting for a decision."))
    if new_due_on <= max(task.due_on, clock.today()):
        raise Refused(
            _("The new date must lie after %(day)s.", day=f"{max(task.due_on, clock.today()):%d/%m/%Y}"), "new_due_on"
        )
    extension = Extension(
        task=task,
        task_id=task.id,
        state=ExtensionState.OPEN,
        requested_at=clock.now(),
        requested_by_id=by.user_id,
        unit_id=task.lead_unit_id,
        old_due_on=task.due_on,
        new_due_on=new_due_on,
        reason=reason,
    )
    task.has_open_extension = True
    db.session.add(extension)
    db.session.flush()
    history.record(by, "extension_requested", "task", task.id, old=iso(task.due_on), new=iso(new_due_on), reason=reason)
    for message in emails.extension_requested(extension):
        mail.put(message)
    return extension


def approve_extension(extension: Extension, note: str, *, by: Actor) -> None:
    """The due date moves; the original one stays where it was. Not while the work is reported as done."""
    require(policy.decides_extension(by, extension))
    if _was_decided(extension, ExtensionState.APPROVED, by):
        return
    hindrance = find_hindrance(extension.task.state, extension.new_due_on, clock.today())
    if hindrance and extension.state == ExtensionState.OPEN:
        raise Refused(advise(hindrance))
    _decide(extension, ExtensionState.APPROVED, note, by)
    task, old = extension.task, extension.task.due_on
    task.due_on = extension.new_due_on
    note_due(task, old, extension.reason, by)
    history.record(by, "extension_approved", "task", task.id, old=iso(old), new=iso(task.due_on), note=note)
    for message in emails.extension_decided(extension):
        mail.put(message)


def refuse_extension(extension: Extension, note: str, *, by: Actor) -> None:
    """The due date stays."""
    require(policy.decides_extension(by, extension))
    if _was_decided(extension, ExtensionState.REFUSED, by):
        return
    _decide(extension, ExtensionState.REFUSED, note, by)
    history.record(by, "extension_refused", "task", extension.task_id, new=iso(extension.new_due_on), note=note)
    for message in emails.extension_decided(extension):
        mail.put(message)


def close_open_extension(task: Task, by: Actor, note: str) -> None:
    """A request that nobody needs to decide any more is refused, with the reason in `note`."""
    if not task.has_open_extension:
        return
    waiting = db.session.scalars(
        select(Extension).where(Extension.task_id == task.id, Extension.state == ExtensionState.OPEN)
    )
    for extension in waiting:
        extension.state, extension.decided_at = ExtensionState.REFUSED, clock.now()
        extension.decided_by_id, extension.decision_note = by.user_id, note
    task.has_open_extension = False


def _find_same(task: Task, new_due_on: date, reason: str, by: Actor) -> Extension | None:
    """The request that waits, if that person has asked for the same in the same words."""
    waiting = queries.find_open_extension(task)
    asked = (by.user_id, new_due_on, reason)
    same = waiting and (waiting.requested_by_id, waiting.new_due_on, waiting.reason) == asked
    return waiting if same else None


def _was_decided(extension: Extension, state: ExtensionState, by: Actor) -> bool:
    """Whether that person has decided so already: a second press of his button."""
    return extension.state == state and extension.decided_by_id == by.user_id


def _decide(extension: Extension, state: ExtensionState, note: str, by: Actor) -> None:
    if not policy.can_decide_extension(by, extension):
        raise Refused(_("This request has been decided already. Reload the page to see how."))
    extension.state, extension.decision_note = state, note
    extension.decided_at, extension.decided_by_id = clock.now(), by.user_id
    extension.task.has_open_extension = False
