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
from ...settings.queries import office_settings
from .. import emails, policy, queries
from ..models import Extension, ExtensionState, Hindrance, Task, find_hindrance
from ..terms import flagged, why_not_ask
from ..today import office_today
from ..wording import advise, state_name
from .steps import iso, note_due, wait_for_others


def request_extension(task: Task, new_due_on: date, reason: str, *, by: Actor) -> Extension:
    """The unit asks for more time; only one request may wait. A second press gives the request of the first one."""
    require(policy.answers_for(by, task))
    wait_for_others(task)
    waiting = queries.find_open_extension(task)
    if waiting and (waiting.requested_by_id, waiting.new_due_on, waiting.reason) == (by.user_id, new_due_on, reason):
        return waiting
    asked = queries.count_extensions(task)
    _check_request(task, new_due_on, asked.approved, is_waiting=waiting is not None)
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
    number = asked.requests + 1
    days = {"old": iso(task.due_on), "new": iso(new_due_on)}
    history.record(by, "extension_requested", "task", task.id, **days, reason=reason, number=number)
    settings = office_settings()
    for message in emails.extension_requested(
        extension, repeat=flagged(number, settings), to_office=settings.office_decides_extensions
    ):
        mail.put(message)
    return extension


def _check_request(task: Task, new_due_on: date, approved: int, *, is_waiting: bool) -> None:
    """Raises Refused with the rule that stands in the way."""
    if not task.can("extend"):
        raise Refused(_("This task is %(state)s: its due date can no longer move.", state=state_name(task.state)))
    if task.due_on is None:
        raise Refused(_("This task has no due date, so there is nothing to extend."))
    if is_waiting:
        raise Refused(_("An extension is already waiting for a decision."))
    today = office_today()
    if sentence := why_not_ask(task.due_on, approved, today, office_settings()):
        raise Refused(sentence)
    _check_later(task, new_due_on, "new_due_on")


def _check_later(task: Task, day: date, field: str) -> None:
    """A later date than the present one, and a day to come."""
    latest = max(task.due_on or clock.today(), clock.today())
    if day <= latest:
        raise Refused(_("The new date must lie after %(day)s.", day=f"{latest:%d/%m/%Y}"), field)


def withdraw_extension(extension: Extension, *, by: Actor) -> None:
    """The unit takes its request back; it does not count among those that are counted. Harmless a second time."""
    require(policy.withdraws_extension(by, extension))
    if extension.state == ExtensionState.WITHDRAWN:
        return
    if not policy.can_withdraw_extension(by, extension):
        raise Refused(_("This request has been decided already. Reload the page to see how."))
    _close(extension, ExtensionState.WITHDRAWN, "", by)
    history.record(by, "extension_withdrawn", "task", extension.task_id, new=iso(extension.new_due_on))


def approve_extension(extension: Extension, note: str, *, by: Actor, due_on: date | None = None) -> None:
    """The due date moves to the one asked for, or to `due_on`; the original one stays where it was."""
    if not _require_decision(extension, ExtensionState.APPROVED, by):
        return
    task, old, asked_for = extension.task, extension.task.due_on, extension.new_due_on
    _check_date(extension, due_on)
    _close(extension, ExtensionState.APPROVED, note, by)
    extension.decided_due_on = due_on if due_on and due_on != asked_for else None
    task.due_on = extension.decided_due_on or asked_for
    note_due(task, old, extension.reason, by)
    facts = {"asked": iso(asked_for)} if extension.decided_due_on else {}
    facts |= {"old": iso(old), "new": iso(task.due_on), "note": note}
    number = queries.count_extensions(task).requests
    history.record(by, "extension_approved", "task", task.id, **facts, number=number)
    for message in emails.extension_decided(extension, by):
        mail.put(message)


def _check_date(extension: Extension, due_on: date | None) -> None:
    """Not while the work is reported as done, and only a day that is still to come."""
    hindrance = find_hindrance(extension.task.state, due_on or extension.new_due_on, clock.today())
    if hindrance is Hindrance.REPORTED or (hindrance and due_on is None):
        raise Refused(advise(hindrance))
    if due_on is not None and due_on != extension.new_due_on:
        _check_later(extension.task, due_on, "due_on")


def refuse_extension(extension: Extension, note: str, *, by: Actor) -> None:
    """The due date stays, and the unit is told why."""
    if not _require_decision(extension, ExtensionState.REFUSED, by):
        return
    if not note:
        raise Refused(_("Say why, so that the unit knows what to go by."), "note")
    _close(extension, ExtensionState.REFUSED, note, by)
    number = queries.count_extensions(extension.task).requests
    days = {"new": iso(extension.new_due_on)}
    history.record(by, "extension_refused", "task", extension.task_id, **days, note=note, number=number)
    for message in emails.extension_decided(extension, by):
        mail.put(message)


def close_open_extension(task: Task, by: Actor, note: str) -> None:
    """A request that nobody needs to decide any more is refused, with the reason in `note`."""
    if not task.has_open_extension:
        return
    waiting = db.session.scalars(
        select(Extension).where(Extension.task_id == task.id, Extension.state == ExtensionState.OPEN)
    )
    for extension in waiting:
        extension.task = task
        _close(extension, ExtensionState.REFUSED, note, by)
        history.record(by, "extension_closed", "task", task.id, new=iso(extension.new_due_on), note=note)
    task.has_open_extension = False


def _require_decision(extension: Extension, state: ExtensionState, by: Actor) -> bool:
    """Who may not decide learns nothing; who may is told that somebody else was faster.

    False for a second press: that person has decided so already.
    """
    office_decides = office_settings().office_decides_extensions
    require(policy.decides_extension(by, extension, office_decides=office_decides))
    if extension.state == state and extension.decided_by_id == by.user_id:
        return False
    if not policy.can_decide_extension(by, extension, office_decides=office_decides):
        raise Refused(_("This request has been decided already. Reload the page to see how."))
    return True


def _close(extension: Extension, state: ExtensionState, note: str, by: Actor) -> None:
    extension.state, extension.decision_note = state, note
    extension.decided_at, extension.decided_by_id = clock.now(), by.user_id
    extension.task.has_open_extension = False
