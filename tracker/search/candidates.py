"""Which rows are hits, by the index of words: the newest first, and never all of 23,000.

The index gives at most so many keys; it is held to what a unit has by marks among the words, and what the person may
not see is left out by the WHERE clause of the policy in any case. Building a statement takes longer than running it:
each is built once for all who see the same, and takes what was typed as a parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, case, func, select, union_all

from ..db import at_most, is_postgres, read_rows
from ..directives.models import Directive, Notice
from ..people.actor import Actor
from ..tasks.models import Task, TaskWords
from ..tasks.policy import Sight, visible_to
from ..tasks.searching import (
    OPEN,
    UNIT,
    Groups,
    Named,
    asked_as,
    read_groups,
    select_found,
    words_of,
    write_query,
)
from .hits import Candidates
from .keeping import ALL, IN_SOURCE, NUMBER
from .models import DirectiveWords, NoticeWords
from .policy import as_reader, directives_of, marks_of, notices_of, reads_sources
from .typed import Typed

MOST = 1000  # tasks that are counted; beyond that it is «more than»
MOST_BESIDE = 200  # of notices and of directives
_OPEN_FIRST = 200  # open tasks that come before all others where there are too many
_PLANNED = 2001  # rows that PostgreSQL plans for, though fewer are read
_KEPT = 256  # statements of each kind that a process keeps


class _Found(NamedTuple):
    """A row, as much as its place in the answer needs."""

    id: int
    is_open: bool
    title_search: str


def find_tasks(actor: Actor, typed: Typed, names: Iterable[Named]) -> Candidates:
    """Exact numbers, then words in the title, then open work, then the newest.

    An exact number is no part of the count: «142» begins no word of NV-2026-0142, and the list of tasks has none such.
    """
    sight = Sight.of(actor)
    marks = [] if sight.sees_everything else [f"{UNIT}{sight.unit_id}"]
    groups = read_groups(typed.text, *marks, names=names)
    numbered = _read_tasks(_select_numbered(sight), codes=typed.codes) if typed.codes else []
    rows = _read_indexed(sight, groups, MOST + 1)
    total = len(rows)
    if total > MOST and sum([is_open for _key, is_open, _title in rows]) < _OPEN_FIRST:
        rows = _read_indexed(sight, [[OPEN], *groups], _OPEN_FIRST) + [row for row in rows if not row.is_open]
    return Candidates(_rank(numbered, rows, typed.words), total, frozenset(row.id for row in numbered))


def _read_indexed(sight: Sight, groups: Groups, most: int) -> list[_Found]:
    return _read_tasks(_select_indexed(is_postgres(), sight, most), asked=write_query(groups))


def _read_tasks(query: Any, **asked: Any) -> list[_Found]:
    """Open work first, then the newest."""
    return list(read_rows(query, asked))


@lru_cache(_KEPT)
def _select_indexed(on_postgres: bool, sight: Sight, most: int) -> Any:
    found = _newest("found", select_found(TaskWords.task_id, TaskWords.words, asked_as("asked")), most, on_postgres)
    return _select_tasks(sight).join(found, found.c.id == Task.id)


@lru_cache(_KEPT)
def _select_numbered(sight: Sight) -> Any:
    return _select_tasks(sight).where(Task.code.in_(bindparam("codes", expanding=True)))


def _select_tasks(sight: Sight) -> Any:
    is_open = Task.closed_on.is_(None).label("is_open")
    query = select(Task.id, is_open, Task.title_search).where(visible_to(sight))
    return query.order_by(is_open.desc(), Task.id.desc())


def _rank(numbered: Sequence[_Found], rows: Iterable[_Found], words: Sequence[str]) -> Iterator[int]:
    """The keys in the order of the answer, as they are asked for: of a thousand that were found few are shown."""
    exact = {row.id: _begins_all(row.title_search, words) for row in numbered}
    yield from sorted(exact, key=exact.__getitem__, reverse=True)
    others = []
    for key, _is_open, title in rows:
        if key in exact:
            continue
        if _begins_all(title, words):
            yield key
        else:
            others.append(key)
    yield from others


def _newest(name: str, query: Any, most: int, on_postgres: bool) -> Any:
    """So many of what is found, the newest first.

    PostgreSQL takes a word that it has no figures of for one in two hundred, and for a few rows it would look for that
    in every row from the newest back. Planned for more it asks the index, and walks where words are really common;
    what it does not read, it does not look for.
    """
    query = query.order_by(query.selected_columns.id.desc())
    if not on_postgres or most >= _PLANNED:
        return query.limit(at_most(most)).cte(name)
    planned = query.limit(at_most(_PLANNED)).cte(f"{name}_planned").prefix_with("MATERIALIZED")
    return select(planned.c.id).limit(at_most(most)).cte(name)


def _begins_all(text: str, words: Iterable[str]) -> bool:
    """Whether a folded text has words that begin like each of these. `find` is many times as fast as a pattern."""
    for word in words:
        place = text.find(word)
        while place > 0 and text[place - 1].isalnum():
            place = text.find(word, place + 1)
        if place < 0:
            return False
    return True


def find_notices(actor: Actor, typed: Typed, size: int) -> Candidates:
    """Exact numbers first, then words in the head of the notice, then the newest: at least so many are read."""
    words = [[f"{word}*", f"{IN_SOURCE}{word}*"] for word in typed.words]
    asked: dict[str, Any] = {
        "in_head": _begin_within(actor, typed),
        "anywhere": write_query(words if reads_sources(actor) else [[ALL], *words]),
    }
    if typed.notice_number:
        asked["numbered"] = write_query([*marks_of(actor), [f"{NUMBER}{typed.notice_number}"]])
        size = 3 * (MOST_BESIDE + 1)
    query = _select_notices(is_postgres(), as_reader(actor), MOST_BESIDE, size, bool(typed.notice_number))
    rows = read_rows(query, asked)
    likeness = {row.id: _likeness(row.number_key or "", typed) for row in rows} if typed.notice_number else {}
    ranked = sorted(rows, key=lambda row: likeness[row.id], reverse=True) if likeness else rows
    exact = frozenset(key for key, value in likeness.items() if value)
    return Candidates(ranked, rows[0].total if rows else 0, exact)


@lru_cache(_KEPT)
def _select_notices(on_postgres: bool, reader: Actor, most: int, size: int, is_number: bool) -> Any:
    columns = (Notice.id, Notice.state, Notice.number, Notice.number_key, Notice.title, Notice.meeting)
    more = (Notice.issued_on, Notice.issuer, Notice.chair, Notice.signer, Notice.open_to_all)
    words = (NoticeWords.notice_id, NoticeWords.words)
    in_head, anywhere, numbered = (
        select(_newest(name, select_found(*words, asked_as(name)), most + 1, on_postgres).c.id)
        for name in ("in_head", "anywhere", "numbered")
    )
    named = union_all(in_head, numbered) if is_number else in_head
    query = select(*columns, *more, func.count().over().label("total"))
    query = query.where(_asked_of_each(notices_of(reader), on_postgres))
    query = query.where(Notice.id.in_(union_all(in_head, anywhere, *([numbered] if is_number else []))))
    order = (Notice.id.in_(named).desc(), Notice.issued_on.desc(), Notice.id.desc())
    return query.order_by(*order).limit(at_most(size))


def _asked_of_each(policy: ColumnElement[bool], on_postgres: bool) -> ColumnElement[bool]:
    """As one value on SQLite, which would read every issued notice if it could take it apart: it has no figures."""
    return policy if on_postgres else case((policy, 1), else_=0) == 1


def _begin_within(actor: Actor, typed: Typed) -> str:
    """Every word begins one that is kept, of a text that the unit has a part in."""
    return write_query([*marks_of(actor), *([f"{word}*"] for word in typed.words)])


def _likeness(number_key: str, typed: Typed) -> int:
    """Of the number that was typed: 2 for the whole of it, 1 where only its first part was typed."""
    if not number_key:
        return 0
    if number_key == typed.notice_key:
        return 2
    return int(typed.notice_key == typed.notice_number and words_of(number_key)[:1] == [typed.notice_number])


def find_directives(actor: Actor, typed: Typed, size: int) -> Candidates:
    """The newest first: so many of them are read."""
    query = _select_directives(is_postgres(), as_reader(actor), MOST_BESIDE, size)
    rows = read_rows(query, {"asked": _begin_within(actor, typed)})
    return Candidates(rows, rows[0].total if rows else 0)


@lru_cache(_KEPT)
def _select_directives(on_postgres: bool, reader: Actor, most: int, size: int) -> Any:
    columns = (Directive.id, Directive.text, Directive.position, Directive.notice_id)
    of_notice = (Notice.number, Notice.meeting, Notice.title, Notice.issued_on)
    words = select_found(DirectiveWords.directive_id, DirectiveWords.words, asked_as("asked"))
    found = _newest("found", words, most + 1, on_postgres)
    query = select(*columns, *of_notice, func.count().over().label("total")).join(found, found.c.id == Directive.id)
    query = query.join(Notice, Notice.id == Directive.notice_id).where(
        _asked_of_each(directives_of(reader), on_postgres)
    )
    return query.order_by(Directive.id.desc()).limit(at_most(size))
