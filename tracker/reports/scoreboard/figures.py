"""Every figure of the board with its condition: the count and the list behind it ask the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_

from ... import clock
from ...tasks.models import NO_DUE, WORKING, ProgressUpdate, TaskState
from ...workdays import Calendar
from ..asof import is_late, tasks_at, terms_ending
from .asked import Asked, Basis, Work
from .periods import Window, month_of, start_of

TREND_MONTHS = 6


class Figure(StrEnum):
    """What is counted. The last four count what happened, the others tasks."""

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


EVENTS = (Figure.EXTENDED, Figure.URGED, Figure.EXCUSED, Figure.MOVED)
OF_TASKS = tuple(figure for figure in Figure if figure not in EVENTS)
# Of these the share among what has a due date is told too.
WITH_DUE = frozenset({Figure.DONE_ON_TIME, Figure.DONE_LATE, Figure.RUNNING, Figure.OVERDUE})


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
    def term(self) -> Any:
        return terms_ending(self.calendar, self.since, self.window.last)

    @cached_property
    def months(self) -> list[date]:
        """Where the months of the trend begin; the last one is that of the last day counted."""
        last = month_of(self.window.last)
        return [start_of(month) for month in range(last - TREND_MONTHS + 1, last + 1)]

    @cached_property
    def source(self) -> Any:
        """What to select from; the term of each due date stands beside it."""
        return self.was.outerjoin(self.term, self.term.c.due == self.due)

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
        done = and_(was.state == TaskState.COMPLETED, self._closed_within(window.start, window.last))
        late = is_late(was.closed_on, due, self.term)
        working = was.state.in_((*WORKING, TaskState.DECLINED))
        overdue = due < self.calendar.overdue_before(window.as_of)
        has_due = due < NO_DUE
        counted = or_(done, working, was.state == TaskState.SUBMITTED)
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
            Figure.WAITING: was.state == TaskState.SUBMITTED,
            **self._updating(),
            **self._aside(),
        }

    def _updating(self) -> dict[Figure, ColumnElement[bool]]:
        """Work that the unit has had for so many working days, and of it what it has told of within them."""
        since = clock.office_time(self.silent_since, 0)
        was = self.was.c
        expected = and_(was.state.in_(WORKING), was.assigned_at < since)
        told = exists().where(
            ProgressUpdate.task_id == was.task_id,
            ProgressUpdate.at >= since,
            ProgressUpdate.at < self.window.known_at,
            ~ProgressUpdate.is_part,
        )
        return {Figure.TO_UPDATE: expected, Figure.UPDATED: and_(expected, told)}

    def _aside(self) -> dict[Figure, ColumnElement[bool]]:
        """What leaves the denominators but stays in sight."""
        state, within = self.was.c.state, self._closed_within(self.window.start, self.window.last)
        return {
            Figure.SUSPENDED: state == TaskState.SUSPENDED,
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

    @cached_property
    def trend(self) -> list[tuple[ColumnElement[bool], ColumnElement[bool]]]:
        """Of each month: completed with a due date, and of it in time."""
        was, due = self.was.c, self.due
        ends = [*self.months[1:], None]
        pairs = []
        for start, end in zip(self.months, ends, strict=True):
            within = and_(was.closed_on >= start, was.closed_on < end if end else was.closed_on <= self.window.last)
            done = and_(was.state == TaskState.COMPLETED, within, due < NO_DUE)
            pairs.append((done, and_(done, ~is_late(was.closed_on, due, self.term))))
        return pairs

    def _closed_within(self, start: date, last: date) -> ColumnElement[bool]:
        return and_(self.was.c.closed_on >= start, self.was.c.closed_on <= last)
