"""Which urgings of several tasks told of one: asked by the log of mails."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from ..mail.models import OutboxMail
from .models import Task, Urging

# A mail about several tasks bears the number of the first one's urging; those of one act follow each other.
_MOST_AT_ONCE = 500


def urgings_telling_of(task_id: Any) -> Select[Any]:
    """The ids of the mails that name the task among others."""
    return (
        select(OutboxMail.id)
        .join(Urging, OutboxMail.subject_id.between(Urging.id - _MOST_AT_ONCE, Urging.id))
        .join(Task, Task.id == Urging.task_id)
        .where(
            Urging.task_id == task_id,
            OutboxMail.subject_type == "urging",
            OutboxMail.body_text.contains(Task.code),
        )
    )
