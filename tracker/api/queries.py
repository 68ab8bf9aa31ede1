"""Named reads of feeds: one's own list, and who is behind an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from ..db import db
from ..errors import NotFound
from ..people.actor import Actor
from ..people.models import Post, Role, Unit, User
from ..people.sessions import hash_token
from . import policy
from .models import FeedToken

_Own = aliased(Unit)


class FeedLine(NamedTuple):
    """A feed as the page lists it; `unit` is empty for one's own work."""

    id: int
    name: str
    unit: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True)
class Feed:
    """A living feed and its owner in each of his posts."""

    id: int
    name: str
    user_id: int
    language: str
    unit_id: int | None
    unit_name: str
    last_used_at: datetime | None
    actors: Sequence[Actor]


def _posts() -> Any:
    """The unfinished posts of enabled people."""
    return (
        select(User.id, User.name, User.language, Post.id, Post.role, Post.title, _Own.id, _Own.short_name)
        .join(Post, Post.user_id == User.id)
        .outerjoin(_Own, _Own.id == Post.unit_id)
        .where(User.is_enabled, Post.ended_on.is_(None))
        .order_by(Post.id)
    )


def _read_actor(row: Sequence[Any]) -> Actor:
    user_id, name, language, post_id, role, title, unit_id, unit_name = row
    return Actor(
        user_id=user_id,
        name=name,
        role=Role(role),
        title=title,
        unit_id=unit_id,
        unit_name=unit_name or "",
        post_id=post_id,
        language=language,
    )


def find_feed(token: str) -> Feed | None:
    """The feed of that address with its owner, in one query; None when it never was, is revoked or has ended."""
    query = (
        _posts()
        .add_columns(FeedToken.id, FeedToken.name, FeedToken.unit_id, Unit.short_name, FeedToken.last_used_at)
        .join(FeedToken, FeedToken.user_id == User.id)
        .outerjoin(Unit, Unit.id == FeedToken.unit_id)
        .where(FeedToken.token_hash == hash_token(token), FeedToken.revoked_at.is_(None))
    )
    rows = db.session.execute(query).all()
    if not rows:
        return None
    feed_id, name, unit_id, unit_name, last_used_at = rows[0][8:]
    actors = [_read_actor(row[:8]) for row in rows]
    if not policy.may_read(actors, unit_id):
        return None
    owner = actors[0]
    return Feed(feed_id, name, owner.user_id, owner.language, unit_id, unit_name or "", last_used_at, actors)


def list_feeds_of(user_id: int) -> list[FeedLine]:
    """The living feeds of a person, the newest first."""
    rows = db.session.execute(
        select(FeedToken.id, FeedToken.name, Unit.short_name, FeedToken.created_at, FeedToken.last_used_at)
        .outerjoin(Unit, Unit.id == FeedToken.unit_id)
        .where(FeedToken.user_id == user_id, FeedToken.revoked_at.is_(None))
        .order_by(FeedToken.id.desc())
    )
    return [FeedLine(feed_id, name, unit or "", made, used) for feed_id, name, unit, made, used in rows]


class FeedsInUse(NamedTuple):
    """What an administrator is told of a person's living feeds; the addresses are nobody's but his."""

    living: int
    last_used_at: datetime | None
    newest_id: int


def find_use_of(user_id: int) -> FeedsInUse:
    """How many live, when one was read last, and the id of the newest."""
    theirs = FeedToken.user_id == user_id, FeedToken.revoked_at.is_(None)
    counted = select(func.count(), func.max(FeedToken.last_used_at), func.max(FeedToken.id)).where(*theirs)
    living, last_used_at, newest_id = db.session.execute(counted).one()
    return FeedsInUse(living, last_used_at, newest_id or 0)


def get_feed_for(actor: Actor, feed_id: int) -> FeedToken:
    """One of his own, revoked or not: another person's is not found."""
    found = db.session.scalar(select(FeedToken).where(FeedToken.id == feed_id, FeedToken.user_id == actor.user_id))
    if found is None:
        raise NotFound
    return found
