"""What the leader's page reads: a handful of counts from the open-work indexes, and one page of the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from ..db import db
from ..directives.models import Notice, Topic
from ..people.models import Unit
from ..tasks import register
from ..tasks.bands import IN_TIME_ORDER, Band, Limits
from ..tasks.models import NO_DUE, Task

GROUPS = ("unit", "topic", "notice")


@dataclass(frozen=True)
class Figures:
    """The counts behind the sentence, the four figures and the bands; each is the count of a list of the same name."""

    bands: dict[Band, int]
    late_units: int
    notices: int
    without_notice: int
    week_without_update: int
    oldest_due_on: date | None

    @property
    def open(self) -> int:
        """All open work."""
        return self.bands[Band.OPEN]


class Done(NamedTuple):
    """Completed work since a day, and how much of what had a due date was in time.

    `total` is the length of its list. The periods of duties among it, `duties`, count for no share: twelve reports that
    come by themselves would outweigh whatever was given once.
    """

    since: date
    total: int
    with_due: int
    on_time: int
    duties: int

    @property
    def share_on_time(self) -> int | None:
        """Percent of the one-off work that has a due date; none when there is none."""
        return round(100 * self.on_time / self.with_due) if self.with_due else None


class Group(NamedTuple):
    """One line of «by unit», «by topic», «by notice»."""

    id: int | None
    name: str
    open: int
    overdue: int
    week: int
    waiting: int


def read_figures(limits: Limits) -> Figures:
    """One statement, each part answered from an index of open work; days are put into bands here."""
    bands: dict[Band, int] = dict.fromkeys((*IN_TIME_ORDER, Band.WAITING, Band.RUNNING, Band.OPEN), 0)
    oldest, rows = None, _count_by_day(limits)
    for day, count, reported, *_counts in rows:
        band = limits.band(None if day == NO_DUE else day)
        bands[band] += count - reported
        bands[Band.WAITING] += reported
        bands[Band.OPEN] += count
        if band is Band.OVERDUE and count > reported and oldest is None:
            oldest = day
    bands[Band.RUNNING] = bands[Band.OPEN] - bands[Band.OVERDUE] - bands[Band.WEEK]
    units, sources, without_notice, without_update = rows[0][3:] if rows else (0, 0, 0, 0)
    return Figures(bands, units, sources, without_notice, without_update, oldest)


def _count_by_day(limits: Limits) -> list[Any]:
    """(due date, open tasks, of them reported as done, and beside each day the four counts of all days)."""
    reported = _count(limits.rule(Band.WAITING))
    late = select(Task.lead_unit_id).where(limits.where(Band.OVERDUE)).distinct().subquery()
    notices = select(Task.notice_id).where(limits.where(Band.OPEN)).distinct().subquery()
    by_hand = select(func.count(Task.id)).where(limits.where(Band.OPEN), Task.notice_id.is_(None))
    silent = select(func.count(Task.id)).where(limits.where(Band.WEEK), Task.updated_at.is_(None))
    return list(
        db.session.execute(
            select(
                Task.sort_due_on,
                func.count(Task.id),
                reported,
                select(func.count()).select_from(late).scalar_subquery(),
                select(func.count(notices.c.notice_id)).scalar_subquery(),
                by_hand.correlate(None).scalar_subquery(),
                silent.correlate(None).scalar_subquery(),
            )
            .where(limits.where(Band.OPEN))
            .group_by(Task.sort_due_on)
            .order_by(Task.sort_due_on)
        )
    )


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def report_month(today: date) -> date:
    """The first day of the monthly report period, the 15th (NĐ 09/2019, art. 12)."""
    if today.day >= 15:
        return today.replace(day=15)
    return (today.replace(day=1) - timedelta(days=1)).replace(day=15)


def read_done(limits: Limits, since: date) -> Done:
    """Grouped by its two dates, so that a busy month stays a short list."""
    rows = db.session.execute(
        select(Task.is_duty, Task.due_on, Task.completed_on, func.count(Task.id))
        .where(Task.closed_on >= since, Task.completed_on.is_not(None))
        .group_by(Task.is_duty, Task.due_on, Task.completed_on)
    ).all()
    calendar = limits.today.calendar
    total, duties = sum(row[-1] for row in rows), sum(row[-1] for row in rows if row.is_duty)
    dated = [(due, done, count) for is_duty, due, done, count in rows if due and done and not is_duty]
    on_time = sum(count for due, done, count in dated if not calendar.is_overdue(due, done))
    return Done(since, total, sum(count for *_, count in dated), on_time, duties)


def count_bands(column: Any, limits: Limits, bands: Sequence[Band]) -> dict[int | None, dict[Band, int]]:
    """Open work by the values of a column (units, leaders, topics): how much of it lies in each band."""
    counts = [func.count(Task.id) if band is Band.OPEN else _count(limits.rule(band)) for band in bands]
    rows = db.session.execute(select(column, *counts).where(limits.where(Band.OPEN)).group_by(column))
    return {key: dict(zip(bands, map(int, rest), strict=True)) for key, *rest in rows}


_GROUPED: dict[str, tuple[InstrumentedAttribute[Any], Any, Any]] = {
    "unit": (Task.lead_unit_id, Unit, (Unit.name,)),
    "topic": (Task.topic_id, Topic, (Topic.name,)),
    "notice": (Task.notice_id, Notice, (Notice.number, Notice.meeting, Notice.title)),
}


def list_groups(by: str, limits: Limits) -> list[Group]:
    """Open work of each unit, topic or notice, the most overdue first."""
    column, model, names = _GROUPED[by]
    counts = count_bands(column, limits, (Band.OPEN, Band.OVERDUE, Band.WEEK, Band.WAITING))
    known = [key for key in counts if key is not None]
    labels: dict[int | None, str] = {None: register.name_nothing().get(by, "")}
    labels |= {
        key: next(filter(None, rest), "")
        for key, *rest in db.session.execute(select(model.id, *names).where(model.id.in_(known)))
    }
    groups = [Group(key, labels.get(key, ""), *found.values()) for key, found in counts.items()]
    return sorted(groups, key=lambda group: (-group.overdue, -group.week, -group.open, group.name))
