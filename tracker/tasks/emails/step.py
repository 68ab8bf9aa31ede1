"""The mail of a step that is given to an officer."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from ...mail import Message
from ...people.actor import Actor
from ...people.queries import Recipient, find_recipients
from ...people.wording import sign
from ..models import Task
from .base import Told, task_message


def step_given(task: Task, officer_id: int, key: str, *, title: str, due_on: date | None, by: Actor) -> list[Message]:
    """To the officer who has it from now on."""

    def tell(reader: Recipient) -> Told:
        sentence = _("%(name)s gives this step, without a date of its own.", name=sign(by))
        if due_on:
            sentence = _("%(name)s gives this step, due on %(day)s.", name=sign(by), day=f"{due_on:%d/%m/%Y}")
        to_do = _("Please open the task and mark it there when it is done.")
        return Told(_("Step to do"), f"{sentence} {to_do}")

    return [
        task_message(task, reader, key, "step_given", tell, words=title)
        for reader in find_recipients([officer_id]).values()
    ]
