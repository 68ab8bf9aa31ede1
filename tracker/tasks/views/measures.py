"""By which number a task is measured."""

from __future__ import annotations

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from ...db import db
from .. import actions, queries
from ..forms import MeasureForm
from . import blueprint
from .page import show_task, to_task


@blueprint.post("/tasks/<int:task_id>/measure")
def set_measure(task_id: int) -> Any:
    """For this task, or for all of its directive at once."""
    task, form, changed = queries.get_task_for(current_user, task_id), MeasureForm(), [0]
    measure = actions.Measure(
        unit=form.measure.data or "",
        target=form.target.data,
        for_all=bool(form.for_all.data),
        same_target=bool(form.same_target.data),
    )

    def save() -> None:
        changed[0] = actions.set_measure(task, measure, by=current_user)

    if form.carries_out(save):
        db.session.commit()
        flash(
            ngettext("Saved for %(num)s task.", "Saved for %(num)s tasks.", changed[0])
            if changed[0]
            else _("Nothing has changed."),
            "success",
        )
        return to_task(task_id)
    return show_task(task_id, measure=form)
