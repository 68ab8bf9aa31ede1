"""Every figure of the board with its condition: the count and the list behind it ask the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, and_, case, cast, exists, null, or_, select

from ... import clock
from ...tasks.models import (
    NO_DUE,
    WORKING,
    ProgressUpdate,
    Task,
    TaskAssignmentChange,
    TaskState,
    TaskStateChange,
)
from ...workdays import Calendar
from ..asof import Terms, tasks_at
from .asked import Asked, Basis, Work
from .periods import Window, month_of, start_of

TREND_MONTHS = 6
_CAME = 2  # an update that was expected


class Figure(StrEnum):
    """What is counted: tasks, by four what happened; the last of all stands outside the columns of the board."""

    ASSIGNED = "assigned"
    ALL = "all"
    DATED = "dated"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    DONE_NO_DUE = "done_no_due"
    RUNNING = "running"
    OVERDUE = "overdue"
    RUNNING_NO_DUE = "running_no_due"
    WAITING = "waiting"
    TO_UPDATE = "to_update"
    UPDATED = "updated"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    TRANSFERRED = "transferred"
    EXTENDED = "extended"
    URGED = "urged"
    EXCUSED = "excused"
    MOVED = "moved"
    CONFIRMED_LATER = "confirmed_later"


EVENTS = (Figure.EXTENDED, Figure.URGED, Figure.EXCUSED, Figure.MOVED)
OF_TASKS = tuple(figure for figure in Figure if figure not in (*EVENTS, Figure.CONFIRMED_LATER))
# Each task is in one of these at most. The first seven are what is in hand.
PARTS = (
    *(Figure.WAITING, Figure.OVERDUE, Figure.RUNNING, Figure.RUNNING_NO_DUE),
    *(Figure.DONE_NO_DUE, Figure.DONE_ON_TIME, Figure.DONE_LATE),
    *(Figure.SUSPENDED, Figure.CANCELLED, Figure.TRANSFERRED),
)
IN_HAND = PARTS[:7]
_TOLD_APART = tuple(figure for figure in PARTS if figure is not Figure.DONE_LATE)
# Of these the share among what has a due date is told too.
WITH_DUE = frozenset({Figure.DONE_ON_TIME, Figure.DONE_LATE, Figure.RUNNING, Figure.OVERDUE})


class Part(NamedTuple):
    """Tasks of one line that are alike in all that is counted; `kind` is one of PARTS, with DONE_ON_TIME for late too.

    `updating`: 1 where an update is expected, 2 where it came. `month`: the place in the trend.
    """

    kind: str
    is_dated: int
    is_assigned: int
    updating: int
    month: int | None
    is_late: int
    tasks: int

    def figures(self) -> Iterator[Figure]:
        """What they count for."""
        if self.kind:
            yield Figure.DONE_LATE if self.kind == Figure.DONE_ON_TIME and self.is_late else Figure(self.kind)
        if self.kind in IN_HAND:
            yield Figure.ALL
            if self.is_dated:
                yield Figure.DATED
        if self.is_assigned:
            yield Figure.ASSIGNED
        if self.updating:
            yield Figure.TO_UPDATE
        if self.updating == _CAME:
            yield Figure.UPDATED


@dataclass(frozen=True)
class Counted:
    """One window of a board as SQL: the tasks as they were, and the conditions of every figure."""

    asked: Asked
    window: Window
    calendar: Calendar
    silent_days: int
    has_trend: bool = False

    @property
    def since(self) -> date:
        """The first day of which completed work is read."""
        return min(self.window.start, self.months[0]) if self.has_trend else self.window.start

    @cached_property
    def was(self) -> Any:
        return tasks_at(self.window.known_at, self.since)

    @cached_property
    def late(self) -> ColumnElement[bool]:
        """Of completed work."""
        terms = Terms.ending(self.calendar, self.since, self.window.last)
        return terms.is_late(self.was.c.closed_on, self.due)

    @cached_property
    def done(self) -> ColumnElement[bool]:
        """Completed within the period."""
        within = self._closed_within(self.window.start, self.window.last)
        return and_(self.was.c.state == TaskState.COMPLETED, within)

    @cached_property
    def months(self) -> list[date]:
        """Where the months of the trend begin; the last one is that of the last day counted."""
        last = month_of(self.window.last)
        return [start_of(month) for month in range(last - TREND_MONTHS + 1, last + 1)]

    @property
    def due(self) -> Any:
        return self.was.c.original_due if self.asked.basis is Basis.ORIGINAL else self.was.c.due

    @property
    def key(self) -> Any:
        """The column by which the lines are."""
        return self.was.c[f"{self.asked.way.value}_id"]

    @cached_property
    def is_asked(self) -> ColumnElement[bool]:
        """What belongs to the board at all."""
        recurring = self.was.c.is_recurring
        belongs = recurring if self.asked.work is Work.RECURRING else ~recurring
        return belongs if self.asked.unit_id is None else and_(belongs, self.was.c.unit_id == self.asked.unit_id)

    @cached_property
    def conditions(self) -> dict[Figure, ColumnElement[bool]]:
        """By figure of tasks."""
        was, due, window = self.was.c, self.due, self.window
        done, late = self.done, self.late
        working, waiting = self._open_in(*WORKING, TaskState.DECLINED), self._open_in(TaskState.SUBMITTED)
        overdue = due < self.calendar.overdue_before(window.as_of)
        has_due = due < NO_DUE
        counted = or_(done, working, waiting)
        assigned = and_(was.assigned_at >= window.begins_at, was.assigned_at < window.ends_at)
        return {
            Figure.ASSIGNED: assigned,
            Figure.ALL: counted,
            Figure.DATED: and_(counted, has_due),
            Figure.DONE_ON_TIME: and_(done, has_due, ~late),
            Figure.DONE_LATE: and_(done, has_due, late),
            Figure.DONE_NO_DUE: and_(done, ~has_due),
            Figure.RUNNING: and_(working, has_due, ~overdue),
            Figure.OVERDUE: and_(working, overdue),
            Figure.RUNNING_NO_DUE: and_(working, ~has_due),
            Figure.WAITING: waiting,
            Figure.CONFIRMED_LATER: self._confirmed_later(),
            **self._updating(),
            **self._aside(),
        }

    def _updating(self) -> dict[Figure, ColumnElement[bool]]:
        """Work that the unit has had for so many working days, and of it what it has told of within them."""
        since = clock.office_time(self.silent_since, 0)
        was = self.was.c
        expected = and_(was.state.in_(WORKING), was.assigned_at < since, *self._undisturbed(since))
        told = exists().where(
            ProgressUpdate.task_id == was.task_id,
            ProgressUpdate.at >= since,
            ProgressUpdate.at < self.window.known_at,
            ~ProgressUpdate.is_part,
        )
        return {Figure.TO_UPDATE: expected, Figure.UPDATED: and_(expected, told)}

    def _undisturbed(self, since: datetime) -> Iterator[ColumnElement[bool]]:
        """Neither taken from another unit nor begun again since then: the unit's days count from there."""
        begun, moved = TaskStateChange, TaskAssignmentChange
        for change, which in (
            (moved, moved.from_unit_id != moved.to_unit_id),
            (begun, begun.verb.in_(("resume", "reopen"))),
        ):
            within = change.task_id == self.was.c.task_id, change.at >= since, change.at < self.window.known_at
            yield ~exists().where(*within, which)

    def _open_in(self, *states: TaskState) -> ColumnElement[bool]:
        """Open on the day of knowledge and given by the end of the period: what came later is no work of the period."""
        return and_(self.was.c.state.in_(states), self.was.c.assigned_at < self.window.ends_at)

    def _confirmed_later(self) -> ColumnElement[bool]:
        """Not completed on the day of knowledge, but confirmed since as completed within the period."""
        confirmed = exists().where(
            Task.id == self.was.c.task_id,
            Task.state == TaskState.COMPLETED,
            Task.closed_on >= self.window.start,
            Task.closed_on <= self.window.last,
        )
        return and_(self.was.c.state != TaskState.COMPLETED, confirmed)

    def _aside(self) -> dict[Figure, ColumnElement[bool]]:
        """What leaves the denominators but stays in sight."""
        state, within = self.was.c.state, self._closed_within(self.window.start, self.window.last)
        return {
            Figure.SUSPENDED: self._open_in(TaskState.SUSPENDED),
            Figure.CANCELLED: and_(state == TaskState.CANCELLED, within),
            Figure.TRANSFERRED: and_(state == TaskState.SUPERSEDED, within),
        }

    @cached_property
    def silent_since(self) -> date:
        """The first of the days within which an update is expected."""
        day = self.window.as_of
        for _ in range(self.silent_days):
            day = self.calendar.working_day_before(day)
        return day

    def select_parts(self) -> Any:
        """Of each task: its line, and the values of a `Part` but the count."""
        due = self.due
        # Whether work was late is asked once for each task, for the last column.
        is_told = self.conditions | {Figure.DONE_ON_TIME: and_(self.done, due < NO_DUE)}
        done_late = and_(self.was.c.state == TaskState.COMPLETED, due < NO_DUE, self.late)
        return (
            select(
                self.key.label("key"),
                case(*((is_told[figure], figure.value) for figure in _TOLD_APART), else_="").label("kind"),
                case((due < NO_DUE, 1), else_=0).label("is_dated"),
                case((is_told[Figure.ASSIGNED], 1), else_=0).label("is_assigned"),
                case((~is_told[Figure.TO_UPDATE], 0), (is_told[Figure.UPDATED], 2), else_=1).label("updating"),
                self._month().label("month"),
                case((done_late, 1), else_=0).label("is_late"),
            )
            .select_from(self.was)
            .where(self.is_asked)
        )

    def _month(self) -> Any:
        """The month of the trend in which what has a due date was completed; none for other work."""
        was = self.was.c
        if not self.has_trend:
            return cast(null(), Integer)
        done = and_(was.state == TaskState.COMPLETED, self.due < NO_DUE, was.closed_on <= self.window.last)
        begins = [(was.closed_on >= start, place) for place, start in enumerate(self.months)]
        return case((~done, None), *reversed(begins))

    def _closed_within(self, start: date, last: date) -> ColumnElement[bool]:
        return and_(self.was.c.closed_on >= start, self.was.c.closed_on <= last)
