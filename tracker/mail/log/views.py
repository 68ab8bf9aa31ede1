"""The administrator's log of mails, and sending again."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from ...access import require
from ...db import db
from .. import actions, message_id, queries
from ..models import MailState
from . import MailFilter, count_failed, get_mail, list_copies, list_kinds, list_mails, wording

blueprint = Blueprint("mails", __name__)


@blueprint.get("/mails")
def index() -> Any:
    """Every mail, the newest first."""
    require(current_user.is_admin)
    asked = MailFilter.from_args(request.args)
    mails, after = list_mails(asked, request.args.get("after", ""))
    return render_template(
        "mail/index.html",
        asked=asked,
        typed={name: request.args.get(name, "")[:40] for name in ("since", "until")},
        kinds=sorted(((kind, wording.name_kind(kind)) for kind in list_kinds()), key=lambda kind: kind[1]),
        states=wording.state_names(),
        mails=mails,
        failed=count_failed(),
        wording=wording,
        after=after,
    )


@blueprint.get("/mails/<int:mail_id>")
def show(mail_id: int) -> Any:
    """One mail with all that is known of it."""
    require(current_user.is_admin)
    mail = get_mail(mail_id)
    copies, has_ended = list_copies(mail.id), mail.state in (MailState.SENT, MailState.SKIPPED)
    return render_template(
        "mail/show.html",
        mail=mail,
        copies=copies,
        thread=message_id(f"thread:{mail.thread}") if mail.thread else "",
        wording=wording,
        states=wording.state_names(),
        can_retry=mail.state == MailState.FAILED,
        can_copy=has_ended,
        why_no_copy=actions.why_no_copy(mail) if has_ended else "",
    )


@blueprint.post("/mails/<int:mail_id>/retries")
def retry(mail_id: int) -> Any:
    """Try a failed mail once more: the same mail, at the person's present address."""
    require(current_user.is_admin)
    actions.resend(queries.get_failed_mail(mail_id), by=current_user)
    db.session.commit()
    flash(_("The mail is queued again and goes out within a minute."), "success")
    return redirect(url_for("mails.show", mail_id=mail_id), 303)


@blueprint.post("/mails/retries")
def retry_all() -> Any:
    """Try all failed mails once more."""
    require(current_user.is_admin)
    count = actions.resend_all_failed(by=current_user)
    db.session.commit()
    if count:
        said = ngettext("%(num)s mail is queued again.", "%(num)s mails are queued again.", count)
        flash(said, "success")
    else:
        flash(_("No mail had failed any more."), "info")
    return redirect(url_for("mails.index"), 303)


@blueprint.post("/mails/<int:mail_id>/copies")
def copy(mail_id: int) -> Any:
    """Send once more what was sent or left: a new mail. The page says how many copies there were when it was shown."""
    require(current_user.is_admin)
    made = actions.send_copy(get_mail(mail_id), request.form.get("number", ""), by=current_user)
    db.session.commit()
    if made is None:
        flash(_("This copy is queued already; nothing was sent twice."), "info")
        return redirect(url_for("mails.show", mail_id=mail_id), 303)
    flash(_("A copy is queued and goes out within a minute."), "success")
    return redirect(url_for("mails.show", mail_id=made), 303)
