"""Mails of a request for more time."""

from __future__ import annotations

from flask_babel import gettext as _

from ...mail import Message
from ...people.queries import Recipient, find_recipient, get_unit, list_recipients
from ..models import Extension, ExtensionState
from .base import Told, once, task_message


def extension_requested(extension: Extension) -> list[Message]:
    """To the accountable leader: a request waits."""

    def tell(reader: Recipient) -> Told:
        sentence = _(
            "%(unit)s asks to move the due date from %(old)s to %(new)s. Please open the task to decide.",
            unit=get_unit(extension.unit_id).short_name,
            old=f"{extension.old_due_on or extension.new_due_on:%d/%m/%Y}",
            new=f"{extension.new_due_on:%d/%m/%Y}",
        )
        return Told(_("More time asked for"), sentence)

    reader = find_recipient(extension.task.leader_id)
    if reader is None:
        return []
    key = f"extension:{extension.id}:requested"
    return [task_message(extension.task, reader, key, "extension_requested", tell, words=extension.reason)]


def extension_decided(extension: Extension) -> list[Message]:
    """To the heads of the lead unit: how it was decided."""

    def tell(reader: Recipient) -> Told:
        if extension.state == ExtensionState.APPROVED:
            return Told(_("More time approved"), _("The due date is now %(day)s.", day=_given(extension)))
        old = f"{extension.old_due_on or extension.new_due_on:%d/%m/%Y}"
        return Told(_("More time refused"), _("The due date stays %(day)s.", day=old))

    kind = "extension_approved" if extension.state == ExtensionState.APPROVED else "extension_refused"
    key = f"extension:{extension.id}:decided"
    return [
        task_message(extension.task, reader, key, kind, tell, words=extension.decision_note)
        for reader in once(list_recipients([extension.task.lead_unit_id]))
    ]


def _given(extension: Extension) -> str:
    return f"{extension.decided_due_on or extension.new_due_on:%d/%m/%Y}"
