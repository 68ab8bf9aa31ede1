"""The agenda of the next briefing: what was urged too often, and what is late without an explanation.

One read brings the keys of everything on it, from two ranges of the index of open work; a second one the fifty rows
shown, each with its last urging, update and explanation. So a number cannot differ from its list.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, literal, select, union_all

from ..db import db
from ..people.models import Unit
from ..settings.queries import office_settings
from ..text import parse_id
from .bands import Band, Limits
from .explanations import is_unexplained, last_explanation
from .models import OPEN_STATES, TRANSITIONS, Explanation, ProgressUpdate, Task, Urging
from .register import PAGE
from .urgings import count_urged

OFTEN, SILENT = 0, 1
# Reported and suspended work waits for others. Said by what it is not: so planners keep to the indexes of open work.
_RESTS = [state for state in OPEN_STATES if (state, "urge") not in TRANSITIONS]


class Key(NamedTuple):
    """A task as far as the order goes: which part, most urged first, longest late first."""

    part: int
    minus_urged: int
    due_on: date
    id: int


class AgendaRow(NamedTuple):
    """Plain columns of one line."""

    id: int
    code: str
    title: str
    state: str
    due_on: date | None
    completed_on: date | None
    reported_on: date | None
    unit: str
    urged_on: date | None
    channel: str | None
    letter_number: str | None
    result: str | None
    updated_at: datetime | None
    explanation: str | None
    cause: str | None
    confirmed_cause: str | None


@dataclass(frozen=True)
class AgendaPage:
    """Fifty keys with their rows, where the next begin (empty on the last page), and how long each part is."""

    lines: Sequence[tuple[Key, AgendaRow]]
    after: str
    counts: tuple[int, int]


def list_agenda(limits: Limits, after: str = "") -> AgendaPage:
    """Everything on it, whoever leads it: for leaders and the Office, who see all tasks."""
    keys = _list_keys(limits)
    chosen = [key for key in keys if key > place] if (place := _read_place(after)) else keys
    shown = chosen[:PAGE]
    rows = _load([key.id for key in shown])
    last = shown[-1] if len(chosen) > PAGE else None
    often = sum(key.part == OFTEN for key in keys)
    return AgendaPage(
        [(key, rows[key.id]) for key in shown],
        f"{last.part}.{-last.minus_urged}.{last.due_on}.{last.id}" if last else "",
        (often, len(keys) - often),
    )


def list_agenda_ids(limits: Limits) -> list[int]:
    """Every task on it, in its order."""
    return [key.id for key in _list_keys(limits)]


def _list_keys(limits: Limits) -> list[Key]:
    """A task that was urged too often stands there only, explained or not. 0 switches that part off."""
    most = office_settings().urgings_before_agenda
    columns = (-count_urged(), Task.sort_due_on, Task.id)
    is_open = and_(Task.closed_on.is_(None), Task.state.not_in(_RESTS))
    parts = [select(literal(SILENT), *columns).where(limits.where(Band.OVERDUE), is_unexplained())]
    if most:
        parts.append(select(literal(OFTEN), *columns).where(is_open, count_urged() > most))
    found = [Key._make(row) for row in db.session.execute(union_all(*parts))]
    often = {key.id for key in found if key.part == OFTEN}
    return sorted(key for key in found if key.part == OFTEN or key.id not in often)


def _read_place(after: str) -> Key | None:
    """The last key of the page before, as the link carries it."""
    with suppress(ValueError, AttributeError):
        part, urged, day, number = after.split(".")
        numbers = [parse_id(part), parse_id(urged), parse_id(number)]
        if None not in numbers:
            return Key(int(part), -int(urged), date.fromisoformat(day), int(number))
    return None


def _last(model: Any, *order: Any, where: Any = None) -> Any:
    """The id of a task's last row there: a walk backwards on the index of the task."""
    query = select(model.id).where(model.task_id == Task.id)
    if where is not None:
        query = query.where(where)
    return query.order_by(*order, model.id.desc()).limit(1).correlate(Task).scalar_subquery()


def _load(task_ids: Sequence[int]) -> dict[int, AgendaRow]:
    if not task_ids:
        return {}
    found = db.session.execute(
        select(
            *(Task.id, Task.code, Task.title, Task.state, Task.due_on, Task.completed_on, Task.reported_on),
            Unit.short_name,
            *(Urging.on, Urging.channel, Urging.letter_number),
            *(ProgressUpdate.result, ProgressUpdate.at),
            *(Explanation.state, Explanation.cause, Explanation.confirmed_cause),
        )
        .join(Unit, Unit.id == Task.lead_unit_id)
        .outerjoin(Urging, Urging.id == _last(Urging, Urging.on.desc()))
        .outerjoin(ProgressUpdate, ProgressUpdate.id == _last(ProgressUpdate, where=~ProgressUpdate.is_part))
        .outerjoin(Explanation, Explanation.id == last_explanation())
        .where(Task.id.in_(task_ids))
    )
    rows = [AgendaRow._make(row) for row in found]
    return {row.id: row for row in rows}
