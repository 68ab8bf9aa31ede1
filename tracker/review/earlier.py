"""Earlier orders beside the drafts: which ones come into question, and what has become of them.

`read_pool` asks by index only — the same lead unit, the same topic, the latest notices — and its rows are bounded, so
that it costs the same whatever the size of the register. A directive given to eleven wards is one order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, or_, select, union_all

from .. import clock
from ..db import db
from ..directives.models import Directive, Notice, NoticeState
from ..people.models import Unit
from ..tasks.models import LinkKind, Task, TaskLink, TaskState, task_cooperation
from .models import Draft, DraftCandidate, FollowUp

_BY_UNIT, _BY_TOPIC, _BY_NOTICE, _CLOSED = 240, 160, 120, 120  # rows at most
_LATEST_NOTICES = 12
_REMEMBERED = timedelta(days=366)


@dataclass
class PoolItem:
    """An earlier order that comes into question, with all the ways in which it was put."""

    directive_id: int | None
    task_id: int | None
    is_open: bool
    topic_id: int | None
    leads: set[int] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)


def read_pool(unit_ids: Collection[int], topic_ids: Collection[int], today: date) -> list[PoolItem]:
    """Four statements: tasks, what else of their directives is open, their texts, the texts that told them again."""
    rows = db.session.execute(union_all(*_parts(sorted(unit_ids), sorted(topic_ids), today))).all()
    items: dict[tuple[int, int], PoolItem] = {}
    holders: dict[int, PoolItem] = {}
    for row in rows:
        key = (row.directive_id, 0) if row.directive_id else (0, row.id)
        item = items.setdefault(
            key, PoolItem(row.directive_id, None if row.directive_id else row.id, False, row.topic_id)
        )
        item.is_open = item.is_open or row.closed_on is None
        item.leads.add(row.lead_unit_id)
        holders[row.id] = item
        if not row.directive_id and not item.texts:
            item.texts.append(row.title)
    _mark_open([item for item in items.values() if item.directive_id and not item.is_open])
    _add_texts(items, holders)
    return list(items.values())


def _parts(unit_ids: Sequence[int], topic_ids: Sequence[int], today: date) -> Iterable[Any]:
    columns = (Task.id, Task.directive_id, Task.title, Task.topic_id, Task.lead_unit_id, Task.closed_on)
    # A period of a duty that the Office set up itself comes back by itself: no order continues or replaces it.
    counts = or_(~Task.is_duty, Task.directive_id.is_not(None))
    is_open, newest = Task.closed_on.is_(None), (Task.sort_due_on.desc(), Task.id.desc())

    def some(limit: int, *conditions: Any, order: Any = newest) -> Any:
        rows = select(*columns).where(counts, *conditions).order_by(*order).limit(limit).subquery()
        return select(*rows.c)

    for unit_id in unit_ids:
        yield some(max(6, _BY_UNIT // len(unit_ids)), is_open, Task.lead_unit_id == unit_id)
    for topic_id in topic_ids:
        yield some(max(6, _BY_TOPIC // len(topic_ids)), is_open, Task.topic_id == topic_id)
    latest = (
        select(Notice.id)
        .where(Notice.state == NoticeState.ISSUED)
        .order_by(Notice.issued_on.desc(), Notice.id.desc())
        .limit(_LATEST_NOTICES)
    )
    yield some(_BY_NOTICE, is_open, Task.notice_id.in_(select(latest.subquery().c.id)))
    done = and_(Task.closed_on >= today - _REMEMBERED, Task.completed_on.is_not(None))
    for unit_id in unit_ids:
        limit, order = max(6, _CLOSED // len(unit_ids)), (Task.closed_on.desc(), Task.id.desc())
        yield some(limit, Task.lead_unit_id == unit_id, done, Task.directive_id.is_not(None), order=order)


def _mark_open(items: Sequence[PoolItem]) -> None:
    """One ward has finished, another has not. Asked apart: inside each part planners read the whole table for it."""
    by_id = {item.directive_id: item for item in items}
    still = select(Task.directive_id).where(Task.directive_id.in_(list(by_id)), Task.closed_on.is_(None)).distinct()
    for directive_id in db.session.scalars(still):
        by_id[directive_id].is_open = True


def _add_texts(items: dict[tuple[int, int], PoolItem], holders: dict[int, PoolItem]) -> None:
    ids = [directive_id for directive_id, _task in items if directive_id]
    for directive_id, text in db.session.execute(select(Directive.id, Directive.text).where(Directive.id.in_(ids))):
        items[directive_id, 0].texts.append(text)
    again = (
        select(TaskLink.task_id, Directive.text)
        .join(Directive, Directive.id == TaskLink.directive_id)
        .where(TaskLink.task_id.in_(list(holders)), TaskLink.kind == LinkKind.CONTINUED)
    )
    for task_id, text in db.session.execute(again):
        if text not in holders[task_id].texts:
            holders[task_id].texts.append(text)


@dataclass
class EarlierOrder:
    """A candidate as the card shows it: the sentence, where it stands, and how far its tasks have come."""

    rank: int
    directive_id: int | None
    task_id: int | None
    text: str
    notice_id: int | None
    position: int | None
    reference: str
    issued_on: date | None
    tasks: list[Any] = field(default_factory=list)
    cooperating: set[int] = field(default_factory=set)

    @property
    def key(self) -> str:
        """How a button names it."""
        return f"d{self.directive_id}" if self.directive_id else f"t{self.task_id}"

    @property
    def open_tasks(self) -> list[Any]:
        return [task for task in self.tasks if task.closed_on is None]

    @property
    def done(self) -> int:
        return sum(task.state == TaskState.COMPLETED for task in self.tasks)

    @property
    def waiting(self) -> int:
        return sum(task.state == TaskState.SUBMITTED for task in self.tasks)

    @property
    def due_on(self) -> date | None:
        """The nearest of what is open."""
        return min((task.due_on for task in self.open_tasks if task.due_on), default=None)

    @property
    def completed_on(self) -> date | None:
        return max((task.completed_on for task in self.tasks if task.completed_on), default=None)

    @property
    def units(self) -> set[int]:
        """Who is told when its open tasks are continued or replaced."""
        return {task.lead_unit_id for task in self.open_tasks} | self.cooperating

    def is_followed_by(self, draft: Draft) -> bool:
        """Whether the clerk has chosen it."""
        return (draft.follows_directive_id, draft.follows_task_id) == (self.directive_id, self.task_id)


def list_earlier_orders(drafts: Sequence[Draft]) -> dict[int, list[EarlierOrder]]:
    """The candidates of each draft in their order: two or three statements, none when no draft has any."""
    by_draft: dict[int, list[EarlierOrder]] = defaultdict(list)
    alike = [draft.id for draft in drafts if draft.follow_up != FollowUp.NONE]
    if not alike:
        return {}
    rows = db.session.execute(
        select(
            DraftCandidate.draft_id,
            DraftCandidate.rank,
            DraftCandidate.directive_id,
            DraftCandidate.task_id,
            Directive.text,
            Directive.notice_id,
            Directive.position,
            Notice.number,
            Notice.meeting,
            Notice.title,
            Notice.issued_on,
        )
        .outerjoin(Directive, Directive.id == DraftCandidate.directive_id)
        .outerjoin(Notice, Notice.id == Directive.notice_id)
        .where(DraftCandidate.draft_id.in_(alike))
        .order_by(DraftCandidate.draft_id, DraftCandidate.rank)
    )
    for row in rows:
        reference = row.number or row.meeting or row.title or ""
        by_draft[row.draft_id].append(EarlierOrder(*row[1:4], row.text or "", *row[5:7], reference, row.issued_on))
    if by_draft:
        orders = [order for found in by_draft.values() for order in found]
        _add_tasks(orders)
        _add_cooperating([order for draft in drafts if (order := find_followed(draft, by_draft.get(draft.id, [])))])
    return dict(by_draft)


def find_followed(draft: Draft, orders: Sequence[EarlierOrder]) -> EarlierOrder | None:
    """The order that this draft continues or replaces."""
    if draft.follow_up not in (FollowUp.CONTINUE, FollowUp.REPLACE):
        return None
    return next((order for order in orders if order.is_followed_by(draft)), None)


def select_followed(directive_ids: Collection[int], task_ids: Collection[int]) -> Any:
    """The ids of the tasks behind these orders, for an IN."""
    own = select(Task.id).where(Task.directive_id.in_(directive_ids))
    single = select(Task.id).where(Task.id.in_(task_ids))
    return select(union_all(own, single).subquery().c.id)


def _add_tasks(orders: Sequence[EarlierOrder]) -> None:
    rows = db.session.execute(
        select(
            Task.id,
            Task.code,
            Task.title,
            Task.source,
            Task.state,
            Task.due_on,
            Task.completed_on,
            Task.closed_on,
            Task.directive_id,
            Task.lead_unit_id,
            Task.assigned_at,
            Unit.short_name.label("lead"),
        )
        .join(Unit, Unit.id == Task.lead_unit_id)
        .where(
            Task.id.in_(
                select_followed(
                    [order.directive_id for order in orders if order.directive_id],
                    [order.task_id for order in orders if order.task_id],
                )
            )
        )
        .order_by(Unit.sort_order, Task.id)
    ).all()
    for order in orders:
        order.tasks = [
            row
            for row in rows
            if (row.directive_id == order.directive_id if order.directive_id else row.id == order.task_id)
        ]
        if order.task_id and order.tasks:
            task = order.tasks[0]
            order.text, order.reference = task.title, task.source or task.code
            order.issued_on = clock.to_office(task.assigned_at).date()


def _add_cooperating(orders: Sequence[EarlierOrder]) -> None:
    if not orders:
        return
    units: dict[int, set[int]] = defaultdict(set)
    ids = [task.id for order in orders for task in order.open_tasks]
    rows = db.session.execute(
        select(task_cooperation.c.task_id, task_cooperation.c.unit_id).where(task_cooperation.c.task_id.in_(ids))
    )
    for task_id, unit_id in rows:
        units[task_id].add(unit_id)
    for order in orders:  # two drafts may follow the same tasks
        order.cooperating = {unit for task in order.open_tasks for unit in units[task.id]}
