"""The log of mails: every row of the outbox, searched by person, title, kind, state and day, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app
from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, select, union

from ... import clock
from ...db import at_most, db, read_rows
from ...errors import NotFound
from ...text import clean_line, parse_id, read_day
from ..models import MailState, OutboxMail
from ..searching import matching

PAGE = 50
# No transaction lasts so long: ids and times of creation follow each other up to that.
_SLACK = timedelta(hours=1)

# The ids of the mails that tell of a task without being about it alone (a digest, an urging of several tasks).
Telling = Callable[[Any], "Select[Any]"]


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    id: int
    created_at: datetime
    kind: str
    to_name: str
    to_address: str
    subject: str
    state: str
    attempts: int
    due_at: datetime
    sent_at: datetime | None
    last_error: str


@dataclass(frozen=True)
class MailFilter:
    """`words` begin words of a name, an address or a title; `task` and `person` are numbers."""

    words: str = ""
    kind: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    task: int | None = None
    person: int | None = None

    @classmethod
    def from_args(cls, args: Mapping[str, str]) -> MailFilter:
        """Read a query string; what cannot be is left out."""
        state = args.get("state", "")
        return cls(
            words=clean_line(args.get("words", "")[:1000])[:120],
            kind=clean_line(args.get("kind", "")[:200])[:40],
            state=state if state in list(MailState) else "",
            since=read_day(args.get("since", "")[:40]),
            until=read_day(args.get("until", "")[:40]),
            task=parse_id(args.get("task", "")),
            person=parse_id(args.get("person", "")),
        )

    def query_string(self, **changes: Any) -> str:
        """What a link carries."""
        values = {item.name: getattr(self, item.name) for item in fields(self)} | changes
        return urlencode([(name, value) for name, value in values.items() if value])


def register_telling(app: Flask, telling: Telling) -> None:
    """Ask a feature which mails tell of a task."""
    app.extensions.setdefault("mails_telling_of_task", []).append(telling)


def list_mails(asked: MailFilter, after: str = "") -> tuple[list[Row], str]:
    """Fifty mails and where the next begin (empty on the last page)."""
    query = select(*_columns()).where(*_conditions(asked))
    if (last := parse_id(after)) is not None:
        query = query.where(OutboxMail.id < last)
    rows = [Row(*row) for row in db.session.execute(query.order_by(OutboxMail.id.desc()).limit(PAGE + 1))]
    return rows[:PAGE], str(rows[PAGE - 1].id) if len(rows) > PAGE else ""


def has_mails(task_id: Any) -> ColumnElement[bool]:
    """A condition beside tasks: whether a mail about that one was written, those aside that tell of several."""
    own = OutboxMail.subject_type == "task", OutboxMail.subject_id == task_id
    return select(OutboxMail.id).where(*own).correlate(task_id.table).exists()


def list_mails_of_task(task_id: int, limit: int) -> list[Row]:
    """The latest that tell of it, whatever became of them."""
    kept: dict[int, Any] = current_app.extensions.setdefault("mails_of_task", {})  # statements, long to build
    if limit not in kept:
        told = _telling_of(bindparam("task_id", type_=Integer))
        kept[limit] = select(*_columns()).where(told).order_by(OutboxMail.id.desc()).limit(at_most(limit))
    return [Row(*row) for row in read_rows(kept[limit], {"task_id": task_id})]


def _columns() -> list[Any]:
    return [getattr(OutboxMail, item.name) for item in fields(Row)]


def list_kinds() -> list[str]:
    """Every kind that occurs, one probe of the index for each."""
    first = select(func.min(OutboxMail.kind)).scalar_subquery()
    walk = select(first.label("kind")).cte("kinds", recursive=True)
    following = select(func.min(OutboxMail.kind)).where(OutboxMail.kind > walk.c.kind).scalar_subquery()
    walk = walk.union_all(select(following).where(walk.c.kind.is_not(None)))
    return [kind for kind in db.session.scalars(select(walk.c.kind)) if kind]


def count_failed() -> int:
    """How many wait for somebody to mend what is wrong."""
    query = select(func.count()).select_from(OutboxMail).where(OutboxMail.state == MailState.FAILED)
    return db.session.scalar(query) or 0


def get_mail(mail_id: int) -> OutboxMail:
    """With everything that it says."""
    mail = db.session.get(OutboxMail, mail_id)
    if mail is None:
        raise NotFound
    return mail


def list_copies(mail_id: int) -> Sequence[tuple[int, datetime]]:
    """What was sent again of it on somebody's word: ids and when."""
    # An address is a range of keys, so that the key's own index answers on both databases.
    prefix = f"resend:{mail_id}:"
    found = select(OutboxMail.id, OutboxMail.created_at).where(
        OutboxMail.key >= prefix, OutboxMail.key < f"resend:{mail_id};", OutboxMail.key.startswith(prefix)
    )
    return [(row.id, row.created_at) for row in db.session.execute(found.order_by(OutboxMail.id))]


def _conditions(asked: MailFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.words:
        found.append(matching(asked.words))
    if asked.kind:
        found.append(OutboxMail.kind == asked.kind)
    if asked.state:
        found.append(OutboxMail.state == asked.state)
    if asked.person is not None:
        found.append(OutboxMail.user_id == asked.person)
    if asked.task is not None:
        found.append(_telling_of(asked.task))
    if asked.since:
        start = clock.office_time(asked.since, 0)
        found += [OutboxMail.created_at >= start, OutboxMail.id >= _first_id_since(start - _SLACK)]
    if asked.until:
        end = clock.office_time(asked.until + timedelta(days=1), 0)
        found += [OutboxMail.created_at < end, OutboxMail.id <= _first_id_since(end + _SLACK)]
    return found


def _first_id_since(moment: datetime) -> int:
    """About where the mails of that time begin, so that a day is a short piece of the table."""
    query = select(OutboxMail.id).where(OutboxMail.created_at >= moment).order_by(OutboxMail.created_at).limit(1)
    first = db.session.scalar(query)
    return first if first is not None else (db.session.scalar(select(func.max(OutboxMail.id))) or 0)


def _telling_of(task_id: Any) -> ColumnElement[bool]:
    own = select(OutboxMail.id).where(OutboxMail.subject_type == "task", OutboxMail.subject_id == task_id)
    others = [telling(task_id) for telling in current_app.extensions.get("mails_telling_of_task", [])]
    return OutboxMail.id.in_(union(own, *others) if others else own)


__all__ = [
    "MailFilter",
    "Row",
    "count_failed",
    "get_mail",
    "list_copies",
    "list_kinds",
    "list_mails",
    "list_mails_of_task",
    "register_telling",
]
