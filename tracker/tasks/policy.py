"""Who may do what to a task. *When* is TRANSITIONS; a button is shown when both say yes."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select, true

from ..people.actor import Actor
from ..people.models import Role
from .models import Extension, ExtensionState, Task, task_cooperation


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """A WHERE clause: leaders, Office and administrator see all, a unit what it leads or cooperates in."""
    if actor.sees_everything:
        return true()
    cooperates = select(task_cooperation.c.task_id).where(task_cooperation.c.unit_id == actor.unit_id)
    return or_(Task.lead_unit_id == actor.unit_id, Task.id.in_(cooperates))


def is_of_lead_unit(actor: Actor, task: Task) -> bool:
    """Whether the person acts for the unit that answers for the task."""
    return actor.is_of_unit and actor.unit_id == task.lead_unit_id


def can_accept(actor: Actor, task: Task) -> bool:
    """Anyone of the lead unit takes note of the work."""
    return is_of_lead_unit(actor, task) and task.can("accept")


def can_update(actor: Actor, task: Task) -> bool:
    """Anyone of the lead unit, or the Office writing down what the unit told it."""
    return (is_of_lead_unit(actor, task) or actor.is_office) and task.can("update")


def can_submit(actor: Actor, task: Task) -> bool:
    """A head or deputy head answers for the unit; an officer prepares."""
    return is_of_lead_unit(actor, task) and actor.answers_for_unit and task.can("submit")


def can_confirm(actor: Actor, task: Task) -> bool:
    """The Office or the accountable leader, never the unit itself (NĐ practice: a unit only reports)."""
    confirms = actor.is_office or (actor.is_leader and actor.user_id == task.leader_id)
    return confirms and task.can("confirm")


def can_send_back(actor: Actor, task: Task) -> bool:
    """Whoever may confirm may also return."""
    return can_confirm(actor, task) and task.can("send_back")


def can_request_extension(actor: Actor, task: Task) -> bool:
    """A head or deputy head of the lead unit, while the task has a due date and no request waits."""
    asks = is_of_lead_unit(actor, task) and actor.answers_for_unit
    return asks and task.can("extend") and task.due_on is not None and not task.has_open_extension


def decides_extension(actor: Actor, extension: Extension) -> bool:
    """The accountable leader or the Chairman's side: any leader; never the one who asked."""
    return actor.role is Role.LEADER and extension.requested_by_id != actor.user_id


def can_decide_extension(actor: Actor, extension: Extension) -> bool:
    """Whoever decides, while the request waits."""
    waits = extension.state == ExtensionState.OPEN and extension.task.is_open
    return waits and decides_extension(actor, extension)


def can_assign_officer(actor: Actor, task: Task) -> bool:
    """A head or deputy head passes the task to an officer of his unit."""
    return is_of_lead_unit(actor, task) and actor.answers_for_unit and task.is_open


def can_add_evidence(actor: Actor, task: Task) -> bool:
    """The lead unit, the cooperating units (their part) and the Office, until the task is closed."""
    if not task.is_open:
        return False
    cooperates = actor.is_of_unit and any(unit.id == actor.unit_id for unit in task.cooperating_units)
    return is_of_lead_unit(actor, task) or cooperates or actor.is_office
