"""Decline, insist, reassign; suspend, resume, cancel, supersede, reopen; star."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from ...db import db
from ...fields import BaseForm
from .. import actions, queries
from ..forms import (
    CancelForm,
    DeclineForm,
    InsistForm,
    ReassignForm,
    ReopenForm,
    ResumeForm,
    SupersedeForm,
    SuspendForm,
)
from . import blueprint
from .page import leave, show_task, to_task


@blueprint.post("/tasks/<int:task_id>/declines")
def decline(task_id: int) -> Any:
    """The unit says that the work is outside its function."""
    task, form = queries.get_task_for(current_user, task_id), DeclineForm()
    return _carry_out(
        task_id,
        "decline",
        form,
        lambda: actions.decline_task(
            task, form.reason.data or "", form.suggested_unit_id.data or None, by=current_user
        ),
        _("Sent. The Office or a leader will decide."),
    )


@blueprint.post("/tasks/<int:task_id>/insistence")
def insist(task_id: int) -> Any:
    """The work stays with the unit that declined it."""
    task, form = queries.get_task_for(current_user, task_id), InsistForm()
    return _carry_out(
        task_id,
        "insist",
        form,
        lambda: actions.insist_on_task(task, form.note.data or "", by=current_user, seen_unit_id=form.seen_unit_id),
        _("The task stays with the unit, which is told by e-mail."),
    )


@blueprint.post("/tasks/<int:task_id>/reassignments")
def reassign(task_id: int) -> Any:
    """Another unit leads from now on."""
    task, form = queries.get_task_for(current_user, task_id), ReassignForm()

    def save() -> None:
        wanted = actions.Reassignment(
            unit_id=form.unit_id.data,
            reason=form.reason.data or "",
            leader_id=form.leader_id.data or None,
            stays=form.stays.data,
            seen_unit_id=form.seen_unit_id,
        )
        actions.reassign_task(task, wanted, by=current_user)

    return _carry_out(task_id, "reassign", form, save, _("Reassigned. Both units are told by e-mail."))


@blueprint.post("/tasks/<int:task_id>/suspension")
def suspend(task_id: int) -> Any:
    """Nothing is due until it is resumed."""
    task, form = queries.get_task_for(current_user, task_id), SuspendForm()
    return _carry_out(
        task_id,
        "suspend",
        form,
        lambda: actions.suspend_task(task, form.reason.data or "", form.resume_on.data, by=current_user),
        _("The task is suspended; its units are told by e-mail."),
    )


@blueprint.post("/tasks/<int:task_id>/resumption")
def resume(task_id: int) -> Any:
    """The work goes on."""
    task, form = queries.get_task_for(current_user, task_id), ResumeForm()
    return _carry_out(
        task_id,
        "resume",
        form,
        lambda: actions.resume_task(task, form.note.data or "", form.due_on.data, by=current_user),
        _("The work goes on; its units are told by e-mail."),
    )


@blueprint.post("/tasks/<int:task_id>/cancellation")
def cancel(task_id: int) -> Any:
    """The work is no longer wanted."""
    task, form = queries.get_task_for(current_user, task_id), CancelForm()
    return _carry_out(
        task_id,
        "cancel",
        form,
        lambda: actions.cancel_task(task, form.reason.data or "", by=current_user),
        _("The task is cancelled; its units are told by e-mail."),
    )


@blueprint.post("/tasks/<int:task_id>/supersession")
def supersede(task_id: int) -> Any:
    """A later notice or another task has taken it over."""
    task, form = queries.get_task_for(current_user, task_id), SupersedeForm()
    return _carry_out(
        task_id,
        "supersede",
        form,
        lambda: actions.supersede_by_hand(task, form.successor.data or "", form.reason.data or "", by=current_user),
        _("The task is transferred; its units are told by e-mail."),
    )


@blueprint.post("/tasks/<int:task_id>/reopening")
def reopen(task_id: int) -> Any:
    """What was over is work again."""
    task, form = queries.get_task_for(current_user, task_id), ReopenForm()
    return _carry_out(
        task_id,
        "reopen",
        form,
        lambda: actions.reopen_task(task, form.reason.data or "", by=current_user),
        _("The task is open again; its units are told by e-mail."),
    )


@blueprint.post("/tasks/<int:task_id>/star")
def star(task_id: int) -> Any:
    """It comes first."""
    actions.star_task(queries.get_task_for(current_user, task_id), by=current_user)
    db.session.commit()
    return to_task(task_id)


@blueprint.post("/tasks/<int:task_id>/star/removal")
def unstar(task_id: int) -> Any:
    """It stands where its date puts it."""
    actions.unstar_task(queries.get_task_for(current_user, task_id), by=current_user)
    db.session.commit()
    return to_task(task_id)


def _carry_out(task_id: int, name: str, form: BaseForm, act: Callable[[], None], done: str) -> Any:
    if form.carries_out(act):
        db.session.commit()
        flash(done, "success")
        return leave(task_id)
    return show_task(task_id, **{name: form})
