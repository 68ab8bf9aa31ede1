"""The status that people see: always computed from completion and dates, never typed, the same words everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from ..workdays import Calendar
from .models import TaskState

NEAR_WORKING_DAYS = 3  # «sắp đến hạn»; peers warn 3 or 7 days before


class Status(StrEnum):
    """Two facts decide it: is the work done, and against which date (domain practice: Hải Phòng's statistics)."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    DONE_NO_DUE = "done_no_due"
    OVERDUE = "overdue"
    NEAR = "near"
    RUNNING = "running"
    RUNNING_NO_DUE = "running_no_due"
    WAITING = "waiting"
    SUPERSEDED = "superseded"


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

    @classmethod
    def of(cls, today: date, calendar: Calendar) -> Today:
        return cls(today, calendar, calendar.overdue_before(today), calendar.near_until(today, NEAR_WORKING_DAYS))

    def status_of(self, task: Dated) -> Status:
        """What is shown for that task."""
        if task.state == TaskState.SUPERSEDED:
            return Status.SUPERSEDED
        return self.status(task.due_on, task.completed_on, task.reported_on)

    def status(self, due_on: date | None, completed_on: date | None, reported_on: date | None = None) -> Status:
        """What is shown for a task with those dates; a report that waits for confirmation is neither done nor late."""
        if completed_on is not None:
            if due_on is None:
                return Status.DONE_NO_DUE
            late = self.calendar.is_overdue(due_on, completed_on)
            return Status.DONE_LATE if late else Status.DONE_ON_TIME
        if reported_on is not None:
            return Status.WAITING
        if due_on is None:
            return Status.RUNNING_NO_DUE
        if due_on < self.overdue_before:
            return Status.OVERDUE
        return Status.NEAR if due_on <= self.near_until else Status.RUNNING

    def days_late(self, due_on: date) -> int:
        """Working days since the term really ended."""
        return self.calendar.days_late(due_on, self.day)

    def days_left(self, due_on: date) -> int:
        """Working days until the term really ends."""
        return self.calendar.days_left(due_on, self.day)
