"""When somebody is told: 7, 3 and 1 working days before the end of a term, on its last day, then again and again.

Pure dates. The question is never "exactly three days left?" but "which stage has been reached?", so days on which
nothing ran lose nothing: the nearest stage is told, those passed on the way are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ..workdays import Calendar

BEFORE = (7, 3, 1, 0)
OVERDUE_EVERY = 5
# A term that ended long ago has any number of stages behind it; so many of the last ones are named.
REMEMBERED = 6


class Track(StrEnum):
    """What a reminder is about, and from which day it counts: its anchor.

    The end of the term; the day of assignment, while the unit has not accepted; the day of the last word from the unit;
    the day on which it reported completion.
    """

    TERM = "term"
    ACCEPTANCE = "acceptance"
    UPDATE = "update"
    CONFIRMATION = "confirmation"


@dataclass(frozen=True)
class Stage:
    """Working days after the end of the term (below zero: before it), and the first day on which the stage holds.

    That day is always a working day.
    """

    rank: int
    since: date

    @property
    def name(self) -> str:
        """How the ledger calls it: before_3, due_today, overdue_6."""
        if self.rank == 0:
            return "due_today"
        return f"overdue_{self.rank}" if self.rank > 0 else f"before_{-self.rank}"


@dataclass(frozen=True)
class DueStage:
    """What is to be told today of every task with that due date: the nearest stage.

    `passed` names the stages that went by since the last plan.
    """

    due_on: date
    stage: Stage
    passed: tuple[str, ...]


def due_stages(
    due_dates: Iterable[date], calendar: Calendar, today: date, last_plan: date | None = None
) -> Iterator[DueStage]:
    """The due dates of which something is to be told by today, each with its stage."""
    for due_on in due_dates:
        reached = reached_stages(due_on, calendar, today)
        if reached:
            passed = [stage.name for stage in reached[:-1] if last_plan is None or stage.since > last_plan]
            yield DueStage(due_on, reached[-1], tuple(passed))


def reached_stages(due_on: date, calendar: Calendar, today: date) -> list[Stage]:
    """Every stage that the term has reached by today, the oldest first."""
    end = calendar.working_day_from(due_on)
    stages = [Stage(-count, _back(calendar, end, count)) for count in BEFORE]
    reached = [stage for stage in stages if stage.since <= today]
    late = calendar.working_days_between(end, today)
    if late > 0:
        now = today if calendar.is_working(today) else calendar.working_day_before(today)
        last = (late - 1) // OVERDUE_EVERY
        for index in range(max(0, last - REMEMBERED), last + 1):
            count = index * OVERDUE_EVERY + 1
            reached.append(Stage(count, _back(calendar, now, late - count)))
    return reached


def next_stage(due_on: date, calendar: Calendar, today: date) -> Stage:
    """The first stage after today; there always is one while the task is open."""
    end = calendar.working_day_from(due_on)
    for count in BEFORE:
        since = _back(calendar, end, count)
        if since > today:
            return Stage(-count, since)
    late = max(0, calendar.working_days_between(end, today))
    count = (late + OVERDUE_EVERY - 1) // OVERDUE_EVERY * OVERDUE_EVERY + 1
    start = end if late == 0 else today
    return Stage(count, calendar.add_working_days(start, count - late))


def horizon(calendar: Calendar, today: date) -> date:
    """The last due date of which anything can be told today."""
    return calendar.near_until(today, max(BEFORE))


def _back(calendar: Calendar, day: date, count: int) -> date:
    for _ in range(count):
        day = calendar.working_day_before(day)
    return day
