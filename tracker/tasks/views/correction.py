"""An author corrects what he has just reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from flask import flash, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock
from ...access import require
from ...db import db
from ...errors import Refused
from ...settings.queries import office_settings
from .. import actions, policy, queries
from ..forms import CorrectionForm, Difference, as_json
from ..models import ProgressUpdate, Task
from . import blueprint
from .merging import goes_back, show_both
from .page import address, to_task

_OF_UPDATE = ("percent", "difficulties", "expected_on")
_DOCUMENT = ("document_number", "document_on")


@blueprint.route("/updates/<int:update_id>/correction", methods=["GET", "POST"])
def correction(update_id: int) -> Any:
    """His own second window may have saved meanwhile: then he chooses."""
    return _save(update_id) if request.method == "POST" else _open(update_id)


def _open(update_id: int) -> Any:
    """The form, with what the update says now."""
    task, update = queries.get_update_for(current_user, update_id)
    require(policy.wrote(current_user, update))
    minutes, last_id = office_settings().correction_minutes, queries.find_last_update_id(task)
    if not policy.may_still_correct(task, update, last_id, minutes, clock.now()):
        raise Refused(_("This report can no longer be corrected. Write a further update instead."))
    form = _form_of(update, data=vars(actions.Correction.of(update)))
    form.show_as_opened(_values_of(form, update), _version(update))
    return _show(task, update, form)


def _save(update_id: int) -> Any:
    task, update = queries.get_update_for(current_user, update_id)
    require(policy.wrote(current_user, update))
    form = _form_of(update)
    theirs, version = _values_of(form, update), _version(update)
    differences = form.find_differences(theirs, version, request.form)
    if form.validate() and (goes_back() or differences):
        form.show_as_opened(theirs, version)
        if goes_back():
            return _show(task, update, form, differences)
        action, back = address("tasks.correction", update_id=update_id), address("tasks.show", task_id=task.id)
        return show_both(form, differences, task, "update_corrected", action=action, back=back, text=task.title)
    corrected = replace(actions.Correction.of(update), **_typed(form.settle(theirs, request.form)))
    if form.carries_out(lambda: actions.correct_update(task, update, corrected, by=current_user)):
        db.session.commit()
        flash(_("Corrected. The first version stays in the history."), "success")
        return to_task(update.task_id)
    return _show(*queries.get_update_for(current_user, update_id), form), 422


def _show(task: Task, update: ProgressUpdate, form: CorrectionForm, differences: list[Difference] | None = None) -> str:
    return render_template(
        "tasks/correction.html",
        form=form,
        task=task,
        update=update,
        differences=differences or [],
        action=address("tasks.correction", update_id=update.id),
        back=address("tasks.show", task_id=task.id),
    )


def _form_of(update: ProgressUpdate, **given: Any) -> CorrectionForm:
    """Each kind of report has fields of its own; a part and a measured update have no percents."""
    form = CorrectionForm(**given)
    left_out = set(_OF_UPDATE if update.is_completion else _DOCUMENT if update.is_part else ())
    left_out.add("measured" if update.measured is None else "percent")
    if update.is_part:
        left_out.add("percent")
    for name in left_out:
        del form[name]
    return form


def _values_of(form: CorrectionForm, update: ProgressUpdate) -> dict[str, Any]:
    return {name: as_json(getattr(update, name)) for name in form.merged_names()}


def _version(update: ProgressUpdate) -> str:
    return update.corrected_at.isoformat() if update.corrected_at else "first"


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """From what is compared to what is kept."""
    for name in ("expected_on", "document_on"):
        if name in values:
            values[name] = date.fromisoformat(values[name]) if values[name] else None
    for name in ("percent", "measured"):
        if name in values and values[name] == "":
            values[name] = None
    return values
