"""One task."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template
from flask_login import current_user

from ... import clock
from ...calendar.queries import office_calendar
from ...people.queries import list_officers_of
from .. import policy, queries, timeline
from ..forms import CompletionForm, DecisionForm, EvidenceForm, ExtensionForm, ProgressForm, ReasonForm
from ..models import Task
from ..status import Today
from ..wording import due_distance, state_name, status_chip
from . import blueprint

FORMS = {
    "progress": ProgressForm,
    "completion": CompletionForm,
    "extension": ExtensionForm,
    "send_back": ReasonForm,
    "decision": DecisionForm,
    "evidence": EvidenceForm,
}


@blueprint.get("/tasks/<int:task_id>")
def show(task_id: int) -> Any:
    """The task with everything that happened to it."""
    return show_task(task_id)


def show_task(task_id: int, **refused: Any) -> Any:
    """The page; a form that was refused is given by its name and comes back as it was typed, with status 422."""
    task = queries.get_task_for(current_user, task_id)
    today = Today.of(clock.today(), office_calendar())
    status = today.status(task.due_on, task.completed_on, task.reported_on)
    extra = current_app.extensions.get("task_facts", [])
    page = render_template(
        "tasks/show.html",
        task=task,
        status=status,
        chip=status_chip(status),
        state=state_name(task.state),
        distance=due_distance(status, today, task.due_on),
        may=_permissions(task),
        extension=queries.find_open_extension(task) if task.has_open_extension else None,
        events=timeline.list_events(task),
        facts=[fact for provider in extra for fact in provider(task)],
        officers=list_officers_of(task.lead_unit_id) if policy.can_assign_officer(current_user, task) else [],
        forms={name: refused.get(name) or _blank(name, form, task) for name, form in FORMS.items()},
        opened=next(iter(refused), ""),
    )
    return page, 422 if refused else 200


def _blank(name: str, form: Any, task: Task) -> Any:
    values: dict[str, Any] = {"formdata": None, "prefix": ""}
    if name == "progress":
        values["percent"] = task.progress
    if name == "completion":
        values["completed_on"] = clock.today()
    return form(**values)


def _permissions(task: Task) -> dict[str, bool]:
    """Which buttons the person sees: the same answers as the actions give."""
    return {
        "accept": policy.can_accept(current_user, task),
        "update": policy.can_update(current_user, task),
        "submit": policy.can_submit(current_user, task),
        "confirm": policy.can_confirm(current_user, task),
        "extend": policy.can_request_extension(current_user, task),
        "evidence": policy.can_add_evidence(current_user, task),
        "officer": policy.can_assign_officer(current_user, task),
    }
