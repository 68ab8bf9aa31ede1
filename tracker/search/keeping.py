"""Keeps the words of notices and directives, in the transaction that changes them.

What goes through the session is noticed by itself. A task changes whose part a directive is when it comes to another
unit; statements that write past the session say so with `tasks.searching.note_moved`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Select, event, select, union
from sqlalchemy.orm import Session

from ..db import db
from ..directives.models import Directive, Notice, NoticeState
from ..tasks.models import Task, TaskLink, task_cooperation
from ..tasks.searching import UNIT, batches, has_changed, put_words, words_of
from .models import DirectiveWords, NoticeWords

ALL, IN_SOURCE, NUMBER = "_all", "_s", "_n"

_HEAD = ("number", "title", "meeting", "issuer", "chair", "signer")
_STANDING = ("state", "open_to_all")
_TOLD: dict[type, tuple[str, ...]] = {
    Notice: (*_HEAD, *_STANDING, "source_text"),
    Directive: ("text", "notice_id"),
    Task: ("directive_id", "notice_id", "lead_unit_id", "cooperating_units"),
    TaskLink: ("task_id",),
}


def index_all() -> tuple[int, int]:
    """Make the words of all notices and directives anew; tells how many."""
    notices = list(db.session.scalars(select(Notice.id).order_by(Notice.id)))
    directives = list(db.session.scalars(select(Directive.id).order_by(Directive.id)))
    _rebuild(db.session, notices, directives)
    return len(notices), len(directives)


@event.listens_for(Session, "after_flush")
def _notice_changes(session: Session, context: Any) -> None:
    for thing in (*session.new, *session.dirty):
        names = _TOLD.get(type(thing))
        if names and (thing in session.new or has_changed(thing, names)):
            _noted(session, type(thing)).add(thing.task_id if isinstance(thing, TaskLink) else thing.id)
            if isinstance(thing, Notice) and has_changed(thing, _STANDING):
                _noted(session, NoticeState).add(thing.id)


def _noted(session: Any, kind: type) -> set[int]:
    noted: dict[type, set[int]] = session.info.setdefault("search_words", defaultdict(set))
    return noted[kind]


@event.listens_for(Session, "before_commit")
def _keep_words(session: Session) -> None:
    """Once for everything that a transaction did."""
    if session.in_nested_transaction():
        return
    session.flush()
    noted: dict[type, set[int]] = session.info.pop("search_words", {})
    moved: set[int] = session.info.pop("task_moves", set())
    notices, directives = set(noted.get(Notice, ())), set(noted.get(Directive, ()))
    for task_ids in batches(moved.union(noted.get(Task, ()), noted.get(TaskLink, ()))):
        for directive_id, notice_id in session.execute(_told_by(task_ids)):
            directives.add(directive_id)
            notices.add(notice_id)
    if standing := noted.get(NoticeState):
        directives.update(session.scalars(select(Directive.id).where(Directive.notice_id.in_(standing))))
    _rebuild(session, notices - {None}, directives - {None})


def _told_by(task_ids: Collection[int]) -> Any:
    """(directive, notice) that these tasks came from, and those that told them again."""
    links = select(TaskLink.directive_id, Directive.notice_id).join(Directive, Directive.id == TaskLink.directive_id)
    return union(
        select(Task.directive_id, Task.notice_id).where(Task.id.in_(task_ids)),
        links.where(TaskLink.task_id.in_(task_ids)),
    )


def _rebuild(session: Any, notices: Collection[int], directives: Collection[int]) -> None:
    for ids in batches(notices):
        put_words(session, NoticeWords, _words_of_notices(session, ids))
    for ids in batches(directives):
        put_words(session, DirectiveWords, _words_of_directives(session, ids))


def _words_of_notices(session: Any, ids: list[int]) -> Iterator[tuple[int, set[str], set[str]]]:
    marks = _units(session, *_parts(Task.notice_id, Directive.notice_id, ids))
    columns = (
        Notice.id,
        Notice.source_text,
        Notice.number_key,
        *_standing(),
        *(getattr(Notice, name) for name in _HEAD),
    )
    for row in session.execute(select(*columns).where(Notice.id.in_(ids)).order_by(Notice.id)):
        head = set(words_of(" ".join(row[5:])))
        number = words_of(row.number_key or "")[:1]
        own = marks[row.id] | _standing_marks(row) | {f"{NUMBER}{first}" for first in number}
        yield row.id, head | {f"{IN_SOURCE}{word}" for word in words_of(row.source_text) if word not in head}, own


def _words_of_directives(session: Any, ids: list[int]) -> Iterator[tuple[int, set[str], set[str]]]:
    marks = _units(session, *_parts(Task.directive_id, TaskLink.directive_id, ids))
    query = select(Directive.id, Directive.text, *_standing()).join(Notice, Notice.id == Directive.notice_id)
    for row in session.execute(query.where(Directive.id.in_(ids)).order_by(Directive.id)):
        yield row.id, set(words_of(row.text)), marks[row.id] | _standing_marks(row)


def _standing() -> tuple[Any, Any]:
    return Notice.state, Notice.open_to_all


def _standing_marks(row: Any) -> set[str]:
    return {ALL} if row.open_to_all and row.state == NoticeState.ISSUED else set()


def _parts(own: Any, later: Any, ids: list[int]) -> Iterator[Select[Any]]:
    """(thing, unit) of the tasks that came from it, and of those that it tells again."""
    tasks = select(own, Task.lead_unit_id).where(own.in_(ids))
    linked = (
        select(later, Task.lead_unit_id)
        .select_from(TaskLink)
        .join(Directive, Directive.id == TaskLink.directive_id)
        .join(Task, Task.id == TaskLink.task_id)
        .where(later.in_(ids))
    )
    for query in (tasks, linked):
        yield query
        helped = query.join(task_cooperation, task_cooperation.c.task_id == Task.id)
        yield helped.with_only_columns(query.selected_columns[0], task_cooperation.c.unit_id)


def _units(session: Any, *parts: Select[Any]) -> dict[int, set[str]]:
    marks: dict[int, set[str]] = defaultdict(set)
    for key, unit_id in session.execute(union(*parts)):
        marks[key].add(f"{UNIT}{unit_id}")
    return marks
