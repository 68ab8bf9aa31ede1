"""The status that people see: always computed from completion and dates, never typed, the same words everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from .. import clock
from ..workdays import Calendar
from .models import TaskState


class Status(StrEnum):
    """Two facts decide it: is the work done, and against which date (domain practice: Hải Phòng's statistics).

    Work that is set aside has a word of its own and leaves the denominators. That a report waits for confirmation is a
    state, not a status: until it is confirmed, the work is as late as it was on the day that the unit gave.
    """

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    DONE_NO_DUE = "done_no_due"
    OVERDUE = "overdue"
    NEAR = "near"
    RUNNING = "running"
    RUNNING_NO_DUE = "running_no_due"
    SUSPENDED = "suspended"
    TRANSFERRED = "transferred"
    CANCELLED = "cancelled"


DONE = frozenset({Status.DONE_ON_TIME, Status.DONE_LATE, Status.DONE_NO_DUE})
SET_ASIDE = {
    TaskState.SUSPENDED: Status.SUSPENDED,
    TaskState.SUPERSEDED: Status.TRANSFERRED,
    TaskState.CANCELLED: Status.CANCELLED,
}


class Dated(Protocol):
    """A task, or a row of one, as far as its status goes."""

    @property
    def state(self) -> str: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def completed_on(self) -> date | None: ...
    @property
    def reported_on(self) -> date | None: ...


@dataclass(frozen=True)
class Today:
    """A day and its thresholds, computed once per page so that each row costs two comparisons."""

    day: date
    calendar: Calendar
    overdue_before: date
    near_until: date
    undated_months: int = 3

    @classmethod
    def of(cls, today: date, calendar: Calendar, near_working_days: int = 3, undated_months: int = 3) -> Today:
        """«Sắp đến hạn» begins so many working days before the end of a term; peers warn 3 or 7 days before.

        Open work without a due date is pointed out so many months after it was assigned.
        """
        near_until = calendar.near_until(today, near_working_days)
        return cls(today, calendar, calendar.overdue_before(today), near_until, undated_months)

    def status_of(self, task: Dated) -> Status:
        """What is shown for that task."""
        if aside := SET_ASIDE.get(TaskState(task.state)):
            return aside
        return self.status(task.due_on, task.completed_on, task.reported_on)

    def status(self, due_on: date | None, completed_on: date | None, reported_on: date | None = None) -> Status:
        """What is shown for a task with those dates; `reported_on` is of a report that waits for confirmation."""
        if completed_on is not None:
            if due_on is None:
                return Status.DONE_NO_DUE
            late = self.calendar.is_overdue(due_on, completed_on)
            return Status.DONE_LATE if late else Status.DONE_ON_TIME
        if due_on is None:
            return Status.RUNNING_NO_DUE
        if reported_on is not None:
            return Status.OVERDUE if self.calendar.is_overdue(due_on, reported_on) else Status.RUNNING
        if due_on < self.overdue_before:
            return Status.OVERDUE
        return Status.NEAR if due_on <= self.near_until else Status.RUNNING

    def days_late(self, due_on: date) -> int:
        """Working days since the term really ended."""
        return self.calendar.days_late(due_on, self.day)

    def days_left(self, due_on: date) -> int:
        """Working days until the term really ends."""
        return self.calendar.days_left(due_on, self.day)

    def months_since(self, moment: datetime) -> int:
        """Whole months: from the 24th of one to the 23rd of the next it is none."""
        on = clock.to_office(moment).date()
        return (self.day.year - on.year) * 12 + self.day.month - on.month - (self.day.day < on.day)

    def is_long_without_date(self, assigned_at: datetime) -> bool:
        """Of open work without a due date: whether somebody should give it one."""
        return self.months_since(assigned_at) >= self.undated_months


class Reported(Protocol):
    """A task, as far as its completion report goes."""

    @property
    def submitted_at(self) -> datetime | None: ...
    @property
    def reported_on(self) -> date | None: ...


def days_back(task: Reported, flag_days: int) -> int:
    """How many days the day of completion lies before the day of the report, where it is so many that whoever
    confirms is told; else 0. With `flag_days` 0 nobody is.
    """
    if not (flag_days and task.submitted_at and task.reported_on):
        return 0
    back = (clock.to_office(task.submitted_at).date() - task.reported_on).days
    return back if back > flag_days else 0
