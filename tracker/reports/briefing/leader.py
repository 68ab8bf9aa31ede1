"""The leaders' Monday: what is outstanding, with the change since last week, on the first planning of each week.

A leader reads of the tasks for which he is accountable, and in one line of the whole office. Who is accountable for
none, as a Chairman may be, reads of the whole office instead. The figures are those of the board, by the same queries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from ... import clock
from ...calendar.queries import office_calendar
from ...db import db
from ...jobs.queries import find_done_for
from ...people.models import Role, Unit
from ...reminders.blocks import Block, Contribution, Figure
from ...reminders.lines import Item, Section
from ...reminders.posts import Acting, list_acting
from ...reminders.sections import tell_term
from ...tasks.bands import Band, Limits
from ...tasks.filters import TaskFilter
from ...tasks.models import Task
from ...tasks.today import office_day
from ...workdays import Calendar
from ..decisions import count_decisions
from ..outstanding import count_bands
from ..past import COUNTED, count_by_leader_at

LONGEST = 5
JOB = "plan_reminders"


@dataclass(frozen=True)
class Late:
    """One of the tasks that are overdue for longest."""

    id: int
    code: str
    title: str
    due_on: date
    unit: str


@dataclass(frozen=True)
class Briefing:
    """One leader's Monday. `leader_id` None: it is about the whole office."""

    acting: Acting
    leader_id: int | None
    now: Counter[Band]
    then: Counter[Band]
    office: Counter[Band]
    decisions: int
    late: list[Late]
    day: date
    calendar: Calendar
    is_alone: bool = True
    is_optional: bool = True

    def name(self) -> str:
        """Its heading."""
        return _("Outstanding at the start of the week")

    def write(self, base_url: str) -> Block:
        """Every number opens its list."""
        labels = {
            Band.OPEN: _("Not completed"),
            Band.OVERDUE: _("Overdue"),
            Band.WEEK: _("Due this week"),
            Band.NO_DUE: _("No due date"),
        }
        figures = [
            Figure(
                label,
                self.now[band],
                self._list(base_url, band),
                _change(self.now[band] - self.then[band]),
                is_late=band is Band.OVERDUE and self.now[band] > 0,
            )
            for band, label in labels.items()
        ]
        whose = "others" if self.leader_id is None else "own"
        # Not narrowed to a portfolio, with which the page begins: what waits is counted whole.
        url = f"{base_url}/outstanding?mine=0#{whose}"
        figures.append(Figure(_("Waiting for a decision"), self.decisions, url))
        if self.leader_id is not None:
            note = _("%(count)s overdue", count=self.office[Band.OVERDUE])
            url = f"{base_url}/tasks?{TaskFilter().query_string()}"
            figures.append(Figure(_("Whole office, not completed"), self.office[Band.OPEN], url, note))
        return Block(self.name(), figures, self._subject(), self._by(), self._longest(base_url))

    def _subject(self) -> str:
        late, week = self.now[Band.OVERDUE], self.now[Band.WEEK]
        return _("this week: %(late)s overdue, %(week)s due", late=late, week=week)

    def _by(self) -> str:
        if self.acting.stands_in_for:
            return _("in place of %(name)s", name=self.acting.stands_in_for)
        return "" if self.leader_id is not None else _("the whole office")

    def _list(self, base_url: str, band: Band) -> str:
        return f"{base_url}/tasks?{TaskFilter(band=band, leader=self.leader_id).query_string()}"

    def _longest(self, base_url: str) -> Section | None:
        if not self.late:
            return None
        items = [
            Item(
                url=f"{base_url}/tasks/{task.id}",
                code=task.code,
                title=task.title,
                due=f"{task.due_on:%d/%m/%Y}",
                state=tell_term(task.due_on, self.calendar, self.day),
                by=task.unit,
                is_late=True,
            )
            for task in self.late
        ]
        hidden = self.now[Band.OVERDUE] - len(items)
        return Section(_("Overdue for longest"), items, hidden, self._list(base_url, Band.OVERDUE))


def _change(more: int) -> str:
    if more > 0:
        return ngettext("%(num)s more than a week ago", "%(num)s more than a week ago", more)
    if more < 0:
        return ngettext("%(num)s less than a week ago", "%(num)s less than a week ago", -more)
    return _("as a week ago")


def brief_leaders(day: date, is_again: bool = False) -> Mapping[int, list[Contribution]]:
    """On the first day of the week on which a plan is made; a week without its Monday plan gets it on the next day."""
    calendar = office_calendar()
    if not is_again and not is_first_of_week(day, calendar, find_done_for(JOB)):
        return {}
    week_ago = day - timedelta(days=7)
    limits, then_limits = (Limits.of(office_day(one)) for one in (day, week_ago))
    now = {key: Counter(found) for key, found in count_bands(Task.leader_id, limits, COUNTED).items()}
    settings = current_app.config["SETTINGS"]
    then = count_by_leader_at(clock.office_time(week_ago, settings.plan_hour, settings.plan_minute), then_limits)
    return _brief(_Figures(now, then, _count_own_decisions(), _list_longest(limits)), day, calendar)


def is_first_of_week(day: date, calendar: Calendar, done_for: date | None) -> bool:
    """Whether it is the week's first working day, or its first with a plan: `done_for` is the day of the last one."""
    monday = day - timedelta(days=day.weekday())
    return day == calendar.working_day_from(monday) or (done_for is not None and done_for < monday)


@dataclass(frozen=True)
class _Figures:
    """Of all leaders, by leader."""

    now: Mapping[int | None, Counter[Band]]
    then: Mapping[int | None, Counter[Band]]
    decisions: Counter[int]
    late: Mapping[int, list[Late]]


def _brief(all_: _Figures, day: date, calendar: Calendar) -> dict[int, list[Contribution]]:
    office, office_then = _sum(all_.now), _sum(all_.then)
    oldest = sorted((task for tasks in all_.late.values() for task in tasks), key=lambda task: (task.due_on, task.id))
    found: dict[int, list[Contribution]] = {}
    for acting in list_acting(day, (Role.LEADER,)):
        leader_id = acting.holder_id
        own, decisions = all_.now.get(leader_id, Counter()), all_.decisions[leader_id]
        if own[Band.OPEN] or decisions:
            then = all_.then.get(leader_id, Counter())
            late = all_.late.get(leader_id, [])
            one = Briefing(acting, leader_id, own, then, office, decisions, late, day, calendar)
        elif office[Band.OPEN] and not acting.stands_in_for:
            waiting = all_.decisions.total()
            one = Briefing(acting, None, office, office_then, office, waiting, oldest[:LONGEST], day, calendar)
        else:
            continue
        found.setdefault(acting.reader_id, []).append(one)
    return found


def _sum(counts: Mapping[int | None, Counter[Band]]) -> Counter[Band]:
    total: Counter[Band] = Counter()
    for found in counts.values():
        total.update(found)
    return total


def _count_own_decisions() -> Counter[int]:
    """What waits for each leader's word, the kinds that the Office may decide too among it."""
    own: Counter[int] = Counter()
    for (_kind, leader_id), count in count_decisions().items():
        own[leader_id] += count
    return own


def _list_longest(limits: Limits) -> dict[int, list[Late]]:
    """The tasks of each leader that are overdue for longest, in one statement."""
    place: Any = func.row_number().over(partition_by=Task.leader_id, order_by=(Task.sort_due_on, Task.id))
    ranked = select(Task.id.label("id"), place.label("place")).where(limits.where(Band.OVERDUE)).subquery()
    rows = db.session.execute(
        select(Task.leader_id, Task.id, Task.code, Task.title, Task.sort_due_on, Unit.short_name)
        .join(ranked, ranked.c.id == Task.id)
        .join(Unit, Unit.id == Task.lead_unit_id)
        .where(ranked.c.place <= LONGEST)
        .order_by(Task.sort_due_on, Task.id)
    )
    found: dict[int, list[Late]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(Late(*row[1:]))
    return found
