"""Who urges."""

from __future__ import annotations

from ...people.actor import Actor
from ..models import Task
from .basics import directs


def can_urge(actor: Actor, task: Task) -> bool:
    """The Office or any leader, while the work is the unit's to do."""
    return directs(actor) and task.can("urge")
