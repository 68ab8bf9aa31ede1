"""The part of a cooperating unit: told beside the lead unit's own updates, and moving none of them."""

from __future__ import annotations

from sqlalchemy import update

from ... import clock, history, mail
from ...access import require
from ...db import db
from ...people.actor import Actor
from .. import emails, policy
from ..models import ProgressUpdate, Task, task_cooperation
from .progress import Progress, check_document, facts_of, insert_update, way_of
from .steps import move


def add_part(task: Task, progress: Progress, is_done: bool | None = None, *, by: Actor) -> ProgressUpdate | None:
    """What the unit contributes; None when this very form was saved before.

    State, percentage and last update stay the lead unit's. `is_done` says that the unit's part is finished, so that
    its people are reminded no more, or that it is not after all; None leaves it as it is.
    """
    require(policy.takes_part(by, task))
    row = insert_update(task, progress, by, is_part=True)
    if row is None:
        return None
    check_document(progress)
    move(task, "add_part", by)
    done = {} if is_done is None else {"is_done": is_done}
    if is_done is not None:
        _mark(task, is_done, by)
    history.record(by, "part_added", "task", task.id, **facts_of(row), **done, **way_of(progress))
    for message in emails.part_added(task, row):
        mail.put(message)
    return row


def _mark(task: Task, is_done: bool, by: Actor) -> None:
    db.session.execute(
        update(task_cooperation)
        .where(task_cooperation.c.task_id == task.id, task_cooperation.c.unit_id == by.unit_id)
        .values(done_on=clock.today() if is_done else None)
    )
