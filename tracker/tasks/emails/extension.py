"""Mails of a request for more time."""

from __future__ import annotations

from flask_babel import gettext as _

from ...mail import Message
from ...people.actor import Actor
from ...people.letters import once
from ...people.queries import Recipient, get_unit, list_office_recipients, list_recipients_for
from ..models import Extension, ExtensionState
from .audience import Event, list_readers
from .base import Told, task_message


def extension_requested(extension: Extension, *, repeat: int = 0, to_office: bool = False) -> list[Message]:
    """To the accountable leader, whoever stands in for him, and the Office where it may decide: a request waits.

    `repeat` is its number where that is pointed out, else 0.
    """

    def tell(reader: Recipient) -> Told:
        sentence = _(
            "%(unit)s asks to move the due date from %(old)s to %(new)s. Please open the task to decide.",
            unit=get_unit(extension.unit_id).short_name,
            old=f"{extension.old_due_on or extension.new_due_on:%d/%m/%Y}",
            new=f"{extension.new_due_on:%d/%m/%Y}",
        )
        if repeat:
            return Told(_("More time asked for, no. %(number)s", number=repeat), sentence)
        return Told(_("More time asked for"), sentence)

    leaders = list_recipients_for(extension.task.leader_id)
    readers = once([*leaders, *(list_office_recipients() if to_office else [])])
    key = f"extension:{extension.id}:requested"
    return [
        task_message(extension.task, reader, key, "extension_requested", tell, words=extension.reason)
        for reader in readers
    ]


def extension_decided(extension: Extension, by: Actor) -> list[Message]:
    """How it was decided, to those whom the office's rules name: the heads of the lead unit, unless set otherwise."""

    def tell(reader: Recipient) -> Told:
        if extension.state == ExtensionState.APPROVED:
            return Told(_("More time approved"), _given(extension))
        old = f"{extension.old_due_on or extension.new_due_on:%d/%m/%Y}"
        return Told(_("More time refused"), _("The due date stays %(day)s.", day=old))

    kind = "extension_approved" if extension.state == ExtensionState.APPROVED else "extension_refused"
    key = f"extension:{extension.id}:decided"
    return [
        task_message(extension.task, reader, key, kind, tell, words=extension.decision_note, by=by)
        for reader in list_readers(Event.EXTENSION_DECIDED, extension.task)
    ]


def _given(extension: Extension) -> str:
    asked = f"{extension.new_due_on:%d/%m/%Y}"
    if extension.decided_due_on is None:
        return _("The due date is now %(day)s.", day=asked)
    given = f"{extension.decided_due_on:%d/%m/%Y}"
    return _("%(asked)s was asked for; the due date is now %(day)s.", asked=asked, day=given)
