"""The login wall: every endpoint asks for sign-in unless its view is marked `@public`."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, current_user
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response as BaseResponse

from .. import clock
from ..access import is_public
from ..calendar.queries import RULES, remember_rules
from ..db import db, set_reading
from ..people import earlier, sessions
from ..people.actor import Actor
from ..people.forms import SignInForm
from ..people.kept_form import keep_form, read_kept_form

TOUCH_EVERY = timedelta(seconds=60)
_STATIC = frozenset({"static", "bootstrap.static"})
_ON_THE_WAY_OUT = frozenset({"people.sign_out", "people.sign_out_everywhere"})
_WITHOUT_PASSWORD_CHANGE = frozenset({"people.change_password", "people.sign_out", "web.set_language"})


def init_app(app: Flask) -> None:
    """Load the person behind the cookie, close what is not public, keep sessions alive."""
    manager = LoginManager(app)
    manager.session_protection = None  # the session row is the protection; 0.6.3 trusts a raw forwarded header
    manager.user_loader(_load_actor)
    app.before_request(_close)
    app.after_request(_touch)


def _load_actor(token: str) -> Actor | None:
    settings = current_app.config["SETTINGS"]
    found = sessions.find_actor(
        token,
        {
            False: timedelta(minutes=settings.session_idle_minutes),
            True: timedelta(minutes=settings.session_idle_minutes_admin),
        },
        timedelta(hours=settings.session_hours),
        RULES,
    )
    if found is None:
        return None
    remember_rules(found.row)
    g.session_seen_at, g.no_longer_for = found.seen_at, found.no_longer_for
    return found.actor


def _close() -> Any:
    set_reading(request.method in ("GET", "HEAD", "OPTIONS"))
    if request.endpoint is None or request.endpoint in _STATIC:
        return None
    if is_public(current_app.view_functions.get(request.endpoint)):
        return None
    if not current_user.is_authenticated:
        return _send_to_sign_in()
    if current_user.must_change_password and request.endpoint not in _WITHOUT_PASSWORD_CHANGE:
        return redirect(url_for("people.change_password"), 303)
    if g.get("no_longer_for") and request.endpoint not in _ON_THE_WAY_OUT:
        return _fall_back(g.no_longer_for)
    return None


def _fall_back(absent: str) -> Any:
    """The time as a stand-in is over: back in one's own post, told once. What was being sent is offered, not done."""
    db.session.rollback()
    sessions.leave_stand_in(current_user.session_id)
    sentence = _("The time of standing in for %(name)s is over. From here on it is your own post again.", name=absent)
    kept = read_kept_form(keep_form(request, current_user.user_id)) if request.method == "POST" else None
    if kept and kept.texts:
        return render_template("people/resume.html", kept=kept, heading=sentence), 422
    flash(sentence, "warning")
    return redirect(url_for("web.home"), 303)


def _send_to_sign_in() -> Any:
    if request.method in ("GET", "HEAD"):
        target = request.full_path.rstrip("?") if request.path != "/" else None
        return redirect(url_for("people.sign_in", next=target), 303)
    # The session ended while a form was being filled in: its text is kept (signed) and offered again after sign-in.
    # Only for the person of this browser's dead session: what others make a browser send is never offered.
    return _end_of_session(sessions.find_user_of(str(session.get("_user_id", ""))))


def _end_of_session(user_id: int | None) -> Any:
    kept = keep_form(request, user_id)
    return render_template("people/session_ended.html", kept=kept, form=SignInForm(formdata=None)), 401


def offer_stale_form() -> Any:
    """Answer a form whose token is not of the present session; None when nobody here may be offered it.

    Somebody signed out, or in anew, in another tab while it was open. It is never carried out: its person signs in, or
    sends it again with a fresh token after having looked at it. What others make a browser send has no owner.
    """
    set_reading(True)
    owner = earlier.find_owner(request.form.get("csrf_token", ""))
    if owner is None:
        return None
    if not current_user.is_authenticated:
        return _end_of_session(owner)
    kept = read_kept_form(keep_form(request, owner))
    if kept is None or not kept.texts or owner != current_user.user_id or current_user.must_change_password:
        return None
    heading = _("The session before has ended; check this and send it again")
    return render_template("people/resume.html", kept=kept, heading=heading), 422


def _touch(response: BaseResponse) -> BaseResponse:
    """At most once a minute, after the page is made, in a transaction of its own."""
    seen_at: datetime | None = g.get("session_seen_at")
    if seen_at is None or clock.now() - seen_at < TOUCH_EVERY or not current_user.is_authenticated:
        return response
    db.session.rollback()
    with suppress(OperationalError):  # the page is made: it must not be lost while somebody else writes
        sessions.touch_session(current_user.session_id)
    return response
