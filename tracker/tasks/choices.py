"""What the filter of a list offers, what it is set to in words, and the filters that a person has saved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, String, and_, bindparam, cast, false, func, literal, or_, select, union_all

from .. import clock
from ..db import among, db, read_rows, write_out, written
from ..directives.models import Directive, Notice, Topic
from ..errors import NotFound
from ..people.actor import Actor
from ..people.models import Post, Role, Unit, User
from ..text import shorten
from .filters import NUMBERS, Side, TaskFilter
from .models import SavedFilter, Task, task_cooperation
from .policy import Sight, visible_to
from .register import Listing, Page, name_nothing, select_count

_KEPT = 256  # statements that a process keeps
_NOTICES = 40  # a select with more is no help: the number can be typed into the search box
_LEADERS = select(Post.user_id).where(Post.role == Role.LEADER, Post.ended_on.is_(None))


class Choice(NamedTuple):
    """One entry of a select, or a saved filter with its query string in `detail`."""

    id: int
    name: str
    detail: str


class Chip(NamedTuple):
    """One thing that the list is narrowed to, and the query string of the list without it."""

    label: str
    without: str


class Beside(NamedTuple):
    """What stands beside every list: the words for what is chosen, the person's saved filters, how many tasks it holds,
    and the cooperating units of those that are shown.
    """

    chips: list[Chip]
    saved: list[Choice]
    number: int
    cooperating: dict[int, list[str]]


def read_beside(actor: Actor, asked: TaskFilter, page: Page, counted: Listing | None) -> Beside:
    """One query, which reads no more than the chosen names: what could be chosen is read when the panel is opened.

    `counted`: the list, where the page does not show the whole of it.
    """
    is_lasting = counted is None or counted.is_lasting
    select_beside = _select_beside if is_lasting else _select_beside.__wrapped__
    query = select_beside(_chosen(asked), Sight.of(actor), counted)
    found = _read(query, actor, asked, shown=written([row.id for row in page.rows]))
    names: dict[int, list[str]] = defaultdict(list)
    for unit in found["cooperating"]:
        names[unit.id].append(unit.name)
    number = found["count"][0].id if counted else len(page.rows)
    return Beside(_chips(asked, found), found["saved"], number, names)


def read_choices(actor: Actor, asked: TaskFilter) -> dict[str, list[Choice]]:
    """What the panel offers that person for each select."""
    offered = _conditions(actor, asked)
    names = (*offered, *(name for name in _chosen(asked) if name not in offered))
    return _read(union_all(*_offer(names, Sight.of(actor), offered)), actor, asked)


def name_filter(actor: Actor, asked: TaskFilter) -> list[Chip]:
    """The words alone; no query where no name is needed."""
    names = _chosen(asked)
    return _chips(asked, _read(_select_names(names, Sight.of(actor)), actor, asked) if names else defaultdict(list))


def _chosen(asked: TaskFilter) -> tuple[str, ...]:
    return tuple(name for name in NUMBERS if getattr(asked, name))


@lru_cache(_KEPT)
def _select_names(names: tuple[str, ...], sight: Sight) -> Any:
    """What is chosen for each; statements are built once, and take the chosen numbers as parameters."""
    return union_all(*_offer(names, sight, {}))


@lru_cache(_KEPT)
def _select_beside(names: tuple[str, ...], sight: Sight, counted: Listing | None) -> Any:
    counts = [_counting(counted)] if counted else []
    return write_out(union_all(*_offer(names, sight, {}), _saved(), _cooperating(), *counts))


def _counting(listing: Listing) -> Any:
    number, zero, nothing = select_count(listing).scalar_subquery(), literal(0), literal("")
    columns = (number.label("id"), nothing.label("name"), zero.label("place"), nothing.label("sort"))
    return select(literal("count").label("kind"), *columns, nothing.label("detail"))


def _cooperating() -> Any:
    """The units that help with the tasks shown, in the office's order."""
    of_task, unit_id = task_cooperation.c, cast(Unit.id, String)
    columns = (of_task.task_id.label("id"), Unit.short_name.label("name"), Unit.sort_order.label("place"))
    return (
        select(literal("cooperating").label("kind"), *columns, literal("").label("sort"), unit_id.label("detail"))
        .join(Unit, Unit.id == of_task.unit_id)
        .where(among(of_task.task_id, bindparam("shown", type_=String)))
    )


def _read(query: Any, actor: Actor, asked: TaskFilter, **more: Any) -> dict[str, list[Choice]]:
    found: dict[str, list[Choice]] = defaultdict(list)
    chosen = {f"chosen_{name}": getattr(asked, name) or 0 for name in NUMBERS}
    rows = read_rows(query, {**chosen, "reader_id": actor.user_id, **more})
    for row in sorted(rows, key=_in_order):
        found[row.kind].append(Choice(row.id, row.name, row.detail))
    found["notice"].reverse()  # the newest first
    return found


def _in_order(row: Any) -> tuple[Any, ...]:
    """Of cooperating units the detail is their number, which decides where all else is alike."""
    return (row.kind, row.place, row.sort, row.id, len(row.detail), row.detail)


def _part(kind: str, model: Any, name: Any, where: Any, *, place: Any = 0, sort: Any = "", detail: Any = "") -> Any:
    place, sort, detail = (literal(value) if isinstance(value, int | str) else value for value in (place, sort, detail))
    columns = (literal(kind).label("kind"), model.id.label("id"), name.label("name"))
    return select(*columns, place.label("place"), sort.label("sort"), detail.label("detail")).where(where)


def _offer(names: Iterable[str], sight: Sight, offered: dict[str, Any]) -> list[Any]:
    """What is chosen is named to those who see one of its tasks: a number alone tells nobody more."""
    sees = select(Task.id).where(visible_to(sight))
    number = func.coalesce(func.nullif(Notice.number, ""), Notice.title)
    issued = func.coalesce(cast(Notice.issued_on, String), "")
    parts = {
        "unit": lambda where: _part("unit", Unit, Unit.name, where, place=Unit.sort_order),
        "topic": lambda where: _part("topic", Topic, Topic.name, where, place=Topic.sort_order),
        "leader": lambda where: _part("leader", User, User.name, where, sort=User.name_sort),
        "portfolio": lambda where: _part("portfolio", User, User.name, where, sort=User.name_sort),
        "officer": lambda where: _part("officer", User, User.name, where, sort=User.name_sort),
        "notice": lambda where: _part("notice", Notice, number, where, sort=issued),
        "directive": lambda where: _part("directive", Directive, Directive.text, where),
    }
    keys = {"unit": Unit.id, "topic": Topic.id}
    own: dict[str, ColumnElement[bool]] = {name: key == bindparam(f"chosen_{name}") for name, key in keys.items()}
    own["leader"] = _known_person("leader", Task.leader_id, sees, User.id.in_(_LEADERS))
    own["portfolio"] = _known_person("portfolio", Task.leader_id, sees, User.id.in_(_LEADERS))
    own["officer"] = _known_person("officer", Task.officer_id, sees, false())
    own["notice"] = and_(Notice.id == bindparam("chosen_notice"), sees.where(Task.notice_id == Notice.id).exists())
    own["directive"] = and_(
        Directive.id == bindparam("chosen_directive"), sees.where(Task.directive_id == Directive.id).exists()
    )
    return [parts[name](or_(own[name], offered.get(name, false()))) for name in names]


def _known_person(name: str, column: Any, sees: Any, is_public: ColumnElement[bool]) -> ColumnElement[bool]:
    """Oneself, whom a task names that the person sees, or one who is known anyway. Open work first: it has an index."""
    chosen: ColumnElement[int] = bindparam(f"chosen_{name}")
    named = sees.where(column == chosen)
    open_work, closed = named.where(Task.closed_on.is_(None)), named.where(Task.closed_on.is_not(None))
    is_known = or_(User.id == bindparam("reader_id"), is_public, open_work.exists(), closed.exists())
    return and_(User.id == chosen, is_known)


def _conditions(actor: Actor, asked: TaskFilter) -> dict[str, Any]:
    """Units that exist, topics in use, leaders in office; officers and notices of open work that the person sees.

    Where a unit that leads is chosen, only its officers: else those of a whole city would stand in one select.
    """
    today = clock.today()
    open_work = Task.closed_on.is_(None), visible_to(actor)
    of_unit = [Task.lead_unit_id == asked.unit] if asked.unit and asked.side is Side.LEAD else []
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
        "leader": User.id.in_(_LEADERS),
        "portfolio": User.id.in_(_LEADERS),
        "officer": User.id.in_(select(Task.officer_id).where(*open_work, *of_unit)),
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


def _saved() -> Any:
    mine = SavedFilter.user_id == bindparam("reader_id")
    return _part("saved", SavedFilter, SavedFilter.name, mine, sort=SavedFilter.name, detail=SavedFilter.query)


def _chips(asked: TaskFilter, found: dict[str, list[Choice]]) -> list[Chip]:
    nothing = name_nothing()
    chips = [Chip(f"«{shorten(asked.q, 60)}»", asked.but(q="").query_string())] if asked.q else []
    for name in ("unit", "topic", "notice", "leader", "portfolio", "officer", "directive"):
        number = getattr(asked, name)
        if number is None:
            continue
        # What is not there, or not for the reader, is named alike: a number tells nobody more.
        missing = _("A choice that does not exist") if number else nothing.get(name, "")
        label = next((choice.name for choice in found[name] if choice.id == number), missing)
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
    if name == "portfolio":
        return _("Portfolio of %(name)s", name=label)
    return _("Officer: %(name)s", name=label) if name == "officer" else label


def name_switches() -> dict[str, str]:
    """What a box in the panel, and the chip of a list, is called."""
    return {
        "starred": _("★ Starred"),
        "duty": _("Recurring"),
        "late": _("Only overdue"),
        "unexplained": _("Delay not explained"),
        "unaccepted": _("Not accepted yet"),
        "silent": _("Not updated yet"),
    }


def _marks(asked: TaskFilter) -> Iterable[Chip]:
    for name, label in name_switches().items():
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
