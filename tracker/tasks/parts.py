"""What the cooperating units of a task have contributed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import and_, select

from ..db import db
from ..people.models import Unit
from .models import Evidence, ProgressUpdate, Task, task_cooperation


@dataclass
class Contribution:
    """One time that the unit sent its part, with the files (id, name) that came with it."""

    at: datetime
    result: str
    files: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """A cooperating unit: when it said that its part is done, and what it sent, the newest first."""

    unit_id: int
    unit: str
    done_on: date | None
    sent: Sequence[Contribution]


def list_parts(task: Task) -> list[Part]:
    """Every cooperating unit, in the office's order; one query."""
    rows = db.session.execute(
        select(
            Unit.id,
            Unit.short_name,
            task_cooperation.c.done_on,
            ProgressUpdate.id.label("update_id"),
            ProgressUpdate.at,
            ProgressUpdate.result,
            Evidence.id.label("evidence_id"),
            Evidence.name,
        )
        .join(Unit, Unit.id == task_cooperation.c.unit_id)
        .outerjoin(
            ProgressUpdate,
            and_(
                ProgressUpdate.task_id == task_cooperation.c.task_id,
                ProgressUpdate.unit_id == task_cooperation.c.unit_id,
                ProgressUpdate.is_part,
            ),
        )
        .outerjoin(
            Evidence,
            and_(
                Evidence.task_id == task_cooperation.c.task_id,
                Evidence.update_id == ProgressUpdate.id,
                Evidence.removed_at.is_(None),
            ),
        )
        .where(task_cooperation.c.task_id == task.id)
        .order_by(Unit.sort_order, Unit.id, ProgressUpdate.id.desc(), Evidence.id)
    ).all()
    return [_part(list(group)) for _unit, group in groupby(rows, key=lambda row: row.id)]


def _part(rows: list[Any]) -> Part:
    sent: dict[int, Contribution] = {}
    for row in rows:
        if row.update_id is None:
            continue
        contribution = sent.setdefault(row.update_id, Contribution(row.at, row.result))
        if row.evidence_id is not None:
            contribution.files.append((row.evidence_id, row.name))
    return Part(rows[0].id, rows[0].short_name, rows[0].done_on, list(sent.values()))
