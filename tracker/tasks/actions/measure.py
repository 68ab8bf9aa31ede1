"""By which number a task is measured, and how much is to be reached."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from ... import history
from ...access import require
from ...db import db
from ...errors import Refused
from ...people.actor import Actor
from .. import measuring, policy
from ..models import Task


@dataclass(frozen=True)
class Measure:
    """«nhà», 45. Without a unit the task is told in percent again.

    `for_all` gives the unit to every task of the directive, `same_target` the target too.
    """

    unit: str
    target: float | None = None
    for_all: bool = False
    same_target: bool = False


def set_measure(task: Task, measure: Measure, *, by: Actor) -> int:
    """Tells how many tasks changed. What was reached stays as long as its unit does."""
    require(policy.sets_measure(by, task))
    if not task.is_open:
        raise Refused(_("This task is over, so its measure stays as it is."))
    if measure.target is not None and not measure.unit:
        raise Refused(_("Say what is counted, for example «nhà»."), "measure")
    if measure.target == 0:
        raise Refused(_("The target must be more than 0. Leave it empty if there is none yet."), "target")
    count = _apply(task, measure.unit, measure.target, by)
    if measure.for_all and task.directive_id:
        for other in list_siblings(task, by):
            target = measure.target if measure.same_target else _kept_target(other, measure.unit)
            count += _apply(other, measure.unit, target, by)
    return count


def list_siblings(task: Task, actor: Actor) -> list[Task]:
    """The other open tasks of the same directive whose measure that person may set."""
    if task.directive_id is None:
        return []
    others = select(Task).where(Task.directive_id == task.directive_id, Task.id != task.id, Task.closed_on.is_(None))
    return [other for other in db.session.scalars(others.order_by(Task.id)) if policy.can_set_measure(actor, other)]


def _kept_target(task: Task, unit: str) -> float | None:
    """Forty-five houses are not forty-five billion."""
    return task.target if unit and task.measure in ("", unit) else None


def _apply(task: Task, unit: str, target: float | None, by: Actor) -> int:
    if (task.measure, task.target) == (unit, target):
        return 0
    old = {"old_measure": task.measure, "old_target": task.target} if task.measure else {}
    if task.measure != unit:
        task.measured = None
    task.measure, task.target = unit, target
    if task.measured is not None:
        task.progress = measuring.percent_of(task.measured, target)
    history.record(by, "measure_set", "task", task.id, measure=unit, target=target, **old)
    return 1
