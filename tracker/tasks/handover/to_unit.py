"""A unit's open work goes to its successor, or by topic to several. Never commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import case, delete, null, select, update

from ... import clock, history, mail
from ...access import require
from ...db import db
from ...errors import Refused
from ...people.actor import Actor
from ...people.models import Post, Unit, User
from ...people.queries import list_units
from .. import emails, policy
from ..models import (
    Decline,
    DeclineState,
    Explanation,
    ExplanationState,
    Extension,
    ExtensionState,
    Proposal,
    ProposalState,
    Step,
    Task,
    TaskState,
    task_cooperation,
)
from .plan import MAY_MOVE, Handing, Plan, Side, move_others, tell_others
from .rows import change, chunks, execute, forget, note_assignments, note_whole

_COOP = task_cooperation.c


@dataclass
class Moved:
    """How many tasks changed hands, how many parts of cooperating units, and what of other features, by key."""

    tasks: int = 0
    parts: int = 0
    others: Counter[str] = field(default_factory=Counter)

    @property
    def is_nothing(self) -> bool:
        return not (self.tasks or self.parts or self.others.total())

    def told_others(self) -> list[str]:
        """What of other features, in words."""
        return tell_others(self.others)

    def __iadd__(self, other: Moved) -> Moved:
        self.tasks, self.parts, self.others = (
            self.tasks + other.tasks,
            self.parts + other.parts,
            self.others + other.others,
        )
        return self


def hand_over_unit(unit: Unit, plan: Plan, basis: str, *, by: Actor) -> Moved:
    """All open work of the unit; each successor's heads are told in one mail."""
    require(policy.may_hand_over(by))
    units = {one.id: one for one in list_units(clock.today()) if one.id != unit.id}
    if not set(plan.successors) <= units.keys():
        raise Refused(_("Choose a unit that exists today, and not the same one."))
    db.session.flush()
    handings = [
        Handing(Side.UNIT, unit.id, unit.name, to, units[to].name, plan.topics_of(to), basis) for to in plan.successors
    ]
    # The lead of every task is settled before its cooperating units are.
    taken = [(handing, _take_lead(handing, by)) for handing in handings]
    moved = Moved()
    for handing, tasks in taken:
        part = Moved(len(tasks), _take_parts(handing, by), move_others(handing, by))
        _tell(handing, part, tasks, by)
        moved += part
    forget()
    return moved


def _take_lead(handing: Handing, by: Actor) -> Sequence[Any]:
    """The tasks, by due date."""
    rows = db.session.execute(
        select(Task.id, Task.code, Task.title, Task.due_on, Task.leader_id, Task.officer_id, User.name.label("officer"))
        .outerjoin(User, User.id == Task.officer_id)
        .where(Task.lead_unit_id == handing.from_id, MAY_MOVE, handing.topics(Task.topic_id))
        .order_by(Task.sort_due_on, Task.id)
        .with_for_update(of=Task)
    ).all()
    ids, staff = [row.id for row in rows], _list_staff(handing.to_id)
    kept = case((Task.officer_id.in_(staff), Task.officer_id), else_=null()) if staff else null()
    # The new unit has its own days to accept and to report; what waits for the Office has waited as long as before.
    waits = case((Task.state == TaskState.SUBMITTED, Task.waits_since), else_=clock.today())
    change(ids, lead_unit_id=handing.to_id, officer_id=kept, waits_since=waits)
    for some in chunks(ids):
        execute(delete(task_cooperation).where(_COOP.task_id.in_(some), _COOP.unit_id == handing.to_id))
        _free_steps(some, staff)
    _take_requests(ids, handing)
    note_assignments([_assignment(row, handing) for row in rows], handing.basis, by)
    lost = {row.id: {"officer": row.officer} for row in rows if row.officer_id and row.officer_id not in staff}
    history.record_each(by, "task_handed_over", "task", [(id, handing.facts | lost.get(id, {})) for id in ids])
    return rows


def _list_staff(unit_id: int) -> list[int]:
    """Everybody with a post there: an officer who moves along keeps his tasks."""
    posts = select(Post.user_id).join(User, User.id == Post.user_id)
    return list(db.session.scalars(posts.where(Post.unit_id == unit_id, Post.ended_on.is_(None), User.is_enabled)))


def _assignment(row: Any, handing: Handing) -> dict[str, Any]:
    return {
        "task_id": row.id,
        "from_unit_id": handing.from_id,
        "to_unit_id": handing.to_id,
        "from_leader_id": row.leader_id,
        "to_leader_id": row.leader_id,
    }


def _free_steps(ids: Sequence[int], staff: Sequence[int]) -> None:
    """Steps that wait for officers of the old unit are the new head's to give."""
    waiting = (Step.task_id.in_(ids), Step.done_at.is_(None), Step.removed_at.is_(None), Step.officer_id.is_not(None))
    execute(
        update(Step).where(*waiting, Step.officer_id.not_in(staff)).values(officer_id=None, version=Step.version + 1)
    )


def _take_parts(handing: Handing, by: Actor) -> int:
    """The successor cooperates instead. Never beside its own lead, never twice; a part counts as done if both were."""
    rows = db.session.execute(
        select(Task.id, Task.lead_unit_id, _COOP.done_on)
        .join(task_cooperation, _COOP.task_id == Task.id)
        .where(_COOP.unit_id == handing.from_id, MAY_MOVE, handing.topics(Task.topic_id))
        .order_by(Task.id)
        .with_for_update(of=Task)
    ).all()
    ids = [row.id for row in rows]
    leads = {row.id for row in rows if row.lead_unit_id == handing.to_id}
    undone = [row.id for row in rows if row.done_on is None]
    for some in chunks(ids):
        both = set(
            db.session.scalars(select(_COOP.task_id).where(_COOP.task_id.in_(some), _COOP.unit_id == handing.to_id))
        )
        double, open_again = sorted(both | leads.intersection(some)), sorted(both.intersection(undone))
        execute(delete(task_cooperation).where(_COOP.task_id.in_(double), _COOP.unit_id == handing.from_id))
        execute(
            update(task_cooperation)
            .where(_COOP.task_id.in_(open_again), _COOP.unit_id == handing.to_id)
            .values(done_on=None)
        )
        execute(
            update(task_cooperation)
            .where(_COOP.task_id.in_(some), _COOP.unit_id == handing.from_id)
            .values(unit_id=handing.to_id)
        )
    change(ids)
    _take_requests(ids, handing)
    history.record_each(by, "part_handed_over", "task", [(id, handing.facts) for id in ids])
    return len(ids)


def _take_requests(ids: Sequence[int], handing: Handing) -> None:
    """What waits for an answer is from now on the successor's; what was answered keeps the name of who asked."""
    for some in chunks(ids):
        for model, waits in (
            (Extension, Extension.state == ExtensionState.OPEN),
            (Decline, Decline.state == DeclineState.OPEN),
            (Explanation, Explanation.state.in_((ExplanationState.ASKED, ExplanationState.ANSWERED))),
        ):
            execute(
                update(model)
                .where(model.task_id.in_(some), model.unit_id == handing.from_id, waits)
                .values(unit_id=handing.to_id, version=model.version + 1)
            )
        execute(
            update(Proposal)
            .where(
                Proposal.task_id.in_(some),
                Proposal.unit_id == handing.from_id,
                Proposal.state == ProposalState.OPEN,
            )
            .values(unit_id=handing.to_id)
        )


def _tell(handing: Handing, moved: Moved, tasks: Sequence[Any], by: Actor) -> None:
    """In the history of both units, and one mail for each head of the successor."""
    if not moved.is_nothing:
        entry = note_whole(handing, "unit", by, tasks=moved.tasks, parts=moved.parts, others=moved.others.total())
        for message in emails.work_handed_over(handing, tasks, moved, entry.id):
            mail.put(message)
