"""The trail: every entry of history, searched by person, subject, event and day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, false, func, or_, select

from ... import clock
from ...db import db
from ...directives.models import Notice, Topic
from ...directives.portfolios.models import Term
from ...duties.models import Duty
from ...history.models import HistoryEntry
from ...people.models import Unit, User
from ...tasks.models import Task
from ...text import clean_line, fold, parse_id, read_day

PAGE = 50
_MOST_NAMESAKES = 200


@dataclass(frozen=True)
class TrailFilter:
    """`who` is part of a name or a login, `about` the code of a task, the number of a notice or a unit's code."""

    who: str = ""
    about: str = ""
    event: str = ""
    since: date | None = None
    until: date | None = None

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> TrailFilter:
        """Read a query string; days that are none are left out."""
        return cls(
            who=clean_line(args.get("who", ""))[:80],
            about=clean_line(args.get("about", ""))[:80],
            event=clean_line(args.get("event", ""))[:60],
            since=read_day(args.get("since", "")),
            until=read_day(args.get("until", "")),
        )

    def query_string(self) -> str:
        """What a link carries."""
        return urlencode([(item.name, value) for item in fields(self) if (value := getattr(self, item.name))])


def list_trail(asked: TrailFilter, after: str = "") -> tuple[list[HistoryEntry], str]:
    """Fifty entries, the newest first, and where the next begin (empty on the last page)."""
    query = select(HistoryEntry).where(*_conditions(asked))
    if (last := parse_id(after)) is not None:
        query = query.where(HistoryEntry.id < last)
    rows = list(db.session.scalars(query.order_by(HistoryEntry.id.desc()).limit(PAGE + 1)))
    return rows[:PAGE], str(rows[PAGE - 1].id) if len(rows) > PAGE else ""


def _conditions(asked: TrailFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.who:
        ids = _people_named(asked.who)
        by, on_behalf = HistoryEntry.by_user_id.in_(ids), HistoryEntry.for_user_id.in_(ids)
        # A union and no OR, so that each part is read from its own index.
        found.append(
            HistoryEntry.id.in_(select(HistoryEntry.id).where(by).union(select(HistoryEntry.id).where(on_behalf)))
        )
    if asked.about:
        found.append(_about(asked.about))
    if asked.event:
        found.append(HistoryEntry.event == asked.event)
    if asked.since:
        found.append(HistoryEntry.at >= clock.office_time(asked.since, 0))
    if asked.until:
        found.append(HistoryEntry.at < clock.office_time(asked.until + timedelta(days=1), 0))
    return found


def _people_named(asked: str) -> list[int]:
    query = select(User.id)
    for word in fold(asked).split():
        query = query.where(or_(User.name_search.contains(word, autoescape=True), User.login == word))
    return list(db.session.scalars(query.order_by(User.id).limit(_MOST_NAMESAKES)))


def _about(asked: str) -> ColumnElement[bool]:
    """The subject that is called so; nothing where nothing is."""
    subjects = [
        ("task", select(Task.id).where(Task.code == asked.upper())),
        ("notice", select(Notice.id).where(func.lower(Notice.number) == asked.lower())),
        ("unit", select(Unit.id).where(Unit.code == asked.upper())),
    ]
    for kind, query in subjects:
        if ids := list(db.session.scalars(query.limit(20))):
            return (HistoryEntry.subject_type == kind) & HistoryEntry.subject_id.in_(ids)
    return false()


_NAMES: dict[str, tuple[Any, Any]] = {
    "task": (Task.id, Task.code),
    "notice": (Notice.id, func.coalesce(func.nullif(Notice.number, ""), Notice.title)),
    "user": (User.id, User.name),
    "unit": (Unit.id, Unit.short_name),
    "duty": (Duty.id, Duty.title),
    "topic": (Topic.id, Topic.name),
    "term": (Term.id, Term.name),
}


def name_subjects(entries: Sequence[HistoryEntry]) -> dict[tuple[str, int], str]:
    """What the subjects of these entries are called, one query for each kind that occurs."""
    names: dict[tuple[str, int], str] = {}
    for kind, (key, label) in _NAMES.items():
        ids = {entry.subject_id for entry in entries if entry.subject_type == kind}
        if ids:
            rows = db.session.execute(select(key, label).where(key.in_(ids)))
            names |= {(kind, row_id): name for row_id, name in rows}
    return names
