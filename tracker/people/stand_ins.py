"""Stand-ins («người thay»): who acts in whose post, for how long. Never commits.

A stand-in ends with its last day, by somebody's word, with the post, and when its person may no longer sign in or no
longer qualifies. Whether it holds is asked anew with every request, so that open browsers need not be told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from .. import clock, history
from ..access import require
from ..db import db
from ..errors import NotFound, Refused
from . import policy, sessions
from .actor import Actor
from .models import Post, Role, StandIn, Unit, User
from .policy import MOST_DAYS, Candidate

_PEOPLE = (joinedload(StandIn.user), joinedload(StandIn.post).options(joinedload(Post.user), joinedload(Post.unit)))


def runs_on(day: date) -> ColumnElement[bool]:
    """As `StandIn.is_running`, for SQL."""
    return and_(StandIn.ended_at.is_(None), StandIn.from_on <= day, StandIn.until_on >= day)


def list_current(user_id: int, post_ids: Collection[int]) -> list[StandIn]:
    """What runs or is to come: for these posts, and by that person for others; the first to begin on top."""
    concerned = or_(StandIn.user_id == user_id, StandIn.post_id.in_(list(post_ids)))
    return list(
        db.session.scalars(
            select(StandIn)
            .where(StandIn.ended_at.is_(None), StandIn.until_on >= clock.today(), concerned)
            .options(*_PEOPLE)
            .order_by(StandIn.from_on, StandIn.id)
        )
    )


def get_stand_in_for(actor: Actor, stand_in_id: int) -> StandIn:
    """One with which that person has to do; any for the administrator."""
    found = db.session.scalar(select(StandIn).where(StandIn.id == stand_in_id).options(*_PEOPLE))
    if found is None or not (actor.is_admin or actor.user_id in (found.user_id, found.post.user_id)):
        raise NotFound
    return found


def get_post_for(actor: Actor, post_id: int) -> Post:
    """A post of one's own; any for the administrator."""
    post = db.session.scalar(select(Post).where(Post.id == post_id).options(joinedload(Post.user)))
    if post is None or not (actor.is_admin or post.user_id == actor.user_id):
        raise NotFound
    return post


def list_candidates(posts: Collection[Post], *, chosen_by_admin: bool) -> dict[int, list[Candidate]]:
    """For each of these posts those who may stand in, by given name; a person once."""
    if not posts:
        return {}
    units = [post.unit_id for post in posts if post.unit_id is not None]
    known = [Candidate(*row) for row in db.session.execute(_posts_of(units))]
    found: dict[int, list[Candidate]] = {}
    for post in posts:
        fitting = (one for one in known if policy.may_stand_in(one, post, chosen_by_admin=chosen_by_admin))
        found[post.id] = list({one.user_id: one for one in fitting}.values())
    return found


def _posts_of(unit_ids: Collection[int]) -> Any:
    """The unfinished posts in those units, and those that may stand in across units."""
    anywhere = Post.role.in_((Role.LEADER, Role.OFFICE, Role.HEAD))
    return (
        select(User.id, User.name, Post.role, Post.title, Post.unit_id, Unit.kind)
        .join(Post, Post.user_id == User.id)
        .outerjoin(Unit, Unit.id == Post.unit_id)
        .where(User.is_enabled, Post.ended_on.is_(None), or_(anywhere, Post.unit_id.in_(list(unit_ids))))
        .order_by(User.name_sort, User.id, Post.id)
    )


def name_stand_in(post: Post, user_id: int, from_on: date, until_on: date, reason: str, *, by: Actor) -> StandIn:
    """Somebody acts in that post for some days. The same form sent twice names him once."""
    require(policy.may_name_stand_in(by, post))
    _check_days(from_on, until_on)
    candidates = list_candidates([post], chosen_by_admin=by.is_admin)[post.id]
    chosen = next((one for one in candidates if one.user_id == user_id), None)
    if chosen is None:
        raise Refused(_("This person cannot stand in for this post. Choose another."), "user_id")
    # Two who name somebody at once wait for each other here.
    db.session.execute(select(Post.id).where(Post.id == post.id).with_for_update())
    taken = _find_other(post, from_on, until_on)
    if taken and (taken.user_id, taken.from_on, taken.until_on) == (user_id, from_on, until_on):
        return taken
    if taken:
        raise Refused(_("%(name)s stands in from %(first)s to %(last)s already. End that first.", **_days(taken)))
    stand_in = StandIn(
        post_id=post.id,
        user_id=user_id,
        from_on=from_on,
        until_on=until_on,
        reason=reason,
        at=clock.now(),
        given_by_id=by.user_id,
    )
    db.session.add(stand_in)
    db.session.flush()
    _record(by, "stand_in_named", get_stand_in_for(by, stand_in.id), reason=reason)
    return stand_in


def _check_days(from_on: date, until_on: date) -> None:
    """From today on, in order, and not for too long."""
    if from_on < clock.today():
        raise Refused(_("The first day cannot lie in the past. Give today or a later day."), "from_on")
    if until_on < from_on:
        raise Refused(_("The last day cannot lie before the first."), "until_on")
    if (until_on - from_on).days >= MOST_DAYS:
        raise Refused(_("At most %(days)s days at a time. Give an earlier last day.", days=MOST_DAYS), "until_on")


def _find_other(post: Post, from_on: date, until_on: date) -> StandIn | None:
    return db.session.scalar(
        select(StandIn)
        .where(
            StandIn.post_id == post.id,
            StandIn.ended_at.is_(None),
            StandIn.from_on <= until_on,
            StandIn.until_on >= from_on,
        )
        .options(joinedload(StandIn.user))
        .order_by(StandIn.id)
        .limit(1)
    )


def _days(stand_in: StandIn) -> dict[str, str]:
    return {
        "name": stand_in.user.name,
        "first": f"{stand_in.from_on:%d/%m/%Y}",
        "last": f"{stand_in.until_on:%d/%m/%Y}",
    }


def end_stand_in(stand_in: StandIn, *, by: Actor) -> None:
    """Before its last day; a second press changes nothing."""
    require(policy.may_name_stand_in(by, stand_in.post))
    _end([stand_in], by)


def end_where_over(user_id: int, *, by: Actor) -> None:
    """After a post has ended or an account was disabled: what no longer holds, of that person and by that person."""
    posts = select(Post.id).where(Post.user_id == user_id)
    running = db.session.scalars(
        select(StandIn)
        .where(
            StandIn.ended_at.is_(None),
            StandIn.until_on >= clock.today(),
            or_(StandIn.user_id == user_id, StandIn.post_id.in_(posts)),
        )
        .options(*_PEOPLE)
        .order_by(StandIn.id)
    ).all()
    candidates = list_candidates([one.post for one in running], chosen_by_admin=True)
    _end([one for one in running if not _still_holds(one, candidates[one.post_id])], by)


def _still_holds(stand_in: StandIn, candidates: Iterable[Candidate]) -> bool:
    is_held = stand_in.post.ended_on is None and stand_in.post.user.is_enabled
    return is_held and stand_in.user_id in {one.user_id for one in candidates}


def _end(stand_ins: Iterable[StandIn], by: Actor) -> None:
    for stand_in in stand_ins:
        if stand_in.ended_at is None:
            stand_in.ended_at = clock.now()
            _record(by, "stand_in_ended", stand_in)


def act_as_stand_in(stand_in: StandIn, *, by: Actor) -> None:
    """Act in the other one's post from now on, in this browser."""
    require(stand_in.user_id == by.user_id)
    if not stand_in.is_running(clock.today()) or stand_in.post.ended_on is not None:
        raise Refused(_("This does not hold today. Look at the account page again."))
    sessions.set_stand_in(by.session_id, stand_in.id)
    history.record(by, "stand_in_begun", "user", by.user_id, absent=stand_in.post.user.name)


def _record(by: Actor, event: str, stand_in: StandIn, **data: Any) -> None:
    """In the history of both people."""
    post = stand_in.post
    facts = {"absent": post.user.name, "post": post.title, **_days(stand_in), **data}
    for user_id in (post.user_id, stand_in.user_id):
        history.record(by, event, "user", user_id, **facts)
