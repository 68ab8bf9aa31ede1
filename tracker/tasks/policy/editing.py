"""Who changes what a task says, and who corrects what he has reported."""

from __future__ import annotations

from datetime import datetime, timedelta

from ...people.actor import Actor
from ..models import ProgressUpdate, Task, TaskState


def can_edit(actor: Actor, task: Task) -> bool:
    """The Office, until the task is closed."""
    return actor.is_office and task.is_open


def wrote(actor: Actor, update: ProgressUpdate) -> bool:
    """Its author himself, in the unit for which he wrote it: nobody corrects another's words in his name."""
    return actor.user_id == update.by_user_id and actor.unit_id == update.unit_id


def may_still_correct(task: Task, update: ProgressUpdate, last_update_id: int, minutes: int, now: datetime) -> bool:
    """For so many minutes (0: never) while the task is open; a report of completion only while it waits for its answer.

    What the Office has confirmed or returned stays as it was read.
    """
    if update.is_completion and (task.state != TaskState.SUBMITTED or update.id != last_update_id):
        return False
    return task.is_open and minutes > 0 and now - update.at <= timedelta(minutes=minutes)
