"""The checklist of a task."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from ...access import require
from ...db import db
from ...fields import choices
from ...people.queries import get_user, list_officers_of
from .. import actions, policy, queries
from ..forms import Difference, StepForm, as_json
from ..models import Step
from . import blueprint
from .merging import goes_back, show_both
from .page import address, show_task, to_task


@blueprint.post("/tasks/<int:task_id>/steps")
def add_step(task_id: int) -> Any:
    """One more line of the checklist."""
    task, form = queries.get_task_for(current_user, task_id), StepForm()
    plan = actions.StepPlan(form.title.data or "", form.officer_id.data, form.due_on.data)
    if form.carries_out(lambda: actions.add_step(task, plan, form.form_key.data or "", by=current_user)):
        db.session.commit()
        flash(_("The step is added."), "success")
        return to_task(task_id, "steps")
    return show_task(task_id, plan_steps=form)


@blueprint.post("/steps/<int:step_id>/mark")
def mark_step(step_id: int) -> Any:
    """One press: done, or not done after all."""
    step = queries.get_step_for(current_user, step_id)
    actions.mark_step(step, request.form.get("done") == "1", by=current_user)
    db.session.commit()
    return to_task(step.task_id, "steps")


@blueprint.post("/steps/<int:step_id>/removal")
def remove_step(step_id: int) -> Any:
    """Off the list; the history keeps it."""
    step = queries.get_step_for(current_user, step_id)
    actions.remove_step(step, by=current_user)
    db.session.commit()
    flash(_("The step is removed."), "success")
    return to_task(step.task_id, "steps")


@blueprint.route("/steps/<int:step_id>", methods=["GET", "POST"])
def step(step_id: int) -> Any:
    """Head and deputy may have it open at once."""
    return _save(step_id) if request.method == "POST" else _open(step_id)


def _open(step_id: int) -> Any:
    """The form of a step, for who plans it."""
    found = queries.get_step_for(current_user, step_id)
    require(policy.answers_for(current_user, found.task))
    if found.removed_at is not None or not policy.can_plan_steps(current_user, found.task):
        return to_task(found.task_id, "steps")
    form = StepForm(data=vars(_plan_of(found)))
    form.show_as_opened(_values_of(found), found.version)
    return _show(found, form)


def _save(step_id: int) -> Any:
    found, form = queries.get_step_for(current_user, step_id), StepForm()
    require(policy.answers_for(current_user, found.task))
    task_id, theirs, version = found.task_id, _values_of(found), found.version
    _offer(form, found)
    differences = form.find_differences(theirs, version, request.form) if found.removed_at is None else []
    if form.validate() and (goes_back() or differences):
        form.show_as_opened(theirs, version)
        if goes_back():
            return _show(found, form, differences)
        action, back = address("tasks.step", step_id=step_id), address("tasks.show", task_id=task_id)
        return show_both(form, differences, found.task, "step_edited", action=action, back=back, text=found.title)
    plan = _plan(form.settle(theirs, request.form))
    if form.carries_out(lambda: actions.edit_step(found, plan, by=current_user)):
        db.session.commit()
        flash(_("Saved."), "success")
        return to_task(task_id, "steps")
    return _show(queries.get_step_for(current_user, step_id), form), 422


def _show(found: Step, form: StepForm, differences: list[Difference] | None = None) -> str:
    _offer(form, found)
    return render_template(
        "tasks/step.html",
        form=form,
        step=found,
        task=found.task,
        differences=differences or [],
        action=address("tasks.step", step_id=found.id),
        removal=address("tasks.remove_step", step_id=found.id),
        back=address("tasks.show", task_id=found.task_id),
    )


def _plan_of(found: Step) -> actions.StepPlan:
    return actions.StepPlan(found.title, found.officer_id, found.due_on)


def _values_of(found: Step) -> dict[str, Any]:
    return {name: as_json(value) for name, value in vars(_plan_of(found)).items()}


def _plan(values: dict[str, Any]) -> actions.StepPlan:
    due_on = date.fromisoformat(values["due_on"]) if values["due_on"] else None
    return actions.StepPlan(values["title"], values["officer_id"] or None, due_on)


def _offer(form: StepForm, found: Step) -> None:
    """Officers of the unit, and the one who has the step although he has left it."""
    names = {row.user_id: row.name for row in list_officers_of(found.task.lead_unit_id)}
    if found.officer_id is not None and found.officer_id not in names:
        names[found.officer_id] = get_user(found.officer_id).name
    form.officer_id.choices = choices([("", "—"), *names.items()])
