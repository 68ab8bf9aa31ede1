"""The work goes to another unit: what ends with the old one, and what begins with the new one."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from ... import clock, history, mail
from ...access import require
from ...db import db
from ...errors import Refused
from ...mail import Message
from ...people.actor import Actor
from ...people.models import Unit
from ...people.queries import get_unit, list_leaders
from .. import emails, policy, queries
from ..models import DeclineState, Task, TaskAssignmentChange, TaskState
from .decline import close_decline
from .explanation import close_running_explanation
from .extension import close_open_extension
from .proposal import close_open_proposals
from .step import remove_open_steps
from .steps import check_still_led_by, check_unit, is_second_press, move


@dataclass(frozen=True)
class Reassignment:
    """Who leads from now on. `leader_id` None keeps the accountable leader; `stays`: the old unit cooperates.

    `seen_unit_id` led the task when the form was opened.
    """

    unit_id: int
    reason: str = ""
    leader_id: int | None = None
    stays: bool = False
    seen_unit_id: int | None = None


def reassign_task(task: Task, wanted: Reassignment, *, by: Actor) -> None:
    """Another unit leads; all that was stays in the history, and the new unit may decline within days of its own."""
    require(policy.directs(by))
    if task.lead_unit_id == wanted.unit_id and is_second_press(
        task, "task_reassigned", by, to_unit_id=wanted.unit_id, reason=wanted.reason
    ):
        return
    check_still_led_by(task, wanted.seen_unit_id)
    require(policy.decides_decline(by, queries.find_open_decline(task)))
    old, new, leader_name = _check(task, wanted)
    from_leader_id = task.leader_id
    move(task, "reassign", by)
    note = wanted.reason or _("The task was given to %(unit)s.", unit=new.short_name)
    close_decline(task, DeclineState.REASSIGNED, note, by=by)
    release_task(task, by, _("The task was given to %(unit)s.", unit=new.short_name))
    task.lead_unit_id, task.lead_unit = new.id, new
    task.leader_id = wanted.leader_id or task.leader_id
    _change_cooperation(task, old, new, stays=wanted.stays)
    change = TaskAssignmentChange(
        task_id=task.id,
        at=clock.now(),
        on=clock.today(),
        verb="reassign",
        from_unit_id=old.id,
        to_unit_id=new.id,
        from_leader_id=from_leader_id,
        to_leader_id=task.leader_id,
        reason=wanted.reason,
        by_user_id=by.user_id,
    )
    db.session.add(change)
    db.session.flush()
    names = {"from_unit": old.short_name, "to_unit": new.short_name, "leader": leader_name}
    history.record(
        by, "task_reassigned", "task", task.id, to_unit_id=new.id, reason=wanted.reason, stays=wanted.stays, **names
    )
    for message in _tell(task, change, by):
        mail.put(message)


def _tell(task: Task, change: TaskAssignmentChange, by: Actor) -> list[Message]:
    """Both units, and a new leader unless he did it himself."""
    messages = emails.task_reassigned(task, change, by)
    if change.to_leader_id == change.from_leader_id:
        return messages
    key = f"reassignment:{change.id}:leader"
    return messages + emails.leader_changed(task, change.from_leader_id, key, words=change.reason, but=by.user_id)


def release_task(task: Task, by: Actor, note: str) -> None:
    """End what belonged to the unit that led until now; whatever else ends with it is added here.

    What it was asked and what it proposed is not the new unit's: whoever still wants to know asks anew.
    """
    close_open_extension(task, by, note)
    close_running_explanation(task, by, note)
    close_open_proposals(task, by, note, unit_id=task.lead_unit_id)
    remove_open_steps(task, by, note)
    task.officer_id = None
    task.waits_since = clock.today()  # the new unit has its own days to accept, whatever the old one let pass


def _check(task: Task, wanted: Reassignment) -> tuple[Unit, Unit, str]:
    """The old unit, the new one, and the name of a new leader."""
    if not wanted.unit_id:
        raise Refused(_("Choose the unit that answers for the task."), "unit_id")
    new = check_unit(wanted.unit_id, task.lead_unit_id, "unit_id")
    if not wanted.reason and task.state != TaskState.DECLINED:
        raise Refused(_("Say why, so that both units understand it."), "reason")
    if wanted.leader_id in (None, task.leader_id):
        return get_unit(task.lead_unit_id), new, ""
    names = {row.user_id: row.name for row in list_leaders()}
    if wanted.leader_id not in names:
        raise Refused(_("Choose the accountable leader."), "leader_id")
    return get_unit(task.lead_unit_id), new, names[wanted.leader_id]


def _change_cooperation(task: Task, old: Unit, new: Unit, *, stays: bool) -> None:
    task.cooperating_units = [unit for unit in task.cooperating_units if unit.id != new.id]
    if stays:
        task.cooperating_units = [*task.cooperating_units, old]
