"""Who adds the part of a cooperating unit."""

from __future__ import annotations

from ...people.actor import Actor
from ..models import Task


def takes_part(actor: Actor, task: Task) -> bool:
    """Anyone of a cooperating unit; the Office cooperates like any other."""
    acts = actor.is_of_unit or actor.is_office
    return acts and any(unit.id == actor.unit_id for unit in task.cooperating_units)


def can_add_part(actor: Actor, task: Task) -> bool:
    """While the work goes on, also while its report waits for confirmation."""
    return takes_part(actor, task) and task.can("add_part")
