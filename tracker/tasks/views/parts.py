"""What a cooperating unit does."""

from __future__ import annotations

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from ...db import db
from .. import actions, queries
from ..forms import PartForm
from . import blueprint
from .page import show_task, to_task


@blueprint.post("/tasks/<int:task_id>/parts")
def add_part(task_id: int) -> Any:
    """Its own part, with files; the lead unit still reports for the whole."""
    task, form = queries.get_task_for(current_user, task_id), PartForm()
    progress = actions.Progress(form_key=form.form_key.data or "", result=form.result.data or "")

    def save() -> None:
        part = actions.add_part(task, progress, form.change, by=current_user)
        if part is not None:
            actions.add_evidence(task, form.files.data or [], by=current_user, update=part)

    if form.carries_out(save):
        db.session.commit()
        flash(_("The part of your unit is sent to the lead unit."), "success")
        return to_task(task_id)
    return show_task(task_id, add_part=form)
