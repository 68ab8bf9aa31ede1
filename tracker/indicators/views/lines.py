"""What lists and pages of indicators write down, made ready once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from flask_babel import gettext as _

from ... import clock
from ...tasks.wording import Chip
from .. import queries
from ..models import Indicator, Reading, Target
from ..pace import Outlook, change, percent
from ..summary import Plan, Read, Summary, summarise, summarise_ward
from ..wording import BAR_STYLES, amount, closing_words, outlook_chip, pace_words, planned, share, write

_OLD = 45  # days after which a reading of the running year is said to be old


@dataclass(frozen=True)
class Forecast:
    """The year's end by one method."""

    method: str
    value: str
    percent: str


@dataclass(frozen=True)
class PlanLine:
    """A plan and how it stands."""

    set_by: str
    target_id: int | None
    reached: str
    plan: str
    percent: str
    width: int
    bar: str
    chip: Chip
    outlook: Outlook
    pace: str
    required: str
    is_sum: bool
    forecasts: Sequence[Forecast]
    closing: str


@dataclass(frozen=True)
class Line:
    """An indicator, or a ward's part of it."""

    indicator: Indicator
    summary: Summary
    value: str
    as_of: date | None
    days_old: int
    chip: Chip
    plans: Sequence[PlanLine]
    last_year: str
    growth: str

    @property
    def outlook(self) -> Outlook | None:
        return self.summary.outlook

    @property
    def worst(self) -> PlanLine | None:
        """The plan that the outlook speaks of."""
        return next((plan for plan in self.plans if plan.outlook == self.outlook), None)


def write_line(summary: Summary) -> Line:
    """All numbers in the reader's language."""
    indicator, last, today = summary.indicator, summary.last, clock.today()
    age = (min(today, date(indicator.year, 12, 31)) - last.as_of).days if last else 0
    return Line(
        indicator,
        summary,
        value=amount(last.value if last else None, indicator.unit),
        as_of=last.as_of if last else None,
        days_old=age if age > _OLD else 0,
        chip=outlook_chip(summary.outlook, is_limit=indicator.less_is_better),
        plans=[_write_plan(plan, summary) for plan in summary.plans],
        last_year=amount(summary.last_year, indicator.unit),
        growth=_write_growth(summary),
    )


def _write_growth(summary: Summary) -> str:
    """Against the same time last year: in percent, of what is a percentage itself in points."""
    last, before = summary.last, summary.last_year
    if last is None or before is None:
        return ""
    if summary.indicator.unit == "%":
        points = Fraction(last.value) - before
        if points < 0:
            return _("%(points)s points lower", points=write(-points))
        return _("%(points)s points higher", points=write(points))
    growth = change(Fraction(last.value), before)
    if growth is None:
        return ""
    if growth < 0:
        return _("down %(percent)s", percent=share(-growth))
    return _("up %(percent)s", percent=share(growth))


def _write_plan(plan: Plan, summary: Summary) -> PlanLine:
    standing, unit, is_limit = plan.standing, summary.indicator.unit, summary.indicator.less_is_better
    chip = outlook_chip(standing.outlook, is_limit=is_limit)
    last_day = summary.last.as_of if summary.last else clock.today()
    required = amount(standing.required, unit)
    return PlanLine(
        plan.set_by,
        plan.target_id,
        reached=write(standing.value),
        plan=planned(plan.value, unit, is_limit=is_limit),
        percent=share(standing.percent),
        width=min(100, max(0, int(standing.percent or 0))),
        bar=BAR_STYLES[chip.style],
        chip=chip,
        outlook=standing.outlook,
        pace=pace_words(standing, summary.course, last_day, unit),
        required=_("needs %(pace)s/month", pace=required) if standing.required is not None else "",
        is_sum=plan.is_sum,
        forecasts=_write_forecasts(standing.plan, summary),
        closing=closing_words(standing.outlook, is_limit=is_limit) if summary.is_over else "",
    )


def _write_forecasts(plan: Fraction, summary: Summary) -> list[Forecast]:
    found, unit = summary.forecasts, summary.indicator.unit
    if not found.known:
        return []
    methods = (
        (_("at the average pace of the year"), found.average),
        (_("at the pace of the last 3 months"), found.recent),
        (_("in last year's rhythm"), found.rhythm),
    )
    return [Forecast(name, amount(value, unit), share(percent(value, plan))) for name, value in methods]


def write_year(indicators: Sequence[Indicator]) -> list[Line]:
    """The lines of a list: three questions, however many there are."""
    ids = [one.id for one in indicators]
    values = queries.list_values([*ids, *(one.previous_id for one in indicators if one.previous_id)])
    targets, today = queries.list_targets(ids), clock.today()
    return [
        write_line(
            summarise(one, targets.get(one.id, []), values.get(one.id, []), values.get(one.previous_id or 0, []), today)
        )
        for one in indicators
    ]


@dataclass(frozen=True)
class WardLine:
    """A ward's part."""

    name: str
    unit_id: int
    line: Line


def write_wards(
    indicator: Indicator,
    wards: Mapping[int, str],
    targets: Sequence[Target],
    readings: Sequence[Reading],
    before: Sequence[Read],
) -> list[WardLine]:
    """Every ward of today, and those that were closed since but have readings."""
    names = dict(wards) | {
        one.unit.id: one.unit.short_name for one in readings if one.unit and one.unit.id not in wards
    }
    today = clock.today()
    return [
        WardLine(name, unit_id, write_line(summarise_ward(indicator, unit_id, targets, readings, before, today)))
        for unit_id, name in names.items()
    ]


@dataclass(frozen=True)
class ReadingLine:
    """A reading, with how much it is more than the one before of the same ward."""

    reading: Reading
    value: str
    more: str


def write_readings(indicator: Indicator, readings: Sequence[Reading]) -> list[ReadingLine]:
    """The newest first."""
    last: dict[int | None, Decimal] = {}
    lines = []
    for one in readings:
        more = one.value - last[one.unit_id] if one.unit_id in last else None
        sign = "+" if more is not None and more > 0 else ""
        lines.append(
            ReadingLine(one, amount(one.value, indicator.unit), f"{sign}{write(more)}" if more is not None else "")
        )
        last[one.unit_id] = one.value
    return lines[::-1]
