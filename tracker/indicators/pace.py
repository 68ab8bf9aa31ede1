"""All arithmetic of indicators: months, pace, percents, forecasts and what they say of a plan. Pure and exact.

Time is counted in months of the year: 31/10 is 10, 15/11 is 10½. A report of the last or first days of a month speaks
of whole months («10 tháng»), and so does `months_gone`. Amounts come as Decimal and are reckoned with as Fraction;
nothing is rounded before it is shown (`shown`). What cannot be divided is None, which pages show as «—».
docs/indicators.md states every formula.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from fractions import Fraction

MONTHS = Fraction(12)
LAST_MONTHS = Fraction(3)
NEAR_MONTH_END = 5  # days
FAR_OVER_PLAN = 3  # times the largest plan: hardly a good year, rather triệu typed for tỷ or a digit too many
FAR_OVER_LAST = 10  # times the last reading: a decimal sign that was lost moves a number so far
LEAST_SHARE = Fraction(1, 1000)  # of last year at this time: less of it tells nothing of a rhythm
_DIGITS = 100


class Kind(StrEnum):
    """What is added up through the year, or what stands at a level (a rate, a share, a stock)."""

    CUMULATIVE = "cumulative"
    LEVEL = "level"


class Outlook(StrEnum):
    """How a plan stands."""

    MET = "met"  # reached
    ON_TRACK = "on_track"  # every method reaches it
    DOUBTFUL = "doubtful"  # some methods reach it, some do not
    SHORT = "short"  # no method reaches it
    BELOW = "below"  # a level that is not where it should be, the year not being over
    MISSED = "missed"  # the year is over, or a limit was passed
    NO_TOTAL = "no_total"  # the year is over, but was not read to its end
    NO_READING = "no_reading"


class Doubt(StrEnum):
    """What makes a reading look mistyped."""

    LESS = "less"  # of what is added up, than before
    OVER_PLAN = "over_plan"
    OVER_LAST = "over_last"


WORST_FIRST = (
    *(Outlook.MISSED, Outlook.SHORT, Outlook.DOUBTFUL, Outlook.BELOW),
    *(Outlook.NO_TOTAL, Outlook.NO_READING, Outlook.ON_TRACK, Outlook.MET),
)


@dataclass(frozen=True)
class Point:
    """A reading on the axis of the year: `at` in months."""

    at: Fraction
    value: Fraction


def months_gone(day: date) -> Fraction:
    """Of the year, with the day as a part of its month.

    Within five days of a month's end it is that end, but not at either end of the year, where each day counts.
    """
    length = monthrange(day.year, day.month)[1]
    if day.month < 12 and length - day.day < NEAR_MONTH_END:
        return Fraction(day.month)
    if day.month > 1 and day.day <= NEAR_MONTH_END:
        return Fraction(day.month - 1)
    return day.month - 1 + Fraction(day.day, length)


def months_left(day: date) -> Fraction:
    """To the end of the year."""
    return MONTHS - months_gone(day)


def days_left(day: date) -> int:
    """To the end of the year."""
    return (date(day.year, 12, 31) - day).days


def ratio(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    """None where there is nothing to divide by."""
    return None if part is None or not whole else part / whole


def percent(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    """53,6 for 216 of 403."""
    share = ratio(part, whole)
    return None if share is None else 100 * share


def change(now: Fraction | None, before: Fraction | None) -> Fraction | None:
    """In percent: 5 for 105 after 100. Against nothing, or less than nothing, there is no percent."""
    if now is None or before is None or before <= 0:
        return None
    return 100 * (now - before) / before


def plan_of(value: Decimal, percent_reached: Decimal) -> Fraction | None:
    """The plan of which `value` is that percent: 216 tỷ that are 53,6% give about 403."""
    return ratio(100 * Fraction(value), Fraction(percent_reached))


def value_at(points: Sequence[Point], at: Fraction, *, from_zero: bool) -> Fraction | None:
    """The amount at that time: as read, or on the straight line between the two readings around it.

    `from_zero`: before the first reading the line begins with 0 at the start of the year. After the last reading
    nothing is known.
    """
    before = Point(Fraction(0), Fraction(0)) if from_zero else None
    for point in sorted(points, key=lambda one: one.at):
        if point.at == at:
            return point.value
        if point.at > at:
            return _between(before, point, at) if before else None
        before = point
    return None


def _between(one: Point, other: Point, at: Fraction) -> Fraction:
    return one.value + (other.value - one.value) * (at - one.at) / (other.at - one.at)


@dataclass(frozen=True)
class Course:
    """How a year has gone so far. `before`: the same indicator last year, on the same axis."""

    points: Sequence[Point]
    before: Sequence[Point] = ()

    @property
    def last(self) -> Point | None:
        return max(self.points, key=lambda point: point.at, default=None)

    @property
    def average(self) -> Fraction | None:
        """Per month, since the year began."""
        return ratio(self.last.value, self.last.at) if self.last else None

    @property
    def recent(self) -> Fraction | None:
        """Per month, over the last three; None where nothing was read so long ago."""
        if self.last is None or self.last.at < LAST_MONTHS:
            return None
        start = self.last.at - LAST_MONTHS
        then = Fraction(0) if start == 0 else value_at(self.points, start, from_zero=False)
        return None if then is None else (self.last.value - then) / LAST_MONTHS

    @property
    def last_year(self) -> Fraction | None:
        """At the same time of the year before."""
        return value_at(self.before, self.last.at, from_zero=True) if self.last else None

    @property
    def last_year_total(self) -> Fraction | None:
        """Of the whole year before, once it was read on 31/12."""
        return next((point.value for point in self.before if point.at == MONTHS), None)

    @property
    def left(self) -> Fraction:
        """Months to come after the last reading."""
        return MONTHS - self.last.at if self.last else MONTHS

    def forecasts(self) -> Forecasts:
        """The year's end by each method."""
        if self.last is None:
            return Forecasts(None, None, None)
        value, average, recent = self.last.value, self.average, self.recent
        share = ratio(self.last_year, self.last_year_total)
        return Forecasts(
            None if average is None else value + average * self.left,
            None if recent is None else value + recent * self.left,
            None if share is None or share < LEAST_SHARE else value / share,
        )


@dataclass(frozen=True)
class Forecasts:
    """What the year may end with: at the average pace, at that of the last three months, in last year's rhythm."""

    average: Fraction | None
    recent: Fraction | None
    rhythm: Fraction | None

    @property
    def known(self) -> list[Fraction]:
        return [one for one in (self.average, self.recent, self.rhythm) if one is not None]


@dataclass(frozen=True)
class Standing:
    """A plan and how far it is.

    `remaining` and the pace are None of a limit and of what is reached; the pace also of a level, in the last month
    and of a year that is over.
    """

    plan: Fraction
    value: Fraction | None
    outlook: Outlook
    remaining: Fraction | None = None
    required: Fraction | None = None
    multiple: Fraction | None = None

    @property
    def percent(self) -> Fraction | None:
        return percent(self.value, self.plan)


def doubt(value: Decimal, last: Decimal | None, plans: Sequence[Decimal], *, adds_up: bool) -> Doubt | None:
    """Whether to ask about a reading, seen beside the one before it and the plans."""
    if adds_up and last is not None and value < last:
        return Doubt.LESS
    if plans and value > FAR_OVER_PLAN * max(plans):
        return Doubt.OVER_PLAN
    return Doubt.OVER_LAST if last and value > FAR_OVER_LAST * last else None


def stand(plan: Fraction, course: Course, *, is_over: bool) -> Standing:
    """A plan of what is added up through the year. Its total is known by a reading of 31/12 alone."""
    last = course.last
    if last is None:
        return Standing(plan, None, Outlook.NO_READING)
    remaining = plan - last.value
    if remaining <= 0:
        return Standing(plan, last.value, Outlook.MET)
    if not course.left:
        return Standing(plan, last.value, Outlook.MISSED, remaining)
    if is_over:
        return Standing(plan, last.value, Outlook.NO_TOTAL)
    outlook = _outlook([one >= plan for one in course.forecasts().known])
    if course.left < 1:
        return Standing(plan, last.value, outlook, remaining)
    required = remaining / course.left
    multiple = ratio(required, course.average) if (course.average or 0) > 0 else None
    return Standing(plan, last.value, outlook, remaining, required, multiple)


def stand_below(limit: Fraction, course: Course, *, is_over: bool) -> Standing:
    """A limit of what is added up through the year: once passed it stays so, kept it is only when the year is over."""
    last = course.last
    if last is None:
        return Standing(limit, None, Outlook.NO_READING)
    if last.value > limit:
        return Standing(limit, last.value, Outlook.MISSED)
    if not course.left:
        return Standing(limit, last.value, Outlook.MET)
    if is_over:
        return Standing(limit, last.value, Outlook.NO_TOTAL)
    return Standing(limit, last.value, _outlook([one <= limit for one in course.forecasts().known]))


def _outlook(reached: Sequence[bool]) -> Outlook:
    """By what each known forecast says."""
    if all(reached):
        return Outlook.ON_TRACK
    return Outlook.DOUBTFUL if any(reached) else Outlook.SHORT


def stand_at(plan: Fraction, value: Fraction | None, *, less_is_better: bool, is_over: bool) -> Standing:
    """A plan of a level: a rate that should be reached, or not be passed."""
    if value is None:
        return Standing(plan, None, Outlook.NO_READING)
    if value <= plan if less_is_better else value >= plan:
        return Standing(plan, value, Outlook.MET)
    return Standing(plan, value, Outlook.MISSED if is_over else Outlook.BELOW, abs(plan - value))


def shown(value: Fraction | None, digits: int | None = None) -> Decimal | None:
    """As people read it: one decimal, two below 1; half rounds up. None stays None."""
    if value is None:
        return None
    step = Decimal(1).scaleb(-((1 if abs(value) >= 1 else 2) if digits is None else digits))
    with localcontext(prec=_DIGITS):  # many more digits than are shown decide about the last one: a Fraction has no end
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return exact.quantize(step, ROUND_HALF_UP)
