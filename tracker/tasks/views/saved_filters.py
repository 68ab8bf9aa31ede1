"""Lists that a person keeps under a name."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _
from flask_login import current_user

from ...db import db
from .. import actions
from ..choices import get_saved_filter_for
from ..filters import TaskFilter
from ..forms import FilterNameForm
from . import blueprint
from .index import list_address, show_list


@blueprint.post("/tasks/filters")
def save_filter() -> Any:
    """The list of the address, under the name that was typed."""
    form, asked = FilterNameForm(), TaskFilter.from_args(request.args)
    if form.carries_out(lambda: actions.save_filter(form.name.data or "", asked, by=current_user)):
        db.session.commit()
        flash(_("The filter is kept."), "success")
        return redirect(list_address(asked), 303)
    return show_list(save=form), 422


@blueprint.post("/tasks/filters/<int:filter_id>/name")
def rename_filter(filter_id: int) -> Any:
    """Its list stays the same."""
    saved, form = get_saved_filter_for(current_user, filter_id), FilterNameForm()
    asked = TaskFilter.from_args(request.args)
    if form.carries_out(lambda: actions.rename_filter(saved, form.name.data or "", by=current_user)):
        db.session.commit()
        flash(_("Saved."), "success")
        return redirect(list_address(asked), 303)
    return show_list(rename=(filter_id, form)), 422


@blueprint.post("/tasks/filters/<int:filter_id>/removal")
def remove_filter(filter_id: int) -> Any:
    """One press: making it again is as short."""
    actions.remove_filter(get_saved_filter_for(current_user, filter_id))
    db.session.commit()
    flash(_("The filter is removed."), "success")
    return redirect(list_address(TaskFilter.from_args(request.args)), 303)
