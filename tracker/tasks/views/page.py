"""One task."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import current_app, render_template
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock
from ...calendar.queries import office_calendar
from ...fields import BaseForm
from ...people.queries import list_leaders, list_officers_of
from .. import links, policy, queries, timeline
from ..forms import CompletionForm, DecisionForm, EvidenceForm, ExtensionForm, ProgressForm, ReasonForm
from ..models import Extension, Task, find_hindrance
from ..status import Today
from ..wording import advise, due_chip, name_hindrance, state_name
from . import blueprint

# Each form of the page under the name of the permission that shows it.
FORMS = {
    "update": ProgressForm,
    "submit": CompletionForm,
    "extend": ExtensionForm,
    "send_back": ReasonForm,
    "decide": DecisionForm,
    "add_evidence": EvidenceForm,
}
CHECKS = {
    "accept": policy.can_accept,
    "update": policy.can_update,
    "submit": policy.can_submit,
    "confirm": policy.can_confirm,
    "send_back": policy.can_send_back,
    "extend": policy.can_request_extension,
    "add_evidence": policy.can_add_evidence,
    "assign_officer": policy.can_assign_officer,
}


@blueprint.get("/tasks/<int:task_id>")
def show(task_id: int) -> Any:
    """The task with everything that happened to it."""
    return show_task(task_id)


def show_task(task_id: int, **refused: BaseForm) -> Any:
    """The page; a form that was refused is given by its name and comes back as it was typed, with status 422."""
    task = queries.get_task_for(current_user, task_id)
    today = Today.of(clock.today(), office_calendar())
    extension = queries.find_open_extension(task) if task.has_open_extension else None
    may = _permissions(task, extension)
    for form in refused.values():
        _ask_for_files_again(form)
    return render_template(
        "tasks/show.html",
        task=task,
        due=due_chip(today.status_of(task), today, task.due_on),
        state=state_name(task.state),
        may=may,
        **_request(extension, today.day),
        returned=queries.find_unanswered_return(task) if task.can("submit") else None,
        **_kin(task),
        events=timeline.list_events(task),
        leader_title=next((row.title for row in list_leaders() if row.user_id == task.leader_id), ""),
        facts=[fact for provider in current_app.extensions.get("task_facts", []) for fact in provider(task)],
        officers=list_officers_of(task.lead_unit_id) if "assign_officer" in may else [],
        forms={name: refused.get(name) or _blank(name, form, task) for name, form in FORMS.items()},
        opened=next(iter(refused), ""),
        lost=next((form for name, form in refused.items() if name not in may), None),
    ), 422 if refused else 200


def _kin(task: Task) -> dict[str, Any]:
    """The orders that say the same again, and the work that this one replaced."""
    return {"later": links.list_later_orders(task), "replaced": links.list_replaced_by(task, current_user)}


def _request(extension: Extension | None, today: date) -> dict[str, Any]:
    """The request for more time that waits, and what stands in the way of approving it."""
    hindrance = find_hindrance(extension.task.state, extension.new_due_on, today) if extension else None
    return {
        "extension": extension,
        "remark": name_hindrance(hindrance),
        "advice": advise(hindrance) if hindrance else "",
    }


def _ask_for_files_again(form: BaseForm) -> None:
    """Browsers keep typed text for a second try, but never the chosen files; unsaid, they would be missed too late."""
    field = form._fields.get("files")
    chosen = [file for file in (field.data or [] if field else []) if file.filename]
    if field and (len(chosen) > 1 or (chosen and not field.errors)):
        field.errors = [*field.errors, _("No file was saved: choose the files again.")]


def _blank(name: str, form: Any, task: Task) -> Any:
    values: dict[str, Any] = {"formdata": None}
    if name == "update":
        values["percent"] = task.progress
    if name == "submit":
        values["completed_on"] = clock.today()
    return form(**values)


def _permissions(task: Task, extension: Extension | None) -> frozenset[str]:
    """Which buttons the person sees: the same answers as the actions give."""
    allowed = {verb for verb, may in CHECKS.items() if may(current_user, task)}
    if extension and policy.can_decide_extension(current_user, extension):
        allowed.add("decide")
    return frozenset(allowed)
