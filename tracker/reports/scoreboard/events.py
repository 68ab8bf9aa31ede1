"""What happened to tasks in a period: extensions granted, urgings, objective causes confirmed, work moved away.

Each is a row that never changes once it is there. It counts for the unit that it was about, for the leader who
answered for the task on the day of knowledge.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, literal, select, union_all

from ... import clock
from ...db import db
from ...tasks.models import (
    Cause,
    Explanation,
    ExplanationState,
    Extension,
    ExtensionState,
    Task,
    TaskAssignmentChange,
    Urging,
)
from ..asof import first_since, recurring_at
from .asked import Asked, Way, Work
from .figures import EVENTS, Figure
from .periods import Window


class _Kind(NamedTuple):
    """A table of events: whose line, when it happened, and what of it counts."""

    model: Any
    unit_id: Any
    at: Any
    when: ColumnElement[bool]


def count_events(asked: Asked, windows: Sequence[Window]) -> list[dict[int | None, dict[Figure, int]]]:
    """By line, for each of the windows; one statement."""
    parts = [
        query.with_only_columns(literal(place), literal(figure.value), key, func.count()).group_by(key)
        for place, window in enumerate(windows)
        for figure in EVENTS
        for query, key in [_select(figure, asked, window)]
    ]
    counts: list[dict[int | None, dict[Figure, int]]] = [{} for _ in windows]
    for place, figure, key, count in db.session.execute(union_all(*parts)):
        counts[place].setdefault(key, {})[Figure(figure)] = count
    return counts


def select_events(figure: Figure, asked: Asked, window: Window, line: int | None) -> Any:
    """(number, moment or day, unit, task) of what one figure counts; `line` None for all lines, 0 for none."""
    kind, (query, key) = _kind(figure, window, asked.way), _select(figure, asked, window)
    query = query.with_only_columns(
        kind.model.id.label("id"), kind.at.label("at"), kind.unit_id.label("unit_id"), Task.id.label("task_id")
    )
    if line is None:
        return query
    return query.where(key == line if line else key.is_(None))


def _select(figure: Figure, asked: Asked, window: Window) -> tuple[Any, Any]:
    """What counts, and the column by which the lines are."""
    kind = _kind(figure, window, asked.way)
    recurring = recurring_at(window.known_at)
    query = (
        select(kind.model.id)
        .join(Task, Task.id == kind.model.task_id)
        .where(kind.when, recurring if asked.work is Work.RECURRING else ~recurring)
    )
    if asked.unit_id is not None:
        query = query.where(kind.unit_id == asked.unit_id)
    if asked.way is Way.UNIT:
        return query, kind.unit_id
    if asked.way is Way.TOPIC:
        return query, Task.topic_id
    if figure is Figure.MOVED:
        return query, TaskAssignmentChange.from_leader_id
    if window.known_at > clock.now():
        return query, Task.leader_id
    later = first_since(TaskAssignmentChange, window.known_at, TaskAssignmentChange.from_leader_id)
    query = query.outerjoin(later, later.c.task_id == Task.id)
    return query, func.coalesce(later.c.from_leader_id, Task.leader_id)


def _kind(figure: Figure, window: Window, way: Way) -> _Kind:
    if figure is Figure.EXTENDED:
        return _decided(Extension, window, Extension.state == ExtensionState.APPROVED)
    if figure is Figure.EXCUSED:
        accepted = Explanation.state == ExplanationState.ACCEPTED
        return _decided(Explanation, window, accepted, Explanation.confirmed_cause == Cause.OBJECTIVE)
    if figure is Figure.URGED:
        within = and_(Urging.on >= window.start, Urging.on <= window.last, Urging.at < window.known_at)
        return _Kind(Urging, Urging.unit_id, Urging.on, within)
    moved = TaskAssignmentChange
    left = moved.from_leader_id != moved.to_leader_id if way is Way.LEADER else moved.from_unit_id != moved.to_unit_id
    return _Kind(moved, moved.from_unit_id, moved.at, and_(_within(moved.at, window), left))


def _decided(model: Any, window: Window, *which: ColumnElement[bool]) -> _Kind:
    return _Kind(model, model.unit_id, model.decided_at, and_(_within(model.decided_at, window), *which))


def _within(at: Any, window: Window) -> ColumnElement[bool]:
    return and_(at >= window.begins_at, at < window.ends_at)
