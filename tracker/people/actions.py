"""What people and the administrator do to accounts, posts and units. Never commits."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from .. import clock, history
from ..access import require
from ..db import db
from ..errors import Refused
from ..text import clean_line, fold
from . import passwords, sessions, stand_ins, throttle
from .actor import Actor
from .models import Post, Role, Unit, User
from .queries import actor_of


def sign_in(login: str, password: str, device: str, address: str) -> tuple[Actor, str] | None:
    """Check name and password; the actor and his new session's token, or None. Raises Refused while slowed down.

    The answer takes the same time and says the same whether the account exists or not. The caller commits either way,
    so that failures are counted.
    """
    account = clean_line(login).lower()
    if minutes := throttle.minutes_to_wait(account, address):
        raise Refused(_("Too many wrong tries. Wait %(minutes)s minutes, then try again.", minutes=minutes))
    user = _find_account(account)
    post = next((post for post in user.posts if post.ended_on is None), None) if user else None
    is_right = passwords.is_right(user.password_hash, password) if user else passwords.verify_nobody(password)
    if user is None or post is None or not is_right or not user.is_enabled:
        throttle.note_failure(account, address)
        return None
    if passwords.is_outdated(user.password_hash):
        user.password_hash = passwords.hash_password(password)
    throttle.forget_failures(account, address)
    token = sessions.start_session(user, post, device)
    actor = actor_of(user.id, post.id)
    history.record(actor, "signed_in", "user", user.id)
    return actor, token


def _find_account(account: str) -> User | None:
    return db.session.scalar(
        select(User)
        .where(or_(User.login == account, func.lower(User.email) == account))
        .options(selectinload(User.posts))
    )


def change_password(user: User, old: str, new: str, *, by: Actor) -> None:
    """One's own password; every other session of the person ends."""
    require(user.id == by.user_id)
    if not passwords.is_right(user.password_hash, old):
        raise Refused(_("This is not your present password. Type it again."), "old_password")
    if old == new:
        raise Refused(_("The new password is the old one. Choose another."), "new_password")
    passwords.check_new_password(new, user.login, user.name)
    user.password_hash = passwords.hash_password(new)
    user.must_change_password = False
    sessions.end_sessions_of(user.id, but=by.session_id)
    history.record(by, "password_changed", "user", user.id)


def issue_one_time_password(user: User, *, by: Actor) -> str:
    """A password that must be changed at the next sign-in; every session of the person ends. Shown once."""
    require(by.is_admin)
    password = passwords.make_one_time_password()
    user.password_hash = passwords.hash_password(password)
    user.must_change_password = True
    sessions.end_sessions_of(user.id)
    history.record(by, "one_time_password_issued", "user", user.id)
    return password


def add_user(login: str, name: str, email: str, *, by: Actor) -> tuple[User, str]:
    """A new account with its one-time password."""
    require(by.is_admin)
    _refuse_double(login, email, 0)
    password = passwords.make_one_time_password()
    user = User(
        login=login.lower(),
        email=email or None,
        password_hash=passwords.hash_password(password),
        must_change_password=True,
        is_enabled=True,
        language="vi",
        created_at=clock.now(),
        posts=[],
    )
    user.rename(name)
    db.session.add(user)
    db.session.flush()
    history.record(by, "user_added", "user", user.id, login=login, name=name)
    return user, password


def edit_user(user: User, login: str, name: str, email: str, is_enabled: bool, *, by: Actor) -> None:
    """Correct an account; a disabled person is out at the next request."""
    require(by.is_admin)
    _refuse_double(login, email, user.id)
    if user.id == by.user_id and not is_enabled:
        raise Refused(_("You cannot disable your own account. Ask another administrator."), "is_enabled")
    before = {"login": user.login, "name": user.name, "email": user.email, "is_enabled": user.is_enabled}
    user.rename(name)
    user.login, user.email, user.is_enabled = login.lower(), email or None, is_enabled
    if not is_enabled:
        sessions.end_sessions_of(user.id)
        _let_go(user.id, by)
    after = {"login": user.login, "name": user.name, "email": user.email, "is_enabled": user.is_enabled}
    history.record(by, "user_edited", "user", user.id, before=before, after=after)


def _refuse_double(login: str, email: str, but: int) -> None:
    if db.session.scalar(select(User.id).where(User.login == login.lower(), User.id != but)):
        raise Refused(_("Another person has this user name. Choose a different one."), "login")
    if email and db.session.scalar(select(User.id).where(func.lower(User.email) == email.lower(), User.id != but)):
        raise Refused(_("Another person has this address. Each account needs its own."), "email")


def add_post(user: User, role: Role, unit_id: int | None, title: str, *, by: Actor) -> Post:
    """Give a person one more role."""
    require(by.is_admin)
    same = select(Post.id).where(
        Post.user_id == user.id, Post.role == role, Post.unit_id == unit_id, Post.ended_on.is_(None)
    )
    if db.session.scalar(same):
        raise Refused(_("This person holds that post already. End it first, or choose another."), "role")
    post = Post(user_id=user.id, role=role, unit_id=unit_id, title=title)
    db.session.add(post)
    db.session.flush()
    history.record(by, "post_added", "user", user.id, role=role, unit_id=unit_id, title=title)
    return post


def end_post(post: Post, *, by: Actor) -> None:
    """The person no longer holds it; his sessions in that post end."""
    require(by.is_admin)
    if post.user_id == by.user_id and post.role == Role.ADMIN:
        raise Refused(_("You cannot end your own administrator post. Ask another administrator."))
    post.ended_on = clock.today()
    sessions.end_sessions_of(post.user_id)
    _let_go(post.user_id, by)
    history.record(by, "post_ended", "user", post.user_id, role=post.role, unit_id=post.unit_id)


def _let_go(user_id: int, by: Actor) -> None:
    """What the person may no longer do: stand in, be stood in for, and whatever features above have given him."""
    db.session.flush()
    stand_ins.end_where_over(user_id, by=by)
    for let_go in current_app.extensions.get("let_go", []):
        let_go(user_id, by)


def switch_post(post: Post, *, by: Actor) -> None:
    """Act in another of one's own posts from now on, in this browser."""
    require(post.user_id == by.user_id and post.ended_on is None)
    sessions.set_post(by.session_id, post.id)
    history.record(by, "post_switched", "user", by.user_id, role=post.role, unit_id=post.unit_id)


def end_own_session(session_id: int, *, by: Actor) -> None:
    """Sign out another of one's own browsers."""
    sessions.end_session(session_id)
    history.record(by, "other_session_ended", "user", by.user_id)


def sign_out(*, by: Actor, everywhere: bool = False) -> None:
    """This browser, or every browser of the person."""
    if everywhere:
        sessions.end_sessions_of(by.user_id)
    else:
        sessions.end_session(by.session_id)
    history.record(by, "signed_out_everywhere" if everywhere else "signed_out", "user", by.user_id)


def save_unit(unit: Unit | None, values: dict[str, Any], *, by: Actor) -> Unit:
    """Add a unit or correct one. Closing it only dates it: open work is moved elsewhere."""
    require(by.is_admin)
    taken = select(Unit.id).where(Unit.code == values["code"], Unit.id != (unit.id if unit else 0))
    if db.session.scalar(taken):
        raise Refused(_("Another unit has this code. Choose a different one."), "code")
    _refuse_same_name(unit, values)
    before = _facts(unit) if unit else None
    unit = unit or Unit()
    for name, value in values.items():
        setattr(unit, name, value)
    db.session.add(unit)
    db.session.flush()
    history.record(by, "unit_edited" if before else "unit_added", "unit", unit.id, before=before, after=_facts(unit))
    return unit


def _refuse_same_name(unit: Unit | None, values: dict[str, Any]) -> None:
    """Two units of one day cannot be told apart by the same name, neither by people nor by extraction."""
    first, last = values.get("valid_from") or date.min, values.get("valid_to") or date.max
    for other in db.session.scalars(select(Unit).where(Unit.id != (unit.id if unit else 0)).order_by(Unit.id)):
        if (other.valid_from or date.min) > last or first > (other.valid_to or date.max):
            continue
        for field in ("name", "short_name"):
            if fold(values[field]) == fold(getattr(other, field)):
                raise Refused(_("%(unit)s has this name. Choose one that tells them apart.", unit=other.name), field)


def _facts(unit: Unit) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    return {
        name: plain(getattr(unit, name)) for name in ("code", "name", "short_name", "kind", "valid_from", "valid_to")
    }
