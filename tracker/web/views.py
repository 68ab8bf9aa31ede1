"""Pages with no domain: home, language, the administrator's page of the system, health."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import text, update

from .. import clock
from ..access import public, require, safe_path
from ..calendar.queries import missing_years
from ..db import db
from ..jobs import queries as jobs
from ..mail import actions as outbox_actions
from ..mail import queries as outbox
from ..mail.log import wording
from ..people.models import User
from . import health
from .language import COOKIE, LANGUAGES
from .navigation import home_endpoint

blueprint = Blueprint("web", __name__)


@blueprint.get("/")
def home() -> Any:
    """Each role has its own first page."""
    return redirect(url_for(home_endpoint(current_user.role)), 303)


@blueprint.post("/language")
@public
def set_language() -> Any:
    """Kept in the account, or in a cookie for those who are not signed in."""
    wanted = request.form.get("language", "vi")
    wanted = wanted if wanted in LANGUAGES else "vi"
    response = redirect(safe_path(request.form.get("next", "")), 303)
    response.set_cookie(
        COOKIE,
        wanted,
        max_age=365 * 86400,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    if current_user.is_authenticated:
        db.session.execute(update(User).where(User.id == current_user.user_id).values(language=wanted))
        db.session.commit()
    return response


@blueprint.get("/system")
def system() -> Any:
    """Is the scheduler alive, does the queue move, what failed."""
    require(current_user.is_admin)
    state = {"jobs": jobs.read_state(), "mail": outbox.read_state(), "unknown_years": missing_years(clock.today())}
    return render_template("web/system.html", wording=wording, **state)


@blueprint.post("/system/mails/<int:mail_id>/resend")
def resend_mail(mail_id: int) -> Any:
    """Try a failed mail once more, at the person's present address."""
    require(current_user.is_admin)
    outbox_actions.resend(outbox.get_failed_mail(mail_id), by=current_user)
    db.session.commit()
    flash(_("The mail is queued again and goes out within a minute."), "success")
    return redirect(url_for("web.system"), 303)


@blueprint.post("/system/mail-release")
def release_mail() -> Any:
    """Let the mail go out again that a restore has held."""
    require(current_user.is_admin)
    outbox_actions.release_hold(by=current_user)
    db.session.commit()
    flash(_("The mail goes out again within a minute."), "success")
    return redirect(url_for("web.system"), 303)


@blueprint.get("/healthz")
@public
def healthz() -> Any:
    """200 when the database answers, the scheduler ticked within five minutes and mail goes out, else 503.

    `starting` is a new installation whose scheduler has not ticked yet.
    """
    db.session.execute(text("SELECT 1"))
    found = health.look()
    scheduler = "starting" if found.scheduler == "never" else found.scheduler
    answer = {"database": "ok", "scheduler": scheduler, "mail": found.mail, "mails_failed": found.failed}
    return jsonify(answer), 200 if found.is_well else 503
