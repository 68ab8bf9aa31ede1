"""Indicators of the sample office: this year's and last year's, read at the end of each month; one figure is accepted.

`data/indicators.csv` holds what was reached by the end of each month, this year and last year; of what is counted for
each ward a ward's number is its share of the whole.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from .. import clock
from ..db import db
from ..directives.models import Directive, Notice, Topic
from ..indicators.actions import (
    IndicatorValues,
    ReadingValues,
    accept_figure,
    add_reading,
    create_indicator,
    link_task,
    set_target,
)
from ..indicators.models import Indicator
from ..indicators.policy import WARDS
from ..people.models import Unit
from ..people.queries import list_units
from ..review.figures import as_found, list_figures
from ..tasks.models import Task
from .rows import Row, rows
from .teller import Teller

CLERK = "vanphong"
_SET_UP = -52  # working days: what was read before is entered then, later months as they end
_TOLD_AFTER = timedelta(days=3)
_MONTH_OF_THE_REPORT = 10  # earlier in the year its number would be too much


def plan_indicators(teller: Teller) -> None:
    """Made before the story begins; tied to the work of the second notice on the day after it, its figure accepted."""
    made: dict[str, Indicator] = {}
    teller.plan(_SET_UP, "09:00", lambda: _set_up(teller, made))
    for offset, day in _month_ends(teller):
        teller.plan(offset, "09:30", lambda day=day: _read_all(teller, made, {day}))  # type: ignore[misc]
    teller.plan(-15, "08:40", lambda: _tie(teller, made))
    teller.plan(-15, "08:45", lambda: _accept(teller, made))


def _month_ends(teller: Teller) -> Iterator[tuple[int, date]]:
    """Those of this year that were read since the indicators were set up, each on a working day behind it."""
    found: dict[date, int] = {}
    for offset in range(_SET_UP + 1, 0):
        told = teller.days.day(offset)
        last = told.replace(day=1) - timedelta(days=1)
        if told >= last + _TOLD_AFTER and last >= teller.days.day(_SET_UP):
            found.setdefault(last, offset)
    for day, offset in found.items():
        yield offset, day


def _set_up(teller: Teller, made: dict[str, Indicator]) -> None:
    clerk, this = teller.actors[CLERK], teller.days.today.year
    for row in rows("indicators.csv"):
        before: Indicator | None = None
        for year in (this - 1, this):
            before = create_indicator(_values(row, year, before), "", by=clerk)
            made[f"{row['key']}:{year}"] = before
            for plan in row["plans" if year == this else "plans_before"].split("|"):
                set_by, _sep, value = plan.partition("=")
                _plan(teller, before, set_by, Decimal(value), row["shares"])
    now, first = clock.today(), date(this - 1, 1, 1)
    _read_all(teller, made, {first + timedelta(days=number) for number in range((now - first).days)})


def _values(row: Row, year: int, before: Indicator | None) -> IndicatorValues:
    return IndicatorValues(
        name=row["name"],
        unit=row["unit"],
        year=year,
        kind=row["kind"],
        is_per_ward=bool(row["shares"]),
        topic_id=db.session.scalar(select(Topic.id).where(Topic.code == row["topic"])),
        lead_unit_id=db.session.scalar(select(Unit.id).where(Unit.code == row["lead"])),
        previous_id=before.id if before else None,
    )


def _plan(teller: Teller, indicator: Indicator, set_by: str, value: Decimal, shares: str) -> None:
    if not shares:
        set_target(indicator, set_by, value, None, by=teller.actors[CLERK])
        return
    for unit, planned in _parts(value, shares):
        set_target(indicator, set_by, planned, unit.id, by=teller.actors[CLERK])


def _read_all(teller: Teller, made: dict[str, Indicator], days: set[date]) -> None:
    """What was reached on those of these days that are the ends of months."""
    clerk = teller.actors[CLERK]
    for row in rows("indicators.csv"):
        for year, column in ((teller.days.today.year, "reached"), (teller.days.today.year - 1, "reached_before")):
            indicator = made[f"{row['key']}:{year}"]
            for month, value in enumerate(row[column].split("|"), 1):
                day = date(year, month, monthrange(year, month)[1])
                for unit_id, part in _whole_or_parts(Decimal(value), row["shares"]) if day in days else ():
                    add_reading(indicator, ReadingValues(day, part, unit_id), "", by=clerk)


def _whole_or_parts(value: Decimal, shares: str) -> list[tuple[int | None, Decimal]]:
    return [(unit.id, part) for unit, part in _parts(value, shares)] if shares else [(None, value)]


def _parts(value: Decimal, shares: str) -> list[tuple[Unit, Decimal]]:
    """Whole things only, the first wards getting what is left over."""
    weights = [int(one) for one in shares.split("|")]
    parts = [int(value) * weight // sum(weights) for weight in weights]
    for place in range(int(value) - sum(parts)):
        parts[place] += 1
    units = list_units(clock.today(), WARDS)
    return [(unit, Decimal(part)) for unit, part in zip(units, parts, strict=True)]


def _tie(teller: Teller, made: dict[str, Indicator]) -> None:
    """To the tasks of the second notice; every ward's task through its directive."""
    for row in rows("indicators.csv"):
        indicator = made[f"{row['key']}:{teller.days.today.year}"]
        task = db.session.get_one(Task, teller.tasks[row["task"]])
        link_task(indicator, task, with_directive=bool(row["shares"]), by=teller.actors[CLERK])


def _accept(teller: Teller, made: dict[str, Indicator]) -> None:
    """What the notice says of budget revenue."""
    indicator = made[f"thu:{teller.days.today.year}"]
    task = db.session.get_one(Task, teller.tasks["15:THUE"])
    notice = db.session.scalars(
        select(Notice).join(Directive, Directive.notice_id == Notice.id).where(Directive.id == task.directive_id)
    ).one()
    figure = next(one for one in list_figures(notice) if "thu ngân sách" in one.figure.name)
    if figure.as_of.year == indicator.year and figure.as_of.month >= _MONTH_OF_THE_REPORT:
        accept_figure(indicator, as_found(notice, figure, figure.as_of, with_plans=True), by=teller.actors[CLERK])
