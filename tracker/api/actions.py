"""Feeds are made, revoked, and end with what they rest on. Never commits."""

from __future__ import annotations

import secrets
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select, update

from .. import clock, history
from ..access import require
from ..db import db, own_transaction
from ..errors import Refused
from ..people.acting import list_own_actors_of
from ..people.actor import Actor
from ..people.models import Unit, User
from ..people.sessions import hash_token
from . import policy
from .models import FeedKind, FeedToken

MOST = 10


def add_feed(name: str, unit_id: int | None, *, by: Actor) -> str:
    """A new feed of the person's own work or of a unit's; its token, which nobody can read again."""
    require(policy.may_read(list_own_actors_of(by.user_id), unit_id))
    # Two forms of one person wait for each other here, so that neither the number nor the name is overstepped.
    db.session.execute(select(User.id).where(User.id == by.user_id).with_for_update())
    names = list(
        db.session.scalars(
            select(FeedToken.name).where(FeedToken.user_id == by.user_id, FeedToken.revoked_at.is_(None))
        )
    )
    if name in names:
        raise Refused(
            _(
                "One of the calendars has this name already. Choose another; or, if its address was lost, revoke it"
                " below and create it again."
            ),
            "name",
        )
    if len(names) >= MOST:
        raise Refused(_("At most %(count)s calendars. Revoke one that is no longer used.", count=MOST), "name")
    token = secrets.token_urlsafe(32)
    kind = FeedKind.PERSON if unit_id is None else FeedKind.UNIT
    feed = FeedToken(
        token_hash=hash_token(token),
        user_id=by.user_id,
        kind=kind,
        unit_id=unit_id,
        name=name,
        created_at=clock.now(),
    )
    db.session.add(feed)
    db.session.flush()
    _record(by, "calendar_feed_added", feed)
    return token


def revoke_feed(feed: FeedToken, *, by: Actor) -> None:
    """From the next reading on the address answers nothing. A second press changes nothing."""
    require(feed.user_id == by.user_id)
    _revoke(feed, "calendar_feed_revoked", by)


def end_all_feeds(user_id: int, until_id: int, *, by: Actor) -> int:
    """The administrator ends a person's living feeds, for good: those that the page showed, up to the newest of them.

    Tells how many. A second press finds none, and leaves one made meanwhile alone.
    """
    require(by.is_admin)
    names = list(
        db.session.scalars(
            update(FeedToken)
            .where(FeedToken.user_id == user_id, FeedToken.revoked_at.is_(None), FeedToken.id <= until_id)
            .values(revoked_at=clock.now())
            .returning(FeedToken.name)
        )
    )
    if names:
        history.record(by, "calendar_feeds_ended", "user", user_id, name=", ".join(sorted(names)), count=len(names))
    return len(names)


def end_where_over(user_id: int, by: Actor) -> None:
    """After a post has ended or an account was disabled: feeds that this person may no longer read, for good."""
    actors = list_own_actors_of(user_id)
    living = db.session.scalars(
        select(FeedToken)
        .where(FeedToken.user_id == user_id, FeedToken.revoked_at.is_(None))
        .order_by(FeedToken.id)
        .with_for_update()
    ).all()
    for feed in living:
        if not policy.may_read(actors, feed.unit_id):
            _revoke(feed, "calendar_feed_ended", by)


def _revoke(feed: FeedToken, event: str, by: Actor) -> None:
    if feed.revoked_at is None:
        feed.revoked_at = clock.now()
        _record(by, event, feed)


def _record(by: Actor, event: str, feed: FeedToken) -> None:
    unit = db.session.get(Unit, feed.unit_id) if feed.unit_id else None
    about = {"unit": unit.short_name} if unit else {}
    history.record(by, event, "user", feed.user_id, name=feed.name, feed_id=feed.id, **about)


def is_touched(last_used_at: datetime | None) -> bool:
    """Whether today's reading is noted already: once a day is enough to see which feeds nobody reads."""
    return last_used_at is not None and clock.to_office(last_used_at).date() >= clock.today()


def touch_feed(feed_id: int) -> None:
    """Remember that the feed is read, in a transaction of its own."""
    with own_transaction() as session:
        session.execute(update(FeedToken).where(FeedToken.id == feed_id).values(last_used_at=clock.now()))
