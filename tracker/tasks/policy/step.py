"""Who splits a task into steps and who says that a step is done."""

from __future__ import annotations

from ...people.actor import Actor
from ..models import WORKING, Step, Task
from .basics import answers_for, is_of_lead_unit


def can_plan_steps(actor: Actor, task: Task) -> bool:
    """A head or deputy head of the lead unit, while the work is the unit's to do."""
    return answers_for(actor, task) and task.state in WORKING


def marks_step(actor: Actor, task: Task, officer_id: int | None) -> bool:
    """The officer concerned, or the head. A step without an officer is that of the officer who has the whole task."""
    concerned = officer_id or task.officer_id
    return answers_for(actor, task) or (is_of_lead_unit(actor, task) and actor.answers_as(concerned))


def can_mark_step(actor: Actor, step: Step) -> bool:
    """Whoever marks it, until the task is closed or the step removed."""
    return step.task.is_open and step.removed_at is None and marks_step(actor, step.task, step.officer_id)
