"""Which digests told of a task: asked by the log of mails."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from .models import Reminder


def digests_telling_of(task_id: Any) -> Select[Any]:
    """The ids of the mails."""
    return select(Reminder.mail_id).where(Reminder.task_id == task_id, Reminder.mail_id.is_not(None))
