"""Every row of a list, one after the other: however long the list, a thousand are held at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import String, bindparam, case, func, null, select

from ...db import among, db, one_transaction, read_rows, written
from ...directives.models import Notice, Topic
from ...people.actor import Actor
from ...people.models import Unit, User
from ...tasks.bands import CLOSED, Band, Limits
from ...tasks.filters import TaskFilter
from ...tasks.measuring import show_reached
from ...tasks.models import RESTING, ProgressUpdate, Task, TaskState
from ...tasks.policy import visible_to
from ...tasks.register import name_cooperating_units, name_nothing
from ...tasks.status import Status
from ...tasks.wording import Distances, state_name, status_chip

_AT_ONCE = 1000
_COLUMNS = (
    Task.id,
    Task.code,
    Task.title,
    Task.due_on,
    Task.original_due_on,
    Task.state,
    Task.progress,
    Task.measure,
    Task.target,
    Task.measured,
    Task.updated_at,
    Task.reported_on,
    Task.completed_on,
    Task.source,
    Unit.name.label("lead"),
    User.name.label("leader"),
    Topic.name.label("topic"),
    Notice.number.label("notice_number"),
    Notice.meeting.label("notice_meeting"),
    Notice.title.label("notice_title"),
    Notice.issued_on.label("notice_on"),
)


class Entry(NamedTuple):
    """A task in words. `group` is what it stands under, and two groups may have one name (`group_id` parts them).

    `result` is the last that its lead unit reported.
    """

    id: int
    code: str
    title: str
    topic: str
    source: str
    lead: str
    coop: str
    leader: str
    due_on: date | None
    original_due_on: date | None
    completed_on: date | None
    group: str
    group_id: int | None
    standing: str
    distance: str
    progress: str
    result: str
    is_late: bool


def list_entries(actor: Actor, asked: TaskFilter, limits: Limits, by: str | None = None) -> Iterator[Entry]:
    """The whole list in the order of the screen; with `by` grouped: "" by band, else by unit, topic, notice, leader."""
    query = (
        select(*_COLUMNS, _GROUP_IDS.get(by or "", null()).label("group_id"))
        .outerjoin(Unit, Unit.id == Task.lead_unit_id)
        .outerjoin(User, User.id == Task.leader_id)
        .outerjoin(Topic, Topic.id == Task.topic_id)
        .outerjoin(Notice, Notice.id == Task.notice_id)
        .where(asked.where(limits), visible_to(actor))
        .order_by(*_order(asked.band, by))
        .execution_options(yield_per=_AT_ONCE)
    )
    write = _Writer(limits, by)
    with one_transaction():
        for rows in db.session.execute(query).partitions():
            ids = [row.id for row in rows]
            coop, results = name_cooperating_units(ids), _read_results(ids)
            for row in rows:
                yield write.entry(row, coop.get(row.id, ()), results.get(row.id, ""))


def _order(band: Band, by: str | None) -> tuple[Any, ...]:
    """As `register.list_tasks`; in groups what is reported as done stands last, where nothing is to be done."""
    if by is not None:
        reported = case((Task.state == TaskState.SUBMITTED, 1), else_=0)
        return (*_GROUP_ORDER[by], reported, Task.sort_due_on, Task.id)
    if band in CLOSED:
        return (Task.closed_on.desc(), Task.id.desc())
    return (Task.id.desc(),) if band is Band.ALL else (Task.is_starred.desc(), Task.sort_due_on, Task.id)


_GROUP_ORDER: dict[str, tuple[Any, ...]] = {
    "": (),
    "unit": (Unit.sort_order, Unit.id),
    "topic": (Topic.sort_order.nulls_last(), Topic.id.nulls_last()),
    "notice": (Notice.issued_on.desc().nulls_last(), Notice.id.desc().nulls_last()),
    "leader": (User.name_sort, User.id),
}
_GROUP_IDS: dict[str, Any] = {
    "unit": Task.lead_unit_id,
    "topic": Task.topic_id,
    "notice": Task.notice_id,
    "leader": Task.leader_id,
}


def _read_results(task_ids: Sequence[int]) -> dict[int, str]:
    """The last words of each lead unit."""
    return {task_id: result for task_id, result in read_rows(_LAST_WORDS, {"ids": written(task_ids)})}


_LAST = (
    select(func.max(ProgressUpdate.id))
    .where(among(ProgressUpdate.task_id, bindparam("ids", type_=String)), ~ProgressUpdate.is_part)
    .group_by(ProgressUpdate.task_id)
)
_LAST_WORDS = select(ProgressUpdate.task_id, ProgressUpdate.result).where(ProgressUpdate.id.in_(_LAST))


class _Writer:
    """Words are looked up once for all rows: a lookup costs more than everything else in a row."""

    def __init__(self, limits: Limits, by: str | None) -> None:
        self.limits, self.by = limits, by
        self.distances = Distances(limits.today)
        self.chips = {status: status_chip(status).label for status in Status}
        self.states = {state: state_name(state) for state in TaskState}
        self.bands = {band: limits.label(band) for band in Band}
        self.nothing = name_nothing()
        self.silent = _("Not updated yet")

    def entry(self, row: Any, coop: Sequence[str], result: str) -> Entry:
        status = self.limits.today.status_of(row)
        is_resting = row.state in RESTING
        return Entry(
            id=row.id,
            code=row.code,
            title=row.title,
            topic=row.topic or "",
            source=_source(row),
            lead=row.lead,
            coop=", ".join(coop),
            leader=row.leader,
            due_on=row.due_on,
            original_due_on=row.original_due_on,
            completed_on=row.completed_on,
            group=self._group(row),
            group_id=row.group_id,
            standing=self.states[TaskState(row.state)] if is_resting else self.chips[status],
            distance="" if is_resting else self.distances.of(status, row.due_on),
            progress=self._progress(row),
            result=result,
            is_late=status is Status.OVERDUE and not is_resting,
        )

    def _group(self, row: Any) -> str:
        """Empty where the list is not grouped."""
        if self.by is None:
            return ""
        if self.by:
            names = {"unit": row.lead, "leader": row.leader, "topic": row.topic, "notice": _notice(row)}
            return names[self.by] or self.nothing.get(self.by, "")
        return self.bands[Band.WAITING if row.state == TaskState.SUBMITTED else self.limits.band(row.due_on)]

    def _progress(self, row: Any) -> str:
        """«40/45 nhà», 35%, or that nothing was heard yet."""
        if row.measure and row.measured is not None:
            return show_reached(row.measured, row.target, row.measure)
        if row.progress is not None:
            return f"{row.progress}%"
        return "" if row.updated_at or row.completed_on else self.silent


def _notice(row: Any) -> str:
    return row.notice_number or row.notice_meeting or row.notice_title or ""


def _source(row: Any) -> str:
    """«131/TB-UBND, 27/10/2022»; of work without a conclusion what it was entered with."""
    where = _notice(row) or row.source
    return f"{where}, {row.notice_on:%d/%m/%Y}" if where and row.notice_on else where
