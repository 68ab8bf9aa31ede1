"""Disputes, read through the person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from ...db import db
from ...errors import NotFound
from ...people.actor import Actor
from ...reports.scoreboard.asked import Asked, Basis, Work
from ...reports.scoreboard.figures import Figure
from ...reports.scoreboard.periods import Period, Preset, period_of
from ...tasks.models import Task
from ...tasks.policy import visible_to as task_visible_to
from ...text import parse_id
from .models import DisputeState, FigureDispute
from .policy import visible_to

PAGE = 50


class Page(NamedTuple):
    """Fifty disputes, the newest first, and where the next begin."""

    rows: Sequence[FigureDispute]
    after: str


def get_dispute_for(actor: Actor, dispute_id: int) -> FigureDispute:
    """With its unit and people. Raises NotFound where the person may not know of it."""
    found = db.session.scalar(_loaded().where(FigureDispute.id == dispute_id, visible_to(actor)))
    if found is None:
        raise NotFound
    return found


def list_disputes(actor: Actor, *, only_open: bool, after: str = "") -> Page:
    """Those that wait, or all."""
    query = _loaded().where(visible_to(actor)).order_by(FigureDispute.id.desc()).limit(PAGE + 1)
    if only_open:
        query = query.where(FigureDispute.state == DisputeState.OPEN)
    if (last_id := parse_id(after)) is not None:
        query = query.where(FigureDispute.id < last_id)
    rows = db.session.scalars(query).all()
    return Page(rows[:PAGE], str(rows[PAGE - 1].id) if len(rows) > PAGE else "")


def count_open(actor: Actor) -> int:
    """How many wait for the Office."""
    waiting = select(func.count(FigureDispute.id)).where(FigureDispute.state == DisputeState.OPEN, visible_to(actor))
    return db.session.scalar(waiting) or 0


def find_open(unit_id: int, figure: Figure, asked: Asked) -> FigureDispute | None:
    """The one that waits about that figure of that period."""
    same = FigureDispute.unit_id == unit_id, FigureDispute.figure == figure.value, *_of_period(asked)
    return db.session.scalar(_loaded().where(FigureDispute.state == DisputeState.OPEN, *same))


def list_known_codes(actor: Actor, codes: Collection[str]) -> set[str]:
    """Those that are of tasks which the person may see."""
    if not codes:
        return set()
    return set(db.session.scalars(select(Task.code).where(Task.code.in_(list(codes)), task_visible_to(actor))))


def list_open_of(asked: Asked) -> dict[tuple[int, Figure], int]:
    """The number of each one that waits, by unit and figure, for the marks of a board."""
    rows = db.session.execute(
        select(FigureDispute.unit_id, FigureDispute.figure, FigureDispute.id).where(
            FigureDispute.state == DisputeState.OPEN, *_of_period(asked)
        )
    )
    return {(unit_id, Figure(figure)): dispute_id for unit_id, figure, dispute_id in rows}


def asked_of(dispute: FigureDispute) -> Asked:
    """The board as the unit saw it."""
    preset = Preset(dispute.preset)
    if preset is Preset.FREE:
        period = Period(preset, dispute.start_on, dispute.end_on)
    else:
        period = period_of(preset, dispute.start_on)
    return Asked(period, dispute.as_of, basis=Basis(dispute.basis), work=Work(dispute.work))


def _of_period(asked: Asked) -> tuple[ColumnElement[bool], ...]:
    days = FigureDispute.start_on == asked.period.start, FigureDispute.end_on == asked.period.end
    return *days, FigureDispute.work == asked.work.value


def _loaded() -> Any:
    people = joinedload(FigureDispute.raised_by), joinedload(FigureDispute.answered_by)
    return select(FigureDispute).options(joinedload(FigureDispute.unit), *people)
