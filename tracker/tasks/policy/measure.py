"""Who says by which number a task is measured."""

from __future__ import annotations

from ...people.actor import Actor
from ..models import Task
from .basics import is_accountable


def sets_measure(actor: Actor, task: Task) -> bool:
    """The Office or the accountable leader: a unit does not choose its own plan."""
    return actor.is_office or is_accountable(actor, task)


def can_set_measure(actor: Actor, task: Task) -> bool:
    """Until the task is over."""
    return sets_measure(actor, task) and task.is_open
