"""The picture of a year: readings, the even pace to each plan, where the average pace leads, and last year. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ..charts import Plot, Point, Series, plot
from .pace import shown
from .summary import Dated, Plan, Summary


class Names(NamedTuple):
    """What the lines are called; a plan is called by who set it."""

    readings: str
    forecast: str
    before: str


def draw(summary: Summary, names: Names) -> Plot | None:
    """None without a reading. What is added up begins with 0 on the first day of the year."""
    if not summary.series:
        return None
    year, is_cumulative = summary.indicator.year, summary.indicator.is_cumulative
    start = [Point(date(year, 1, 1), 0.0)] if is_cumulative else []
    series = [Series(names.readings, "reading", [*start, *_points(summary.series, year)])]
    series += [_plan(plan, year, is_cumulative) for plan in summary.plans]
    if (end := shown(summary.forecasts.average)) is not None and summary.course.left:
        ahead = [*_points(summary.series[-1:], year), Point(date(year, 12, 31), float(end))]
        series.append(Series(names.forecast, "forecast", ahead, has_dots=False))
    if summary.before:
        series.append(Series(names.before, "before", [*start, *_points(summary.before, year)]))
    return plot(series)


def _plan(plan: Plan, year: int, is_cumulative: bool) -> Series:
    first = 0.0 if is_cumulative else float(plan.value)
    ends = [Point(date(year, 1, 1), first), Point(date(year, 12, 31), float(plan.value))]
    return Series(plan.set_by, "pace" if is_cumulative else "plan", ends, has_dots=False)


def _points(series: Sequence[Dated], year: int) -> list[Point]:
    """On the days of that year; 29/02 of a leap year lies on the day before."""
    return [Point(_in_year(one.as_of, year), float(one.value)) for one in series]


def _in_year(day: date, year: int) -> date:
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)
