"""Tasks whose date, unit and leader have stayed since a day, summed by the database.

Nearly all are such. The present is counted, and the changes of state since then by the week in which they happened and
the week in which the task becomes overdue: a table of weeks by weeks, however many tasks there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, case, func, literal, select

from ...db import db, known_numbers
from ...tasks.filters import TaskFilter
from ...tasks.models import Task, TaskStateChange
from .kinds import NOTHING, RUNS, kind_of
from .moved import of_topic


class Step(NamedTuple):
    """So many tasks more, or fewer, from the evening `place` on; `late`: the first evening on which they are overdue.

    Of the present `place` is 0, and the steps back are among the others.
    """

    place: int
    late: int
    open: int
    runs: int


def read_steps(
    asked: TaskFilter, days: Sequence[date], limits: Sequence[date], moment: datetime, moved_ids: Collection[int]
) -> Iterator[Step]:
    """Two statements. `days` are the evenings, `limits` the first due dates that are not overdue on each."""
    late = _first(Task.sort_due_on, limits, lambda due, limit: due < limit)
    stayed = [Task.id.not_in(known_numbers(moved_ids)), *_asked(asked)]
    runs = case((kind_of(Task.state) == RUNS, 1), else_=0)
    is_open = case((kind_of(Task.state) != NOTHING, 1), else_=0)
    now = select(late, func.sum(is_open), func.sum(runs)).where(Task.closed_on.is_(None), *stayed).group_by(late)
    for row in db.session.execute(now):
        yield Step(0, *row)
    yield from _read_changes(days, late, [TaskStateChange.at >= moment, *stayed])


def _read_changes(days: Sequence[date], late: Any, where: list[Any]) -> Iterator[Step]:
    """Each change as a step, and taken from the first evening, on which it had not happened."""
    before, after = kind_of(TaskStateChange.from_state), kind_of(TaskStateChange.to_state)
    place = _first(TaskStateChange.on, days, lambda on, day: on <= day)
    opened = case((after != NOTHING, 1), else_=0) - case((before != NOTHING, 1), else_=0)
    began = case((after == RUNS, 1), else_=0) - case((before == RUNS, 1), else_=0)
    query = select(place, late, func.sum(opened), func.sum(began)).join(Task, Task.id == TaskStateChange.task_id)
    for row in db.session.execute(query.where(before != after, *where).group_by(place, late)):
        step = Step(*row)
        yield step
        yield Step(0, step.late, -step.open, -step.runs)


def _asked(asked: TaskFilter) -> list[ColumnElement[bool]]:
    pairs = ((Task.lead_unit_id, asked.unit), (Task.leader_id, asked.leader))
    return [*of_topic(asked), *(column == value for column, value in pairs if value is not None)]


def _first(column: Any, bounds: Sequence[date], holds: Any, low: int = 0, high: int | None = None) -> Any:
    """The first place whose bound holds for the column, their number for none: halved again and again, in SQL."""
    high = len(bounds) if high is None else high
    if low == high:
        return literal(low, Integer)
    middle = (low + high) // 2
    below = _first(column, bounds, holds, low, middle)
    return case((holds(column, bounds[middle]), below), else_=_first(column, bounds, holds, middle + 1, high))
