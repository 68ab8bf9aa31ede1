"""Revocable sign-in sessions: the cookie holds a random token, the database its SHA-256.

Ending a row (sign-out, sign-out everywhere, a disabled account, a new password) ends the session at the next request.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import exists, select, update
from sqlalchemy.orm import aliased

from .. import clock
from ..db import db, own_transaction
from .actor import Actor
from .models import Post, Role, Unit, User, UserSession

_OTHER = aliased(Post)
_LOADED = (
    select(
        UserSession.id.label("session_id"),
        UserSession.seen_at,
        UserSession.created_at,
        User.id.label("user_id"),
        User.name,
        User.language,
        User.must_change_password,
        Post.id.label("post_id"),
        Post.role,
        Post.title,
        Unit.id.label("unit_id"),
        Unit.short_name.label("unit_name"),
        exists(
            select(_OTHER.id).where(_OTHER.user_id == User.id, _OTHER.id != Post.id, _OTHER.ended_on.is_(None))
        ).label("has_other_posts"),
    )
    .join(User, User.id == UserSession.user_id)
    .join(Post, Post.id == UserSession.post_id)
    .outerjoin(Unit, Unit.id == Post.unit_id)
    .where(UserSession.ended_at.is_(None), User.is_enabled, Post.ended_on.is_(None))
)


def hash_token(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def start_session(user: User, post: Post, device: str) -> str:
    """Add a session row and return its token, 256 random bits. Never commits."""
    token, now = secrets.token_urlsafe(32), clock.now()
    db.session.add(
        UserSession(
            token_hash=hash_token(token),
            user_id=user.id,
            post_id=post.id,
            created_at=now,
            seen_at=now,
            device=device[:200],
        )
    )
    return token


def find_actor(token: str, idle: dict[bool, timedelta], absolute: timedelta) -> tuple[Actor, datetime] | None:
    """The person behind a token and when the session was last seen; None when it has ended.

    `idle` is keyed by whether the post is an administrator's.
    """
    row = db.session.execute(_LOADED.where(UserSession.token_hash == hash_token(token))).one_or_none()
    if row is None:
        return None
    now = clock.now()
    if now - row.seen_at > idle[row.role == Role.ADMIN] or now - row.created_at > absolute:
        return None
    actor = Actor(
        user_id=row.user_id,
        name=row.name,
        role=Role(row.role),
        title=row.title,
        unit_id=row.unit_id,
        unit_name=row.unit_name or "",
        post_id=row.post_id,
        language=row.language,
        must_change_password=row.must_change_password,
        session_id=row.session_id,
        session_token=token,
        has_other_posts=row.has_other_posts,
    )
    return actor, row.seen_at


def find_user_of(token: str) -> int | None:
    """Whose session that token was, ended or not."""
    return db.session.scalar(select(UserSession.user_id).where(UserSession.token_hash == hash_token(token)))


def touch_session(session_id: int) -> None:
    """Remember that the session is in use, in a transaction of its own."""
    with own_transaction() as session:
        session.execute(update(UserSession).where(UserSession.id == session_id).values(seen_at=clock.now()))


def end_session(session_id: int) -> None:
    """End one session. Never commits."""
    db.session.execute(
        update(UserSession)
        .where(UserSession.id == session_id, UserSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def end_sessions_of(user_id: int, but: int = 0) -> None:
    """End every session of a person, but the one given. Never commits."""
    db.session.execute(
        update(UserSession)
        .where(UserSession.user_id == user_id, UserSession.id != but, UserSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def set_post(session_id: int, post_id: int) -> None:
    """The post that the session acts in from the next request on. Never commits."""
    db.session.execute(update(UserSession).where(UserSession.id == session_id).values(post_id=post_id))


def list_sessions_of(user_id: int, idle: timedelta) -> list[UserSession]:
    """Sessions that have not been ended and were seen within that time, the last seen first."""
    return list(
        db.session.scalars(
            select(UserSession)
            .where(
                UserSession.user_id == user_id,
                UserSession.ended_at.is_(None),
                UserSession.seen_at >= clock.now() - idle,
            )
            .order_by(UserSession.seen_at.desc(), UserSession.id.desc())
            .limit(20)
        )
    )
