"""Who accepts, updates, reports, confirms and sends back; who passes work on and who attaches files."""

from __future__ import annotations

from ...people.actor import Actor
from ..models import Task
from .basics import answers_for, confirms, cooperates, is_of_lead_unit


def can_accept(actor: Actor, task: Task) -> bool:
    """Anyone of the lead unit takes note of the work."""
    return is_of_lead_unit(actor, task) and task.can("accept")


def can_update(actor: Actor, task: Task) -> bool:
    """Anyone of the lead unit, or the Office writing down what the unit told it."""
    return (is_of_lead_unit(actor, task) or actor.is_office) and task.can("update")


def can_submit(actor: Actor, task: Task) -> bool:
    """A head or deputy head answers for the unit; an officer prepares."""
    return answers_for(actor, task) and task.can("submit")


def can_confirm(actor: Actor, task: Task) -> bool:
    """Whoever confirms, while a report waits."""
    return confirms(actor, task) and task.can("confirm")


def can_send_back(actor: Actor, task: Task) -> bool:
    """Whoever may confirm may also return."""
    return can_confirm(actor, task) and task.can("send_back")


def can_assign_officer(actor: Actor, task: Task) -> bool:
    """A head or deputy head passes the task to an officer of his unit."""
    return answers_for(actor, task) and task.is_open


def can_add_evidence(actor: Actor, task: Task) -> bool:
    """The lead unit, the cooperating units (their part) and the Office, until the task is closed."""
    return task.is_open and (is_of_lead_unit(actor, task) or cooperates(actor, task) or actor.is_office)
