"""The lists of changes as they are written: the task, what was before and is now, by whom and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Date, cast, func, literal, null, select, union_all
from sqlalchemy.orm import aliased

from ... import clock
from ...db import db
from ...history.models import HistoryEntry
from ...people.models import Unit, User
from ...people.wording import name_both
from ...tasks.models import Task, TaskAssignmentChange, TaskDueChange, TaskState
from ...tasks.register import TaskRow, select_rows
from ...tasks.status import Status, Today
from .changes import Entry, Kind
from .period import Period
from .then import columns_at, day_of

_EVENTS = {
    Kind.RETURNED: "task_sent_back",
    Kind.DECLINED: "task_declined",
    Kind.REOPENED: "task_reopened",
    Kind.SUSPENDED: "task_suspended",
    Kind.CANCELLED: "task_cancelled",
    Kind.TRANSFERRED: "task_superseded",
}


class Line(NamedTuple):
    """`old` and `new` are days of a due date, or units and leaders; `why` and `who` are of the last change."""

    row: TaskRow
    status: Status
    old: Any = None
    new: Any = None
    why: str = ""
    who: str = ""
    on: date | None = None


class _Change(NamedTuple):
    kind: str
    id: int
    from_day: date | None
    to_day: date | None
    from_unit: str
    to_unit: str
    from_leader: str
    to_leader: str
    why: str
    who: str
    at: Any
    for_name: str


def read_lines(found: Mapping[Kind, Sequence[Entry]], period: Period, today: Today) -> dict[Kind, list[Line]]:
    """Three statements, however many lists there are."""
    rows = _read_rows({entry.task_id for entries in found.values() for entry in entries}, period)
    changes = _read_changes(found)
    told = _read_history(found, period)
    lines: dict[Kind, list[Line]] = {}
    for kind, entries in found.items():
        lines[kind] = []
        for entry in entries:
            row = rows[entry.task_id]
            line = Line(row, today.status_of(row))
            first, last = (changes.get((kind, change_id or 0)) for change_id in (entry.first_id, entry.last_id))
            if first and last:
                line = _tell_change(line, kind, first, last)
            elif happened := told.get((kind, entry.task_id)):
                line = _tell_event(line, happened)
            lines[kind].append(line)
    return lines


def _tell_change(line: Line, kind: Kind, first: _Change, last: _Change) -> Line:
    on = clock.to_office(last.at).date()
    if kind is Kind.POSTPONED:
        return line._replace(
            old=first.from_day, new=last.to_day, why=last.why, who=name_both(last.who, last.for_name), on=on
        )
    pairs = ((first.from_unit, last.to_unit), (first.from_leader, last.to_leader))
    changed = [pair for pair in pairs if pair[0] != pair[1]]
    old, new = (", ".join(pair[side] for pair in changed) for side in (0, 1))
    return line._replace(old=old, new=new, why=last.why, who=last.who, on=on)


def _tell_event(line: Line, entry: HistoryEntry) -> Line:
    why = entry.data.get("reason") or entry.data.get("notice") or ""
    return line._replace(why=why, who=name_both(entry.by_name, entry.for_name), on=clock.to_office(entry.at).date())


def _read_rows(task_ids: set[int], period: Period) -> dict[int, TaskRow]:
    """State and dates are those at the end of the period, names those of today."""
    if not task_ids:
        return {}
    query = select_rows().where(Task.id.in_(task_ids))
    if period.end is None:
        return {row.id: TaskRow._make(row) for row in db.session.execute(query)}
    was = columns_at(period.end)
    rows = db.session.execute(query.add_columns(was.state, was.due, was.closed_on, was.reported_on))
    return {row[0]: _as_it_was(TaskRow._make(row[:-4]), *row[-4:]) for row in rows}


def _as_it_was(row: TaskRow, state: str, due: date, closed_on: date | None, reported_on: date | None) -> TaskRow:
    return row._replace(
        state=state,
        due_on=day_of(due),
        sort_due_on=due,
        closed_on=closed_on,
        completed_on=closed_on if state == TaskState.COMPLETED else None,
        reported_on=reported_on if state == TaskState.SUBMITTED else None,
    )


def _read_changes(found: Mapping[Kind, Sequence[Entry]]) -> dict[tuple[Kind, int], _Change]:
    ids = {kind: _ids_of(found.get(kind, ())) for kind in (Kind.POSTPONED, Kind.MOVED)}
    parts = [_SELECTS[kind](some) for kind, some in ids.items() if some]
    if not parts:
        return {}
    rows = db.session.execute(union_all(*parts))
    return {(Kind(row.kind), row.id): _Change._make(row) for row in rows}


def _ids_of(entries: Iterable[Entry]) -> set[int]:
    return {change_id for entry in entries for change_id in (entry.first_id, entry.last_id) if change_id}


def _select_dues(ids: set[int]) -> Any:
    change, nobody = TaskDueChange, [literal("") for _ in range(4)]
    days = (change.from_due_on.label("from_day"), change.to_due_on.label("to_day"))
    who = func.coalesce(User.name, "").label("who")
    columns = (literal(Kind.POSTPONED.value).label("kind"), change.id, *days, *nobody, change.reason, who, change.at)
    return select(*columns, change.for_name).outerjoin(User, User.id == change.by_user_id).where(change.id.in_(ids))


def _select_moves(ids: set[int]) -> Any:
    change, no_day = TaskAssignmentChange, cast(null(), Date)
    old, new, before, after = aliased(Unit), aliased(Unit), aliased(User), aliased(User)
    names = (old.short_name, new.short_name, before.name, after.name)
    columns = (literal(Kind.MOVED.value).label("kind"), change.id, no_day, no_day, *names, change.reason)
    signed = func.coalesce(User.name, ""), change.at, literal("")
    query = select(*columns, *signed).outerjoin(User, User.id == change.by_user_id)
    query = query.join(old, old.id == change.from_unit_id).join(new, new.id == change.to_unit_id)
    query = query.join(before, before.id == change.from_leader_id).join(after, after.id == change.to_leader_id)
    return query.where(change.id.in_(ids))


_SELECTS = {Kind.POSTPONED: _select_dues, Kind.MOVED: _select_moves}


def _read_history(found: Mapping[Kind, Sequence[Entry]], period: Period) -> dict[tuple[Kind, int], HistoryEntry]:
    """The last entry of each kind within the period; reasons stand nowhere else."""
    ids = {entry.task_id for kind in _EVENTS for entry in found.get(kind, ())}
    if not ids:
        return {}
    query = select(HistoryEntry).where(
        HistoryEntry.subject_type == "task",
        HistoryEntry.subject_id.in_(ids),
        HistoryEntry.event.in_(_EVENTS.values()),
        HistoryEntry.at >= period.start,
    )
    if period.end:
        query = query.where(HistoryEntry.at < period.end)
    entries = list(db.session.scalars(query.order_by(HistoryEntry.id)))
    kinds = {event: kind for kind, event in _EVENTS.items()}
    return {(kinds[entry.event], entry.subject_id): entry for entry in entries}
