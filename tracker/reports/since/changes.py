"""What has changed in a period, by kind: the count and the list come from one condition.

A task stands once in each kind, whatever happened to it how often: with what was first before and what is last after.
How something ended (finished, suspended, cancelled, transferred) is told by its last state of the period; that a
report was returned, a task declined or reopened, by its having happened. Later periods of duties come by themselves
and are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func, literal, null, or_, select, tuple_, union_all
from sqlalchemy.orm import aliased

from ...db import db
from ...tasks.filters import TaskFilter
from ...tasks.models import NO_DUE, Task, TaskAssignmentChange, TaskDueChange, TaskState, TaskStateChange
from ...tasks.register import PAGE, read_place
from ...tasks.status import Today
from ...text import parse_id
from ..asof.terms import is_late, terms_ending
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
_HAPPENED = {
    "issue": "issued_id",
    "send_back": "returned_id",
    "decline": "declined_id",
    "reopen": "reopened_id",
}
_ENDED = {
    Kind.SUSPENDED: TaskState.SUSPENDED,
    Kind.CANCELLED: TaskState.CANCELLED,
    Kind.TRANSFERRED: TaskState.SUPERSEDED,
}
_RESTING = (TaskState.SUBMITTED, TaskState.SUSPENDED)
_FAR_BACK = 366  # days before the period on which work confirmed in it may have been completed


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
        self.states = _states(period).cte("states")
        self.last = aliased(TaskStateChange)
        start = period.since.toordinal() - _FAR_BACK
        self.term = terms_ending(today.calendar, period.since.fromordinal(start), period.last_day)

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

    def _select(self, kind: Kind, first_id: Any, last_id: Any, due: Any, *, where: Iterable[Any]) -> Any:
        once = or_(~Task.is_duty, Task.every.is_not(None))
        columns = (literal(kind.value).label("kind"), Task.id.label("task_id"), first_id.label("first_id"))
        total = func.count().over().label("total")
        return select(*columns, last_id.label("last_id"), due.label("due"), total).where(once, *where)

    def _of_state(self, kind: Kind) -> Any:
        states = self.states.c
        happened = {
            Kind.ADDED: states.issued_id,
            Kind.ADDED_BY_NOTICE: states.issued_id,
            Kind.ADDED_BY_HAND: states.issued_id,
            Kind.RETURNED: states.returned_id,
            Kind.DECLINED: states.declined_id,
            Kind.REOPENED: states.reopened_id,
        }
        change_id = happened.get(kind, states.last_id)
        where = [*self._narrow(Task.lead_unit_id, Task.leader_id), change_id.is_not(None)]
        query = self._select(kind, change_id, change_id, self.was.due, where=where)
        query = query.join(self.states, states.task_id == Task.id)
        if kind in happened:
            is_of_notice = Task.notice_id.is_not(None)
            own = {Kind.ADDED_BY_NOTICE: [is_of_notice], Kind.ADDED_BY_HAND: [~is_of_notice]}
            return query.where(*own.get(kind, []))
        query = query.join(self.last, self.last.id == states.last_id)
        if kind in _ENDED:
            return query.where(self.last.to_state == _ENDED[kind])
        return self._finished(query, kind).where(self.last.to_state == TaskState.COMPLETED)

    def _finished(self, query: Any, kind: Kind) -> Any:
        if kind is Kind.FINISHED:
            return query
        late = is_late(self.was.closed_on, self.was.due, self.term)
        is_dated = self.was.due != NO_DUE
        own = {Kind.ON_TIME: and_(is_dated, ~late), Kind.LATE: and_(is_dated, late), Kind.NO_DUE: ~is_dated}
        return query.outerjoin(self.term, self.term.c.due == self.was.due).where(own[kind])

    def _postponed(self) -> Any:
        """The first date of the period against the last; giving a date to what had none postpones nothing."""
        ends = _ends(TaskDueChange, self.period, TaskDueChange.from_due_on.is_not(None))
        first, last = aliased(TaskDueChange), aliased(TaskDueChange)
        where = [*self._narrow(Task.lead_unit_id, Task.leader_id), last.to_due_on > first.from_due_on]
        query = self._select(Kind.POSTPONED, ends.c.first_id, ends.c.last_id, self.was.due, where=where)
        return _join_ends(query, ends, first, last)

    def _moved(self) -> Any:
        ends = _ends(TaskAssignmentChange, self.period)
        first, last = aliased(TaskAssignmentChange), aliased(TaskAssignmentChange)
        has_moved = or_(first.from_unit_id != last.to_unit_id, first.from_leader_id != last.to_leader_id)
        sides = self._narrow(first.from_unit_id, first.from_leader_id), self._narrow(last.to_unit_id, last.to_leader_id)
        either = or_(*(and_(True, *side) for side in sides))
        query = self._select(Kind.MOVED, ends.c.first_id, ends.c.last_id, self.was.due, where=[has_moved, either])
        return _join_ends(query, ends, first, last)

    def _became_overdue(self) -> Any:
        """Open work whose term was over at the end of the period, and not before it."""
        due, before = self.was.due, self.today.calendar.overdue_before(self.period.since)
        where = [*self._narrow(Task.lead_unit_id, Task.leader_id), due >= before, due < self.today.overdue_before]
        is_open, nothing = Task.closed_on.is_(None), cast(null(), Integer)
        if self.period.end is None:
            where += [is_open, Task.state.not_in(_RESTING)]
        else:
            working = [state for state in TaskState if state not in (*_RESTING, *_OVER)]
            changed = select(TaskStateChange.task_id).where(TaskStateChange.at >= self.period.end)
            where += [or_(is_open, Task.id.in_(changed)), self.was.state.in_(working)]
        return self._select(Kind.BECAME_OVERDUE, nothing, nothing, due, where=where)

    def _narrow(self, unit: Any, leader: Any) -> list[ColumnElement[bool]]:
        pairs = ((unit, self.asked.unit), (leader, self.asked.leader), (Task.topic_id, self.asked.topic))
        return [column == value if value else column.is_(None) for column, value in pairs if value is not None]


_OVER = (TaskState.COMPLETED, TaskState.CANCELLED, TaskState.SUPERSEDED)


def _within(model: Any, period: Period) -> list[ColumnElement[bool]]:
    return [model.at >= period.start, *([model.at < period.end] if period.end else [])]


def _states(period: Period) -> Any:
    """(task, its last change of state, and the last of each verb that is asked about)."""
    change = TaskStateChange
    verbs = [func.max(case((change.verb == verb, change.id))).label(name) for verb, name in _HAPPENED.items()]
    columns = (change.task_id, func.max(change.id).label("last_id"), *verbs)
    return select(*columns).where(*_within(change, period)).group_by(change.task_id)


def _ends(model: Any, period: Period, *where: Any) -> Any:
    """(task, its first and its last change)."""
    columns = (model.task_id, func.min(model.id).label("first_id"), func.max(model.id).label("last_id"))
    return select(*columns).where(*_within(model, period), *where).group_by(model.task_id).subquery()


def _join_ends(query: Any, ends: Any, first: Any, last: Any) -> Any:
    query = query.join(ends, ends.c.task_id == Task.id)
    return query.join(first, first.id == ends.c.first_id).join(last, last.id == ends.c.last_id)
