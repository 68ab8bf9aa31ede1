"""The minutes, sentence by sentence: mended, taken back, carried out by somebody whose post allows it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ...db import db
from ...errors import Refused, Stale
from ...tasks.queries import get_task_for
from ...text import parse_id
from .. import actions, policy, queries
from ..forms import WordsForm
from ..models import Decision, Meeting
from . import blueprint


@blueprint.post("/meetings/<int:meeting_id>/decisions/<int:decision_id>/words")
def words(meeting_id: int, decision_id: int) -> Any:
    """The sentence as the notice will have it; of two who save at once the second sees both texts."""
    meeting, form = queries.get_meeting_for(current_user, meeting_id, to_change=True), WordsForm()
    decision = queries.find_decision_of(meeting, decision_id)
    if decision is None:
        return _show(meeting, None, form), 409
    version = parse_id(form.version.data or "") or 0
    stale: list[Stale] = []

    def save() -> None:
        try:
            actions.save_words(decision, meeting, form.words.data or "", version=version, by=current_user)
        except Stale as error:
            stale.append(error)
            raise

    if form.carries_out(save):
        db.session.commit()
        flash(_("Saved."), "success")
        return _back(meeting_id)
    return _show(*_load(meeting_id, decision_id), form, is_stale=bool(stale)), 409 if stale else 422


def _show(meeting: Meeting, decision: Decision | None, form: WordsForm, *, is_stale: bool = False) -> str:
    """What was typed, to be saved after all; of a sentence that was taken back meanwhile, to be recorded anew."""
    return render_template(
        "meetings/words.html",
        meeting=meeting,
        decision=decision,
        form=form,
        at=_read_at(),
        is_stale=is_stale,
        may_edit=policy.can_edit_words(current_user, meeting),
    )


@blueprint.post("/meetings/<int:meeting_id>/decisions/<int:decision_id>/removal")
def removal(meeting_id: int, decision_id: int) -> Any:
    """A mere word is taken back. A second press finds it gone."""
    meeting = queries.get_meeting_for(current_user, meeting_id, to_change=True)
    version = parse_id(request.form.get("version", "")) or 0
    decision = queries.find_decision_of(meeting, decision_id)
    if decision is None:
        flash(_("This sentence no longer stands in the minutes."), "warning")
        return _back(meeting_id)
    try:
        actions.remove_decision(decision, meeting, version=version, by=current_user)
        db.session.commit()
        flash(_("Taken out of the minutes."), "success")
    except Refused as refused:
        db.session.rollback()
        flash(refused.sentence, "warning")
    return _back(meeting_id)


@blueprint.post("/meetings/<int:meeting_id>/decisions/<int:decision_id>/execution")
def execution(meeting_id: int, decision_id: int) -> Any:
    """What the chair said is done to the task, by somebody who may."""
    meeting = queries.get_meeting_for(current_user, meeting_id, to_change=True)
    decision = queries.find_decision_of(meeting, decision_id)
    if decision is None:
        flash(_("This sentence no longer stands in the minutes."), "warning")
        return _back(meeting_id)
    try:
        if decision.task is not None:
            task = get_task_for(current_user, decision.task.id)
            seen = parse_id(request.form.get("version", ""))
            actions.carry_out(decision, meeting, task, by=current_user, version=seen)
        db.session.commit()
        flash(_("Carried out."), "success")
    except Refused as refused:
        db.session.rollback()
        flash(refused.sentence, "warning")
    return _back(meeting_id)


def _load(meeting_id: int, decision_id: int) -> tuple[Meeting, Decision | None]:
    meeting = queries.get_meeting_for(current_user, meeting_id, to_change=True)
    return meeting, queries.find_decision_of(meeting, decision_id)


def _read_at() -> int:
    return parse_id(request.form.get("at", "")) or 1


def _back(meeting_id: int) -> Any:
    return redirect(url_for("meetings.show", meeting_id=meeting_id, at=_read_at(), _anchor="minutes"), 303)
