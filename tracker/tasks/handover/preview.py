"""What a handover would move, told before it happens, and where a task was before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, literal, select, union_all

from ...db import db
from ...directives.models import Topic
from ...people.models import Unit, User
from ...people.queries import list_recipients, list_recipients_for
from ...people.work import OpenWork
from ..models import (
    Decline,
    DeclineState,
    Explanation,
    ExplanationState,
    Extension,
    ExtensionState,
    Proposal,
    ProposalState,
    Task,
    TaskAssignmentChange,
    task_cooperation,
)
from .plan import MAY_MOVE, Plan, Side, count_others, tell_others


class OfTopic(NamedTuple):
    """Open tasks of one topic: led (or directed), and taken part in."""

    topic_id: int | None
    name: str
    tasks: int
    parts: int


@dataclass(frozen=True)
class Work:
    """All that hangs on a unit or a leader."""

    topics: list[OfTopic]
    officers: int
    requests: int
    others: Counter[str]

    @property
    def tasks(self) -> int:
        return sum(topic.tasks for topic in self.topics)

    @property
    def parts(self) -> int:
        return sum(topic.parts for topic in self.topics)

    @property
    def is_nothing(self) -> bool:
        return not (self.tasks or self.parts or self.others.total())


@dataclass(frozen=True)
class Parcel:
    """One successor's share, and who will be told of it."""

    name: str
    tasks: int
    parts: int
    people: list[str]


def read_work(side: Side, whose: int) -> Work:
    """Of the unit or leader with that id."""
    own = (Task.lead_unit_id if side is Side.UNIT else Task.leader_id) == whose
    led = select(Task.topic_id, literal(0).label("part"), Task.id, Task.officer_id).where(own, MAY_MOVE)
    shared = (
        select(Task.topic_id, literal(1), Task.id, Task.officer_id)
        .join(task_cooperation, task_cooperation.c.task_id == Task.id)
        .where(task_cooperation.c.unit_id == whose, MAY_MOVE)
    )
    both = (union_all(led, shared) if side is Side.UNIT else led).subquery()
    rows = db.session.execute(
        select(both.c.topic_id, Topic.name, func.count() - func.sum(both.c.part), func.sum(both.c.part))
        .outerjoin(Topic, Topic.id == both.c.topic_id)
        .group_by(both.c.topic_id, Topic.name, Topic.sort_order)
        .order_by(Topic.sort_order, both.c.topic_id)
    )
    officers = select(func.count(func.distinct(both.c.officer_id))).where(both.c.part == 0)
    return Work(
        topics=[OfTopic(topic_id, name or "", int(tasks), int(parts)) for topic_id, name, tasks, parts in rows],
        officers=db.session.scalar(officers) or 0,
        requests=_count_requests(select(both.c.id)),
        others=count_others(side, whose),
    )


def _count_requests(ids: Any) -> int:
    """What waits for an answer on these tasks."""
    waiting = (
        select(Extension.id).where(Extension.state == ExtensionState.OPEN, Extension.task_id.in_(ids)),
        select(Decline.id).where(Decline.state == DeclineState.OPEN, Decline.task_id.in_(ids)),
        select(Explanation.id).where(
            Explanation.state.in_((ExplanationState.ASKED, ExplanationState.ANSWERED)), Explanation.task_id.in_(ids)
        ),
        select(Proposal.id).where(Proposal.state == ProposalState.OPEN, Proposal.task_id.in_(ids)),
    )
    return db.session.scalar(select(func.count()).select_from(union_all(*waiting).subquery())) or 0


def lay_out_parcels(side: Side, work: Work, plan: Plan, names: Mapping[int, str]) -> list[Parcel]:
    """What each successor gets."""
    people: dict[int | None, list[str]] = {}
    if side is Side.UNIT:
        for one in list_recipients(plan.successors):
            if one.name not in people.setdefault(one.unit_id, []):
                people[one.unit_id].append(one.name)
    else:
        people = {to: [one.name for one in list_recipients_for(to)] for to in plan.successors}
    parcels = []
    for to in plan.successors:
        own = [topic for topic in work.topics if plan.successor_of(topic.topic_id) == to]
        counts = sum(topic.tasks for topic in own), sum(topic.parts for topic in own)
        parcels.append(Parcel(names[to], *counts, people.get(to, [])))
    return parcels


def count_by_unit() -> dict[int, int]:
    """How many open tasks each unit leads; units without any are left out."""
    query = select(Task.lead_unit_id, func.count()).where(Task.closed_on.is_(None)).group_by(Task.lead_unit_id)
    return {unit_id: count for unit_id, count in db.session.execute(query)}


def count_of_unit(unit_id: int) -> int:
    """How many open tasks it leads."""
    query = select(func.count(Task.id)).where(Task.closed_on.is_(None), Task.lead_unit_id == unit_id)
    return db.session.scalar(query) or 0


def tell_others_of_unit(unit_id: int) -> list[str]:
    """What else hangs on it, in words."""
    return tell_others(count_others(Side.UNIT, unit_id))


def count_of_leader(user_id: int) -> int:
    """For how many open tasks he is accountable."""
    query = select(func.count(Task.id)).where(Task.closed_on.is_(None), Task.leader_id == user_id)
    return db.session.scalar(query) or 0


class Former(NamedTuple):
    """A unit that led the task, or a leader who was accountable for it, and until when."""

    side: Side
    name: str
    until: date


def list_former(task: Task) -> list[Former]:
    """The latest first."""
    rows = db.session.execute(
        select(TaskAssignmentChange, Unit.name, User.name)
        .join(Unit, Unit.id == TaskAssignmentChange.from_unit_id)
        .join(User, User.id == TaskAssignmentChange.from_leader_id)
        .where(TaskAssignmentChange.task_id == task.id)
        .order_by(TaskAssignmentChange.id.desc())
    )
    former = []
    for change, unit, leader in rows:
        if change.from_unit_id != change.to_unit_id:
            former.append(Former(Side.UNIT, unit, change.on))
        if change.from_leader_id != change.to_leader_id:
            former.append(Former(Side.LEADER, leader, change.on))
    return former


# What the screens of units and people ask for.
OPEN_WORK = OpenWork(
    count_by_unit,
    count_of_unit,
    count_of_leader,
    tell_others_of_unit,
    unit_page="tasks.hand_over_unit",
    leader_page="tasks.hand_over_leader",
)
