"""What a unit does: accept, update, report completion, pass on to an officer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ...access import require, safe_path
from ...db import db
from ...errors import Refused
from ...people.queries import list_officers_of
from ...text import parse_id
from .. import actions, policy, queries
from ..forms import CompletionForm, ProgressForm
from . import blueprint
from .page import show_task, to_task


@blueprint.post("/tasks/<int:task_id>/acceptance")
def accept(task_id: int) -> Any:
    """From the task page or straight from the unit's list."""
    actions.accept_task(queries.get_task_for(current_user, task_id), by=current_user)
    db.session.commit()
    flash(_("Accepted."), "success")
    return redirect(safe_path(request.form.get("next"), url_for("tasks.show", task_id=task_id)), 303)


@blueprint.post("/tasks/<int:task_id>/updates")
def add_update(task_id: int) -> Any:
    """The minute on the phone."""
    task, form = queries.get_task_for(current_user, task_id), ProgressForm()
    progress = replace(
        _read(form),
        percent=form.percent.data,
        difficulties=form.difficulties.data or "",
        proposal=form.proposal.data or "",
        expected_on=form.expected_on.data,
    )

    def save() -> None:
        update = actions.add_update(task, progress, by=current_user)
        if update is not None:
            actions.add_evidence(task, form.files.data or [], by=current_user, update=update)

    if form.carries_out(save):
        db.session.commit()
        flash(_("Your update is saved."), "success")
        return to_task(task_id)
    return show_task(task_id, update=form)


def _read(form: ProgressForm | CompletionForm) -> actions.Progress:
    """What both kinds of report have in common."""
    return actions.Progress(
        form_key=form.form_key.data or "",
        result=form.result.data or "",
        measured=form.measured.data,
        document_number=form.document_number.data or "",
        document_on=form.document_on.data,
        seen=parse_id(form.seen.data or ""),
    )


@blueprint.post("/tasks/<int:task_id>/completion")
def submit(task_id: int) -> Any:
    """The unit says it is done."""
    task, form = queries.get_task_for(current_user, task_id), CompletionForm()
    progress = replace(_read(form), percent=None if task.measure else 100)

    def save() -> None:
        delay = actions.Answer(form.cause.data or "", form.explanation.data or "")
        update = actions.submit_completion(
            task, progress, form.completed_on.data, by=current_user, delay=delay, knows_it_is_short=form.is_confirmed
        )
        if update is not None:
            actions.add_evidence(task, form.files.data or [], by=current_user, update=update)

    if form.carries_out(save):
        db.session.commit()
        flash(_("The completion is reported. The Office will confirm it."), "success")
        return to_task(task_id)
    return show_task(task_id, submit=form)


@blueprint.post("/tasks/<int:task_id>/officer")
def assign_officer(task_id: int) -> Any:
    """The head passes the work on; the head still answers."""
    task = queries.get_task_for(current_user, task_id)
    require(policy.answers_for(current_user, task))
    names = {officer.user_id: officer.name for officer in list_officers_of(task.lead_unit_id)}
    chosen = request.form.get("officer_id", 0, type=int) or None
    if chosen is not None and chosen not in names:
        raise Refused(_("Choose an officer of your own unit."))
    actions.assign_officer(task, chosen, names.get(chosen or 0, ""), by=current_user)
    db.session.commit()
    flash(_("Saved."), "success")
    return to_task(task_id)
