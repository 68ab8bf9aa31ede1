"""Named reads of tasks, each through the person who asks."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from ..db import db
from ..errors import NotFound
from ..people.actor import Actor
from .models import Evidence, Extension, ExtensionState, ProgressUpdate, Task, TaskReturn
from .policy import visible_to


def get_task_for(actor: Actor, task_id: int) -> Task:
    """The task with what its page and its actions need. What the person may not see is not found."""
    task = db.session.scalar(
        select(Task)
        .where(Task.id == task_id, visible_to(actor))
        .options(
            joinedload(Task.lead_unit),
            joinedload(Task.topic),
            joinedload(Task.leader),
            joinedload(Task.officer),
            joinedload(Task.directive),
            joinedload(Task.notice),
            selectinload(Task.cooperating_units),
        )
    )
    if task is None:
        raise NotFound
    return task


def get_extension_for(actor: Actor, extension_id: int) -> Extension:
    """A request for more time, through its task."""
    extension = db.session.get(Extension, extension_id)
    if extension is None:
        raise NotFound
    extension.task = get_task_for(actor, extension.task_id)
    return extension


def find_open_extension(task: Task) -> Extension | None:
    """The request that waits for a decision."""
    return db.session.scalar(
        select(Extension)
        .where(Extension.task_id == task.id, Extension.state == ExtensionState.OPEN)
        .options(joinedload(Extension.task))
    )


def find_last_percent(task: Task) -> int | None:
    """How far the unit said it was, reports of completion aside."""
    told = ProgressUpdate.task_id == task.id, ~ProgressUpdate.is_completion, ProgressUpdate.percent.is_not(None)
    return db.session.scalar(select(ProgressUpdate.percent).where(*told).order_by(ProgressUpdate.id.desc()).limit(1))


def find_unanswered_return(task: Task) -> TaskReturn | None:
    """The last return of its report, as long as the unit has written nothing since."""
    returned = db.session.scalar(
        select(TaskReturn).where(TaskReturn.task_id == task.id).order_by(TaskReturn.id.desc()).limit(1)
    )
    return returned if returned and task.updated_at and returned.at >= task.updated_at else None


def get_evidence_for(actor: Actor, evidence_id: int) -> Evidence:
    """A file, for those who may see its task."""
    evidence = db.session.scalar(
        select(Evidence)
        .join(Task, Task.id == Evidence.task_id)
        .where(Evidence.id == evidence_id, visible_to(actor))
        .options(joinedload(Evidence.file))
    )
    if evidence is None:
        raise NotFound
    return evidence
