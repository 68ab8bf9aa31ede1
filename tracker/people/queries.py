"""Named reads of units, people and whom to write to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, func, literal, or_, select, tuple_, union_all
from sqlalchemy.orm import selectinload

from .. import clock
from ..db import db
from ..errors import NotFound
from ..text import clean_line, fold, parse_id
from .actor import Actor
from .models import Post, Role, StandIn, Unit, User
from .stand_ins import runs_on


@dataclass(frozen=True)
class Recipient:
    """Someone a mail may go to, in one of his posts."""

    user_id: int
    name: str
    email: str
    language: str
    role: Role
    unit_id: int | None
    unit_name: str


_UNITS = (
    select(Unit)
    .where(
        or_(Unit.valid_from.is_(None), Unit.valid_from <= bindparam("on")),
        or_(Unit.valid_to.is_(None), Unit.valid_to >= bindparam("on")),
    )
    .order_by(Unit.sort_order, Unit.id)
)


def list_units(on: date, kinds: Collection[str] | None = None) -> list[Unit]:
    """Units that exist on that day, in the office's order."""
    query = _UNITS if kinds is None else _UNITS.where(Unit.kind.in_(list(kinds)))
    return list(db.session.scalars(query, {"on": on}))


def find_unit_by_code(code: str) -> Unit | None:
    """The unit with that code, closed or not."""
    return db.session.scalar(select(Unit).where(Unit.code == code))


_LEADERS = (
    select(User.id.label("user_id"), User.name, Post.title)
    .join(Post, Post.user_id == User.id)
    .where(Post.role == Role.LEADER, Post.ended_on.is_(None), User.is_enabled)
    .order_by(Post.id)
)


def list_leaders() -> list[Any]:
    """(user_id, name, title) of everyone who may be accountable for a task, the Chairman's line first."""
    return list(db.session.execute(_LEADERS))


def list_officers_of(unit_id: int) -> list[Any]:
    """(user_id, name, title) of the unit's officers, by given name."""
    return list(
        db.session.execute(
            select(User.id.label("user_id"), User.name, Post.title)
            .join(Post, Post.user_id == User.id)
            .where(Post.role == Role.OFFICER, Post.unit_id == unit_id, Post.ended_on.is_(None), User.is_enabled)
            .order_by(User.name_sort, User.id)
        )
    )


def _recipients() -> Any:
    """Enabled people with an address: in an unfinished post of their own, or standing in for its holder today."""
    own = select(Post.id.label("post_id"), Post.user_id.label("user_id"), literal(0).label("place"))
    absent = select(StandIn.post_id, StandIn.user_id, literal(1)).where(runs_on(clock.today()))
    acting = union_all(own, absent).subquery("acting")
    return (
        select(User.id, User.name, User.email, User.language, Post.role, Post.unit_id, Unit.short_name)
        .join(acting, acting.c.user_id == User.id)
        .join(Post, Post.id == acting.c.post_id)
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .where(User.is_enabled, Post.ended_on.is_(None), User.email.is_not(None))
        .order_by(acting.c.place, Unit.sort_order, Post.id)
    )


def _read(rows: Iterable[Any]) -> list[Recipient]:
    return [
        Recipient(user_id, name, email, language, Role(role), unit_id, unit or "")
        for user_id, name, email, language, role, unit_id, unit in rows
    ]


def list_recipients(unit_ids: Collection[int], roles: Collection[Role] = (Role.HEAD, Role.DEPUTY)) -> list[Recipient]:
    """Who is told of a unit's work: its head and deputies, and who stands in for one. One entry per post."""
    if not unit_ids:
        return []
    return _read(db.session.execute(_recipients().where(Post.unit_id.in_(list(unit_ids)), Post.role.in_(list(roles)))))


def list_office_recipients() -> list[Recipient]:
    """The clerks."""
    return _read(db.session.execute(_recipients().where(Post.role == Role.OFFICE)))


def find_recipients(user_ids: Collection[int]) -> dict[int, Recipient]:
    """People in their first unfinished post; those who are disabled or have no address are left out."""
    found = _read(db.session.execute(_recipients().where(User.id.in_(list(user_ids))))) if user_ids else []
    return {recipient.user_id: recipient for recipient in reversed(found)}


def name_heads(unit_ids: Collection[int]) -> dict[int, str]:
    """Name and title of each unit's head; a unit without one is left out."""
    rows = db.session.execute(
        select(Post.unit_id, User.name, Post.title)
        .join(User, User.id == Post.user_id)
        .where(Post.unit_id.in_(list(unit_ids)), Post.role == Role.HEAD, Post.ended_on.is_(None), User.is_enabled)
        .order_by(Post.id.desc())
    )
    return {unit_id: ", ".join(filter(None, (name, title))) for unit_id, name, title in rows if unit_id}


def list_recipients_for(user_id: int) -> list[Recipient]:
    """Who is told of what one person is to decide: he, and whoever stands in for him today. One entry per person."""
    found = _read(db.session.execute(_recipients().where(or_(User.id == user_id, Post.user_id == user_id))))
    first: dict[int, Recipient] = {}
    for one in found:
        first.setdefault(one.user_id, one)
    return list(first.values())


def list_units_with_nobody_to_mail(unit_ids: Collection[int]) -> list[Unit]:
    """Units whose head and deputies have no address: the Office must tell them in another way."""
    reached = {recipient.unit_id for recipient in list_recipients(unit_ids)}
    missing = [unit_id for unit_id in unit_ids if unit_id not in reached]
    if not missing:
        return []
    return list(db.session.scalars(select(Unit).where(Unit.id.in_(missing)).order_by(Unit.sort_order, Unit.id)))


def find_actor(user_id: int, post_id: int | None = None) -> Actor | None:
    """A person as the actor of the given post, or of his first unfinished one; for jobs and commands."""
    query = (
        select(
            User.name,
            User.language,
            User.must_change_password,
            Post.id,
            Post.role,
            Post.title,
            Unit.id,
            Unit.short_name,
        )
        .join(Post, Post.user_id == User.id)
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .where(User.id == user_id, User.is_enabled, Post.ended_on.is_(None))
        .order_by(Post.id)
        .limit(1)
    )
    if post_id is not None:
        query = query.where(Post.id == post_id)
    row = db.session.execute(query).one_or_none()
    if row is None:
        return None
    name, language, must_change, found_post, role, title, unit_id, unit = row
    return Actor(
        user_id=user_id,
        name=name,
        role=Role(role),
        title=title,
        unit_id=unit_id,
        unit_name=unit or "",
        post_id=found_post,
        language=language,
        must_change_password=must_change,
    )


def actor_of(user_id: int, post_id: int | None = None) -> Actor:
    """As `find_actor`, for a person who must be there. Raises LookupError."""
    actor = find_actor(user_id, post_id)
    if actor is None:
        raise LookupError(f"no unfinished post of user {user_id}")
    return actor


def get_user(user_id: int) -> User:
    """A person with his posts and their units. For administrators and for one's own account."""
    user = db.session.scalar(
        select(User)
        .where(User.id == user_id)
        .options(selectinload(User.posts).joinedload(Post.unit))
        .execution_options(populate_existing=True)  # posts given in this request count too
    )
    if user is None:
        raise NotFound
    return user


def get_post(post_id: int) -> Post:
    """One post."""
    post = db.session.get(Post, post_id)
    if post is None:
        raise NotFound
    return post


def get_unit(unit_id: int) -> Unit:
    """One unit, closed or not."""
    unit = db.session.get(Unit, unit_id)
    if unit is None:
        raise NotFound
    return unit


def list_users(asked: str, unit_id: int, after: str, limit: int = 50) -> tuple[list[User], str]:
    """A page of people by given name, and where the next begins (name key and id)."""
    query = select(User).options(selectinload(User.posts).joinedload(Post.unit)).order_by(User.name_sort, User.id)
    for word in fold(clean_line(asked)).split():
        query = query.where(
            or_(User.name_search.contains(word, autoescape=True), User.login.contains(word, autoescape=True))
        )
    if unit_id:
        query = query.where(User.posts.any(and_(Post.unit_id == unit_id, Post.ended_on.is_(None))))
    name, _sep, number = clean_line(after).rpartition("~")
    if (row_id := parse_id(number)) is not None:
        query = query.where(tuple_(User.name_sort, User.id) > (name, row_id))
    rows = list(db.session.scalars(query.limit(limit + 1)))
    if len(rows) <= limit:
        return rows, ""
    return rows[:limit], f"{rows[limit - 1].name_sort}~{rows[limit - 1].id}"


@dataclass(frozen=True)
class UnitLine:
    """A unit and how many people hold a post there."""

    unit: Unit
    people: int


def list_all_units() -> list[UnitLine]:
    """Every unit, closed ones too."""
    people = (
        select(func.count(Post.id))
        .where(Post.unit_id == Unit.id, Post.ended_on.is_(None))
        .scalar_subquery()
        .label("people")
    )
    rows = db.session.execute(select(Unit, people).order_by(Unit.sort_order, Unit.id))
    return [UnitLine(unit, count or 0) for unit, count in rows]


def count_people_of(unit_id: int) -> int:
    """How many hold an unfinished post there."""
    return db.session.scalar(select(func.count(Post.id)).where(Post.unit_id == unit_id, Post.ended_on.is_(None))) or 0
