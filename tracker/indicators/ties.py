"""Which tasks belong to which indicator: one by itself, or all tasks of a directive."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, or_, select, union

from ..tasks.models import LinkKind, Task, TaskLink
from .models import Indicator, indicator_directive, indicator_task


def select_ties(of_tasks: ColumnElement[bool]) -> CompoundSelect[Any]:
    """(task_id, indicator_id) of these tasks: by itself, through its directive, or through one that continues it.

    A union and no OR over three tables, so that each part is read from its own index.
    """
    return union(*(part.where(of_tasks) for part in _parts()))


def has_tie(of_tasks: ColumnElement[bool]) -> ColumnElement[bool]:
    """A condition on Indicator: whether one of these tasks belongs to it. Asked from the few that belong to each."""
    return or_(
        *(
            part.where(part.selected_columns.indicator_id == Indicator.id, of_tasks).correlate(Indicator).exists()
            for part in _parts()
        )
    )


def _parts() -> tuple[Select[Any], ...]:
    through = indicator_directive.c
    return (
        select(Task.id.label("task_id"), indicator_task.c.indicator_id).join(
            indicator_task, indicator_task.c.task_id == Task.id
        ),
        select(Task.id.label("task_id"), through.indicator_id).join(
            indicator_directive, through.directive_id == Task.directive_id
        ),
        select(Task.id.label("task_id"), through.indicator_id)
        .join(TaskLink, TaskLink.task_id == Task.id)
        .join(indicator_directive, through.directive_id == TaskLink.directive_id)
        .where(TaskLink.kind == LinkKind.CONTINUED),
    )


def _of_outer_task(part: Select[Any]) -> ColumnElement[bool]:
    ties = part.subquery()
    return select(ties.c.indicator_id).where(ties.c.task_id == Task.id).correlate(Task).exists()


# A condition beside `Task`: whether it belongs to any.
HAS_INDICATORS = or_(*map(_of_outer_task, _parts()))
