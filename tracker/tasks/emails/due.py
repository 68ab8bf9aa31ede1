"""The mail of a due date that a leader sets himself."""

from __future__ import annotations

from flask_babel import gettext as _

from ...mail import Message
from ...people.actor import Actor
from ...people.letters import once
from ...people.queries import Recipient, list_recipients, list_recipients_for
from ..models import Task, TaskDueChange
from .base import Told, task_message


def due_set(task: Task, change: TaskDueChange, by: Actor, *, closes_request: bool) -> list[Message]:
    """To the heads of the lead unit, and to the accountable leader where somebody else has set it."""

    def tell(reader: Recipient) -> Told:
        day = f"{change.to_due_on:%d/%m/%Y}"
        if change.from_due_on is None:
            sentence = _("The task had no due date. It is now due on %(day)s.", day=day)
        else:
            before = f"{change.from_due_on:%d/%m/%Y}"
            sentence = _("The due date was %(before)s. It is now %(day)s.", before=before, day=day)
        if closes_request:
            sentence = f"{sentence} {_('The request for more time is closed with it.')}"
        return Told(_("Due date set"), sentence)

    leaders = list_recipients_for(task.leader_id) if task.leader_id != change.by_user_id else []
    readers = once([*list_recipients([task.lead_unit_id]), *leaders])
    return [
        task_message(task, reader, f"due:{change.id}", "due_set", tell, words=change.reason, by=by)
        for reader in readers
    ]
