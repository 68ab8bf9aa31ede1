"""In and out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from ... import history
from ...access import public, safe_path
from ...db import db
from ...errors import Refused
from .. import actions, sessions
from ..forms import SignInForm
from ..kept_form import read_kept_form
from . import blueprint


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Any:
    """By user name or e-mail. What was typed into a form whose session had ended is offered again."""
    form = SignInForm(next=request.args.get("next", ""))
    if request.method == "GET" or not form.validate():
        return render_template("people/sign_in.html", form=form), 422 if request.method == "POST" else 200
    try:
        signed = actions.sign_in(form.login.data, form.password.data, _device())
    except Refused as refused:
        form.refuse(refused)
        return render_template("people/sign_in.html", form=form), 429
    db.session.commit()
    if signed is None:
        form.form_errors.append(_("User name or password is wrong. Check both; capitals matter in the password."))
        return render_template("people/sign_in.html", form=form), 422
    _begin(*signed)
    if read_kept_form(form.kept.data):
        return render_template("people/resume.html", kept=read_kept_form(form.kept.data))
    return redirect(safe_path(form.next.data), 303)


def _begin(actor: Any, token: str) -> None:
    """A new cookie for a new session: nothing of the one before lives on."""
    session.clear()
    login_user(replace(actor, session_token=token))


def _device() -> str:
    """What the account page shows: the browser's own words, shortened."""
    return request.user_agent.string[:200]


@blueprint.post("/sign-out")
def sign_out() -> Any:
    """This browser."""
    sessions.end_session(current_user.session_id)
    history.record(current_user, "signed_out", "user", current_user.user_id)
    db.session.commit()
    logout_user()
    session.clear()
    return redirect(url_for("people.sign_in"), 303)


@blueprint.post("/sign-out-everywhere")
def sign_out_everywhere() -> Any:
    """Every browser of this person."""
    sessions.end_sessions_of(current_user.user_id)
    history.record(current_user, "signed_out_everywhere", "user", current_user.user_id)
    db.session.commit()
    logout_user()
    session.clear()
    flash(_("You are signed out everywhere."), "success")
    return redirect(url_for("people.sign_in"), 303)
