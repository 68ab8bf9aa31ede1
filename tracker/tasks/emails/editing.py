"""Mails of a task whose units were changed."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _

from ...mail import Message
from ...people.queries import Recipient, get_unit, list_recipients
from ..models import Task
from .base import Told, once, task_message


def cooperation_asked(task: Task, unit_ids: Collection[int], key: str) -> list[Message]:
    """To the heads of units that cooperate from now on."""
    if not unit_ids:
        return []

    def tell(reader: Recipient) -> Told:
        unit = get_unit(task.lead_unit_id).name
        return Told(_("Cooperation"), _("%(unit)s leads, your unit cooperates.", unit=unit))

    return [
        task_message(task, reader, key, "cooperation_asked", tell, words=task.source)
        for reader in once(list_recipients(unit_ids))
    ]
