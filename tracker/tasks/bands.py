"""Bands of due dates: the same names, limits and order in every list, count and link."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, false, or_, true

from .models import NO_DUE, Task, TaskState
from .status import Today


class Band(StrEnum):
    """Where a task stands on the leader's board. The first six follow each other in time, the last are set aside.

    AHEAD, RUNNING, OPEN and DECLINED lie across them: a declined task keeps the band of its date until it is decided.
    """

    OVERDUE = "overdue"
    WEEK = "week"
    MONTH = "month"
    NEXT_MONTH = "next_month"
    LATER = "later"
    AHEAD = "ahead"
    NO_DUE = "no_due"
    WAITING = "waiting"
    DECLINED = "declined"
    RUNNING = "running"
    OPEN = "open"
    DONE = "done"
    SUSPENDED = "suspended"
    TRANSFERRED = "transferred"
    CANCELLED = "cancelled"
    ALL = "all"


# What leaves the denominators but stays in sight: the state behind each band, and whether the work is over.
ASIDE = {
    Band.SUSPENDED: TaskState.SUSPENDED,
    Band.TRANSFERRED: TaskState.SUPERSEDED,
    Band.CANCELLED: TaskState.CANCELLED,
}
# The states of what is over or set aside.
NO_OPEN_WORK = (TaskState.COMPLETED, *ASIDE.values())
CLOSED = frozenset({Band.DONE, Band.TRANSFERRED, Band.CANCELLED})
ALSO_CLOSED = CLOSED | {Band.ALL}  # not only open work
# Not late and not due: reported as done, or suspended. A declined task keeps its date until the Office decides.
_RESTING = (TaskState.SUBMITTED, TaskState.SUSPENDED)
IN_TIME_ORDER = (Band.OVERDUE, Band.WEEK, Band.MONTH, Band.NEXT_MONTH, Band.LATER, Band.NO_DUE)


@dataclass(frozen=True)
class Limits:
    """The last due date of each band on one day. A band begins where the one before it ends."""

    today: Today
    week_end: date
    month_end: date
    next_month_end: date

    @classmethod
    def of(cls, today: Today) -> Limits:
        """The week ends on Sunday; what is due on days off behind «today» still counts for this week."""
        day = today.day
        week_end = day + timedelta(days=6 - day.weekday())
        month_end = _end_of_month(day)
        next_month_end = _end_of_month(month_end + timedelta(days=1))
        return cls(today, week_end, max(month_end, week_end), max(next_month_end, week_end))

    @property
    def ends(self) -> tuple[date, ...]:
        """All that `where` depends on: two days with the same ends ask for the same."""
        return (self.today.overdue_before, self.week_end, self.month_end, self.next_month_end)

    def band(self, due_on: date | None) -> Band:
        """The band of an open task that nobody has reported as done."""
        if due_on is None:
            return Band.NO_DUE
        if due_on < self.today.overdue_before:
            return Band.OVERDUE
        ends = ((self.week_end, Band.WEEK), (self.month_end, Band.MONTH), (self.next_month_end, Band.NEXT_MONTH))
        return next((band for end, band in ends if due_on <= end), Band.LATER)

    def where(self, band: Band) -> ColumnElement[bool]:
        """The same rule for SQL. Open work is what somebody is to do: what is set aside has bands of its own."""
        if band is Band.ALL:
            return true()
        if band is Band.DONE:
            return and_(Task.closed_on.is_not(None), Task.completed_on.is_not(None))  # replaced work is not done
        if band in CLOSED:
            return and_(Task.closed_on.is_not(None), Task.completed_on.is_(None), Task.state == ASIDE[band])
        return and_(Task.closed_on.is_(None), self.rule(band))

    def rule(self, band: Band) -> ColumnElement[bool]:
        """The rule among open tasks, from columns that the open-work indexes hold: counting needs no table rows."""
        due, reported, resting = Task.sort_due_on, Task.state == TaskState.SUBMITTED, Task.state.in_(_RESTING)
        late, week, month, next_month = self.today.overdue_before, self.week_end, self.month_end, self.next_month_end
        between = {
            Band.OVERDUE: due < late,
            Band.WEEK: and_(due >= late, due <= week),
            Band.MONTH: and_(due > week, due <= month) if month > week else false(),
            Band.NEXT_MONTH: and_(due > month, due <= next_month),
            Band.LATER: and_(due > next_month, due < NO_DUE),
            Band.AHEAD: and_(due > week, due < NO_DUE),
            Band.NO_DUE: due == NO_DUE,
        }
        if band in between:
            return and_(between[band], ~resting)
        suspended = Task.state == TaskState.SUSPENDED
        return {
            Band.WAITING: reported,
            Band.DECLINED: Task.state == TaskState.DECLINED,
            Band.RUNNING: and_(or_(due > week, reported), ~suspended),
            Band.OPEN: ~suspended,
            Band.SUSPENDED: suspended,
        }[band]

    def label(self, band: Band) -> str:
        """The heading of a band; months by their number, as offices say."""
        return self._labels[band]

    @cached_property
    def _labels(self) -> dict[Band, str]:
        return {
            Band.OVERDUE: _("Overdue"),
            Band.WEEK: _("This week"),
            Band.MONTH: _("Rest of this month"),
            Band.NEXT_MONTH: _("Month %(month)s", month=f"{self.next_month_end.month:02d}"),
            Band.LATER: _("Later"),
            Band.AHEAD: _("Due after this week"),
            Band.NO_DUE: _("No due date"),
            Band.WAITING: _("Waiting for confirmation"),
            Band.DECLINED: _("Declined by the unit"),
            Band.RUNNING: _("In progress, in time"),
            Band.OPEN: _("Not completed"),
            Band.DONE: _("Completed"),
            Band.SUSPENDED: _("Suspended"),
            Band.TRANSFERRED: _("Transferred"),
            Band.CANCELLED: _("Cancelled"),
            Band.ALL: _("All tasks"),
        }


def _end_of_month(day: date) -> date:
    return day.replace(day=months.monthrange(day.year, day.month)[1])
