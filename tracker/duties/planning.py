"""What becomes of the periods of a duty on a day: which open, which are only noted. Pure.

Asked is always «what has not been dealt with yet?», from `planned_until`, never «is it exactly N days before?»: days on
which the tracker was down lose nothing, and a second run finds nothing left.

After a long downtime several periods may have passed. The latest of them is opened although it is late: the unit owes
that report, and nobody has told it yet. The earlier ones are noted as left out: to ask today for five monthly reports
that nobody asked for at the time would bury the unit and make it late five times through no fault of its own. They
stay in sight on the page of the duty, so that the Office can still ask for one by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice

from ..workdays import Calendar
from .recurrence import code_of, dates_after, land, read_rule


class Skipped(StrEnum):
    """Why a period has no task."""

    NO = ""
    MISSED = "missed"
    PAUSED = "paused"


@dataclass(frozen=True)
class Schedule:
    """What a duty says about time."""

    rule: str
    landing: str
    starts_on: date
    opens_before: int
    is_for_last: bool = False
    ends_on: date | None = None
    planned_until: date | None = None
    paused_on: date | None = None


@dataclass(frozen=True)
class Due:
    """One period: its date as written, which is its key, and the due date on which that lands."""

    written_on: date
    due_on: date
    code: str


@dataclass(frozen=True)
class Step:
    """A period to deal with now."""

    due: Due
    skipped: Skipped


def upcoming(schedule: Schedule, calendar: Calendar) -> Iterator[Due]:
    """The periods that have not been dealt with, in their order."""
    pattern = read_rule(schedule.rule, schedule.landing)
    for day in dates_after(schedule.rule, schedule.starts_on, schedule.planned_until):
        if schedule.ends_on and day > schedule.ends_on:
            return
        code = code_of(pattern, day, is_for_last=schedule.is_for_last)
        yield Due(day, land(day, schedule.landing, calendar), code)


def next_dues(schedule: Schedule, calendar: Calendar, count: int = 5) -> list[Due]:
    """The first of them."""
    return list(islice(upcoming(schedule, calendar), count))


def opens_on(due: Due, opens_before: int, calendar: Calendar) -> date:
    """The working day on which its task is opened: so many working days before the end of its term."""
    day = calendar.working_day_from(due.due_on)
    for _ in range(opens_before):
        day = calendar.working_day_before(day)
    return day


def steps_of(schedule: Schedule, calendar: Calendar, today: date) -> list[Step]:
    """What is to be done today. While it is paused nothing opens; what passes meanwhile is noted."""
    passed, ahead = [], []
    for due in upcoming(schedule, calendar):
        if due.due_on < today:
            passed.append(due)
        elif schedule.paused_on is None and calendar.days_left(due.due_on, today) <= schedule.opens_before:
            ahead.append(due)
        else:
            break
    if schedule.paused_on is not None:
        return [Step(due, _why(due, schedule.paused_on)) for due in passed]
    missed = [Step(due, Skipped.MISSED) for due in passed[:-1]]
    return [*missed, *(Step(due, Skipped.NO) for due in [*passed[-1:], *ahead])]


def _why(due: Due, paused_on: date) -> Skipped:
    """What was due before the pause began had been missed already."""
    return Skipped.MISSED if due.due_on < paused_on else Skipped.PAUSED
