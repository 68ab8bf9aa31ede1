"""In and out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from ...access import public, safe_path
from ...db import db
from ...errors import Refused
from .. import actions, earlier, sessions
from ..actor import Actor
from ..devices import device_name
from ..forms import SignInForm
from ..kept_form import read_kept_form
from . import blueprint


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Any:
    """By user name or e-mail. What was typed into a form whose session had ended is offered again."""
    form = SignInForm(next=request.args.get("next", ""))
    if request.method != "POST" and current_user.is_authenticated:
        return redirect(safe_path(form.next.data), 303)
    if request.method != "POST" or not form.validate():
        return render_template("people/sign_in.html", form=form), 422 if request.method == "POST" else 200
    try:
        signed = actions.sign_in(form.login.data, form.password.data, _device(), request.remote_addr or "")
    except Refused as refused:
        form.refuse(refused)
        return render_template("people/sign_in.html", form=form), 429
    if signed and current_user.is_authenticated:
        sessions.end_session(current_user.session_id)
    db.session.commit()
    if signed is None:
        form.form_errors.append(_("User name or password is wrong. Check both; capitals matter in the password."))
        return render_template("people/sign_in.html", form=form), 422
    _begin(*signed)
    return _resume(signed[0], form)


def _begin(actor: Actor, token: str) -> None:
    """A new cookie for a new session: of the one before lives on only whose forms may still be open."""
    earlier.leave_session(sessions.find_user_of(str(session.get("_user_id", ""))))
    g.pop("csrf_token", None)  # made for the old cookie: a form on the page that answers needs one for the new
    login_user(replace(actor, session_token=token))


def _resume(actor: Actor, form: SignInForm) -> Any:
    """Offer what was typed to the person who typed it; otherwise go where he wanted to go."""
    kept = read_kept_form(form.kept.data)
    if kept is None or actor.must_change_password:
        return redirect(safe_path(form.next.data), 303)
    if kept.user_id != actor.user_id:
        flash(_("What another person had typed in this browser was not sent and is gone."), "warning")
        return redirect(url_for("web.home"), 303)
    return render_template("people/resume.html", kept=kept, heading=_("You are signed in again"))


def _device() -> str:
    """What the account page shows."""
    return device_name(request.user_agent.string)


@blueprint.post("/sign-out")
def sign_out() -> Any:
    """This browser."""
    _end(everywhere=False)
    return redirect(url_for("people.sign_in"), 303)


@blueprint.post("/sign-out-everywhere")
def sign_out_everywhere() -> Any:
    """Every browser of this person."""
    _end(everywhere=True)
    flash(_("You are signed out everywhere."), "success")
    return redirect(url_for("people.sign_in"), 303)


def _end(*, everywhere: bool) -> None:
    user_id = current_user.user_id
    actions.sign_out(by=current_user, everywhere=everywhere)
    db.session.commit()
    logout_user()
    earlier.leave_session(user_id)
