"""A leader's open work goes to another leader, or by topic to several. Never commits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from ... import history, mail
from ...access import require
from ...db import db
from ...errors import Refused
from ...people.actor import Actor
from ...people.models import User
from ...people.queries import list_leaders
from .. import emails, policy
from ..models import Task
from .plan import MAY_MOVE, Handing, Plan, Side, move_others
from .rows import change, forget, note_assignments, note_whole
from .to_unit import Moved


def hand_over_leader(person: User, plan: Plan, basis: str, *, by: Actor) -> Moved:
    """All open tasks for which he is accountable; each successor is told in one mail."""
    require(policy.may_hand_over(by))
    names = {row.user_id: row.name for row in list_leaders() if row.user_id != person.id}
    if not set(plan.successors) <= names.keys():
        raise Refused(_("Choose another leader."))
    db.session.flush()
    moved = Moved()
    for to in plan.successors:
        handing = Handing(Side.LEADER, person.id, person.name, to, names[to], plan.topics_of(to), basis)
        tasks = _take(handing, by)
        part = Moved(len(tasks), 0, move_others(handing, by))
        _tell(handing, part, tasks, by)
        moved += part
    forget()
    return moved


def _take(handing: Handing, by: Actor) -> Sequence[Any]:
    """The tasks, by due date."""
    rows = db.session.execute(
        select(Task.id, Task.code, Task.title, Task.due_on, Task.lead_unit_id)
        .where(Task.leader_id == handing.from_id, MAY_MOVE, handing.topics(Task.topic_id))
        .order_by(Task.sort_due_on, Task.id)
        .with_for_update()
    ).all()
    ids = [row.id for row in rows]
    change(ids, leader_id=handing.to_id)
    leaders = {"from_leader_id": handing.from_id, "to_leader_id": handing.to_id}
    note_assignments(
        [
            {"task_id": row.id, "from_unit_id": row.lead_unit_id, "to_unit_id": row.lead_unit_id, **leaders}
            for row in rows
        ],
        handing.basis,
        by,
    )
    history.record_each(by, "leader_handed_over", "task", [(id, handing.facts) for id in ids])
    return rows


def _tell(handing: Handing, moved: Moved, tasks: Sequence[Any], by: Actor) -> None:
    """In the history of both people, and one mail for the successor."""
    if not moved.is_nothing:
        entry = note_whole(handing, "user", by, tasks=moved.tasks, others=moved.others.total())
        for message in emails.work_handed_over(handing, tasks, moved, entry.id):
            mail.put(message)
