"""Who did what to what: `record` writes the one row per event, in the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Integer, String, bindparam, func, insert, literal, select

from .. import clock
from ..db import db, is_postgres
from .models import HistoryEntry


class By(Protocol):
    """What history copies of the person: names stay as they were on the day."""

    @property
    def user_id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def unit_name(self) -> str: ...
    @property
    def for_user_id(self) -> int | None: ...
    @property
    def for_name(self) -> str: ...


def record(by: By, event: str, subject_type: str, subject_id: int, **data: Any) -> HistoryEntry:
    """Add an event about (subject_type, subject_id). `data` must be JSON: dates as ISO strings."""
    entry = HistoryEntry(subject_id=subject_id, data=data, **_head(by, event, subject_type))
    db.session.add(entry)
    return entry


def is_recorded(subject_type: str, subject_id: int, event: str, name: str, value: str) -> bool:
    """Whether that event has been recorded about it with that fact."""
    same = HistoryEntry.subject_type == subject_type, HistoryEntry.subject_id == subject_id, HistoryEntry.event == event
    found = select(HistoryEntry.id).where(*same, HistoryEntry.data[name].as_string() == value).limit(1)
    return db.session.scalar(found) is not None


def is_recorded_of_any(event: str, name: str, value: str) -> bool:
    """Whether that event has been recorded with that fact, whatever it was about."""
    same = HistoryEntry.event == event, HistoryEntry.data[name].as_string() == value
    return db.session.scalar(select(HistoryEntry.id).where(*same).limit(1)) is not None


def record_each(by: By, event: str, subject_type: str, rows: Iterable[tuple[int, dict[str, Any]]]) -> None:
    """The same event about many subjects at once: (subject_id, data) of each."""
    head = _head(by, event, subject_type)
    values = [{**head, "subject_id": subject_id, "data": data} for subject_id, data in rows]
    if values:
        db.session.execute(insert(HistoryEntry), values)


def record_selected(by: By, event: str, subject_type: str, rows: Any) -> None:
    """The same event about every subject that a query finds: its columns are the id and the `facts`."""
    head = _head(by, event, subject_type)
    columns: Any = HistoryEntry.__table__.columns
    values = [literal(value, columns[name].type).label(name) for name, value in head.items()]
    entries = insert(HistoryEntry).from_select(["subject_id", "data", *head], rows.add_columns(*values))
    db.session.execute(entries.execution_options(synchronize_session=False))


def facts(**columns: Any) -> ColumnElement[Any]:
    """Columns as the data of an entry, for `record_selected`: dates as ISO strings."""
    pairs = [part for name, column in columns.items() for part in (literal(name, String), column)]
    return (func.json_build_object if is_postgres() else func.json_object)(*pairs)


def _head(by: By, event: str, subject_type: str) -> dict[str, Any]:
    """What happened when, by whom and on whose behalf."""
    return {
        "at": clock.now(),
        "event": event,
        "subject_type": subject_type,
        "by_user_id": by.user_id,
        "by_name": by.name,
        "by_title": by.title,
        "by_unit": by.unit_name,
        "for_user_id": by.for_user_id,
        "for_name": by.for_name,
    }


_ENTRIES = (
    select(HistoryEntry)
    .where(HistoryEntry.subject_type == bindparam("type"), HistoryEntry.subject_id == bindparam("id"))
    .order_by(HistoryEntry.id.desc())
    .limit(bindparam("most", type_=Integer))
)


def list_entries(subject_type: str, subject_id: int, limit: int = 200) -> list[HistoryEntry]:
    """The newest first."""
    return list(db.session.scalars(_ENTRIES, {"type": subject_type, "id": subject_id, "most": limit}))


def find_last_entry(subject_type: str, subject_id: int, events: Collection[str] = ()) -> HistoryEntry | None:
    """The newest entry, of these events where some are named."""
    query = select(HistoryEntry).where(HistoryEntry.subject_type == subject_type, HistoryEntry.subject_id == subject_id)
    if events:
        query = query.where(HistoryEntry.event.in_(list(events)))
    return db.session.scalar(query.order_by(HistoryEntry.id.desc()).limit(1))


def number_of(entry: HistoryEntry) -> int:
    """Its id, for the key of a mail that tells of this event and no other."""
    db.session.flush()
    return entry.id
