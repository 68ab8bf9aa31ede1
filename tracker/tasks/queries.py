"""Named reads of tasks, each through the person who asks."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from ..db import db
from ..errors import NotFound
from ..files.models import StoredFile
from ..people.actor import Actor
from ..people.models import User
from .models import (
    Decline,
    DeclineState,
    Evidence,
    Extension,
    ExtensionState,
    ProgressUpdate,
    Task,
    TaskDueChange,
    TaskReturn,
)
from .policy import visible_to
from .terms import Asked


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


def find_open_decline(task: Task) -> Decline | None:
    """What the unit wrote when it declined, while that waits for an answer."""
    return db.session.scalar(select(Decline).where(Decline.task_id == task.id, Decline.state == DeclineState.OPEN))


def list_extensions(task: Task) -> list[Extension]:
    """Every request for more time, the oldest first; one that waits is the last."""
    return list(db.session.scalars(select(Extension).where(Extension.task_id == task.id).order_by(Extension.id)))


def count_extensions(task: Task) -> Asked:
    """How often more time was asked for and given."""
    return Asked.of(list_extensions(task))


def list_due_changes(task: Task) -> list[Any]:
    """(from_due_on, to_due_on, reason, at, who) of every due date that the task ever had, in order."""
    return list(
        db.session.execute(
            select(
                TaskDueChange.from_due_on,
                TaskDueChange.to_due_on,
                TaskDueChange.reason,
                TaskDueChange.at,
                User.name.label("who"),
            )
            .outerjoin(User, User.id == TaskDueChange.by_user_id)
            .where(TaskDueChange.task_id == task.id)
            .order_by(TaskDueChange.id)
        )
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
        .where(Evidence.id == evidence_id, Evidence.removed_at.is_(None), visible_to(actor))
        .options(joinedload(Evidence.file))
    )
    if evidence is None:
        raise NotFound
    return evidence


def find_latest_version(task: Task, name: str) -> Evidence | None:
    """The last file of that name on the task, taken away or not: numbers are never given twice."""
    return db.session.scalar(
        select(Evidence)
        .where(Evidence.task_id == task.id, Evidence.name == name)
        .order_by(Evidence.number.desc(), Evidence.id.desc())
        .limit(1)
    )


class EvidenceFile(NamedTuple):
    """A file as the page lists it. `earlier` are its versions before this one, the latest first."""

    evidence: Evidence
    size: int
    sender: str
    earlier: list[EvidenceFile]


def list_evidence(task: Task) -> list[EvidenceFile]:
    """The files of a task, each under its latest version, the latest first; those taken away are left out."""
    rows = db.session.execute(
        select(Evidence, StoredFile.size, User.name)
        .join(StoredFile, StoredFile.id == Evidence.file_id)
        .join(User, User.id == Evidence.by_user_id)
        .where(Evidence.task_id == task.id, Evidence.removed_at.is_(None))
        .order_by(Evidence.id.desc())
    )
    files: dict[str, EvidenceFile] = {}
    for evidence, size, sender in rows:
        file = EvidenceFile(evidence, size, sender, [])
        latest = files.setdefault(evidence.name, file)
        if latest is not file:
            latest.earlier.append(file)
    return list(files.values())
