"""Due dates that move: a unit asks for more time or thinks better of it, a leader decides or sets a date himself."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ...access import safe_path
from ...db import db
from ...errors import Refused
from .. import actions, queries
from ..forms import DecisionForm, DueDateForm, ExtensionForm
from ..models import Extension
from . import blueprint
from .page import show_task, to_task


@blueprint.post("/tasks/<int:task_id>/extensions")
def request_extension(task_id: int) -> Any:
    """The unit asks for more time."""
    task, form = queries.get_task_for(current_user, task_id), ExtensionForm()
    if form.carries_out(
        lambda: actions.request_extension(task, form.new_due_on.data, form.reason.data or "", by=current_user)
    ):
        db.session.commit()
        flash(_("The request is sent. A leader will decide."), "success")
        return to_task(task_id)
    return show_task(task_id, extend=form)


@blueprint.post("/extensions/<int:extension_id>/withdrawal")
def withdraw_extension(extension_id: int) -> Any:
    """The unit takes it back."""
    extension = queries.get_extension_for(current_user, extension_id)
    actions.withdraw_extension(extension, by=current_user)
    db.session.commit()
    flash(_("The request is withdrawn: the due date stays."), "success")
    return to_task(extension.task_id)


@blueprint.post("/extensions/<int:extension_id>/approval")
def approve_extension(extension_id: int) -> Any:
    """The due date moves to the day asked for, or to the one that is given instead."""
    return _decide(extension_id, _approve, _("Approved: the due date has moved."))


@blueprint.post("/extensions/<int:extension_id>/refusal")
def refuse_extension(extension_id: int) -> Any:
    """The due date stays. From a list that asks for no reason the task's page asks for it."""
    return _decide(extension_id, _refuse, _("Refused: the due date stays."))


def _approve(extension: Extension, note: str, due_on: date | None) -> None:
    actions.approve_extension(extension, note, by=current_user, due_on=due_on)


def _refuse(extension: Extension, note: str, due_on: date | None) -> None:
    if due_on:
        raise Refused(_("To give this date, press «Approve». To refuse, leave it empty."), "due_on")
    actions.refuse_extension(extension, note, by=current_user)


def _decide(extension_id: int, act: Any, sentence: str) -> Any:
    extension, form = queries.get_extension_for(current_user, extension_id), DecisionForm()
    task_id = extension.task_id
    if form.carries_out(lambda: act(extension, form.note.data or "", form.due_on.data)):
        db.session.commit()
        flash(sentence, "success")
        return redirect(safe_path(form.next.data, url_for("tasks.show", task_id=task_id)), 303)
    return show_task(task_id, decide=form)


@blueprint.post("/tasks/<int:task_id>/due-date")
def set_due(task_id: int) -> Any:
    """A leader sets a date, or moves it."""
    task, form = queries.get_task_for(current_user, task_id), DueDateForm()
    if form.carries_out(lambda: actions.set_due_date(task, form.due_on.data, form.reason.data or "", by=current_user)):
        db.session.commit()
        flash(_("The due date is set. The unit is told by e-mail."), "success")
        return to_task(task_id)
    return show_task(task_id, set_due=form)
