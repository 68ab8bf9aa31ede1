"""What has changed in a period, by kind: the count and the list come from one condition.

A task stands once in each kind, whatever happened to it how often: with what was first before and what is last after.
How something ended (finished, suspended, cancelled, transferred) is told by its last state of the period; that a
report was returned, a task declined or reopened, by its having happened. Later periods of duties come by themselves
and are left out.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    and_,
    case,
    cast,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased

from ... import clock
from ...db import db
from ...tasks.filters import TaskFilter
from ...tasks.models import NO_DUE, Task, TaskAssignmentChange, TaskDueChange, TaskState, TaskStateChange
from ...tasks.register import PAGE, read_place
from ...tasks.status import Today
from ...text import parse_id
from ..asof import Terms
from .period import Period
from .then import Then, columns_at


class Kind(StrEnum):
    """The lists of the page. ADDED and FINISHED are the sums of those that follow them."""

    ADDED = "added"
    ADDED_BY_NOTICE = "added_by_notice"
    ADDED_BY_HAND = "added_by_hand"
    FINISHED = "finished"
    ON_TIME = "on_time"
    LATE = "late"
    NO_DUE = "no_due"
    POSTPONED = "postponed"
    BECAME_OVERDUE = "became_overdue"
    MOVED = "moved"
    RETURNED = "returned"
    DECLINED = "declined"
    REOPENED = "reopened"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    TRANSFERRED = "transferred"


PARTS = {
    Kind.ADDED: (Kind.ADDED_BY_NOTICE, Kind.ADDED_BY_HAND),
    Kind.FINISHED: (Kind.ON_TIME, Kind.LATE, Kind.NO_DUE),
}
LISTED = tuple(kind for kind in Kind if kind not in PARTS)
# The verbs that stay true whatever came after.
_HAPPENED = {
    Kind.ADDED: "issue",
    Kind.ADDED_BY_NOTICE: "issue",
    Kind.ADDED_BY_HAND: "issue",
    Kind.RETURNED: "send_back",
    Kind.DECLINED: "decline",
    Kind.REOPENED: "reopen",
}
_OUTCOMES = {Kind.FINISHED: 0, Kind.ON_TIME: 1, Kind.LATE: 2, Kind.NO_DUE: 3}
_ENDED = {
    Kind.SUSPENDED: TaskState.SUSPENDED,
    Kind.CANCELLED: TaskState.CANCELLED,
    Kind.TRANSFERRED: TaskState.SUPERSEDED,
}
_RESTING = (TaskState.SUBMITTED, TaskState.SUSPENDED)
_OVER = (TaskState.COMPLETED, TaskState.CANCELLED, TaskState.SUPERSEDED)
_WORKING = [state for state in TaskState if state not in (*_RESTING, *_OVER)]
_ONCE = or_(~Task.is_duty, Task.every.is_not(None))


class Entry(NamedTuple):
    """A task in a list: the first and the last change of its kind, and how many the list holds."""

    kind: str
    task_id: int
    first_id: int | None
    last_id: int | None
    due: Any
    total: int


def read_changes(period: Period, asked: TaskFilter, today: Today) -> dict[Kind, list[Entry]]:
    """The first fifty of each kind; `total` of each entry is the length of its list. One statement."""
    lists = _Lists(period, asked, today)
    parts = [lists.page(kind).subquery() for kind in LISTED]
    found: dict[Kind, list[Entry]] = {kind: [] for kind in LISTED}
    for row in db.session.execute(union_all(*(select(part) for part in parts))):
        found[Kind(row.kind)].append(Entry._make(row))
    for kind, entries in found.items():
        entries.sort(key=_place(kind))
    return found


def list_changes(kind: Kind, period: Period, asked: TaskFilter, today: Today, after: str = "") -> list[Entry]:
    """Fifty of one kind and one more where others follow; `after` is the place of the last one seen."""
    rows = db.session.execute(_Lists(period, asked, today).page(kind, after, PAGE + 1))
    return sorted((Entry._make(row) for row in rows), key=_place(kind))


def count_changes(kind: Kind, period: Period, asked: TaskFilter, today: Today) -> int:
    """How many the list holds."""
    part = _Lists(period, asked, today).every(kind).subquery()
    return db.session.scalar(select(func.count()).select_from(part)) or 0


def name_place(kind: Kind, last: Entry) -> str:
    """Where the page after that entry begins."""
    return f"{last.due}.{last.task_id}" if kind is Kind.BECAME_OVERDUE else str(last.last_id)


def _place(kind: Kind) -> Any:
    if kind is Kind.BECAME_OVERDUE:
        return lambda entry: (entry.due, entry.task_id)
    return lambda entry: -entry.last_id


class _Lists:
    """The statements of a page; what its lists share is read once, as common table expressions."""

    def __init__(self, period: Period, asked: TaskFilter, today: Today) -> None:
        self.period, self.asked, self.today = period, asked, today
        self.was: Then = columns_at(period.end)
        # Read once for all lists that ask for them: left to themselves, planners read them anew for each.
        self.states = self._states().cte("states").prefix_with("MATERIALIZED")

    @cached_property
    def finished(self) -> Any:
        return self._finished().cte("finished").prefix_with("MATERIALIZED")

    def page(self, kind: Kind, after: str = "", limit: int = PAGE) -> Any:
        """As many as fit, the latest change first; what became overdue by due date."""
        every = self.every(kind)
        if kind is Kind.BECAME_OVERDUE:
            if place := read_place(after):
                every = every.where(tuple_(self.was.due, Task.id) > place)
            return every.order_by(self.was.due, Task.id).limit(limit)
        whole = every.subquery()
        query = select(whole)
        if (last_id := parse_id(after)) is not None:
            query = query.where(whole.c.last_id < last_id)
        return query.order_by(whole.c.last_id.desc()).limit(limit)

    def every(self, kind: Kind) -> Any:
        """The whole list."""
        if kind is Kind.BECAME_OVERDUE:
            return self._became_overdue()
        if kind is Kind.POSTPONED:
            return self._postponed()
        if kind is Kind.MOVED:
            return self._moved()
        return self._of_state(kind)

    def _select(self, kind: Kind, task_id: Any, first_id: Any, last_id: Any, *where: Any, due: Any = None) -> Any:
        columns = (literal(kind.value).label("kind"), task_id.label("task_id"), first_id.label("first_id"))
        due = (cast(null(), Date) if due is None else due).label("due")
        total = func.count().over().label("total")
        return select(*columns, last_id.label("last_id"), due, total).where(*where)

    def _of_state(self, kind: Kind) -> Any:
        if kind in _OUTCOMES:
            done = self.finished.c
            own = [done.outcome == _OUTCOMES[kind]] if _OUTCOMES[kind] else []
            return self._select(kind, done.task_id, done.last_id, done.last_id, *own)
        states = self.states.c
        if kind in _ENDED:
            return self._select(kind, states.task_id, states.last_id, states.last_id, states.to_state == _ENDED[kind])
        change_id = states[_HAPPENED[kind]]
        own = [change_id.is_not(None)]
        if kind in PARTS[Kind.ADDED]:
            own.append(states.notice_id.is_not(None) if kind is Kind.ADDED_BY_NOTICE else states.notice_id.is_(None))
        return self._select(kind, states.task_id, change_id, change_id, *own)

    def _states(self) -> Any:
        """(task, its last change of state and where that led, the last change of each kind that is asked about)."""
        change, last = TaskStateChange, aliased(TaskStateChange)
        verbs = [func.max(case((change.verb == verb, change.id))).label(verb) for verb in sorted({*_HAPPENED.values()})]
        columns = (change.task_id, func.max(change.id).label("last_id"), *verbs)
        whole = select(*columns).where(*_within(change, self.period)).group_by(change.task_id).subquery()
        query = select(whole, last.to_state, Task.notice_id).join(last, last.id == whole.c.last_id)
        query = query.join(Task, Task.id == whole.c.task_id)
        return query.where(_ONCE, *self._narrow(Task.lead_unit_id, Task.leader_id))

    def _finished(self) -> Any:
        """(task, its confirmation, whether it was in time): told apart once for the three lists."""
        states, was = self.states.c, self.was
        # What it was is looked up once for each task, however often the outcome asks.
        known = (
            select(states.task_id, states.last_id, was.due.label("due"), was.closed_on.label("closed_on"))
            .join(Task, Task.id == states.task_id)
            .where(states.to_state == TaskState.COMPLETED)
            .cte("known")
            .prefix_with("MATERIALIZED")
        ).c
        terms = Terms.ending(self.today.calendar, self._first_completion(), self.period.last_day)
        outcome = case(
            (known.due == NO_DUE, _OUTCOMES[Kind.NO_DUE]),
            (terms.is_late(known.closed_on, known.due), _OUTCOMES[Kind.LATE]),
            else_=_OUTCOMES[Kind.ON_TIME],
        )
        return select(known.task_id, known.last_id, outcome.label("outcome"))

    def _first_completion(self) -> date:
        """The earliest day, or one before it, on which what was confirmed in the period was completed.

        How long before its confirmation that may be is a setting and may have no limit; a report may also have waited
        for years. The filter is left out: it would cost more than the days off that it spares.
        """
        change = aliased(TaskStateChange)
        confirmed = change.to_state == TaskState.COMPLETED, *_within(change, self.period)
        first = select(func.min(self.was.closed_on)).join_from(Task, change, change.task_id == Task.id)
        return db.session.scalar(first.where(*confirmed)) or self.period.since

    def _postponed(self) -> Any:
        """The first date of the period against the last; giving a date to what had none postpones nothing."""
        ends = _ends(TaskDueChange, self.period, TaskDueChange.from_due_on.is_not(None))
        first, last = aliased(TaskDueChange), aliased(TaskDueChange)
        where = [_ONCE, *self._narrow(Task.lead_unit_id, Task.leader_id), last.to_due_on > first.from_due_on]
        query = self._select(Kind.POSTPONED, Task.id, ends.c.first_id, ends.c.last_id, *where)
        return _join_ends(query, ends, first, last)

    def _moved(self) -> Any:
        ends = _ends(TaskAssignmentChange, self.period)
        first, last = aliased(TaskAssignmentChange), aliased(TaskAssignmentChange)
        has_moved = or_(first.from_unit_id != last.to_unit_id, first.from_leader_id != last.to_leader_id)
        sides = self._narrow(first.from_unit_id, first.from_leader_id), self._narrow(last.to_unit_id, last.to_leader_id)
        either = or_(*(and_(True, *side) for side in sides))
        query = self._select(Kind.MOVED, Task.id, ends.c.first_id, ends.c.last_id, _ONCE, has_moved, either)
        return _join_ends(query, ends, first, last)

    def _became_overdue(self) -> Any:
        """Overdue at the end of the period, and not at the end of the day before it.

        Not overdue were then also what rested, what was over, what was due later and what had not been given.
        """
        day_before, begun = self.period.since - timedelta(days=1), columns_at(self.period.start)
        due, before = self.was.due, self.today.calendar.overdue_before(day_before)
        was_overdue = and_(begun.due < before, begun.state.in_(_WORKING))
        where = [*self._narrow(Task.lead_unit_id, Task.leader_id), due < self.today.overdue_before, not_(was_overdue)]
        is_open, nothing = Task.closed_on.is_(None), cast(null(), Integer)
        if self.period.end is None:
            where += [is_open, Task.state.not_in(_RESTING)]
        else:
            changed = select(TaskStateChange.task_id).where(TaskStateChange.at >= self.period.end)
            # A union and no OR, so that each part is read from its own index.
            known = select(Task.id).where(is_open).union_all(changed)
            where += [Task.id.in_(known), self.was.state.in_(_WORKING)]
        return self._select(Kind.BECAME_OVERDUE, Task.id, nothing, nothing, _ONCE, *where, due=due)

    def _narrow(self, unit: Any, leader: Any) -> list[ColumnElement[bool]]:
        pairs = ((unit, self.asked.unit), (leader, self.asked.leader), (Task.topic_id, self.asked.topic))
        return [column == value if value else column.is_(None) for column, value in pairs if value is not None]


def _within(model: Any, period: Period) -> list[ColumnElement[bool]]:
    """Between two moments also for now: with one bound SQLite would rather read all there is in the order of tasks."""
    return [
        model.at >= period.start,
        model.at < (period.end or clock.office_time(clock.today() + timedelta(days=1), 0)),
    ]


def _ends(model: Any, period: Period, *where: Any) -> Any:
    """(task, its first and its last change)."""
    columns = (model.task_id, func.min(model.id).label("first_id"), func.max(model.id).label("last_id"))
    return select(*columns).where(*_within(model, period), *where).group_by(model.task_id).subquery()


def _join_ends(query: Any, ends: Any, first: Any, last: Any) -> Any:
    query = query.join(ends, ends.c.task_id == Task.id)
    return query.join(first, first.id == ends.c.first_id).join(last, last.id == ends.c.last_id)
