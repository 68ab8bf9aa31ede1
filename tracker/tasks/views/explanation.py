"""Why work is late, in one thread; and the urging of its unit."""

from __future__ import annotations

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from ...db import db
from .. import actions, explanations, queries
from ..forms import AcceptanceForm, AgainForm, ExplanationForm, QuestionForm, UrgingForm
from . import blueprint
from .page import leave, show_task


@blueprint.post("/tasks/<int:task_id>/explanation-requests")
def ask_explanation(task_id: int) -> Any:
    """A leader or the Office asks."""
    task, form = queries.get_task_for(current_user, task_id), QuestionForm()
    if form.carries_out(lambda: actions.ask_explanation(task, form.question.data or "", by=current_user)):
        return _saved(task_id, _("The unit is asked for an explanation."))
    return show_task(task_id, ask_explanation=form)


@blueprint.post("/tasks/<int:task_id>/explanations")
def explain(task_id: int) -> Any:
    """The unit answers, asked or not."""
    task, form = queries.get_task_for(current_user, task_id), ExplanationForm()
    answer = actions.Answer(form.cause.data or "", form.explanation.data or "", form.seen.data or 0)
    if form.carries_out(lambda: actions.explain(task, answer, by=current_user)):
        return _saved(task_id, _("The explanation is sent."))
    return show_task(task_id, explain=form)


@blueprint.post("/explanations/<int:explanation_id>/acceptance")
def accept_explanation(explanation_id: int) -> Any:
    """With the unit's cause, or another one."""
    explanation, form = explanations.get_explanation_for(current_user, explanation_id), AcceptanceForm()
    task_id, seen = explanation.task_id, form.seen.data or 0
    cause, note = form.confirmed_cause.data or "", form.note.data or ""
    if form.carries_out(lambda: actions.accept_explanation(explanation, cause, note, seen=seen, by=current_user)):
        return _saved(task_id, _("The explanation is accepted."))
    return show_task(task_id, accept_explanation=form)


@blueprint.post("/explanations/<int:explanation_id>/return")
def ask_explanation_again(explanation_id: int) -> Any:
    """With what is missing."""
    explanation, form = explanations.get_explanation_for(current_user, explanation_id), AgainForm()
    task_id, seen, note = explanation.task_id, form.seen.data or 0, form.note.data or ""
    if form.carries_out(lambda: actions.ask_explanation_again(explanation, note, seen=seen, by=current_user)):
        return _saved(task_id, _("The unit is asked again."))
    return show_task(task_id, ask_explanation_again=form)


@blueprint.post("/tasks/<int:task_id>/urgings")
def urge(task_id: int) -> Any:
    """Recorded; by e-mail it is sent too."""
    task, form = queries.get_task_for(current_user, task_id), UrgingForm()
    if form.carries_out(lambda: actions.urge(task, read_urging(form), by=current_user)):
        return _saved(task_id, _("The urging is recorded."))
    return show_task(task_id, urge=form)


def read_urging(form: UrgingForm) -> actions.Urge:
    """What the form says, for one task or for many."""
    return actions.Urge(
        form_key=form.form_key.data or "",
        on=form.on.data,
        channel=form.channel.data,
        recipient=form.recipient.data or "",
        letter_number=form.letter_number.data or "",
        note=form.note.data or "",
    )


def _saved(task_id: int, sentence: str) -> Any:
    db.session.commit()
    flash(sentence, "success")
    return leave(task_id)
