"""Who finds what, beside tasks: WHERE clauses that say of each hit what its own page says.

Written for few candidates: each is looked up by itself, while a list begins with everything of a person.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from ..directives.models import Directive, Notice, NoticeState
from ..people.actor import Actor
from ..tasks.models import Task, TaskLink
from ..tasks.policy import visible_to
from ..tasks.searching import UNIT
from .keeping import ALL


def as_reader(actor: Actor) -> Actor:
    """As much of a person as these clauses ask for: statements are kept by it, for all who read the same."""
    return Actor(user_id=0, name="", role=actor.role, unit_id=actor.unit_id)


def reads_sources(actor: Actor) -> bool:
    """Whether the whole text of every notice is open to that person; a unit reads those that are open to all."""
    return actor.sees_everything


def finds_people(actor: Actor) -> bool:
    """Units find the people of their work by its tasks, not each other's."""
    return actor.sees_everything


def notices_of(actor: Actor) -> ColumnElement[bool]:
    """Drafts are the Office's alone; a unit has what it has tasks of, and what is open to all."""
    own = select(Task.id).where(Task.notice_id == Notice.id, visible_to(actor))
    later = _told_again(actor).join(Directive, Directive.id == TaskLink.directive_id)
    return _of_standing(actor, or_(own.exists(), later.where(Directive.notice_id == Notice.id).exists()))


def directives_of(actor: Actor) -> ColumnElement[bool]:
    """Of a notice that is not open to all a unit has the directives of its own tasks."""
    # The later periods of a duty are no part of what a directive gave.
    given = or_(~Task.is_duty, Task.every.is_not(None))
    own = select(Task.id).where(Task.directive_id == Directive.id, given, visible_to(actor))
    later = _told_again(actor).where(TaskLink.directive_id == Directive.id)
    return _of_standing(actor, or_(own.exists(), later.exists()))


def _told_again(actor: Actor) -> Any:
    return select(Task.id).join(TaskLink, TaskLink.task_id == Task.id).where(visible_to(actor))


def _of_standing(actor: Actor, own: ColumnElement[bool]) -> ColumnElement[bool]:
    if actor.is_office:
        return true()
    issued = Notice.state == NoticeState.ISSUED
    if actor.sees_everything:
        return issued
    return false() if actor.unit_id is None else and_(issued, or_(Notice.open_to_all, own))


def marks_of(actor: Actor) -> list[list[str]]:
    """A unit's part as marks: they hold the index to it, so that what others have costs nothing."""
    return [] if actor.sees_everything else [[ALL, f"{UNIT}{actor.unit_id}"]]
