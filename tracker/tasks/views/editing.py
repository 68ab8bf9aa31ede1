"""The Office changes what a task says."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock
from ...access import require
from ...db import db
from ...directives.queries import list_topics
from ...errors import Refused
from ...fields import choices
from ...people.queries import list_leaders, list_units
from .. import actions, policy, queries
from ..forms import Difference, EditForm, as_json
from ..models import Task
from ..wording import state_name
from . import blueprint
from .merging import goes_back, show_both
from .page import address, to_task


@blueprint.route("/tasks/<int:task_id>/edit", methods=["GET", "POST"])
def edit(task_id: int) -> Any:
    """Whoever saves second chooses field by field; nothing of either text is lost."""
    return _save(task_id) if request.method == "POST" else _open(task_id)


def _open(task_id: int) -> Any:
    """The form, with what the task says now."""
    task = queries.get_task_for(current_user, task_id)
    require(current_user.is_office)
    if not policy.can_edit(current_user, task):
        state = state_name(task.state)
        raise Refused(_("This task is %(state)s: what it says can no longer be changed.", state=state))
    form = EditForm(data=_values_of(task))
    form.show_as_opened(_values_of(task), task.version)
    return _show(task, form)


def _save(task_id: int) -> Any:
    task, form = queries.get_task_for(current_user, task_id), EditForm()
    require(current_user.is_office)
    _offer(form, task)
    theirs, version = _values_of(task), task.version
    differences = form.find_differences(theirs, version, request.form)
    if form.validate() and goes_back():
        form.show_as_opened(theirs, version)
        return _show(task, form, differences)
    if form.validate() and differences:
        form.show_as_opened(theirs, version)
        action, back = address("tasks.edit", task_id=task_id), address("tasks.show", task_id=task_id)
        return show_both(form, differences, task, "task_edited", action=action, back=back, text=task.title)
    if form.carries_out(lambda: actions.edit_task(task, _edit(form.settle(theirs, request.form)), by=current_user)):
        db.session.commit()
        flash(_("Saved."), "success")
        return to_task(task_id)
    return _show(queries.get_task_for(current_user, task_id), form), 422


def _show(task: Task, form: EditForm, differences: list[Difference] | None = None) -> str:
    _offer(form, task)
    return render_template(
        "tasks/edit.html",
        form=form,
        task=task,
        differences=differences or [],
        action=address("tasks.edit", task_id=task.id),
        back=address("tasks.show", task_id=task.id),
    )


def _values_of(task: Task) -> dict[str, Any]:
    return {
        "title": task.title,
        "deliverable": task.deliverable,
        "topic_id": task.topic_id or 0,
        "leader_id": task.leader_id,
        "cooperating": as_json([unit.id for unit in task.cooperating_units]),
        "due_words": task.due_words,
    }


def _edit(values: dict[str, Any]) -> actions.Edit:
    return actions.Edit(
        title=values["title"],
        deliverable=values["deliverable"],
        topic_id=values["topic_id"] or None,
        leader_id=values["leader_id"],
        cooperating_unit_ids=tuple(values["cooperating"]),
        due_words=values["due_words"],
    )


def _offer(form: EditForm, task: Task) -> None:
    """What is in use today, and what the task has although it no longer is."""
    topics = {topic.id: topic.name for topic in list_topics()}
    leaders = {row.user_id: f"{row.name}, {row.title}" for row in list_leaders()}
    units = {unit.id: unit.name for unit in list_units(clock.today()) if unit.id != task.lead_unit_id}
    if task.topic:
        topics.setdefault(task.topic.id, task.topic.name)
    leaders.setdefault(task.leader_id, task.leader.name)
    for unit in task.cooperating_units:
        units.setdefault(unit.id, unit.name)
    form.topic_id.choices = choices([(0, "—"), *topics.items()])
    form.leader_id.choices = choices(leaders.items())
    form.cooperating.choices = choices(units.items())
