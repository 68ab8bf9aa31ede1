"""The answer: what has exactly the number that was typed, then each kind with its count, the best first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from flask import url_for
from flask_babel import lazy_gettext as _l

from ..people.actor import Actor
from ..tasks.today import office_today
from .candidates import MOST, MOST_BESIDE, find_directives, find_notices, find_tasks
from .hits import Candidates, Hit, Section
from .names import KINDS, Name, find_named, names_of_work, read_names, write_names
from .texts import write_directives, write_notices
from .typed import Typed
from .work import read_tasks

TASKS, NOTICES, DIRECTIVES = "tasks", "notices", "directives"
PAGE = 50
_FIRST = {TASKS: 10, NOTICES: 5, DIRECTIVES: 5}
_FIRST_NAMED = 6
_MOST_EXACT = 5
_LABELS = {
    TASKS: _l("Tasks"),
    NOTICES: _l("Conclusions"),
    DIRECTIVES: _l("Directives in conclusions"),
    "units": _l("Units"),
    "people": _l("Persons"),
    "topics": _l("Topics"),
    "indicators": _l("Indicators"),
    "duties": _l("Recurring duties"),
}
_MOST = {TASKS: MOST, NOTICES: MOST_BESIDE, DIRECTIVES: MOST_BESIDE}


@dataclass(frozen=True)
class Answer:
    """`exact` has the number that was typed; `named` are short lists of names, `found` those with their words."""

    typed: Typed
    exact: Sequence[Hit] = ()
    named: Sequence[Section] = ()
    found: Sequence[Section] = ()

    @property
    def only(self) -> Hit | None:
        """The one thing that a whole number was typed of."""
        is_whole = self.typed.code or self.typed.notice_key != self.typed.notice_number
        return self.exact[0] if is_whole and len(self.exact) == 1 else None

    @property
    def is_nothing(self) -> bool:
        return not (self.exact or self.named or self.found)


def search(actor: Actor, typed: Typed) -> Answer:
    """The first hits of every kind that the person may see."""
    if typed.is_empty:
        return Answer(typed)
    asking = _Asking(actor, typed)
    exact: list[Hit] = []
    found = []
    for kind, first in _FIRST.items():
        candidates = asking.find(kind, first)
        ahead = min(len(candidates.exact), _MOST_EXACT)
        hits = asking.write(kind, candidates, 0, ahead + first)
        exact += hits[:ahead]
        if len(hits) > ahead:
            found.append(asking.section(kind, hits[ahead:], candidates.total))
    named = [
        asking.section(kind, write_names(actor, typed, those[:_FIRST_NAMED]), len(those))
        for kind, those in find_named(actor, typed, asking.names).items()
        if those
    ]
    return Answer(typed, exact, named, found)


def search_kind(actor: Actor, typed: Typed, kind: str, page: int) -> Section | None:
    """One page of everything of a kind; None where there is no such list: tasks have a register of their own."""
    asking, after = _Asking(actor, typed), (page - 1) * PAGE
    if kind in KINDS:
        those = find_named(actor, typed, asking.names)[kind] if typed.words else []
        return asking.section(kind, write_names(actor, typed, those[after : after + PAGE]), len(those))
    if kind not in (NOTICES, DIRECTIVES):
        return None
    candidates = asking.find(kind, min(after + PAGE, MOST_BESIDE)) if typed.words else Candidates((), 0)
    return asking.section(kind, asking.write(kind, candidates, after, PAGE), candidates.total)


class _Asking:
    """One question of one person; what several kinds need is read once."""

    def __init__(self, actor: Actor, typed: Typed) -> None:
        self.actor, self.typed = actor, typed

    @cached_property
    def names(self) -> list[Name]:
        return read_names(self.actor)

    def find(self, kind: str, size: int) -> Candidates:
        """What is a hit of that kind, the best first: at least so many, beside those with the number itself."""
        if kind == TASKS:
            return find_tasks(self.actor, self.typed, names_of_work(self.names))
        if kind == NOTICES:
            return find_notices(self.actor, self.typed, size)
        return find_directives(self.actor, self.typed, size)

    def write(self, kind: str, found: Candidates, after: int, size: int) -> list[Hit]:
        """So many of them as they are shown."""
        rows = list(islice(found.rows, after, min(after + size, _MOST[kind])))
        if kind == TASKS:
            return read_tasks(self.actor, self.typed, rows, office_today())
        if kind == NOTICES:
            return write_notices(self.actor, self.typed, rows)
        return write_directives(self.typed, rows)

    def section(self, kind: str, hits: Sequence[Hit], count: int) -> Section:
        """With the list behind its count."""
        if kind == TASKS:
            url = url_for("tasks.index", band="all", q=self.typed.text)
        else:
            url = url_for("search.index", q=self.typed.text, kind=kind)
        return Section(kind, str(_LABELS[kind]), hits, count, _MOST.get(kind, 0), url)
