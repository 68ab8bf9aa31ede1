"""What a feed holds: the open work with a due date that its owner answers for or was given, and his steps.

Two reads. Those of tasks run along the indexes of open work from today on and from yesterday back, so that a feed of
somebody with a hundred thousand tasks costs what it shows. Everything is asked through the owner's posts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, func, or_, select, union

from ..db import db
from ..directives.models import Topic
from ..history.models import HistoryEntry
from ..people.actor import Actor
from ..people.models import Role, Unit
from ..tasks.models import NO_DUE, Step, Task, task_cooperation
from ..tasks.policy import visible_to
from . import policy
from .queries import Feed

MOST = 2000


class TaskEntry(NamedTuple):
    """An open task with a due date; `changed_at` is when anything last happened to it."""

    id: int
    code: str
    title: str
    due_on: date
    state: str
    completed_on: date | None
    reported_on: date | None
    version: int
    is_starred: bool
    lead_unit_id: int
    lead: str
    topic: str | None
    changed_at: datetime


class StepEntry(NamedTuple):
    """A step of the owner's that is to be done, and the task that it belongs to."""

    id: int
    title: str
    due_on: date
    version: int
    task_id: int
    code: str
    task_title: str
    is_starred: bool
    lead: str
    changed_at: datetime


@dataclass(frozen=True)
class Entries:
    """What the feed shows; `is_cut` when there is more than that."""

    tasks: Sequence[TaskEntry]
    steps: Sequence[StepEntry]
    is_cut: bool


def list_entries(feed: Feed, today: date) -> Entries:
    """At most MOST, those that are to come first and then the latest before today."""
    tasks = _list_tasks(feed, today)
    steps = [] if feed.unit_id else _list_steps(feed)
    found: list[TaskEntry | StepEntry] = [*tasks, *steps]
    found.sort(key=lambda entry: (entry.due_on < today, abs(entry.due_on - today), entry.id))
    shown = sorted(found[:MOST], key=lambda entry: (entry.due_on, entry.id))
    return Entries(
        [entry for entry in shown if isinstance(entry, TaskEntry)],
        [entry for entry in shown if isinstance(entry, StepEntry)],
        len(found) > MOST,
    )


def _list_tasks(feed: Feed, today: date) -> list[TaskEntry]:
    parts = [select(Task.id, Task.sort_due_on).where(*part) for part in _parts(feed)]
    if feed.unit_id:
        parts.append(_cooperation(feed.unit_id).where(_sees(feed)))
    if not parts:
        return []
    ranges = [near.subquery() for part in parts for near in _nearest(part, today)]
    found = union(*(select(part.c.id, part.c.sort_due_on) for part in ranges)).subquery()
    day = found.c.sort_due_on
    ids = select(found.c.id).order_by(day < today, case((day >= today, day)), day.desc(), found.c.id).limit(MOST + 1)
    query = (
        select(
            Task.id,
            Task.code,
            Task.title,
            Task.due_on,
            Task.state,
            Task.completed_on,
            Task.reported_on,
            Task.version,
            Task.is_starred,
            Task.lead_unit_id,
            Unit.short_name,
            Topic.name,
            _changed_at(),
        )
        .join(Unit, Unit.id == Task.lead_unit_id)
        .outerjoin(Topic, Topic.id == Task.topic_id)
        .where(Task.id.in_(ids))
    )
    return [TaskEntry._make(row) for row in db.session.execute(query)]


def _nearest(part: Any, today: date) -> tuple[Any, Any]:
    """From today on and from yesterday back, each no longer than a feed may be."""
    due = Task.sort_due_on
    ahead = part.where(due >= today, due < NO_DUE).order_by(due, Task.id)
    behind = part.where(due < today).order_by(due.desc(), Task.id.desc())
    return ahead.limit(MOST + 1), behind.limit(MOST + 1)


def _parts(feed: Feed) -> list[tuple[ColumnElement[bool], ...]]:
    """What the owner answers for or was given in each of his posts; of a unit what it leads."""
    is_open = Task.closed_on.is_(None)
    if feed.unit_id:
        return [(is_open, Task.lead_unit_id == feed.unit_id, _sees(feed))]
    return [
        (is_open, own, visible_to(actor))
        for actor in feed.actors
        if policy.has_own_work(actor)
        for own in [_own_work(actor)]
    ]


def _own_work(actor: Actor) -> ColumnElement[bool]:
    """A leader is accountable, a head answers for his unit, a clerk for the Office; an officer was given it."""
    if actor.is_leader:
        return Task.leader_id == actor.user_id
    if actor.role is Role.OFFICER:
        return Task.officer_id == actor.user_id
    return Task.lead_unit_id == actor.unit_id


def _cooperation(unit_id: int) -> Any:
    """Tasks of others in which the unit's part is not finished."""
    coop = task_cooperation.c
    return (
        select(Task.id, Task.sort_due_on)
        .join(task_cooperation, coop.task_id == Task.id)
        .where(coop.unit_id == unit_id, coop.done_on.is_(None), Task.closed_on.is_(None), Task.lead_unit_id != unit_id)
    )


def _sees(feed: Feed) -> ColumnElement[bool]:
    return or_(*(visible_to(actor) for actor in feed.actors))


def _list_steps(feed: Feed) -> list[StepEntry]:
    is_to_do = Step.done_at.is_(None), Step.removed_at.is_(None), Step.due_on.is_not(None), Task.closed_on.is_(None)
    query = (
        select(
            Step.id,
            Step.title,
            Step.due_on,
            Step.version,
            Task.id,
            Task.code,
            Task.title,
            Task.is_starred,
            Unit.short_name,
            _changed_at(),
        )
        .join(Task, Task.id == Step.task_id)
        .join(Unit, Unit.id == Task.lead_unit_id)
        .where(Step.officer_id == feed.user_id, *is_to_do, _sees(feed))
        .order_by(Step.due_on.desc(), Step.id.desc())
        .limit(MOST + 1)
    )
    return [StepEntry._make(row) for row in db.session.execute(query)]


def _changed_at() -> Any:
    """Everything that is done to a task, a step of it included, leaves a line in its history."""
    last = (
        select(HistoryEntry.at)
        .where(HistoryEntry.subject_type == "task", HistoryEntry.subject_id == Task.id)
        .order_by(HistoryEntry.id.desc())
        .limit(1)
        .correlate(Task)
        .scalar_subquery()
    )
    return func.coalesce(last, Task.updated_at, Task.assigned_at)
