"""Revocable sign-in sessions: the cookie holds a random token, the database its SHA-256.

Ending a row (sign-out, sign-out everywhere, a disabled account, a new password) ends the session at the next request.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Date, bindparam, exists, or_, select, update
from sqlalchemy.orm import aliased

from .. import clock
from ..db import db, own_transaction, read_rows
from .actor import Actor
from .models import Post, Role, StandIn, Unit, User, UserSession

_OTHER = aliased(Post)
_ABSENT, _ABSENT_POST, _ABSENT_UNIT = aliased(User), aliased(Post), aliased(Unit)
_OFFER, _OFFERED = aliased(StandIn), aliased(Post)
_TODAY = bindparam("today", type_=Date)
# What the account page offers to switch to: another post of one's own, or that of somebody who is absent today.
_OTHER_POST = exists(
    select(_OTHER.id).where(_OTHER.user_id == User.id, _OTHER.id != Post.id, _OTHER.ended_on.is_(None))
)
_STANDS_IN = exists(
    select(_OFFER.id)
    .join(_OFFERED, _OFFERED.id == _OFFER.post_id)
    .where(
        _OFFER.user_id == User.id,
        _OFFER.until_on >= _TODAY,
        _OFFER.from_on <= _TODAY,
        _OFFER.ended_at.is_(None),
        _OFFERED.ended_on.is_(None),
    )
)
_COLUMNS = (
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
    or_(_OTHER_POST, _STANDS_IN).label("has_other_posts"),
    StandIn.id.label("stand_in_id"),
    StandIn.from_on,
    StandIn.until_on,
    StandIn.ended_at.label("stand_in_ended_at"),
    _ABSENT.id.label("absent_id"),
    _ABSENT.name.label("absent_name"),
    _ABSENT.is_enabled.label("absent_is_enabled"),
    _ABSENT_POST.id.label("absent_post_id"),
    _ABSENT_POST.role.label("absent_role"),
    _ABSENT_POST.title.label("absent_title"),
    _ABSENT_POST.ended_on.label("absent_ended_on"),
    _ABSENT_UNIT.id.label("absent_unit_id"),
    _ABSENT_UNIT.short_name.label("absent_unit_name"),
)


@lru_cache
def _select_session(beside: tuple[Any, ...]) -> Any:
    return (
        select(*_COLUMNS, *beside)
        .join(User, User.id == UserSession.user_id)
        .join(Post, Post.id == UserSession.post_id)
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .outerjoin(StandIn, StandIn.id == UserSession.stand_in_id)
        .outerjoin(_ABSENT_POST, _ABSENT_POST.id == StandIn.post_id)
        .outerjoin(_ABSENT, _ABSENT.id == _ABSENT_POST.user_id)
        .outerjoin(_ABSENT_UNIT, _ABSENT_UNIT.id == _ABSENT_POST.unit_id)
        .where(
            UserSession.token_hash == bindparam("token_hash"),
            UserSession.ended_at.is_(None),
            User.is_enabled,
            Post.ended_on.is_(None),
        )
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


class Found(NamedTuple):
    """The person behind a token, when the session was last seen, and for whom he no longer stands in (or empty).

    `row` has the columns that were asked for beside it.
    """

    actor: Actor
    seen_at: datetime
    no_longer_for: str
    row: Any


def find_actor(
    token: str, idle: dict[bool, timedelta], absolute: timedelta, beside: tuple[Any, ...] = ()
) -> Found | None:
    """Who acts with that token, one query for everything; None when the session has ended.

    `idle` is keyed by whether the post is an administrator's. A stand-in whose time is over acts in his own post.
    `beside`: columns of whatever every page asks for, read in the same query.
    """
    asked = {"token_hash": hash_token(token), "today": clock.today()}
    rows = read_rows(_select_session(beside), asked)
    if not rows:
        return None
    row: Any = rows[0]
    now = clock.now()
    if now - row.seen_at > idle[row.role == Role.ADMIN] or now - row.created_at > absolute:
        return None
    stands_in = row.stand_in_id is not None and _holds(row, clock.today())
    actor = Actor(
        user_id=row.user_id,
        name=row.name,
        language=row.language,
        must_change_password=row.must_change_password,
        session_id=row.session_id,
        session_token=token,
        has_other_posts=stands_in or row.has_other_posts,
        **(_absent_post(row) if stands_in else _own_post(row)),
    )
    return Found(actor, row.seen_at, "" if stands_in else row.absent_name or "", row)


def _holds(row: Any, today: date) -> bool:
    """Whether the session's stand-in runs today, and the one he stands in for has the post."""
    is_running = row.stand_in_ended_at is None and row.from_on <= today <= row.until_on
    return bool(is_running and row.absent_ended_on is None and row.absent_is_enabled)


def _own_post(row: Any) -> dict[str, Any]:
    return {
        "role": Role(row.role),
        "title": row.title,
        "unit_id": row.unit_id,
        "unit_name": row.unit_name or "",
        "post_id": row.post_id,
    }


def _absent_post(row: Any) -> dict[str, Any]:
    return {
        "role": Role(row.absent_role),
        "title": row.absent_title,
        "unit_id": row.absent_unit_id,
        "unit_name": row.absent_unit_name or "",
        "post_id": row.absent_post_id,
        "for_user_id": row.absent_id,
        "for_name": row.absent_name,
    }


def find_user_of(token: str) -> int | None:
    """Whose session that token was, ended or not."""
    return db.session.scalar(select(UserSession.user_id).where(UserSession.token_hash == hash_token(token)))


def touch_session(session_id: int) -> None:
    """Remember that the session is in use, in a transaction of its own. Raises OperationalError where that would have
    to wait: once more a minute later is as good.
    """
    with own_transaction(in_haste=True) as session:
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
    """The post of his own that the person acts in from the next request on. Never commits."""
    db.session.execute(
        update(UserSession).where(UserSession.id == session_id).values(post_id=post_id, stand_in_id=None)
    )


def set_stand_in(session_id: int, stand_in_id: int) -> None:
    """The person acts in somebody else's post from the next request on. Never commits."""
    db.session.execute(update(UserSession).where(UserSession.id == session_id).values(stand_in_id=stand_in_id))


def leave_stand_in(session_id: int) -> None:
    """Back in his own post, in a transaction of its own."""
    with own_transaction() as session:
        session.execute(update(UserSession).where(UserSession.id == session_id).values(stand_in_id=None))


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
