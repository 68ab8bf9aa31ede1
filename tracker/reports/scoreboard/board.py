"""The lines of the board, their sum, and the period before beside them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, null, select

from ...calendar.queries import office_calendar
from ...charts.spark import Spark, spark
from ...db import db
from ...directives.models import Topic
from ...people.models import Unit, User
from ...reminders.rules.book import RuleKind, find_rules
from ...reminders.rules.queries import rule_book
from ...text import percent_of
from .asked import Asked, Way
from .events import count_events
from .figures import OF_TASKS, TREND_MONTHS, WITH_DUE, Counted, Figure, Part
from .periods import Window

_NOTHING = null().label("closed_on")
_UNLESS_SET = 15  # days without a word, where the office does not remind of them

Trend = list[tuple[int, int]]


@dataclass
class Line:
    """One unit, leader or topic. `key` is None for the sum of all, 0 for work without a topic."""

    key: int | None
    name: str
    closed_on: date | None = None
    counts: dict[Figure, int] = field(default_factory=dict)
    before: dict[Figure, int] = field(default_factory=dict)
    trend: Trend = field(default_factory=list)

    def count(self, figure: Figure) -> int:
        return self.counts.get(figure, 0)

    def change(self, figure: Figure) -> int:
        """Against the period before."""
        return self.count(figure) - self.before.get(figure, 0)

    def has(self, *figures: Figure) -> bool:
        """Whether there is something to tell of one of them, now or before."""
        return any(self.count(figure) or self.change(figure) for figure in figures)

    def share(self, figure: Figure) -> Decimal | None:
        """Percent of all that was in hand in the period."""
        return percent(self.count(figure), self.count(Figure.ALL))

    def share_dated(self, figure: Figure) -> Decimal | None:
        """Percent of what of it has a due date; None where that says nothing."""
        return percent(self.count(figure), self.count(Figure.DATED)) if figure in WITH_DUE else None

    @property
    def on_time(self) -> Decimal | None:
        """Percent of what was completed with a due date."""
        return rate(self.counts, Figure.DONE_ON_TIME, Figure.DONE_LATE)

    @property
    def on_time_before(self) -> Decimal | None:
        return rate(self.before, Figure.DONE_ON_TIME, Figure.DONE_LATE)

    @property
    def course(self) -> Spark | None:
        """The on-time rate of the last months; a month without anything to compare is left out."""
        return spark([good / done if done else None for done, good in self.trend])

    @property
    def updating(self) -> Decimal | None:
        """Percent of the work that should have been told of."""
        return percent(self.count(Figure.UPDATED), self.count(Figure.TO_UPDATE))


def percent(part: int, whole: int) -> Decimal | None:
    """With one decimal, as everywhere; None where there is nothing to compare with."""
    return percent_of(part, whole, 1)


def rate(counts: dict[Figure, int], good: Figure, bad: Figure) -> Decimal | None:
    """Percent of the good ones among both."""
    return percent(counts.get(good, 0), counts.get(good, 0) + counts.get(bad, 0))


@dataclass(frozen=True)
class Board:
    """The lines, and their sum on top."""

    asked: Asked
    whole: Line
    lines: Sequence[Line]
    months: Sequence[date]
    silent_days: int


def silent_days() -> int:
    """Within how many working days an update is expected: what the office's general rules remind of."""
    rules = find_rules(rule_book().general.rules, RuleKind.UPDATE)
    return min((rule.days for rule in rules), default=_UNLESS_SET)


def counted(asked: Asked, window: Window, *, has_trend: bool = False) -> Counted:
    """The conditions of one window, by the office's calendar and rules."""
    return Counted(asked, window, office_calendar(), silent_days(), has_trend)


def read_board(asked: Asked) -> Board:
    """Two statements for tasks, one for events, one for names; whatever the number of lines."""
    now = counted(asked, asked.window, has_trend=True)
    counts, trends = _count_tasks(now)
    before, _none = _count_tasks(counted(asked, asked.window_before))
    for found, events in zip((counts, before), count_events(asked, [asked.window, asked.window_before]), strict=True):
        for key, happened in events.items():
            found.setdefault(key, {}).update(happened)
    lines = _name_lines(asked.way, counts, before)
    for line in lines:
        line.trend = trends.get(line.key or None, [(0, 0)] * len(now.months))
    return Board(asked, _sum(lines, trends.values()), lines, now.months, now.silent_days)


def _count_tasks(counted: Counted) -> tuple[dict[int | None, dict[Figure, int]], dict[int | None, Trend]]:
    """Each task is put into its one part, and the parts are counted: a sum for each figure would take far longer."""
    told = counted.select_parts().subquery("told")
    query = select(*told.c, func.count()).group_by(*told.c)
    counts: dict[int | None, dict[Figure, int]] = {}
    trends: dict[int | None, Trend] = {}
    for key, *row in db.session.execute(query):
        part = Part._make(row)
        found = counts.setdefault(key, dict.fromkeys(OF_TASKS, 0))
        for figure in part.figures():
            found[figure] += part.tasks
        course = trends.setdefault(key, [(0, 0)] * TREND_MONTHS)
        if part.month is not None:
            done, good = course[part.month]
            course[part.month] = (done + part.tasks, good + (0 if part.is_late else part.tasks))
    return counts, trends


def _sum(lines: Sequence[Line], trends: Collection[Trend]) -> Line:
    """The trend is that of all, also of those without a line because nothing is in hand any more."""
    whole = Line(None, _("Total"))
    for figure in Figure:
        whole.counts[figure] = sum(line.count(figure) for line in lines)
        whole.before[figure] = sum(line.before.get(figure, 0) for line in lines)
    whole.trend = [
        (sum(trend[month][0] for trend in trends), sum(trend[month][1] for trend in trends))
        for month in range(TREND_MONTHS)
    ]
    return whole


def _name_lines(way: Way, counts: dict[Any, dict[Figure, int]], before: dict[Any, dict[Figure, int]]) -> list[Line]:
    """In the order of the office's lists; a line of nothing but noughts is left out."""
    found = (counts, before)
    keys = [key for key in counts.keys() | before.keys() if any(any(one.get(key, {}).values()) for one in found)]
    lines = [Line(row.id, row.name, row.closed_on) for row in db.session.execute(_names(way, keys))]
    if None in keys:
        lines.append(Line(0, _("No topic")))
    for line in lines:
        key = line.key or None
        line.counts, line.before = counts.get(key, {}), before.get(key, {})
    return lines


def _names(way: Way, keys: Sequence[int | None]) -> Any:
    """A unit that was closed since keeps the name under which it worked."""
    known = [key for key in keys if key is not None]
    if way is Way.UNIT:
        named = select(Unit.id, Unit.name.label("name"), Unit.valid_to.label("closed_on"))
        return named.where(Unit.id.in_(known)).order_by(Unit.sort_order, Unit.id)
    if way is Way.LEADER:
        named = select(User.id, User.name.label("name"), _NOTHING)
        return named.where(User.id.in_(known)).order_by(User.name_sort, User.id)
    return select(Topic.id, Topic.name, _NOTHING).where(Topic.id.in_(known)).order_by(Topic.sort_order, Topic.id)
