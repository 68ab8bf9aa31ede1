"""What the filter of a list offers, what it is set to in words, and the filters that a person has saved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, String, and_, cast, false, func, literal, or_, select, union_all

from .. import clock
from ..db import db
from ..directives.models import Directive, Notice, Topic
from ..errors import NotFound
from ..people.actor import Actor
from ..people.models import Post, Role, Unit, User
from ..text import shorten
from .filters import Side, TaskFilter
from .models import SavedFilter, Task
from .policy import visible_to
from .register import name_nothing

_NOTICES = 40  # a select with more is no help: the number can be typed into the search box


class Choice(NamedTuple):
    """One entry of a select, or a saved filter with its query string in `detail`."""

    id: int
    name: str
    detail: str


class Chip(NamedTuple):
    """One thing that the list is narrowed to, and the query string of the list without it."""

    label: str
    without: str


@dataclass(frozen=True)
class Choices:
    """Everything beside a list, from one query."""

    of: dict[str, list[Choice]]
    chips: list[Chip]

    @property
    def saved(self) -> list[Choice]:
        return self.of["saved"]


def read_choices(actor: Actor, asked: TaskFilter) -> Choices:
    """What the panel offers that person, and the words for what is chosen."""
    found = _read([*_offered(actor, asked), _saved(actor)])
    return Choices(found, _chips(asked, found))


def name_filter(actor: Actor, asked: TaskFilter) -> list[Chip]:
    """The words alone; no query where no name is needed."""
    return _chips(asked, _read(_offered(actor, asked, only_chosen=True)))


def _read(parts: Collection[Any]) -> dict[str, list[Choice]]:
    found: dict[str, list[Choice]] = defaultdict(list)
    if not parts:
        return found
    rows = db.session.execute(union_all(*parts)).all()
    for row in sorted(rows, key=lambda row: (row.kind, row.place, row.sort, row.id)):
        found[row.kind].append(Choice(row.id, row.name, row.detail))
    found["notice"].reverse()  # the newest first
    return found


def _part(kind: str, model: Any, name: Any, where: Any, *, place: Any = 0, sort: Any = "", detail: Any = "") -> Any:
    place, sort, detail = (literal(value) if isinstance(value, int | str) else value for value in (place, sort, detail))
    columns = (literal(kind).label("kind"), model.id.label("id"), name.label("name"))
    return select(*columns, place.label("place"), sort.label("sort"), detail.label("detail")).where(where)


def _offered(actor: Actor, asked: TaskFilter, *, only_chosen: bool = False) -> list[Any]:
    """A notice or a directive is named to those who see one of its tasks: its number alone tells nobody more."""
    sees = select(Task.id).where(visible_to(actor))
    number = func.coalesce(func.nullif(Notice.number, ""), Notice.title)
    issued = func.coalesce(cast(Notice.issued_on, String), "")
    chosen = {
        "unit": lambda where: _part("unit", Unit, Unit.name, where, place=Unit.sort_order),
        "topic": lambda where: _part("topic", Topic, Topic.name, where, place=Topic.sort_order),
        "leader": lambda where: _part("leader", User, User.name, where, sort=User.name_sort),
        "officer": lambda where: _part("officer", User, User.name, where, sort=User.name_sort),
        "notice": lambda where: _part("notice", Notice, number, where, sort=issued),
        "directive": lambda where: _part("directive", Directive, Directive.text, where),
    }
    keys = {"unit": Unit.id, "topic": Topic.id, "leader": User.id, "officer": User.id}
    own: dict[str, ColumnElement[bool]] = {name: key == (getattr(asked, name) or 0) for name, key in keys.items()}
    own["notice"] = and_(Notice.id == (asked.notice or 0), sees.where(Task.notice_id == Notice.id).exists())
    own["directive"] = and_(
        Directive.id == (asked.directive or 0), sees.where(Task.directive_id == Directive.id).exists()
    )
    offered = {} if only_chosen else _conditions(actor)
    wanted = [name for name in chosen if name in offered or getattr(asked, name)]
    return [chosen[name](or_(own[name], offered.get(name, false()))) for name in wanted]


def _conditions(actor: Actor) -> dict[str, Any]:
    """Units that exist, topics in use, leaders in office; officers and notices of open work that the person sees."""
    today = clock.today()
    is_leader = select(Post.user_id).where(Post.role == Role.LEADER, Post.ended_on.is_(None))
    open_work = Task.closed_on.is_(None), visible_to(actor)
    latest = (
        select(Notice.id)
        .where(Notice.id.in_(select(Task.notice_id).where(*open_work)))
        .order_by(Notice.issued_on.desc(), Notice.id.desc())
        .limit(_NOTICES)
    )
    return {
        "unit": and_(
            or_(Unit.valid_from.is_(None), Unit.valid_from <= today),
            or_(Unit.valid_to.is_(None), Unit.valid_to >= today),
        ),
        "topic": Topic.is_enabled,
        "leader": User.id.in_(is_leader),
        "officer": User.id.in_(select(Task.officer_id).where(*open_work)),
        "notice": Notice.id.in_(select(latest.subquery().c.id)),
    }


def get_saved_filter_for(actor: Actor, filter_id: int) -> SavedFilter:
    """One of his own: another person's is not found."""
    found = db.session.scalar(
        select(SavedFilter).where(SavedFilter.id == filter_id, SavedFilter.user_id == actor.user_id)
    )
    if found is None:
        raise NotFound
    return found


def _saved(actor: Actor) -> Any:
    mine = SavedFilter.user_id == actor.user_id
    return _part("saved", SavedFilter, SavedFilter.name, mine, sort=SavedFilter.name, detail=SavedFilter.query)


def _chips(asked: TaskFilter, found: dict[str, list[Choice]]) -> list[Chip]:
    nothing = name_nothing()
    chips = [Chip(f"«{shorten(asked.q, 60)}»", asked.but(q="").query_string())] if asked.q else []
    for name in ("unit", "topic", "notice", "leader", "officer", "directive"):
        number = getattr(asked, name)
        if number is None:
            continue
        label = next((choice.name for choice in found[name] if choice.id == number), nothing.get(name, ""))
        changes = {name: None, **({"side": Side.LEAD} if name == "unit" else {})}
        if label or number == 0:
            chips.append(Chip(_label(name, shorten(label, 90), asked), asked.but(**changes).query_string()))
    return [*chips, *_marks(asked), *_periods(asked)]


def _label(name: str, label: str, asked: TaskFilter) -> str:
    """A name says itself what it is, but for people, and for a unit that does not lead."""
    if name == "unit" and asked.side is not Side.LEAD:
        words = {
            Side.COOP: _("Cooperating: %(name)s", name=label),
            Side.ANY: _("Lead or cooperating: %(name)s", name=label),
        }
        return words[asked.side]
    if name == "leader":
        return _("Leader: %(name)s", name=label)
    return _("Officer: %(name)s", name=label) if name == "officer" else label


def _marks(asked: TaskFilter) -> Iterable[Chip]:
    labels = {
        "starred": _("★ Starred"),
        "duty": _("Recurring"),
        "late": _("Only overdue"),
        "unexplained": _("Delay not explained"),
    }
    for name, label in labels.items():
        if getattr(asked, name):
            yield Chip(label, asked.but(**{name: False}).query_string())


def _periods(asked: TaskFilter) -> Iterable[Chip]:
    labels = {
        "assigned_from": _("assigned from %(day)s"),
        "assigned_to": _("assigned until %(day)s"),
        "due_from": _("due from %(day)s"),
        "due_to": _("due until %(day)s"),
        "since": _("since %(day)s"),
    }
    for name, label in labels.items():
        if day := getattr(asked, name):
            yield Chip(label % {"day": f"{day:%d/%m/%Y}"}, asked.but(**{name: None}).query_string())
