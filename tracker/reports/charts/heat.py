"""On which days open work is due: the month that is over, this one and the next three."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import case, func, select

from ...charts import Month, Part, lay_months
from ...db import db
from ...tasks.bands import Band, Limits
from ...tasks.filters import TaskFilter
from ...tasks.models import NO_DUE, Task
from .asking import list_address

_AHEAD = 3


class DueDays(NamedTuple):
    """The months, what lies outside them, and the day ahead on which most is due."""

    first: date
    last: date
    months: tuple[Month, ...]
    counts: dict[date, int]
    before: Part
    after: Part
    no_due: Part
    fullest: date | None
    total: int


def span(today: date) -> tuple[date, date]:
    """The first day of last month, and the last of the third month from now."""
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    year, month = divmod(today.year * 12 + today.month + _AHEAD, 12)
    return first, date(year, month + 1, 1) - timedelta(days=1)


def read_due_days(asked: TaskFilter, limits: Limits) -> DueDays:
    """One statement for all: open work by its due date."""
    reported = func.sum(case((limits.rule(Band.WAITING), 1), else_=0))
    query = select(Task.sort_due_on, func.count(Task.id), reported).where(asked.where(limits))
    rows = {day: counts for day, *counts in db.session.execute(query.group_by(Task.sort_due_on))}
    undated, undated_reported = rows.pop(NO_DUE, (0, 0))
    counts = {day: count for day, (count, _reported) in sorted(rows.items())}
    first, last = span(limits.today.day)
    inside = {day: count for day, count in counts.items() if first <= day <= last}
    early, late = asked.but(due_to=first - timedelta(days=1)), asked.but(due_from=last + timedelta(days=1))
    ahead = [day for day in inside if day >= limits.today.overdue_before]
    return DueDays(
        first,
        last,
        lay_months(first, last, inside),
        inside,
        Part(sum(count for day, count in counts.items() if day < first), list_address(early)),
        Part(sum(count for day, count in counts.items() if day > last), list_address(late)),
        Part(undated - undated_reported, list_address(asked.but(band=Band.NO_DUE))),
        max(ahead, key=inside.__getitem__, default=None),
        sum(inside.values()),
    )
