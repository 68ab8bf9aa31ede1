"""The counts of the leader's page: a handful, each from an index of open work, under the page's filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import func, select

from ...db import db
from ...tasks.bands import IN_TIME_ORDER, Band, Limits
from ...tasks.filters import OPEN_WORK, TaskFilter
from ...tasks.models import NO_DUE, Task
from ...text import percent_of
from .groups import count_where


class Day(NamedTuple):
    """Open tasks of one due date, and how many of them are reported as done."""

    due_on: date | None
    tasks: int
    reported: int


@dataclass(frozen=True)
class Figures:
    """The counts behind the sentence, the four figures and the bands; each is the count of a list of the same name."""

    bands: dict[Band, int]
    late_units: int
    notices: int
    without_notice: int
    week_without_update: int
    oldest_due_on: date | None
    days: Sequence[Day] = ()

    @property
    def open(self) -> int:
        """All open work."""
        return self.bands[Band.OPEN]


class Done(NamedTuple):
    """Completed work since a day, and how much of what had a due date was in time.

    `total` is the length of its list, and `week` that of the list since `week_since`. The periods of duties among it,
    `duties`, count for no share: twelve reports that come by themselves would outweigh whatever was given once.
    """

    since: date
    total: int
    with_due: int
    on_time: int
    duties: int
    week_since: date
    week: int

    @property
    def share_on_time(self) -> Decimal | None:
        """Percent of the one-off work that has a due date; none when there is none."""
        return percent_of(self.on_time, self.with_due)


def read_figures(limits: Limits, asked: TaskFilter = OPEN_WORK) -> Figures:
    """One statement, each part answered from an index of open work; days are put into bands here."""
    bands: dict[Band, int] = dict.fromkeys((*IN_TIME_ORDER, Band.WAITING, Band.RUNNING, Band.OPEN), 0)
    oldest, rows = None, _count_by_day(limits, asked)
    days = [Day(None if day == NO_DUE else day, count, int(reported)) for day, count, reported, *_counts in rows]
    for day in days:
        band = limits.band(day.due_on)
        bands[band] += day.tasks - day.reported
        bands[Band.WAITING] += day.reported
        bands[Band.OPEN] += day.tasks
        if band is Band.OVERDUE and day.tasks > day.reported and oldest is None:
            oldest = day.due_on
    bands[Band.RUNNING] = bands[Band.OPEN] - bands[Band.OVERDUE] - bands[Band.WEEK]
    units, sources, without_notice, without_update = rows[0][3:] if rows else (0, 0, 0, 0)
    return Figures(bands, units, sources, without_notice, without_update, oldest, days)


def _count_by_day(limits: Limits, asked: TaskFilter) -> list[Any]:
    """(due date, open tasks, of them reported as done, and beside each day the four counts of all days)."""
    open_work = asked.but(band=Band.OPEN).where(limits)
    late = select(Task.lead_unit_id).where(asked.but(band=Band.OVERDUE).where(limits)).distinct().subquery()
    notices = select(Task.notice_id).where(open_work).distinct().subquery()
    by_hand = select(func.count(Task.id)).where(open_work, Task.notice_id.is_(None))
    silent = select(func.count(Task.id)).where(asked.but(band=Band.WEEK, silent=True).where(limits))
    return list(
        db.session.execute(
            select(
                Task.sort_due_on,
                func.count(Task.id),
                count_where(limits.rule(Band.WAITING)),
                select(func.count()).select_from(late).scalar_subquery(),
                select(func.count(notices.c.notice_id)).scalar_subquery(),
                by_hand.correlate(None).scalar_subquery(),
                silent.correlate(None).scalar_subquery(),
            )
            .where(open_work)
            .group_by(Task.sort_due_on)
            .order_by(Task.sort_due_on)
        )
    )


def report_month(today: date) -> date:
    """The first day of the monthly report period, the 15th (NĐ 09/2019, art. 12)."""
    if today.day >= 15:
        return today.replace(day=15)
    return (today.replace(day=1) - timedelta(days=1)).replace(day=15)


def read_done(limits: Limits, since: date, asked: TaskFilter = OPEN_WORK) -> Done:
    """Grouped by its two dates, so that a busy month stays a short list; the last seven days are counted beside it."""
    week = limits.today.day - timedelta(days=6)
    wanted = asked.but(band=Band.DONE, since=min(since, week)).where(limits)
    in_period, in_week = (count_where(Task.closed_on >= day) for day in (since, week))
    rows = db.session.execute(
        select(Task.is_duty, Task.due_on, Task.completed_on, in_period, in_week)
        .where(wanted)
        .group_by(Task.is_duty, Task.due_on, Task.completed_on)
    ).all()
    calendar = limits.today.calendar
    dated = [(due, done, count) for is_duty, due, done, count, _week in rows if due and done and not is_duty]
    return Done(
        since=since,
        total=sum(row[3] for row in rows),
        with_due=sum(count for *_, count in dated),
        on_time=sum(count for due, done, count in dated if not calendar.is_overdue(due, done)),
        duties=sum(row[3] for row in rows if row.is_duty),
        week_since=week,
        week=sum(row[4] for row in rows),
    )
