"""Who sees a notice, and who works on it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, or_, select, true

from ..directives.models import Directive, Notice, NoticeState
from ..people.actor import Actor
from ..tasks.models import Task, TaskLink
from ..tasks.policy import visible_to as task_visible_to


def can_review(actor: Actor) -> bool:
    """Drafts are the Office's alone: nobody else knows of a notice before it is issued."""
    return actor.is_office


def can_read_whole(actor: Actor, notice: Notice) -> bool:
    """The whole text and its original; a unit only once the Office has opened it to all units."""
    return actor.sees_everything or notice.open_to_all


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """A WHERE clause on Notice: a unit sees what it has, or had, tasks of, and what is open to all."""
    if can_review(actor):
        return true()
    issued = Notice.state == NoticeState.ISSUED
    if actor.sees_everything:
        return issued
    if actor.unit_id is None:
        return false()
    own = select(Task.notice_id).where(task_visible_to(actor), Task.notice_id.is_not(None))
    later = (
        select(Directive.notice_id)
        .join(TaskLink, TaskLink.directive_id == Directive.id)
        .join(Task, Task.id == TaskLink.task_id)
        .where(task_visible_to(actor))
    )
    return issued & or_(Notice.open_to_all, Notice.id.in_(own), Notice.id.in_(later))
