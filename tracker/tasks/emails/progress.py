"""Mails of a task that is given and of a report that comes back."""

from __future__ import annotations

from flask_babel import gettext as _

from ...mail import Message
from ...people.queries import Recipient, get_unit, list_recipients
from ..models import Task, TaskReturn
from .base import Told, once, task_message


def task_assigned(task: Task) -> list[Message]:
    """To the heads of the lead and the cooperating units: a task that came without a text."""

    def tell(reader: Recipient) -> Told:
        unit = get_unit(task.lead_unit_id).name
        if reader.unit_id == task.lead_unit_id:
            return Told(_("New task"), _("Your unit leads: %(unit)s. Please open the task and accept it.", unit=unit))
        return Told(_("New task"), _("%(unit)s leads, your unit cooperates.", unit=unit))

    units = [task.lead_unit_id, *(unit.id for unit in task.cooperating_units)]
    return [
        task_message(task, reader, f"task:{task.id}:assigned", "task_assigned", tell, words=task.source)
        for reader in once(list_recipients(units))
    ]


def task_sent_back(task: Task, returned: TaskReturn) -> list[Message]:
    """To the heads of the lead unit: why the report came back."""

    def tell(reader: Recipient) -> Told:
        return Told(
            _("Report returned"),
            _("The report was returned, so the task is not completed yet. Please mend it and report again."),
        )

    return [
        task_message(task, reader, f"return:{returned.id}", "task_sent_back", tell, words=returned.reason)
        for reader in once(list_recipients([task.lead_unit_id]))
    ]
