"""Which rows are hits, by the index of words: the newest first, and never all of 23,000.

The index gives at most so many keys; it is held to what a unit has by marks among the words, and what the person may
not see is left out by the WHERE clause of the policy in any case.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import literal, select, union_all

from ..db import db
from ..directives.models import Directive, Notice
from ..people.actor import Actor
from ..tasks.models import Task, TaskWords
from ..tasks.policy import visible_to
from ..tasks.searching import OPEN, UNIT, Groups, Named, read_groups, select_found, words_of
from .hits import Candidates
from .keeping import ALL, IN_SOURCE, NUMBER
from .models import DirectiveWords, NoticeWords
from .policy import directives_of, marks_of, notices_of, reads_sources
from .typed import Typed

MOST = 1000  # tasks that are counted; beyond that it is «more than»
MOST_BESIDE = 200  # of notices and of directives
_OPEN_FIRST = 200  # open tasks that come before all others where there are too many


def find_tasks(actor: Actor, typed: Typed, names: Iterable[Named]) -> Candidates:
    """Exact numbers, then words in the title, then open work, then the newest.

    An exact number is no part of the count: «142» begins no word of NV-2026-0142, and the list of tasks has none such.
    """
    marks = [] if actor.sees_everything else [f"{UNIT}{actor.unit_id}"]
    groups = read_groups(typed.text, *marks, names=names)
    parts = [_tasks(actor, groups, MOST + 1), _tasks(actor, [[OPEN], *groups], _OPEN_FIRST, place=1)]
    if typed.codes:
        parts.append(_select_tasks(actor, place=2).where(Task.code.in_(typed.codes)))
    rows = db.session.execute(union_all(*parts)).all()
    exact = frozenset(row.id for row in rows if row.place == 2)
    in_title = _all_begin(typed.words)
    ranked = {row.id: (row.id in exact, in_title(row.title_search), row.closed_on is None, row.id) for row in rows}
    keys = sorted(ranked, key=ranked.__getitem__, reverse=True)
    return Candidates(keys, sum(row.place == 0 for row in rows), exact)


def _tasks(actor: Actor, groups: Groups, most: int, *, place: int = 0) -> Any:
    found = _newest(TaskWords.task_id, TaskWords.words, groups, most)
    return _select_tasks(actor, place=place).join(found, found.c.id == Task.id)


def _select_tasks(actor: Actor, *, place: int) -> Any:
    columns = (Task.id, Task.title_search, Task.closed_on, literal(place).label("place"))
    return select(*columns).where(visible_to(actor))


def _newest(key: Any, words: Any, groups: Groups, most: int) -> Any:
    query = select_found(key, words, groups)
    return query.order_by(query.selected_columns.id.desc()).limit(most).subquery()


def _all_begin(words: tuple[str, ...]) -> Callable[[str], bool]:
    """Whether a folded text has words that begin like each of these."""
    searches = [re.compile(rf"(?<![^\W_]){re.escape(word)}").search for word in words]
    return lambda text: all(search(text) for search in searches)


HEAD, WHOLE, NUMBERED, ORDER = range(4)


def find_texts(actor: Actor, typed: Typed) -> dict[int, list[int]]:
    """Keys of notices by where the words are, and of directives: from the indexes alone, in one statement."""
    marks, words = marks_of(actor), typed.words
    begins = [[f"{word}*"] for word in words]
    anywhere = [[f"{word}*", f"{IN_SOURCE}{word}*"] for word in words]
    notices: tuple[Any, Any] = (NoticeWords.notice_id, NoticeWords.words)
    asked: list[tuple[int, tuple[Any, Any], Groups]] = [
        (HEAD, notices, [*marks, *begins]),
        (WHOLE, notices, anywhere if reads_sources(actor) else [[ALL], *anywhere]),
        (ORDER, (DirectiveWords.directive_id, DirectiveWords.words), [*marks, *begins]),
    ]
    if typed.notice_number:
        asked.append((NUMBERED, notices, [*marks, [f"{NUMBER}{typed.notice_number}"]]))
    found: dict[int, list[int]] = defaultdict(list)
    parts = [_keys(place, *columns, groups) for place, columns, groups in asked]
    for place, key in db.session.execute(union_all(*parts)):
        found[place].append(key)
    return found


def _keys(place: int, key: Any, words: Any, groups: Groups) -> Any:
    found = _newest(key, words, groups, MOST_BESIDE + 1)
    return select(literal(place).label("place"), found.c.id)


def find_notices(actor: Actor, typed: Typed, found: dict[int, list[int]]) -> Candidates:
    """Exact numbers first, then words in the head of the notice, then the newest."""
    in_head = {*found[HEAD], *found[NUMBERED]}
    ids = sorted(in_head.union(found[WHOLE]))
    columns = (Notice.id, Notice.state, Notice.number, Notice.number_key, Notice.title, Notice.meeting)
    query = select(*columns, Notice.issued_on, Notice.issuer, Notice.chair, Notice.signer, Notice.open_to_all)
    rows = db.session.execute(query.where(Notice.id.in_(ids), notices_of(actor))).all() if ids else []
    likeness = {row.id: _likeness(row.number_key or "", typed) for row in rows}
    ranked = sorted(rows, key=lambda row: (likeness[row.id], row.id in in_head, row.issued_on, row.id), reverse=True)
    return Candidates(ranked, len(rows), frozenset(key for key, value in likeness.items() if value))


def _likeness(number_key: str, typed: Typed) -> int:
    """Of the number that was typed: 2 for the whole of it, 1 where only its first part was typed."""
    if not typed.notice_number or not number_key:
        return 0
    if number_key == typed.notice_key:
        return 2
    return int(typed.notice_key == typed.notice_number and words_of(number_key)[:1] == [typed.notice_number])


def find_directives(actor: Actor, found: dict[int, list[int]]) -> Candidates:
    """The newest first."""
    ids = found[ORDER]
    columns = (Directive.id, Directive.text, Directive.position, Directive.notice_id)
    query = select(*columns, Notice.number, Notice.meeting, Notice.title, Notice.issued_on)
    query = query.join(Notice, Notice.id == Directive.notice_id).where(Directive.id.in_(ids), directives_of(actor))
    rows = db.session.execute(query.order_by(Directive.id.desc())).all() if ids else []
    return Candidates(rows, len(rows))
