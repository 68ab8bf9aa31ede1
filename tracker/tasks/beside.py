"""What lies beside a task, kind by kind, told in the statement that reads it.

A page of a task could ask a question for each kind, and most tasks have few of them: so it is told first which there
are, from the index of each, and asks further only for those.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select
from sqlalchemy.orm import defer, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from ..db import at_most, db
from ..directives.models import Directive, Notice, Topic
from ..errors import NotFound
from ..people.actor import Actor
from ..people.models import Post, Role, Unit, User
from .models import (
    Evidence,
    Explanation,
    LinkKind,
    Proposal,
    ProposalState,
    Step,
    Task,
    TaskAssignmentChange,
    TaskDueChange,
    TaskLink,
    Urging,
    task_cooperation,
)
from .policy import Sight, visible_to

_EXTENSION = "beside_a_task"
_STATEMENTS = "beside_a_task_statements"  # by sight: few, and long to build


@dataclass(frozen=True)
class Teller:
    """What a feature above adds to the page of a task: asked where one of these kinds is there, or always."""

    tell: Callable[[Task], Any]
    kinds: tuple[str, ...] = ()

    def lines(self, task: Task, beside: Container[str]) -> Any:
        """Nothing, and no question, where there is none of them."""
        return self.tell(task) if not self.kinds or any(kind in beside for kind in self.kinds) else []


@dataclass(frozen=True)
class Read:
    """A task as its page needs it: the kinds of what lies beside it, and the title of the accountable leader."""

    task: Task
    beside: frozenset[str]
    leader_title: str


def register(app: Flask, kind: str, exists: ColumnElement[bool]) -> None:
    """A feature above says how it is told that a task has something of its kind: a condition beside `Task`."""
    app.extensions.setdefault(_EXTENSION, {})[kind] = exists


def read_task_for(actor: Actor, task_id: int) -> Read:
    """The task for its page, not to be changed. What the person may not see is not found."""
    row = db.session.execute(_statement(Sight.of(actor)), {"task_id": task_id}).one_or_none()
    if row is None:
        raise NotFound
    task, title, *told = row
    beside = frozenset(kind for kind, is_there in zip(_conditions(), told, strict=True) if is_there)
    helping = db.session.scalars(_HELPING, {"task_id": task_id}).all() if "cooperation" in beside else []
    set_committed_value(task, "cooperating_units", helping)
    return Read(task, beside, title or "")


def _statement(sight: Sight) -> Select[Any]:
    kept: dict[Sight, Select[Any]] = current_app.extensions.setdefault(_STATEMENTS, {})
    if sight not in kept:
        kept[sight] = _select(sight)
    return kept[sight]


def _select(sight: Sight) -> Select[Any]:
    """Of what is beside the task only what its page says: the text of a notice can be long, and columns cost time.

    Under 4,096 letters: psycopg takes longer statements apart anew each time.
    """
    columns = [exists.label(f"has_{kind}") for kind, exists in _conditions().items()]
    return (
        select(Task, _title_of_leader().label("leader_title"), *columns)
        .where(Task.id == bindparam("task_id"), visible_to(sight))
        .options(
            defer(Task.title_search, raiseload=True),
            joinedload(Task.lead_unit).load_only(Unit.name, Unit.short_name),
            joinedload(Task.topic).load_only(Topic.name),
            joinedload(Task.leader).load_only(User.name),
            joinedload(Task.officer).load_only(User.name),
            joinedload(Task.directive).load_only(Directive.text, Directive.position),
            joinedload(Task.notice).load_only(*_OF_NOTICE),
        )
    )


_OF_NOTICE = (Notice.number, Notice.meeting, Notice.title, Notice.held_on, Notice.issued_on, Notice.chair)


def _title_of_leader() -> Any:
    """Of his first post among the leaders, as lists of them tell it."""
    titles = select(Post.title).join(User, User.id == Post.user_id).where(Post.role == Role.LEADER, User.is_enabled)
    of_leader = titles.where(Post.user_id == Task.leader_id, Post.ended_on.is_(None))
    return of_leader.order_by(Post.id).limit(at_most(1)).correlate(Task).scalar_subquery()


def _conditions() -> dict[str, ColumnElement[bool]]:
    above: dict[str, ColumnElement[bool]] = current_app.extensions.get(_EXTENSION, {})
    return _OWN | above


def _any(key: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(key == Task.id, *conditions).correlate(Task)


_HELPING = (
    select(Unit)
    .join(task_cooperation, task_cooperation.c.unit_id == Unit.id)
    .where(task_cooperation.c.task_id == bindparam("task_id"))
    .order_by(Unit.sort_order)
)
_MOVES = select(func.count(TaskDueChange.id)).where(TaskDueChange.task_id == Task.id).correlate(Task).scalar_subquery()
_IN_PLACE_OF = TaskLink.directive_id == Task.directive_id, TaskLink.kind == LinkKind.REPLACED
_OWN: dict[str, ColumnElement[bool]] = {
    "cooperation": _any(task_cooperation.c.task_id),
    "later": _any(TaskLink.task_id),
    "replaced": exists().where(*_IN_PLACE_OF).correlate(Task),
    "proposal": _any(Proposal.task_id, Proposal.state != ProposalState.CLOSED),
    "evidence": _any(Evidence.task_id, Evidence.removed_at.is_(None)),
    "moved": _MOVES > 1,  # the first date that it got is no move
    "explanation": _any(Explanation.task_id),
    "urging": _any(Urging.task_id),
    "step": _any(Step.task_id, Step.removed_at.is_(None)),
    "handover": _any(TaskAssignmentChange.task_id),
}
