"""One duty with its periods, and what the Office does with it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ... import history
from ...db import db
from .. import actions, queries
from ..forms import ReasonForm
from ..policy import keeps_duties
from ..wording import event_names, list_changes
from . import blueprint
from .lines import write_duties, write_next, write_period


@blueprint.get("/duties/<int:duty_id>")
def show(duty_id: int) -> Any:
    """Its rule, what comes next, and every period with its task."""
    return _page(duty_id)


@blueprint.post("/duties/<int:duty_id>/pause")
def pause(duty_id: int) -> Any:
    """Nothing is opened until it goes on."""
    duty, form = queries.get_duty_for(current_user, duty_id, to_change=True), ReasonForm()
    if form.carries_out(lambda: actions.pause_duty(duty, form.reason.data or "", by=current_user)):
        return _done(duty_id, _("The duty rests. Tasks that are open stay open."))
    return _page(duty_id, pause=form)


@blueprint.post("/duties/<int:duty_id>/resumption")
def resume(duty_id: int) -> Any:
    """It goes on with the next period."""
    actions.resume_duty(queries.get_duty_for(current_user, duty_id, to_change=True), by=current_user)
    return _done(duty_id, _("The duty goes on."))


@blueprint.post("/duties/<int:duty_id>/end")
def end(duty_id: int) -> Any:
    """For good."""
    duty, form = queries.get_duty_for(current_user, duty_id, to_change=True), ReasonForm()
    if form.carries_out(lambda: actions.end_duty(duty, form.reason.data or "", by=current_user)):
        return _done(duty_id, _("The duty has ended. Tasks that are open stay open."))
    return _page(duty_id, end=form)


def _done(duty_id: int, sentence: str) -> Any:
    db.session.commit()
    flash(sentence, "success")
    return redirect(url_for("duties.show", duty_id=duty_id), 303)


def _page(duty_id: int, **refused: ReasonForm) -> Any:
    duty = queries.get_duty_for(current_user, duty_id)
    return render_template(
        "duties/show.html",
        duty=duty,
        line=write_duties([duty], {})[0],
        coming=write_next(duty) if duty.is_running else [],
        periods=[write_period(row) for row in queries.list_periods(duty)],
        entries=history.list_entries("duty", duty.id, limit=30),
        event_names=event_names(),
        list_changes=list_changes,
        can_keep=keeps_duties(current_user),
        forms={name: refused.get(name) or ReasonForm(formdata=None) for name in ("pause", "end")},
        opened=next(iter(refused), ""),
    ), 422 if refused else 200
