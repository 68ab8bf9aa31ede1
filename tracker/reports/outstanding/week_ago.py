"""What the same page counted at an earlier moment, under its filter.

Open work is as it has just been counted; of the tasks that have changed since, what they are now is taken away and what
they were is added. So a quiet week costs next to nothing, and what was ever closed is never read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, and_, case, cast, func, literal, null, or_, select, union_all

from ... import clock
from ...db import db
from ...directives.portfolios.queries import select_topics_of, select_units_of
from ...tasks.bands import NO_OPEN_WORK, Band, Limits
from ...tasks.filters import OPEN_WORK, TaskFilter
from ...tasks.models import NO_DUE, Task, TaskAssignmentChange, TaskDueChange, TaskState, TaskStateChange
from ...tasks.today import office_day
from .figures import Figures

_COUNTED = (Band.OVERDUE, Band.WEEK)
_NOWHERE, _REST = "", "rest"


def read_week_ago(limits: Limits, figures: Figures, asked: TaskFilter = OPEN_WORK) -> dict[Band, int]:
    """What stood in the place of these figures, under the same filter, at this hour a week ago."""
    now = limits.today
    past = Limits.of(office_day(now.day - timedelta(days=7)))
    counts: Counter[str] = Counter({_REST: sum(day.reported for day in figures.days)})
    for day in figures.days:
        band = past.band(day.due_on)
        counts[band if band in _COUNTED else _REST] += day.tasks - day.reported
    for added, taken, count in db.session.execute(_select_moved(clock.now() - timedelta(days=7), past, asked)):
        counts[added] += count
        counts[taken] -= count
    found = {Band.OVERDUE: counts[Band.OVERDUE], Band.WEEK: counts[Band.WEEK], Band.RUNNING: counts[_REST]}
    return found | {Band.OPEN: sum(found.values())}


def _select_moved(moment: datetime, limits: Limits, asked: TaskFilter) -> Any:
    """(band to count in, band to take from, tasks) of all that has changed since."""
    changed, state, due = _select_changed(moment), TaskStateChange, TaskDueChange
    was_state = case((changed.c.state.is_(None), Task.state), else_=state.from_state)
    was_due = case((changed.c.due.is_(None), Task.sort_due_on), else_=func.coalesce(due.from_due_on, NO_DUE))
    was_open = and_(was_state.is_not(None), was_state.not_in(NO_OPEN_WORK), *_was_asked(asked))
    is_open = and_(limits.where(Band.OPEN), asked.but(band=Band.ALL).where(limits))
    into = case((was_open, _band(limits, was_state, was_due)), else_=literal(_NOWHERE))
    out_of = case((is_open, _band(limits, Task.state, Task.sort_due_on)), else_=literal(_NOWHERE))
    return (
        select(into, out_of, func.count())
        .select_from(changed)
        .join(Task, Task.id == changed.c.task_id)
        .outerjoin(state, state.id == changed.c.state)
        .outerjoin(due, due.id == changed.c.due)
        .outerjoin(TaskAssignmentChange, TaskAssignmentChange.id == changed.c.assignment)
        .group_by(into, out_of)
    )


def _select_changed(moment: datetime) -> Any:
    """(task, numbers of the first change of its state, its due date, its unit or leader since then), none for none."""
    models: dict[str, Any] = {"state": TaskStateChange, "due": TaskDueChange, "assignment": TaskAssignmentChange}
    parts = [
        select(
            model.task_id,
            *((model.id if name == own else cast(null(), Integer)).label(name) for name in models),
        ).where(model.at >= moment)
        for own, model in models.items()
    ]
    every = union_all(*parts).subquery()
    first = (func.min(every.c[name]).label(name) for name in models)
    return select(every.c.task_id, *first).group_by(every.c.task_id).subquery("changed")


def _was_asked(asked: TaskFilter) -> Iterable[Any]:
    """Unit and leader are those of then. A topic, a notice, a star and portfolios have no such rows: today's hold."""
    unit = func.coalesce(TaskAssignmentChange.from_unit_id, Task.lead_unit_id)
    leader = func.coalesce(TaskAssignmentChange.from_leader_id, Task.leader_id)
    columns = {"unit": unit, "leader": leader, "topic": Task.topic_id, "notice": Task.notice_id}
    for name, column in columns.items():
        number = getattr(asked, name)
        if number is not None:
            yield column == number if number else column.is_(None)
    if asked.starred:
        yield Task.is_starred
    if asked.portfolio is not None:
        topics, units = (read(asked.portfolio, clock.today()) for read in (select_topics_of, select_units_of))
        yield or_(leader == asked.portfolio, func.coalesce(Task.topic_id, 0).in_(topics), unit.in_(units))


def _band(limits: Limits, state: Any, due: Any) -> Any:
    """As `Limits.rule`: what is reported is neither late nor due."""
    return case(
        (state == TaskState.SUBMITTED, literal(_REST)),
        (due < limits.today.overdue_before, literal(Band.OVERDUE.value)),
        (due <= limits.week_end, literal(Band.WEEK.value)),
        else_=literal(_REST),
    )
