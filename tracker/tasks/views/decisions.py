"""What the Office and the leader decide."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ...access import safe_path
from ...db import db
from .. import actions, queries
from ..forms import ReasonForm
from . import blueprint
from .page import show_task, to_task


@blueprint.post("/tasks/<int:task_id>/confirmation")
def confirm(task_id: int) -> Any:
    """One click."""
    actions.confirm_completion(queries.get_task_for(current_user, task_id), by=current_user)
    db.session.commit()
    flash(_("The completion is confirmed."), "success")
    return redirect(safe_path(request.form.get("next"), url_for("tasks.show", task_id=task_id)), 303)


@blueprint.post("/tasks/<int:task_id>/return")
def send_back(task_id: int) -> Any:
    """With a reason; the task counts as not completed."""
    task, form = queries.get_task_for(current_user, task_id), ReasonForm()
    if form.carries_out(lambda: actions.send_back(task, form.reason.data or "", by=current_user)):
        db.session.commit()
        flash(_("The report is returned to the unit."), "success")
        return to_task(task_id)
    return show_task(task_id, send_back=form)
