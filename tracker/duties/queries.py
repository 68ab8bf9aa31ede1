"""Named reads of duties, each through the person who asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from ..db import db
from ..errors import NotFound
from ..people.actor import Actor
from ..people.models import Unit
from ..tasks.models import Task
from ..text import parse_id
from .guessing import RECURRING
from .models import Duty, DutyPeriod
from .policy import visible_to

PAGE = 50
PERIODS = 60


def _whole() -> Any:
    """A duty with what its pages and actions need, as it stands in the database now."""
    return (
        select(Duty)
        .options(
            joinedload(Duty.lead_unit),
            joinedload(Duty.leader),
            joinedload(Duty.topic),
            joinedload(Duty.notice),
            selectinload(Duty.cooperating_units),
        )
        .execution_options(populate_existing=True)
    )


def load_duty(duty_id: int) -> Duty:
    """For actions, which hold it already."""
    return db.session.scalars(_whole().where(Duty.id == duty_id)).one()


def lock_duty(duty_id: int) -> Duty | None:
    """For the job: nobody changes it meanwhile. None when it has ended since."""
    return db.session.scalar(_whole().where(Duty.id == duty_id, Duty.ended_on.is_(None)).with_for_update(of=Duty))


def get_duty_for(actor: Actor, duty_id: int, *, to_change: bool = False) -> Duty:
    """The duty, if that person may know of it. `to_change` locks it."""
    query = _whole().where(Duty.id == duty_id, visible_to(actor))
    duty = db.session.scalar(query.with_for_update(of=Duty) if to_change else query)
    if duty is None:
        raise NotFound
    return duty


def list_running_ids() -> list[int]:
    """Duties that the job looks after: paused ones too, of which it notes what passes."""
    return list(db.session.scalars(select(Duty.id).where(Duty.ended_on.is_(None)).order_by(Duty.id)))


@dataclass(frozen=True)
class DutyPage:
    """Fifty duties and where the next begin; `after` is empty on the last page."""

    duties: Sequence[Duty]
    after: str


def list_duties(actor: Actor, *, ended: bool = False, after: str = "") -> DutyPage:
    """The newest first: those that run or rest, or those that have ended."""
    query = (
        select(Duty)
        .where(visible_to(actor), Duty.ended_on.is_not(None) if ended else Duty.ended_on.is_(None))
        .options(joinedload(Duty.lead_unit), joinedload(Duty.leader))
        .order_by(Duty.id.desc())
        .limit(PAGE + 1)
    )
    if (place := parse_id(after)) is not None:
        query = query.where(Duty.id < place)
    rows = list(db.session.scalars(query))
    return DutyPage(rows[:PAGE], str(rows[PAGE - 1].id) if len(rows) > PAGE else "")


def count_duties(actor: Actor) -> dict[bool, int]:
    """How many have ended (True) and how many have not."""
    has_ended = Duty.ended_on.is_not(None)
    rows = db.session.execute(select(has_ended, func.count(Duty.id)).where(visible_to(actor)).group_by(has_ended))
    return {bool(ended): count for ended, count in rows}


class PeriodRow(NamedTuple):
    """A period and its task, as far as lists show them; the task's columns are None where there is none."""

    duty_id: int
    written_on: Any
    code: str
    skipped: str
    task_id: int | None
    task_code: str | None
    state: str | None
    due_on: Any
    completed_on: Any
    reported_on: Any


def _period_rows() -> Any:
    return select(
        DutyPeriod.duty_id,
        DutyPeriod.due_on,
        DutyPeriod.code,
        DutyPeriod.skipped,
        Task.id,
        Task.code,
        Task.state,
        Task.due_on,
        Task.completed_on,
        Task.reported_on,
    ).outerjoin(Task, Task.id == DutyPeriod.task_id)


def list_periods(duty: Duty) -> list[PeriodRow]:
    """The latest first."""
    query = _period_rows().where(DutyPeriod.duty_id == duty.id).order_by(DutyPeriod.due_on.desc()).limit(PERIODS)
    return [PeriodRow._make(row) for row in db.session.execute(query)]


def find_last_periods(duty_ids: Collection[int]) -> dict[int, PeriodRow]:
    """The latest period of each of these duties."""
    if not duty_ids:
        return {}
    last = (
        select(DutyPeriod.duty_id, func.max(DutyPeriod.due_on).label("due_on"))
        .where(DutyPeriod.duty_id.in_(list(duty_ids)))
        .group_by(DutyPeriod.duty_id)
        .subquery()
    )
    query = (
        _period_rows()
        .join(last, tuple_(last.c.duty_id, last.c.due_on) == tuple_(DutyPeriod.duty_id, DutyPeriod.due_on))
        .where(DutyPeriod.duty_id.in_(list(duty_ids)))
    )
    return {row.duty_id: row for row in map(PeriodRow._make, db.session.execute(query))}


def find_duty_of_task(task_id: int) -> Duty | None:
    """The duty of which that task is a period."""
    return db.session.scalar(
        select(Duty).join(DutyPeriod, DutyPeriod.duty_id == Duty.id).where(DutyPeriod.task_id == task_id)
    )


def list_left_to_set_up(limit: int = 20) -> list[Any]:
    """Open tasks that a notice gives with «hằng tháng» and that no duty has taken over, from before there were duties.

    For the Office only. `count_all` counts those beyond the limit too.
    """
    left = Task.closed_on.is_(None), Task.every.is_not(None), Task.every.in_(RECURRING), ~Task.is_duty
    return list(
        db.session.execute(
            select(Task.id, Task.title, Task.every, Unit.short_name, func.count().over().label("count_all"))
            .join(Unit, Unit.id == Task.lead_unit_id)
            .where(*left)
            .order_by(Task.id)
            .limit(limit)
        )
    )
