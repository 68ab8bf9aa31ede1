"""When a duty falls due: RFC 5545 rules behind the few patterns that offices use. Pure: rules, days, a Calendar.

The rule gives the dates as written; `Landing` says where one of them goes that is a day off. So «the last working day
of the month» is the last day of the month, landing on the working day before: whatever the office's calendar says at
that time, and the key of a period does not move when a day off is entered later.

A month that is too short for the day asked for is never skipped: the rule takes the last of 28…D that it has.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from dateutil.rrule import rrulestr

from ..workdays import Calendar

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
_ALWAYS = 28  # every month has that many days
_DAY = timedelta(days=1)


class Landing(StrEnum):
    """Where a date of the rule lands when it is a day off: it stays, or moves to a working day."""

    AS_WRITTEN = "as_written"
    BEFORE = "before"
    AFTER = "after"


class Kind(StrEnum):
    """The patterns that may be chosen."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    LAST_DAY = "last_day"
    LAST_WORKING_DAY = "last_working_day"
    NTH_WEEKDAY = "nth_weekday"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


class Span(StrEnum):
    """What one period is called by; the letters stand in its code."""

    WEEK = "W"
    MONTH = "M"
    QUARTER = "Q"
    HALF = "H"
    YEAR = "Y"


SPANS = {
    Kind.WEEKLY: Span.WEEK,
    Kind.QUARTERLY: Span.QUARTER,
    Kind.HALF_YEARLY: Span.HALF,
    Kind.YEARLY: Span.YEAR,
}
_MONTHS_OF = {Span.MONTH: 1, Span.QUARTER: 3, Span.HALF: 6, Span.YEAR: 12}


@dataclass(frozen=True)
class Pattern:
    """A rule in the words of the form. `month` counts within the quarter, the half-year or the year.

    `weekday` 0 is Monday; `position` -1 is the last such weekday of the month; `interval` counts weeks.
    """

    kind: Kind
    weekday: int = 0
    interval: int = 1
    position: int = 1
    day: int = 1
    month: int = 1

    @property
    def span(self) -> Span:
        """What its periods are."""
        return SPANS.get(self.kind, Span.MONTH)


def write_rule(pattern: Pattern) -> str:
    """The RRULE of a pattern."""
    day, kind = WEEKDAYS[pattern.weekday], pattern.kind
    if kind is Kind.WEEKLY:
        return f"FREQ=WEEKLY;INTERVAL={pattern.interval};BYDAY={day}"
    if kind in (Kind.LAST_DAY, Kind.LAST_WORKING_DAY):
        return "FREQ=MONTHLY;BYMONTHDAY=-1"
    if kind is Kind.NTH_WEEKDAY:
        return f"FREQ=MONTHLY;BYDAY={pattern.position}{day}"
    by_day = f"BYMONTHDAY={','.join(map(str, range(min(pattern.day, _ALWAYS), pattern.day + 1)))}"
    if pattern.day > _ALWAYS:
        by_day += ";BYSETPOS=-1"
    if kind is Kind.MONTHLY:
        return f"FREQ=MONTHLY;{by_day}"
    step = _MONTHS_OF[pattern.span]
    in_year = ",".join(str(month) for month in range(pattern.month, 13, step))
    return f"FREQ={'YEARLY' if kind is Kind.YEARLY else 'MONTHLY'};BYMONTH={in_year};{by_day}"


def read_rule(rule: str, landing: str) -> Pattern:
    """The pattern that a stored rule was written from. Raises ValueError for a rule of another making."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    pattern = _read(parts, landing)
    if write_rule(pattern) != rule:
        raise ValueError(rule)
    return pattern


def _read(parts: dict[str, str], landing: str) -> Pattern:
    if parts["FREQ"] == "WEEKLY":
        return Pattern(Kind.WEEKLY, weekday=WEEKDAYS.index(parts["BYDAY"]), interval=int(parts["INTERVAL"]))
    if "BYDAY" in parts:
        position, weekday = int(parts["BYDAY"][:-2]), WEEKDAYS.index(parts["BYDAY"][-2:])
        return Pattern(Kind.NTH_WEEKDAY, position=position, weekday=weekday)
    day = int(parts["BYMONTHDAY"].split(",")[-1])
    if day == LAST:
        return Pattern(Kind.LAST_WORKING_DAY if landing == Landing.BEFORE else Kind.LAST_DAY)
    in_year = [int(month) for month in parts.get("BYMONTH", "").split(",") if month]
    kinds = {0: Kind.MONTHLY, 1: Kind.YEARLY, 2: Kind.HALF_YEARLY, 4: Kind.QUARTERLY}
    return Pattern(kinds[len(in_year)], day=day, month=in_year[0] if in_year else 1)


def dates_of(rule: str, since: date) -> Iterator[date]:
    """The dates as written, from `since` on. «Every 2 weeks» counts from the first such day on or after `since`."""
    for moment in rrulestr(rule, dtstart=datetime.combine(_first_weekday(rule, since), time())):
        yield moment.date()


def dates_after(rule: str, starts_on: date, after: date | None) -> Iterator[date]:
    """The dates of a duty behind `after`; weeks are counted from `starts_on` all the same."""
    if after is None or after < starts_on:
        return dates_of(rule, starts_on)
    first = _first_weekday(rule, starts_on)
    weeks = int(rule.partition("INTERVAL=")[2].partition(";")[0] or 1)
    turns = (after - first).days // (7 * weeks)
    since = first + turns * timedelta(weeks=weeks) if rule.startswith("FREQ=WEEKLY") and after >= first else after
    return (day for day in dates_of(rule, since) if day > after)


def _first_weekday(rule: str, since: date) -> date:
    """Where weeks begin to be counted."""
    if not rule.startswith("FREQ=WEEKLY"):
        return since
    wanted = WEEKDAYS.index(rule[-2:])
    return since + timedelta(days=(wanted - since.weekday()) % 7)


def longest(month: int) -> int:
    """The most days that this month of the year ever has."""
    return months.monthrange(2000, month)[1]


def land(day: date, landing: str, calendar: Calendar) -> date:
    """The due date of a date of the rule."""
    if landing == Landing.AFTER:
        return calendar.working_day_from(day)
    if landing == Landing.BEFORE and not calendar.is_working(day):
        return calendar.working_day_before(day)
    return day


def end_of_span(span: Span, day: date) -> date:
    """The last day of the week, month, quarter… that holds that day."""
    if span is Span.WEEK:
        return day + timedelta(days=6 - day.weekday())
    count = _MONTHS_OF[span]
    month = (day.month - 1) // count * count + count
    return date(day.year, month, months.monthrange(day.year, month)[1])


def start_of_span(span: Span, day: date) -> date:
    """Its first day."""
    if span is Span.WEEK:
        return day - timedelta(days=day.weekday())
    count = _MONTHS_OF[span]
    return date(day.year, (day.month - 1) // count * count + 1, 1)


def code_of(pattern: Pattern, day: date, *, is_for_last: bool = False) -> str:
    """The period of a date of the rule: 2026-W48, 2026-M11, 2026-Q4, 2026-H2, 2026-Y.

    `is_for_last`: what is due on that day tells of the period before («báo cáo tháng 11, trước ngày 05/12»).
    """
    span = pattern.span
    if is_for_last:
        for _ in range(pattern.interval if span is Span.WEEK else 1):
            day = start_of_span(span, day) - _DAY
    if span is Span.WEEK:
        year, week, _weekday = day.isocalendar()
        return f"{year}-W{week}"
    number = "" if span is Span.YEAR else str((day.month - 1) // _MONTHS_OF[span] + 1)
    return f"{day.year}-{span.value}{number}"
