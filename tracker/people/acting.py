"""Every post in which a person may act today: his own, then those in which he stands in for somebody."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from .. import clock
from ..db import db
from .actor import Actor
from .models import Post, Role, StandIn, User
from .stand_ins import runs_on


def list_own_actors_of(user_id: int) -> list[Actor]:
    """In his own posts alone; empty for whoever has no account or no post any more."""
    user = _find_user(user_id)
    if user is None:
        return []
    own = db.session.scalars(
        select(Post)
        .where(Post.user_id == user_id, Post.ended_on.is_(None))
        .options(joinedload(Post.unit))
        .order_by(Post.id)
    )
    return [_actor(user, post, None) for post in own]


def list_actors_of(user_id: int) -> list[Actor]:
    """Empty for whoever has no account or nothing to act in. For jobs and commands, where nobody chooses a post."""
    user = _find_user(user_id)
    if user is None:
        return []
    absent = db.session.scalars(
        select(Post)
        .join(StandIn, StandIn.post_id == Post.id)
        .join(User, User.id == Post.user_id)
        .where(StandIn.user_id == user_id, runs_on(clock.today()), Post.ended_on.is_(None), User.is_enabled)
        .options(joinedload(Post.unit), joinedload(Post.user))
        .order_by(StandIn.id)
    )
    return list_own_actors_of(user_id) + [_actor(user, post, post.user) for post in absent]


def _find_user(user_id: int) -> User | None:
    user = db.session.get(User, user_id)
    return user if user is not None and user.is_enabled else None


def _actor(user: User, post: Post, absent: User | None) -> Actor:
    return Actor(
        user_id=user.id,
        name=user.name,
        role=Role(post.role),
        title=post.title,
        unit_id=post.unit_id,
        unit_name=post.unit.short_name if post.unit else "",
        post_id=post.id,
        language=user.language,
        for_user_id=absent.id if absent else None,
        for_name=absent.name if absent else "",
    )
