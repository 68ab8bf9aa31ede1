"""Mails of a task that is given and of a report that comes back."""

from __future__ import annotations

from flask_babel import gettext as _

from ...mail import Message
from ...people.actor import Actor
from ...people.letters import once
from ...people.models import Role
from ...people.queries import Recipient, get_unit, list_recipients
from ..models import Task, TaskReturn
from .audience import Event, list_readers
from .base import Told, task_message


def task_assigned(task: Task) -> list[Message]:
    """To those whom the office's rules name: the heads of all units, unless set otherwise. It came without a text."""
    taking_part = {unit.id for unit in task.cooperating_units}

    def tell(reader: Recipient) -> Told:
        unit = get_unit(task.lead_unit_id).name
        if reader.unit_id == task.lead_unit_id and reader.role in (Role.HEAD, Role.DEPUTY):
            return Told(_("New task"), _("Your unit leads: %(unit)s. Please open the task and accept it.", unit=unit))
        if reader.unit_id in taking_part:
            return Told(_("New task"), _("%(unit)s leads, your unit cooperates.", unit=unit))
        return Told(_("New task"), _("The task is given to %(unit)s, which leads.", unit=unit))

    return [
        task_message(task, reader, f"task:{task.id}:assigned", "task_assigned", tell, words=task.source)
        for reader in list_readers(Event.ISSUED, task)
    ]


def task_sent_back(task: Task, returned: TaskReturn, by: Actor) -> list[Message]:
    """To the heads of the lead unit: why the report came back."""

    def tell(reader: Recipient) -> Told:
        return Told(
            _("Report returned"),
            _("The report was returned, so the task is not completed yet. Please mend it and report again."),
        )

    return [
        task_message(task, reader, f"return:{returned.id}", "task_sent_back", tell, words=returned.reason, by=by)
        for reader in once(list_recipients([task.lead_unit_id]))
    ]
