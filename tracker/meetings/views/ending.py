"""The end: the draft of the notice is read over, then it goes its usual way."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock
from ...access import require
from ...db import db
from ...errors import Stale
from ...people.actor import Actor
from ...reports.since.paragraph import review_paragraph
from ...review.policy import can_review
from .. import actions, policy, queries
from ..forms import EndForm
from ..models import Decision, Meeting
from . import blueprint


@blueprint.route("/meetings/<int:meeting_id>/end", methods=["GET", "POST"])
def end(meeting_id: int) -> Any:
    """The driver ends; the Office makes the notice, in the same press where it drives."""
    is_post = request.method == "POST"
    meeting = queries.get_meeting_for(current_user, meeting_id, to_change=is_post)
    if meeting.notice_id and can_review(current_user):
        return redirect(url_for("notices.review", notice_id=meeting.notice_id), 303)
    # Of a form that somebody filled in the action says why it is too late.
    if not is_post and not (policy.drives(current_user, meeting) or policy.can_make_notice(current_user, meeting)):
        require(not meeting.is_running)
        return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)  # the Back button, behind the end
    decisions = queries.list_decisions(meeting)
    makes = can_review(current_user) and bool(decisions)
    form = EndForm(data={} if is_post else _suggest(meeting, decisions))
    if not makes:
        _drop_facts(form)
    if is_stale := is_post and _is_overtaken(meeting, decisions, form):
        _show_both(form, _suggest(meeting, decisions))
    elif form.carries_out(lambda: _end(meeting, decisions, form, makes)):
        db.session.commit()
        return _go_on(meeting)
    return _show(meeting_id, form, makes), 409 if is_stale else 422 if is_post else 200


def _show(meeting_id: int, form: EndForm, makes: bool) -> str:
    meeting = queries.get_meeting_for(current_user, meeting_id)
    may_withdraw = not makes and policy.can_withdraw(current_user, meeting) and not queries.list_decisions(meeting)
    return render_template("meetings/end.html", meeting=meeting, form=form, makes=makes, may_withdraw=may_withdraw)


@blueprint.post("/meetings/<int:meeting_id>/closure")
def closure(meeting_id: int) -> Any:
    """No notice is made of it; that can still be done later."""
    meeting = queries.get_meeting_for(current_user, meeting_id, to_change=True)
    actions.close_meeting(meeting, by=current_user)
    db.session.commit()
    flash(_("No notice is made of this meeting. Nobody is reminded of it any more."), "success")
    return redirect(url_for("meetings.show", meeting_id=meeting_id), 303)


def _is_overtaken(meeting: Meeting, decisions: list[Decision], form: EndForm) -> bool:
    """The text was made from other minutes; what is typed by somebody who no longer drives stays as it is."""
    goes_on = can_review(current_user) and (policy.drives(current_user, meeting) or not meeting.is_running)
    return goes_on and (form.seen.data or "") != queries.fingerprint(decisions)


def _suggest(meeting: Meeting, decisions: list[Decision]) -> dict[str, Any]:
    looked_back_on = queries.list_walked_notice_ids(meeting)
    review = review_paragraph(looked_back_on, meeting.held_on) if looked_back_on else ""
    return {
        "seen": queries.fingerprint(decisions),
        "issuer": current_app.config["SETTINGS"].issuer,
        "issued_on": clock.today(),
        "text": actions.write_text(meeting, decisions, review_words=review),
    }


def _show_both(form: EndForm, suggested: dict[str, Any]) -> None:
    """The text anew from the minutes as they stand, which goes on; beneath it everything that was typed."""
    texts = (form.text.data, form.typed.data)
    form.typed.data = "\n\n".join(dict.fromkeys(text for text in texts if text))
    for name, value in suggested.items():
        if name in form and (name in ("seen", "text") or not form[name].raw_data):
            form[name].data = value
    changed = _("The minutes have changed since this page was opened. The text is made anew from them.")
    below = _("What you typed is not saved yet and stands below: compare, then press again.")
    form.refuse(Stale(f"{changed} {below}"))


def _drop_facts(form: EndForm) -> None:
    """A leader ends; the notice is the Office's to make."""
    for name in ("issuer", "number", "issued_on"):
        del form[name]


def _end(meeting: Meeting, decisions: list[Decision], form: EndForm, makes: bool) -> None:
    by: Actor = current_user
    actions.end_meeting(meeting, by=by)
    if makes:
        facts = actions.NoticeFacts(form.text.data or "", form.issuer.data, form.number.data or "", form.issued_on.data)
        actions.make_notice(meeting, decisions, facts, by=by)


def _go_on(meeting: Meeting) -> Any:
    if meeting.notice_id and can_review(current_user):
        flash(_("The minutes are a draft notice now. Look through the drafts, then give the tasks."), "success")
        return redirect(url_for("notices.review", notice_id=meeting.notice_id), 303)
    flash(_("The meeting has ended. The Office makes the notice from its minutes."), "success")
    return redirect(url_for("meetings.show", meeting_id=meeting.id), 303)
