"""Who asks for more time and who decides; never the same person, nor two who act for the same one."""

from __future__ import annotations

from ...people.actor import Actor
from ..models import Extension, ExtensionState, Task
from .basics import answers_for


def can_request_extension(actor: Actor, task: Task) -> bool:
    """A head or deputy head of the lead unit, while the task has a due date and no request waits."""
    return answers_for(actor, task) and task.can("extend") and task.due_on is not None and not task.has_open_extension


def withdraws_extension(actor: Actor, extension: Extension) -> bool:
    """A head or deputy head of the lead unit, or his stand-in, whoever of them asked."""
    return answers_for(actor, extension.task)


def can_withdraw_extension(actor: Actor, extension: Extension) -> bool:
    """Whoever may withdraw, while the request waits."""
    return _waits(extension) and withdraws_extension(actor, extension)


def decides_extension(actor: Actor, extension: Extension, *, office_decides: bool = False) -> bool:
    """Any leader, and the Office where it is delegated to it; never the one who asked."""
    return sets_due(actor, office_decides=office_decides) and not actor.has_part_in(extension.requested_by_id)


def can_decide_extension(actor: Actor, extension: Extension, *, office_decides: bool = False) -> bool:
    """Whoever decides, while the request waits."""
    return _waits(extension) and decides_extension(actor, extension, office_decides=office_decides)


def sets_due(actor: Actor, *, office_decides: bool = False) -> bool:
    """Any leader, and the Office where deciding about due dates is delegated to it."""
    return actor.is_leader or (actor.is_office and office_decides)


def can_set_due(actor: Actor, task: Task, *, office_decides: bool = False) -> bool:
    """Whoever sets dates, while the date of the task may still move."""
    return sets_due(actor, office_decides=office_decides) and task.can("set_due")


def _waits(extension: Extension) -> bool:
    return extension.state == ExtensionState.OPEN and extension.task.is_open
