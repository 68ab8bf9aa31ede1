"""Who asks for more time and who decides; never the same person, nor two who act for the same one."""

from __future__ import annotations

from ...people.actor import Actor
from ..models import Extension, ExtensionState, Task
from .basics import answers_for


def can_request_extension(actor: Actor, task: Task) -> bool:
    """A head or deputy head of the lead unit, while the task has a due date and no request waits."""
    return answers_for(actor, task) and task.can("extend") and task.due_on is not None and not task.has_open_extension


def decides_extension(actor: Actor, extension: Extension) -> bool:
    """Any leader; never the one who asked."""
    return actor.is_leader and not actor.has_part_in(extension.requested_by_id)


def can_decide_extension(actor: Actor, extension: Extension) -> bool:
    """Whoever decides, while the request waits."""
    waits = extension.state == ExtensionState.OPEN and extension.task.is_open
    return waits and decides_extension(actor, extension)
