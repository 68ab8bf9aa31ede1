"""The list behind each figure: the same condition as its count, fifty rows at a time by key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, func, select, tuple_

from ... import clock
from ...db import db
from ...people.models import Unit, User
from ...tasks.models import NO_DUE, Task
from ...tasks.policy import Sees, visible_to
from ...tasks.register import read_place
from ...text import parse_id
from .asked import Asked
from .board import counted
from .events import select_events
from .figures import EVENTS, Figure

PAGE = 50
_AT_ONCE = 5000  # each page asks for the whole board of that day again


class Row(NamedTuple):
    """A task as it was. `at` is of an event. `is_open_to`: whether the reader may open its page today."""

    id: int
    task_id: int
    code: str
    title: str
    unit: str
    leader: str
    is_open_to: bool
    due: date | None = None
    original_due: date | None = None
    state: str = ""
    closed_on: date | None = None
    at: Any = None


class Page(NamedTuple):
    """Some rows, and where the next begin; `after` is empty on the last page."""

    rows: Sequence[Row]
    after: str


def count_list(figure: Figure, asked: Asked, line: int | None) -> int:
    """How many the list holds; `line` None for all lines together, 0 for work without a topic."""
    query = select_events(figure, asked, asked.window, line) if figure in EVENTS else _select(figure, asked, line)
    return db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


def count_confirmed_later(asked: Asked) -> int:
    """Of all lines; on a day of knowledge that is not over nothing can have been confirmed since."""
    return count_list(Figure.CONFIRMED_LATER, asked, None) if asked.window.known_at <= clock.now() else 0


def list_all(figure: Figure, asked: Asked, line: int | None, reader: Sees) -> Iterator[Row]:
    """Every row of the list; thousands are held at a time."""
    after: str | None = ""
    while after is not None:
        page = read_list(figure, asked, line, reader, after, size=_AT_ONCE)
        yield from page.rows
        after = page.after or None


def read_list(
    figure: Figure, asked: Asked, line: int | None, reader: Sees, after: str = "", *, size: int = PAGE
) -> Page:
    """Tasks by due date, events from the newest back. `after` ends the page before."""
    if figure in EVENTS:
        return _read_events(figure, asked, line, reader, after, size)
    listed = _select(figure, asked, line).subquery("listed")
    query = (
        select(*_names(listed.c.task_id, reader), listed.c.due, listed.c.original_due, listed.c.state)
        .add_columns(listed.c.closed_on)
        .join(Task, Task.id == listed.c.task_id)
        .join(Unit, Unit.id == listed.c.unit_id)
        .join(User, User.id == listed.c.leader_id)
        .order_by(listed.c.due, listed.c.task_id)
        .limit(size + 1)
    )
    if place := read_place(after):
        query = query.where(tuple_(listed.c.due, listed.c.task_id) > place)
    rows = [_row(row) for row in db.session.execute(query)]
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], f"{last.due or NO_DUE}.{last.task_id}" if last else "")


def _select(figure: Figure, asked: Asked, line: int | None) -> Any:
    found = counted(asked, asked.window)
    was = found.was.c
    wanted = [found.is_asked, found.conditions[figure]]
    if line is not None:
        wanted.append(found.key == line if line else found.key.is_(None))
    columns = was.task_id, was.unit_id, was.leader_id, was.due, was.original_due, was.state, was.closed_on
    return select(*columns).select_from(found.was).where(and_(*wanted))


def _read_events(figure: Figure, asked: Asked, line: int | None, reader: Sees, after: str, size: int) -> Page:
    happened = select_events(figure, asked, asked.window, line).subquery("happened")
    query = (
        select(*_names(happened.c.id, reader), happened.c.at)
        .join(Task, Task.id == happened.c.task_id)
        .join(Unit, Unit.id == happened.c.unit_id)
        .join(User, User.id == Task.leader_id)
        .order_by(happened.c.id.desc())
        .limit(size + 1)
    )
    if (last_id := parse_id(after)) is not None:
        query = query.where(happened.c.id < last_id)
    rows = [Row._make((*row[:6], bool(row[6]), None, None, "", None, row.at)) for row in db.session.execute(query)]
    return Page(rows[:size], str(rows[size - 1].id) if len(rows) > size else "")


def _names(key: Any, reader: Sees) -> tuple[Any, ...]:
    sight = visible_to(reader).label("is_open_to")
    return key.label("id"), Task.id.label("task_id"), Task.code, Task.title, Unit.short_name, User.name, sight


def _row(row: Any) -> Row:
    due, original = (None if day == NO_DUE else day for day in (row.due, row.original_due))
    return Row._make((*row[:6], bool(row[6]), due, original, row.state, row.closed_on, None))
