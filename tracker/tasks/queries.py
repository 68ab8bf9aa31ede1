"""Named reads of tasks, each through the person who asks."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, false, func, or_, select
from sqlalchemy.orm import defer, joinedload, selectinload

from .. import clock
from ..db import at_most, db, is_reading
from ..directives.models import Notice
from ..errors import NotFound
from ..files.models import StoredFile
from ..people.actor import Actor
from ..people.models import SEES_EVERYTHING, Post, Role, StandIn, User
from ..people.stand_ins import runs_on
from ..people.wording import name_both
from .models import (
    NO_DUE,
    Decline,
    DeclineState,
    Evidence,
    Extension,
    ExtensionState,
    ProgressUpdate,
    Proposal,
    ProposalState,
    Step,
    Task,
    TaskDueChange,
    TaskReturn,
)
from .policy import Sight, visible_to
from .terms import Asked


def may_see(user_id: int, task_id: int) -> bool:
    """Whether a person sees the task in one of his posts, or where he stands in for somebody today."""
    stands_for = select(StandIn.post_id).where(StandIn.user_id == user_id, runs_on(clock.today()))
    posts = select(Post.role, Post.unit_id).where(
        Post.ended_on.is_(None), or_(Post.user_id == user_id, Post.id.in_(stands_for))
    )
    sights = {Sight(Role(role) in SEES_EVERYTHING, unit_id) for role, unit_id in db.session.execute(posts)}
    query = select(Task.id).where(Task.id == task_id, or_(false(), *(visible_to(sight) for sight in sights)))
    return db.session.scalar(query) is not None


def get_task_for(actor: Actor, task_id: int) -> Task:
    """The task with what its page and its actions need. What the person may not see is not found.

    Whoever may write waits here for the others who change the same task (PostgreSQL; on SQLite he has waited already),
    then reads what they left.
    """
    if not is_reading():
        db.session.execute(_LOCK, {"task_id": task_id})
    task: Task | None = db.session.scalar(_select_task(Sight.of(actor)), {"task_id": task_id})
    if task is None:
        raise NotFound
    return task


_LOCK = select(Task.id).where(Task.id == bindparam("task_id")).with_for_update()


@lru_cache(256)
def _select_task(sight: Sight) -> Any:
    """The text of its notice, which can be long, stays in the database until it is asked for."""
    return (
        select(Task)
        .where(Task.id == bindparam("task_id"), visible_to(sight))
        .options(
            joinedload(Task.lead_unit),
            joinedload(Task.topic),
            joinedload(Task.leader),
            joinedload(Task.officer),
            joinedload(Task.directive),
            joinedload(Task.notice).options(defer(Notice.source_text), defer(Notice.sketch)),
            selectinload(Task.cooperating_units),
        )
    )


def get_extension_for(actor: Actor, extension_id: int) -> Extension:
    """A request for more time, through its task: read after the task, so as those left it who were waited for."""
    task_id = db.session.scalar(select(Extension.task_id).where(Extension.id == extension_id))
    if task_id is None:
        raise NotFound
    task = get_task_for(actor, task_id)
    extension = db.session.get_one(Extension, extension_id)
    extension.task = task
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


class DueLine(NamedTuple):
    """A due date, and who gave it."""

    from_due_on: date | None
    to_due_on: date | None
    reason: str
    at: datetime
    who: str


def list_due_changes(task: Task) -> list[DueLine]:
    """Every due date that the task ever had, in order."""
    rows = db.session.execute(
        select(
            TaskDueChange.from_due_on,
            TaskDueChange.to_due_on,
            TaskDueChange.reason,
            TaskDueChange.at,
            User.name,
            TaskDueChange.for_name,
        )
        .outerjoin(User, User.id == TaskDueChange.by_user_id)
        .where(TaskDueChange.task_id == task.id)
        .order_by(TaskDueChange.id)
    )
    return [DueLine._make((*facts, name_both(name or "", absent))) for *facts, name, absent in rows]


def get_step_for(actor: Actor, step_id: int) -> Step:
    """A step, through its task; one that was removed too, so that its page can say so."""
    task_id = db.session.scalar(select(Step.task_id).where(Step.id == step_id))
    if task_id is None:
        raise NotFound
    task = get_task_for(actor, task_id)
    step = db.session.get_one(Step, step_id)
    step.task = task
    return step


class StepLine(NamedTuple):
    """A line of the checklist."""

    id: int
    title: str
    officer_id: int | None
    officer: str | None
    due_on: date | None
    done_at: datetime | None


def list_steps(task: Task) -> list[StepLine]:
    """What the head has split the task into, as far as it still stands: by date, those without one last."""
    rows = db.session.execute(
        select(Step.id, Step.title, Step.officer_id, User.name, Step.due_on, Step.done_at)
        .outerjoin(User, User.id == Step.officer_id)
        .where(Step.task_id == task.id, Step.removed_at.is_(None))
        .order_by(func.coalesce(Step.due_on, NO_DUE), Step.id)
    )
    return [StepLine(*row) for row in rows]


def list_open_steps(task: Task) -> list[Step]:
    """Steps that are neither done nor removed."""
    is_open = Step.done_at.is_(None), Step.removed_at.is_(None)
    return list(db.session.scalars(select(Step).where(Step.task_id == task.id, *is_open).order_by(Step.id)))


def get_update_for(actor: Actor, update_id: int) -> tuple[Task, ProgressUpdate]:
    """A progress update and its task, through the task."""
    task_id = db.session.scalar(select(ProgressUpdate.task_id).where(ProgressUpdate.id == update_id))
    if task_id is None:
        raise NotFound
    task = get_task_for(actor, task_id)
    return task, db.session.get_one(ProgressUpdate, update_id)


def find_last_update_id(task: Task) -> int:
    """The last update of the lead unit; 0 before the first."""
    own = ProgressUpdate.task_id == task.id, ~ProgressUpdate.is_part
    return db.session.scalar(select(func.max(ProgressUpdate.id)).where(*own)) or 0


def list_updates_after(task: Task, update_id: int) -> list[tuple[ProgressUpdate, str]]:
    """Updates of the lead unit behind that one, the newest first, each with its author's name."""
    rows = db.session.execute(
        select(ProgressUpdate, User.name)
        .join(User, User.id == ProgressUpdate.by_user_id)
        .where(ProgressUpdate.task_id == task.id, ~ProgressUpdate.is_part, ProgressUpdate.id > update_id)
        .order_by(ProgressUpdate.id.desc())
    )
    return [(update, name_both(name, update.for_name)) for update, name in rows]


_LAST_UPDATES = (
    select(ProgressUpdate)
    .where(ProgressUpdate.task_id == bindparam("task_id"))
    .order_by(ProgressUpdate.id.desc())
    .limit(at_most(20))
)


def list_last_updates(task: Task) -> list[ProgressUpdate]:
    """The last twenty updates and parts, the newest first: as far as anybody may still correct one."""
    return list(db.session.scalars(_LAST_UPDATES, {"task_id": task.id}))


def find_last_reached(task: Task) -> tuple[int | None, float | None]:
    """How far the unit said it was, in percent and as a number; reports of completion and others' parts aside."""
    number = ProgressUpdate.measured if task.measure else ProgressUpdate.percent
    told = ProgressUpdate.task_id == task.id, ~ProgressUpdate.is_completion, ~ProgressUpdate.is_part
    last = db.session.execute(
        select(ProgressUpdate.percent, ProgressUpdate.measured)
        .where(*told, number.is_not(None))
        .order_by(ProgressUpdate.id.desc())
        .limit(1)
    ).first()
    return (last.percent, last.measured if task.measure else None) if last else (None, None)


def get_proposal_for(actor: Actor, proposal_id: int) -> Proposal:
    """A proposal, through its task."""
    proposal = db.session.get(Proposal, proposal_id)
    if proposal is None:
        raise NotFound
    proposal.task = get_task_for(actor, proposal.task_id)
    return proposal


def list_proposals(task: Task, limit: int = 10) -> list[tuple[Proposal, str]]:
    """What waits for an answer first, then the last answered; each with the name of who answered it."""
    is_answered = case((Proposal.state == ProposalState.OPEN, 0), else_=1)
    rows = db.session.execute(
        select(Proposal, User.name)
        .outerjoin(User, User.id == Proposal.answered_by_id)
        .where(Proposal.task_id == task.id, Proposal.state != ProposalState.CLOSED)
        .order_by(is_answered, Proposal.id.desc())
        .limit(limit)
    )
    return [(proposal, name_both(name or "", proposal.answered_for)) for proposal, name in rows]


_LAST_RETURN = (
    select(TaskReturn).where(TaskReturn.task_id == bindparam("task_id")).order_by(TaskReturn.id.desc()).limit(1)
)


def find_unanswered_return(task: Task) -> TaskReturn | None:
    """The last return of its report, as long as the unit has written nothing since."""
    returned = db.session.scalar(_LAST_RETURN, {"task_id": task.id})
    return returned if returned and task.updated_at and returned.at >= task.updated_at else None


def is_last_return(task: Task, by: Actor, reason: str) -> bool:
    """Whether that person has just returned the report for that very reason: the same form, sent again."""
    last = select(TaskReturn.by_user_id, TaskReturn.reason).where(TaskReturn.task_id == task.id)
    row = db.session.execute(last.order_by(TaskReturn.id.desc()).limit(1)).one_or_none()
    return row is not None and tuple(row) == (by.user_id, reason)


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
        file = EvidenceFile(evidence, size, name_both(sender, evidence.for_name), [])
        latest = files.setdefault(evidence.name, file)
        if latest is not file:
            latest.earlier.append(file)
    return list(files.values())
