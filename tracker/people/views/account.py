"""One's own account: password, language, posts, sessions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ...access import require
from ...db import db
from ...errors import NotFound
from .. import actions, queries, sessions
from ..forms import ROLE_NAMES, ChangePasswordForm, StandInForm
from ..models import UserSession
from . import blueprint
from .desk import lay_out


@blueprint.get("/account")
def account() -> Any:
    """Who am I here, for whom do I act, where else am I signed in."""
    return show_account(current_user.user_id)


def show_account(user_id: int, refused: dict[int, StandInForm] | None = None) -> Any:
    """One's own page; `refused` is the form of a stand-in that was refused, by its post."""
    user = queries.get_user(user_id)
    return render_template(
        "people/account.html",
        user=user,
        posts=[post for post in user.posts if post.ended_on is None],
        desk=lay_out(user, refused),
        sessions=_own_sessions(),
        role_names=ROLE_NAMES,
    ), 422 if refused else 200


def _own_sessions() -> list[UserSession]:
    idle = timedelta(minutes=current_app.config["SETTINGS"].session_idle_minutes)
    return sessions.list_sessions_of(current_user.user_id, idle)


@blueprint.route("/account/password", methods=["GET", "POST"])
def change_password() -> Any:
    """Also where a first password must be changed."""
    form = ChangePasswordForm()
    user = queries.get_user(current_user.user_id)
    if form.carries_out(
        lambda: actions.change_password(user, form.old_password.data, form.new_password.data, by=current_user)
    ):
        db.session.commit()
        flash(_("Your password is changed. Other browsers are signed out."), "success")
        return redirect(url_for("web.home"), 303)
    return render_template("people/change_password.html", form=form), 422 if request.method == "POST" else 200


@blueprint.post("/account/sessions/<int:session_id>/end")
def end_session(session_id: int) -> Any:
    """One of one's own browsers."""
    if session_id not in {one.id for one in _own_sessions()}:
        raise NotFound
    actions.end_own_session(session_id, by=current_user)
    db.session.commit()
    flash(_("That browser is signed out."), "success")
    return redirect(url_for("people.account"), 303)


@blueprint.post("/account/post")
def switch_post() -> Any:
    """Act in another of one's own posts."""
    user = queries.get_user(current_user.user_id)
    post = next((post for post in user.posts if str(post.id) == request.form.get("post_id")), None)
    require(post is not None)
    assert post
    actions.switch_post(post, by=current_user)
    db.session.commit()
    return redirect(url_for("web.home"), 303)
