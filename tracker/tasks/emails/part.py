"""The mail of a cooperating unit's part."""

from __future__ import annotations

from flask_babel import gettext as _

from ...mail import Message
from ...people.letters import once
from ...people.queries import Recipient, get_unit, list_recipients
from ..models import ProgressUpdate, Task
from .base import Told, task_message


def part_added(task: Task, update: ProgressUpdate) -> list[Message]:
    """To the heads of the lead unit: what another unit has contributed."""

    def tell(reader: Recipient) -> Told:
        unit = get_unit(update.unit_id).short_name if update.unit_id else ""
        return Told(
            _("%(unit)s sends its part", unit=unit),
            _("It stands on the page of the task, with its files. Your unit still reports for the whole."),
        )

    return [
        task_message(task, reader, f"part:{update.id}:added", "part_added", tell, words=update.result)
        for reader in once(list_recipients([task.lead_unit_id]))
    ]
