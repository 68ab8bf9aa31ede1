"""An indicator with its plans and readings, reckoned: what the list, the page and lines of other pages show. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, Protocol

from ..text import fold
from .measures import convert, find_unlike
from .models import Indicator
from .pace import WORST_FIRST, Course, Forecasts, Outlook, Point, Standing, months_gone, stand, stand_at, stand_below


class Read(Protocol):
    """As much of a reading as is reckoned with; they come by day."""

    @property
    def unit_id(self) -> int | None: ...
    @property
    def as_of(self) -> date: ...
    @property
    def value(self) -> Decimal: ...


class Planned(Protocol):
    """As much of a plan as is reckoned with."""

    @property
    def id(self) -> int: ...
    @property
    def unit_id(self) -> int | None: ...
    @property
    def set_by(self) -> str: ...
    @property
    def value(self) -> Decimal: ...


class Dated(NamedTuple):
    """A value as of a day."""

    as_of: date
    value: Decimal


class _Converted(NamedTuple):
    """A reading of last year in this year's unit of measure."""

    unit_id: int | None
    as_of: date
    value: Decimal


class Plan(NamedTuple):
    """Who set it, how much, and how it stands. `is_sum`: added up from the plans of the wards."""

    set_by: str
    value: Decimal
    standing: Standing
    target_id: int | None = None
    is_sum: bool = False


@dataclass(frozen=True)
class Summary:
    """`is_sum`: the value is added up from the wards', none being given for the whole. `is_over`: the year is.

    `unit_id`: that of one ward. `newer`: how many wards have been read since the day of the sum.
    """

    indicator: Indicator
    series: Sequence[Dated]
    before: Sequence[Dated]
    course: Course
    plans: Sequence[Plan]
    is_sum: bool
    is_over: bool
    unit_id: int | None = None
    newer: int = 0

    @property
    def last(self) -> Dated | None:
        return self.series[-1] if self.series else None

    @property
    def outlook(self) -> Outlook | None:
        """That of the plan that stands worst; None without a plan."""
        return self.worst.standing.outlook if self.worst else None

    @property
    def worst(self) -> Plan | None:
        """The plan that stands worst; of two alike the one that was given first."""
        return min(self.plans, key=lambda plan: WORST_FIRST.index(plan.standing.outlook), default=None)

    @property
    def forecasts(self) -> Forecasts:
        """None of a level, and none of a year that is over or was read to its end."""
        is_open = self.indicator.is_cumulative and not self.is_over and self.course.left
        return self.course.forecasts() if is_open else Forecasts(None, None, None)

    @property
    def last_year(self) -> Fraction | None:
        """At the same time of the year before; of a level what was read last until then."""
        if self.last is None:
            return None
        if self.indicator.is_cumulative:
            return self.course.last_year
        then = months_gone(self.last.as_of)
        known = [one.value for one in self.before if months_gone(one.as_of) <= then]
        return Fraction(known[-1]) if known else None


def summarise(
    indicator: Indicator,
    targets: Sequence[Planned],
    readings: Sequence[Read],
    before: Sequence[Read],
    today: date,
) -> Summary:
    """Of the whole. `before`: the readings of the same indicator last year, as they were given."""
    series, is_sum = whole_series(indicator, readings)
    last_year = whole_series(indicator, _comparable(indicator, before))[0]
    summary = _reckon(indicator, series, last_year, _plans_of_whole(indicator, targets), is_sum, today)
    if not (is_sum and series):
        return summary
    return replace(summary, newer=sum(day > series[-1].as_of for day in _last_days(readings).values()))


def summarise_ward(
    indicator: Indicator,
    unit_id: int,
    targets: Sequence[Planned],
    readings: Sequence[Read],
    before: Sequence[Read],
    today: date,
) -> Summary:
    """Of one ward."""
    plans = [(one.set_by, one.value, one.id, False) for one in targets if one.unit_id == unit_id]
    last_year = _comparable(indicator, [one for one in before if one.unit_id == unit_id])
    series = [series_of(one for one in readings if one.unit_id == unit_id), series_of(last_year)]
    return replace(_reckon(indicator, series[0], series[1], plans, False, today), unit_id=unit_id)


def _comparable(indicator: Indicator, before: Sequence[Read]) -> Sequence[Read]:
    """Last year's readings in this year's unit of measure; none where the two are not counted alike."""
    if not before or indicator.previous is None or find_unlike(indicator, indicator.previous):
        return []
    if indicator.unit == indicator.previous.unit:
        return before
    values = [(one, convert(one.value, indicator.previous.unit, indicator.unit)) for one in before]
    return [_Converted(one.unit_id, one.as_of, value) for one, value in values if value is not None]


def _reckon(
    indicator: Indicator,
    series: Sequence[Dated],
    before: Sequence[Dated],
    plans: Sequence[tuple[str, Decimal, int | None, bool]],
    is_sum: bool,
    today: date,
) -> Summary:
    course = Course(_points(series), _points(before))
    stands = [
        Plan(set_by, value, _stand(indicator, Fraction(value), series, course, today), target_id, adds_up)
        for set_by, value, target_id, adds_up in plans
    ]
    return Summary(indicator, series, before, course, stands, is_sum, _is_over(indicator, today))


def _is_over(indicator: Indicator, today: date) -> bool:
    return today.year > indicator.year


def _stand(indicator: Indicator, plan: Fraction, series: Sequence[Dated], course: Course, today: date) -> Standing:
    is_over = _is_over(indicator, today)
    if indicator.is_cumulative:
        reckon = stand_below if indicator.less_is_better else stand
        return reckon(plan, course, is_over=is_over)
    value = Fraction(series[-1].value) if series else None
    return stand_at(plan, value, less_is_better=indicator.less_is_better, is_over=is_over)


def _points(series: Sequence[Dated]) -> list[Point]:
    """On the axis of the year; of two days that count as the same month's end the later one."""
    return [Point(at, value) for at, value in {months_gone(one.as_of): Fraction(one.value) for one in series}.items()]


def series_of(readings: Iterable[Read]) -> list[Dated]:
    """By day; of two readings of one day the one that was given later."""
    days: dict[date, Decimal] = {}
    for reading in readings:
        days[reading.as_of] = reading.value
    return [Dated(day, days[day]) for day in sorted(days)]


def whole_series(indicator: Indicator, readings: Sequence[Read]) -> tuple[list[Dated], bool]:
    """The readings of the whole; where there is none, what the wards' add up to, each with its latest (True)."""
    own = series_of(one for one in readings if one.unit_id is None)
    if own or not (indicator.is_per_ward and indicator.is_cumulative):
        return own, False
    return sum_of_wards(readings), True


def sum_of_wards(readings: Sequence[Read]) -> list[Dated]:
    """On each day on which a ward was read; a ward that was not read yet counts as 0.

    It ends on the last day that more than half of the wards have reached: the first ward that reports of November
    makes no November of the whole, which would seem to have stood still since October.
    """
    last = _last_days(readings)
    if not last:
        return []
    end = sorted(last.values(), reverse=True)[len(last) // 2]
    latest: dict[int, Decimal] = {}
    totals: dict[date, Decimal] = {}
    for reading in readings:
        if reading.unit_id is not None and reading.as_of <= end:
            latest[reading.unit_id] = reading.value
            totals[reading.as_of] = sum(latest.values(), Decimal(0))
    return [Dated(day, total) for day, total in totals.items()]


def _last_days(readings: Sequence[Read]) -> dict[int, date]:
    """Until when each ward was read."""
    return {one.unit_id: one.as_of for one in readings if one.unit_id is not None}


def _plans_of_whole(indicator: Indicator, targets: Sequence[Planned]) -> list[tuple[str, Decimal, int | None, bool]]:
    whole = [(one.set_by, one.value, one.id, False) for one in targets if one.unit_id is None]
    if whole or not (indicator.is_per_ward and indicator.is_cumulative):
        return list(whole)
    sums: dict[str, tuple[str, Decimal]] = {}
    for one in targets:
        name, total = sums.get(fold(one.set_by), (one.set_by, Decimal(0)))
        sums[fold(one.set_by)] = name, total + one.value
    return [(name, total, None, True) for name, total in sums.values()]
