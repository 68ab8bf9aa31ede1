"""Search without diacritics: what a task is found by, kept in the transaction that changes it, and how it is asked.

A task is found by the beginnings of words of its code, title, order, notice, reports and file names. The names of
units and people are not among them: the task holds their numbers, and what is typed is looked up among the present
names first. So a renamed unit is found at once, under its new name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    bindparam,
    cast,
    column,
    event,
    false,
    func,
    inspect,
    literal,
    select,
    table,
    union_all,
)
from sqlalchemy import literal_column as raw
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.orm import Session

from ..db import db, insert, is_postgres
from ..directives.models import Directive, Notice
from ..people.models import Unit, User
from ..text import fold, split_words
from .models import Evidence, ProgressUpdate, Task, TaskWords, task_cooperation

LONGEST_QUERY = 200
_CODE = re.compile(r"^nv[ -]?(\d{4})[ -]?(\d{1,6})$")
_LONGEST_WORD = 40
_MOST_WORDS = 20_000  # of one task: PostgreSQL keeps at most 1 MB of them
MOST_ASKED = 12
_MOST_NAMES = 100
_BATCH = 1000
OPEN = "_open"  # no word that is typed begins with `_`

UNIT, PERSON = "_u", "_p"

Groups = Sequence[Sequence[str]]  # of each group one entry is wanted
Named = tuple[str, str]  # a mark, and what it is called


def words_of(text: str) -> list[str]:
    """The words of a text as they are kept and asked for."""
    return [word[:_LONGEST_WORD] for word in split_words(text)]


def read_code(typed: str) -> str:
    """The task code that was typed, in its usual form; empty when it is none."""
    match = _CODE.match(fold(typed))
    return f"NV-{match[1]}-{int(match[2]):04d}" if match else ""


# Keeping the words


def note_changed(*task_ids: int, session: Any = None) -> None:
    """The words of these tasks are made anew before the transaction commits.

    What goes through the session is noticed by itself; a statement that writes past it says so here.
    """
    (session or db.session()).info.setdefault("task_words", set()).update(task_ids)


def note_moved(*task_ids: int) -> None:
    """The same for tasks that go to other units: what else is found through them changes too (`tracker.search`)."""
    note_changed(*task_ids)
    db.session().info.setdefault("task_moves", set()).update(task_ids)


def index_all() -> int:
    """Make the words of all tasks anew, after rows were written past the session; tells how many."""
    ids = list(db.session.scalars(select(Task.id).order_by(Task.id)))
    _rebuild(db.session, ids)
    return len(ids)


_TASK = (
    *("code", "title", "deliverable", "source", "directive_id", "notice_id", "closed_on"),
    *("lead_unit_id", "leader_id", "officer_id", "cooperating_units"),
)
_TOLD: dict[type, tuple[str, ...]] = {Task: _TASK, Notice: ("number", "meeting"), Directive: ("text",)}


@event.listens_for(Session, "after_flush")
def _notice_changes(session: Session, context: Any) -> None:
    for thing in (*session.new, *session.dirty, *session.deleted):
        if isinstance(thing, ProgressUpdate | Evidence):
            note_changed(thing.task_id, session=session)
        elif (names := _TOLD.get(type(thing))) and (thing in session.new or has_changed(thing, names)):
            if isinstance(thing, Task):
                note_changed(thing.id, session=session)
            else:
                session.info.setdefault(f"words_of_{thing.__tablename__}", set()).add(thing.id)


def has_changed(thing: Any, names: Iterable[str]) -> bool:
    """Whether one of these attributes is not as it was loaded."""
    attributes = inspect(thing).attrs
    return any(attributes[name].history.has_changes() for name in names)


@event.listens_for(Session, "before_commit")
def _keep_words(session: Session) -> None:
    """Once for everything that a transaction did. What was rolled back to a savepoint is made anew for nothing."""
    if session.in_nested_transaction():
        return
    session.flush()
    ids: set[int] = session.info.pop("task_words", set())
    for key, of in (("words_of_notice", Task.notice_id), ("words_of_directive", Task.directive_id)):
        if changed := session.info.pop(key, None):
            ids = ids.union(session.scalars(select(Task.id).where(of.in_(changed))))
    if ids:
        _rebuild(session, ids)


def _rebuild(session: Any, task_ids: Collection[int]) -> None:
    for ids in batches(task_ids):
        put_words(session, TaskWords, _collect(session, ids))


def batches(ids: Collection[int]) -> Iterator[list[int]]:
    """In order, as many as one statement takes."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), _BATCH):
        yield ordered[start : start + _BATCH]


def put_words(session: Any, model: Any, found: Iterable[tuple[int, set[str], set[str]]]) -> None:
    """Keep (id, words, marks) of each thing in the table of `model`; what has not changed is not written.

    The words go as a list on PostgreSQL, where no parser takes «1510/TB-UBND» for the path of a file.
    """
    is_list = session.get_bind().dialect.name == "postgresql"
    kept = ((key, sorted(said)[:_MOST_WORDS] + sorted(marks)) for key, said, marks in found)
    rows = [{"id": key, "words": words if is_list else " ".join(words)} for key, words in kept]
    if rows:
        session.execute(_put(model, is_list), rows)


def _put(model: Any, is_list: bool) -> Any:
    (key,) = model.__table__.primary_key
    value: Any = func.array_to_tsvector(bindparam("words", type_=ARRAY(String))) if is_list else bindparam("words")
    statement = insert(model.__table__).values({key: bindparam("id"), model.words: value})
    return statement.on_conflict_do_update(
        index_elements=[key],
        set_={"words": statement.excluded.words},
        where=model.words.is_distinct_from(statement.excluded.words),
    )


def _collect(session: Any, ids: Sequence[int]) -> Iterator[tuple[int, set[str], set[str]]]:
    texts: dict[int, set[str]] = defaultdict(set)
    marks: dict[int, set[str]] = defaultdict(set)
    for task_id, unit_id, *parts in session.execute(_SAID, {"ids": ids}):
        if unit_id:
            marks[task_id].add(f"{UNIT}{unit_id}")
        texts[task_id].update(word for part in parts if part for word in words_of(part))
    for row in session.execute(_OWN, {"ids": ids}):
        own = marks[row.id] | {f"{UNIT}{row.lead_unit_id}", f"{PERSON}{row.leader_id}"}
        own |= {f"{PERSON}{row.officer_id}"} if row.officer_id else set()
        own |= {OPEN} if row.closed_on is None else set()
        yield row.id, texts[row.id].union(*(words_of(part) for part in row[5:] if part)), own


_IDS: Any = bindparam("ids", expanding=True)


def _select_own() -> Any:
    who = (Task.id, Task.lead_unit_id, Task.leader_id, Task.officer_id, Task.closed_on)
    own = (Task.code, Task.title, Task.deliverable, Task.source)
    return (
        select(*who, *own, Directive.text, Notice.number, Notice.meeting)
        .outerjoin(Directive, Directive.id == Task.directive_id)
        .outerjoin(Notice, Notice.id == Task.notice_id)
        .where(Task.id.in_(_IDS))
    )


def _select_said() -> Any:
    """(task, cooperating unit or 0, texts…) of what was reported, attached, and who helps."""
    update, nothing = ProgressUpdate, literal("")
    return union_all(
        select(
            update.task_id, literal(0), update.result, update.difficulties, update.proposal, update.document_number
        ).where(update.task_id.in_(_IDS)),
        select(Evidence.task_id, literal(0), Evidence.name, nothing, nothing, nothing).where(
            Evidence.task_id.in_(_IDS), Evidence.removed_at.is_(None)
        ),
        select(task_cooperation.c.task_id, task_cooperation.c.unit_id, nothing, nothing, nothing, nothing).where(
            task_cooperation.c.task_id.in_(_IDS)
        ),
    )


_OWN, _SAID = _select_own(), _select_said()


# Asking


def matching(typed: str, *, only_open: bool) -> ColumnElement[bool]:
    """Tasks in which every typed word begins a word, or a word in the name of a unit or a person they belong to.

    `only_open` says that open work is asked for anyway: the index then holds the search to it.
    """
    groups = read_groups(typed, *([OPEN] if only_open else []))
    return Task.id.in_(select_ids(groups)) if groups else false()


def read_groups(typed: str, *marks: str, names: Iterable[Named] | None = None) -> list[list[str]]:
    """Of each group one entry must be among the words; a `*` ends the beginning of a word. None: nothing was asked.

    `names` are those of units and people, where the caller has read them already.
    """
    code = read_code(typed)
    asked = words_of(code or typed)[:MOST_ASKED]
    if not asked:
        return []
    found = {} if code else _find_names(asked, names)
    return [*([mark] for mark in marks), *([f"{word}*", *found.get(word, ())] for word in dict.fromkeys(asked))]


def select_ids(groups: Groups) -> Select[tuple[int]]:
    """The tasks that have a word of each group."""
    return select_found(TaskWords.task_id, TaskWords.words, asked_as(None, write_query(groups)))


def write_query(groups: Groups) -> str:
    """What is asked, in the language of the index."""
    if is_postgres():
        return " & ".join([f"({' | '.join(map(_lexeme, group))})" for group in groups])
    return " AND ".join([f"({' OR '.join(map(_phrase, group))})" for group in groups])


def asked_as(name: str | None, query: str | None = None) -> Any:
    """What `write_query` gives, as a parameter of a statement: with its value, or with a name to be given one later.

    On PostgreSQL it stands in the statement itself: a plan that is kept for all words is a bad one for those that
    nothing has.
    """
    return bindparam(name, query, String, literal_execute=is_postgres(), required=query is None)


def select_found(key: Any, words: Any, asked: Any) -> Select[tuple[int]]:
    """The keys of a table of words that have what is asked, unordered. Its index is called `<table>_fts`."""
    if is_postgres():
        return select(key.label("id")).where(words.op("@@")(cast(asked, TSQUERY)))
    index = table(f"{key.table.name}_fts", column("rowid"))
    return select(index.c.rowid.label("id")).where(raw(index.name).op("MATCH")(asked))


def _lexeme(word: str) -> str:
    """`'thu':*`: letters and digits only, so nothing that is typed is an operator."""
    return f"'{word[:-1]}':*" if word.endswith("*") else f"'{word}'"


def _phrase(word: str) -> str:
    return f'"{word[:-1]}"*' if word.endswith("*") else f'"{word}"'


def name_of_unit() -> ColumnElement[str]:
    """Everything that a unit is called."""
    space = literal(" ")
    return Unit.name + space + Unit.short_name + space + Unit.alias_text


def _find_names(asked: Iterable[str], names: Iterable[Named] | None) -> dict[str, list[str]]:
    """For each word the units and people that have a word beginning with it. One letter names nobody."""
    found: dict[str, list[str]] = defaultdict(list)
    wanted = {word: f" {word}" for word in asked if len(word) > 1}
    if not wanted:
        return found
    for mark, name in _read_names() if names is None else names:
        own = name_words(name)
        for word, begun in wanted.items():
            if begun in own and len(found[word]) < _MOST_NAMES:
                found[word].append(mark)
    return found


def _read_names() -> Iterable[Named]:
    units = select(literal(UNIT).label("kind"), Unit.id, name_of_unit())
    people = select(literal(PERSON), User.id, User.name_search)
    return [(f"{kind}{row_id}", name) for kind, row_id, name in db.session.execute(union_all(units, people))]


@lru_cache(8192)
def name_words(name: str) -> str:
    """The words of a name, which is asked again and again, each behind a space: « b» is in it if a word begins so."""
    return "".join([f" {word}" for word in words_of(name)])
