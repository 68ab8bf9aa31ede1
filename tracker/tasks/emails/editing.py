"""Mails of a task whose units or accountable leader were changed."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _

from ...mail import Message
from ...people.letters import once
from ...people.queries import Recipient, get_unit, get_user, list_recipients, list_recipients_for
from ..models import Task
from .base import Told, task_message


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


def cooperation_ended(task: Task, unit_ids: Collection[int], key: str) -> list[Message]:
    """To the heads of units that cooperate no more: they can no longer open the task, so the mail leads nowhere."""
    if not unit_ids:
        return []

    def tell(reader: Recipient) -> Told:
        unit = get_unit(task.lead_unit_id).name
        return Told(
            _("Cooperation ended"),
            _("Your unit no longer cooperates and has nothing more to do; %(unit)s goes on leading.", unit=unit),
        )

    return [
        task_message(task, reader, key, "cooperation_ended", tell, opens=False)
        for reader in once(list_recipients(unit_ids))
    ]


def leader_changed(task: Task, before_id: int, key: str, *, words: str = "", but: int = 0) -> list[Message]:
    """To the leader who is accountable from now on and whoever stands in for him; not to the one who did it (`but`)."""

    def tell(reader: Recipient) -> Told:
        return Told(
            _("Task to answer for"),
            _(
                "%(name)s is the accountable leader from now on, in place of %(before)s. %(unit)s leads.",
                name=get_user(task.leader_id).name,
                before=get_user(before_id).name,
                unit=get_unit(task.lead_unit_id).name,
            ),
        )

    return [
        task_message(task, reader, key, "leader_changed", tell, words=words)
        for reader in list_recipients_for(task.leader_id)
        if reader.user_id != but
    ]
