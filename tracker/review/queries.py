"""Named reads of notices, drafts and directives, each through the person who asks."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import case, func, select, tuple_
from sqlalchemy.orm import joinedload, load_only, selectinload

from ..db import db
from ..directives.models import Directive, Notice, NoticeState
from ..errors import NotFound
from ..files.models import StoredFile
from ..people.actor import Actor
from ..people.models import Unit
from ..tasks.links import Successor, belonging_to, given_by, list_relatives
from ..tasks.models import Task, TaskState
from ..tasks.policy import visible_to as task_visible_to
from ..text import parse_id
from .errors import AlreadyGiven, DraftGone
from .models import Draft
from .policy import can_read_whole, can_review, visible_to

PAGE = 50
_LEAST_LED = 3


class NoticeLine(NamedTuple):
    """A row of the list of notices."""

    id: int
    state: str
    number: str
    title: str
    meeting: str
    issued_on: date
    done: int
    tasks: int


class UsualLead(NamedTuple):
    """Who led most tasks of a topic so far."""

    unit_id: int
    led: int
    total: int


@dataclass
class DirectiveLines:
    """A directive of an issued notice with those of its tasks that the reader may see."""

    directive: Directive
    tasks: list[Any] = field(default_factory=list)
    relatives: list[Successor] = field(default_factory=list)

    @property
    def done(self) -> int:
        return sum(task.state == TaskState.COMPLETED for task in self.tasks)

    @property
    def replaced(self) -> int:
        return sum(task.state == TaskState.SUPERSEDED for task in self.tasks)


def list_notices(actor: Actor, after: str = "") -> tuple[list[NoticeLine], str]:
    """A page of notices, those in review first, then the latest, and where the next page begins."""
    query = (
        select(Notice.id, Notice.state, Notice.number, Notice.title, Notice.meeting, Notice.issued_on)
        .where(visible_to(actor))
        .order_by(Notice.state.desc(), Notice.issued_on.desc(), Notice.id.desc())
        .limit(PAGE + 1)
    )
    place = _read_place(after)
    if place:
        query = query.where(tuple_(Notice.state, Notice.issued_on, Notice.id) < place)
    rows = db.session.execute(query).all()
    counts = _count_tasks([row.id for row in rows[:PAGE]], actor)
    lines = [NoticeLine(*row, *counts.get(row.id, (0, 0))) for row in rows[:PAGE]]
    last = lines[-1] if len(rows) > PAGE else None
    return lines, f"{last.state}~{last.issued_on.isoformat()}~{last.id}" if last else ""


def _read_place(after: str) -> tuple[str, date, int] | None:
    state, _dash, rest = after.partition("~")
    day, _dash, number = rest.partition("~")
    row_id = parse_id(number)
    with contextlib.suppress(ValueError):
        return (NoticeState(state).value, date.fromisoformat(day), row_id) if row_id is not None else None
    return None


def _count_tasks(notice_ids: list[int], actor: Actor) -> dict[int, tuple[int, int]]:
    """A task to which two directives of one notice belong is one task of it."""
    done = func.sum(case((Task.state == TaskState.COMPLETED, 1), else_=0))
    given = given_by(notice_ids).subquery()
    rows = db.session.execute(
        select(given.c.notice_id, done, func.count(Task.id))
        .join(Task, Task.id == given.c.task_id)
        .where(task_visible_to(actor))
        .group_by(given.c.notice_id)
    )
    return {notice_id: (int(finished or 0), total) for notice_id, finished, total in rows}


def count_given(lines: Sequence[DirectiveLines]) -> tuple[int, int]:
    """How many of a notice's tasks are completed, and how many there are; each once, as in the list of notices."""
    tasks = {task.id: task.state for line in lines for task in line.tasks}
    return sum(state == TaskState.COMPLETED for state in tasks.values()), len(tasks)


def get_notice_for(actor: Actor, notice_id: int, *, to_change: bool = False) -> Notice:
    """The notice, if that person may know of it. `to_change` locks it: one clerk at a time."""
    query = select(Notice).where(Notice.id == notice_id, visible_to(actor))
    if to_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    notice = db.session.scalar(query)
    if notice is None:
        raise NotFound
    return notice


def get_review_for(actor: Actor, notice_id: int, *, to_change: bool = False) -> Notice:
    """A notice in review. Only for the Office; to everyone else it does not exist."""
    if not can_review(actor):
        raise NotFound
    notice = get_notice_for(actor, notice_id, to_change=to_change)
    if notice.state != NoticeState.REVIEW:
        raise AlreadyGiven(notice.id)
    return notice


def find_original(notice: Notice) -> StoredFile | None:
    """The uploaded file."""
    return db.session.get(StoredFile, notice.original_file_id) if notice.original_file_id else None


def get_draft_for(actor: Actor, draft_id: int, *, to_change: bool = False) -> tuple[Notice, Draft]:
    """A draft and its notice, which is in review. `to_change` locks the notice with all its drafts."""
    gone = DraftGone if can_review(actor) else NotFound
    notice_id = db.session.scalar(select(Draft.notice_id).where(Draft.id == draft_id))
    if notice_id is None:
        raise gone
    notice = get_review_for(actor, notice_id, to_change=to_change)
    draft = db.session.scalar(
        select(Draft)
        .where(Draft.id == draft_id)
        .options(joinedload(Draft.lead_unit), selectinload(Draft.units))
        .execution_options(populate_existing=True)
    )
    if draft is None:  # removed or merged since
        raise gone
    return notice, draft


def list_drafts(notice_id: int) -> list[Draft]:
    """All drafts in their order, with their units."""
    return list(
        db.session.scalars(
            select(Draft)
            .where(Draft.notice_id == notice_id)
            .options(joinedload(Draft.lead_unit), selectinload(Draft.units))
            .order_by(Draft.position, Draft.id)
        )
    )


def list_directives(actor: Actor, notice: Notice) -> list[DirectiveLines]:
    """Directives with their tasks; of a notice that is not open to all a unit gets its own directives only."""
    tasks: Mapping[int | None, list[Any]] = _tasks_by_directive(actor, notice.id)
    rows = list(
        db.session.scalars(
            select(Directive)
            .where(Directive.notice_id == notice.id)
            .options(
                load_only(Directive.position, Directive.start, Directive.end, Directive.text, Directive.no_task_reason)
            )
            .order_by(Directive.position)
        )
    )
    relatives = list_relatives(actor, [row.id for row in rows])
    whole = can_read_whole(actor, notice)
    return [
        DirectiveLines(row, tasks.get(row.id, []), relatives.get(row.id, []))
        for row in rows
        if whole or row.id in tasks or row.id in relatives
    ]


def _tasks_by_directive(actor: Actor, notice_id: int) -> dict[int | None, list[Any]]:
    """Those made of them, and those of earlier directives that they continue."""
    belonging = belonging_to(select(Directive.id).where(Directive.notice_id == notice_id)).subquery()
    rows = db.session.execute(
        select(
            Task.id,
            Task.code,
            Task.title,
            Task.state,
            Task.due_on,
            Task.completed_on,
            Task.reported_on,
            Task.progress,
            belonging.c.directive_id,
            Unit.short_name.label("lead"),
        )
        .select_from(belonging)
        .join(Task, Task.id == belonging.c.task_id)
        .join(Unit, Unit.id == Task.lead_unit_id)
        .where(task_visible_to(actor))
        .order_by(Unit.sort_order, Task.id)
    )
    grouped: dict[int | None, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[row.directive_id].append(row)
    return dict(grouped)


def list_usual_leads(topic_ids: Collection[int]) -> dict[int, UsualLead]:
    """Who usually led these topics: at least three tasks and three in five of all."""
    if not topic_ids:
        return {}
    rows = db.session.execute(
        select(Task.topic_id, Task.lead_unit_id, func.count(Task.id))
        .where(Task.topic_id.in_(topic_ids))
        .group_by(Task.topic_id, Task.lead_unit_id)
        .order_by(Task.topic_id, func.count(Task.id).desc(), Task.lead_unit_id)
    ).all()
    totals: dict[int, int] = defaultdict(int)
    first: dict[int, tuple[int, int]] = {}
    for topic_id, unit_id, count in rows:
        if topic_id is not None:
            totals[topic_id] += count
            first.setdefault(topic_id, (unit_id, count))
    return {
        topic_id: UsualLead(unit_id, led, totals[topic_id])
        for topic_id, (unit_id, led) in first.items()
        if led >= _LEAST_LED and 5 * led >= 3 * totals[topic_id]
    }
