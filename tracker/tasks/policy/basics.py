"""Who sees a task, who acts for its lead unit, who confirms and who decides."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from sqlalchemy import ColumnElement, or_, select, true

from ...people.actor import Actor
from ..models import Task, task_cooperation


class Sees(Protocol):
    """As much of a person as says which tasks he sees."""

    @property
    def sees_everything(self) -> bool: ...
    @property
    def unit_id(self) -> int | None: ...


class Sight(NamedTuple):
    """The same as a value that is equal for all who see the same."""

    sees_everything: bool
    unit_id: int | None

    @classmethod
    def of(cls, actor: Sees) -> Sight:
        return cls(actor.sees_everything, actor.unit_id)


def visible_to(actor: Sees) -> ColumnElement[bool]:
    """A WHERE clause: leaders, Office and administrator see all, a unit what it leads or cooperates in."""
    if actor.sees_everything:
        return true()
    cooperates = select(task_cooperation.c.task_id).where(task_cooperation.c.unit_id == actor.unit_id)
    return or_(Task.lead_unit_id == actor.unit_id, Task.id.in_(cooperates))


def is_of_lead_unit(actor: Actor, task: Task) -> bool:
    """Whether the person acts for the unit that answers for the task."""
    return actor.is_of_unit and actor.unit_id == task.lead_unit_id


def answers_for(actor: Actor, task: Task) -> bool:
    """A head or deputy head of the lead unit, or his stand-in: submits, declines, asks for more time."""
    return is_of_lead_unit(actor, task) and actor.answers_for_unit


def cooperates(actor: Actor, task: Task) -> bool:
    """Whether the person acts for one of the cooperating units."""
    return actor.is_of_unit and any(unit.id == actor.unit_id for unit in task.cooperating_units)


def confirms(actor: Actor, task: Task) -> bool:
    """The Office or the accountable leader, never the unit itself: a unit only reports (NĐ practice)."""
    return actor.is_office or is_accountable(actor, task)


def is_accountable(actor: Actor, task: Task) -> bool:
    """The accountable leader, or his stand-in."""
    return actor.is_leader and actor.answers_as(task.leader_id)


def directs(actor: Actor) -> bool:
    """The Office or any leader: gives, moves, suspends and cancels work, urges and asks for explanations."""
    return actor.is_office or actor.is_leader
