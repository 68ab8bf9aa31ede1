"""Which tasks belong to a directive: those made of it, and those of earlier ones that it continues or replaced."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, or_, select, union, union_all

from ..db import db
from ..directives.models import Directive, Notice
from ..people.actor import Actor
from .models import LinkKind, Task, TaskLink
from .policy import visible_to


def belonging_to(directive_ids: Any, before: datetime | None = None) -> Select[Any]:
    """(directive_id, task_id) of all tasks of these directives; `directive_ids` is a list or a SELECT of one column.

    Without what was continued at the moment `before` or later: of a past day it was not known yet.
    Of a duty only the task that the directive itself gave: those that follow would make its «x of 11» grow each month.
    """
    own = select(Task.directive_id.label("directive_id"), Task.id.label("task_id")).where(
        Task.directive_id.in_(directive_ids), or_(~Task.is_duty, Task.every.is_not(None))
    )
    continued = select(TaskLink.directive_id, TaskLink.task_id).where(
        TaskLink.directive_id.in_(directive_ids), TaskLink.kind == LinkKind.CONTINUED
    )
    if before:
        continued = continued.where(TaskLink.at < before)
    both = union_all(own, continued).subquery()
    return select(both.c.directive_id, both.c.task_id)


def tasks_of_directives(directive_ids: Any) -> Select[Any]:
    """Their ids alone, for an IN: a union and no OR, so that each part is read from its own index."""
    return select(belonging_to(directive_ids).subquery().c.task_id)


def given_by(notice_ids: Collection[int], before: datetime | None = None) -> Select[Any]:
    """(notice_id, task_id) of what these notices gave, each pair once, though two directives may tell of one task."""
    belonging = belonging_to(select(Directive.id).where(Directive.notice_id.in_(notice_ids)), before).subquery()
    return (
        select(Directive.notice_id, belonging.c.task_id)
        .select_from(belonging)
        .join(Directive, Directive.id == belonging.c.directive_id)
        .distinct()
    )


class LaterOrder(NamedTuple):
    """A later directive that continues a task or replaces it."""

    kind: str
    text: str
    position: int
    notice_id: int
    reference: str
    issued_on: date


class Replaced(NamedTuple):
    """A task in whose place others stand."""

    id: int
    code: str


def list_later_orders(task: Task) -> list[LaterOrder]:
    """What came after the directive of this task, in the order of issue."""
    rows = db.session.execute(
        select(TaskLink.kind, Directive.text, Directive.position, Directive.notice_id, *_REFERENCE)
        .join(Directive, Directive.id == TaskLink.directive_id)
        .join(Notice, Notice.id == Directive.notice_id)
        .where(TaskLink.task_id == task.id)
        .order_by(TaskLink.at, TaskLink.directive_id)
    )
    return [LaterOrder(*row[:4], _reference(row), row.issued_on) for row in rows]


def list_replaced_by(task: Task, actor: Actor) -> list[Replaced]:
    """The tasks that this one was given for, as far as that person may see them."""
    if task.directive_id is None:
        return []
    rows = db.session.execute(
        select(Task.id, Task.code)
        .join(TaskLink, TaskLink.task_id == Task.id)
        .where(TaskLink.directive_id == task.directive_id, TaskLink.kind == LinkKind.REPLACED, visible_to(actor))
        .order_by(Task.id)
    )
    return [Replaced(*row) for row in rows]


class Successor(NamedTuple):
    """Beside a directive: another one of a later (`is_later`) or an earlier notice to which its tasks are linked."""

    kind: str
    is_later: bool
    position: int
    notice_id: int
    reference: str
    issued_on: date


def list_relatives(actor: Actor, directive_ids: Collection[int]) -> dict[int, list[Successor]]:
    """For each of these directives those whose work it took up, and those that took up its work.

    Only through tasks that the person may see: the notice at the other end is then one of his as well.
    """
    if not directive_ids:
        return {}
    ids = list(directive_ids)
    links = (
        select(TaskLink.kind, Task.directive_id.label("earlier"), TaskLink.directive_id.label("later"))
        .join(Task, Task.id == TaskLink.task_id)
        .where(Task.directive_id.is_not(None), visible_to(actor))
    )
    # A union and no OR over two tables, so that each part is read from its own index.
    pairs = db.session.execute(
        union(links.where(TaskLink.directive_id.in_(ids)), links.where(Task.directive_id.in_(ids)))
    ).all()
    wanted = {other for _kind, one, two in pairs for other in (one, two)}
    return _pair_up(pairs, _describe(wanted), set(ids)) if wanted else {}


def _pair_up(pairs: Any, known: dict[int, Any], ids: set[int]) -> dict[int, list[Successor]]:
    found: dict[int, list[Successor]] = {}
    for kind, one, two in pairs:
        for own, other, is_later in ((one, two, True), (two, one, False)):
            if own in ids:
                row = known[other]
                found.setdefault(own, []).append(
                    Successor(kind, is_later, row.position, row.notice_id, _reference(row), row.issued_on)
                )
    for lines in found.values():
        lines.sort(key=lambda line: (line.is_later, line.issued_on, line.notice_id, line.position))
    return found


def _describe(directive_ids: set[Any]) -> dict[int, Any]:
    rows = db.session.execute(
        select(Directive.id, Directive.position, Directive.notice_id, *_REFERENCE)
        .join(Notice, Notice.id == Directive.notice_id)
        .where(Directive.id.in_(directive_ids))
    )
    return {row.id: row for row in rows}


_REFERENCE = (Notice.number, Notice.meeting, Notice.title, Notice.issued_on)


def _reference(row: Any) -> str:
    return row.number or row.meeting or row.title
