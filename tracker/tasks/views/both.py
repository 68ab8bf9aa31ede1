"""Two of a unit report at once: the second sees what the first has saved, and nothing of his own is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import TextAreaField

from ...db import db
from ...text import parse_id
from .. import actions, queries
from ..forms import CompletionForm, ProgressForm
from ..measuring import show_reached
from ..models import ProgressUpdate, Task
from ..timeline import own_words
from . import blueprint
from .page import address, show_task

_TOLD = ("result", "difficulties", "proposal", "expected_on", "document_number", "document_on")


@blueprint.errorhandler(actions.Overtaken)
def show_both_updates(error: actions.Overtaken) -> Any:
    """What came meanwhile beside what was typed; both may stay."""
    db.session.rollback()
    task_id = (request.view_args or {})["task_id"]
    task, is_completion = queries.get_task_for(current_user, task_id), request.endpoint == "tasks.submit"
    form = CompletionForm() if is_completion else ProgressForm()
    newer = queries.list_updates_after(task, parse_id(form.seen.data or "") or 0)
    return render_template(
        "tasks/both_updates.html",
        task=task,
        form=form,
        typed=_list_typed(newer[0][0].id),
        is_completion=is_completion,
        saved=[(name, update.at, _tell(task, update)) for update, name in newer],
        mine="\n".join((_tell(task, form), *_tell_the_rest(form))),
        has_files=any(file.filename for file in form.files.data or []),
        action=request.full_path.rstrip("?"),
        again=address("tasks.resume_update", task_id=task_id, completion=int(is_completion)),
        back=address("tasks.show", task_id=task_id),
    ), 409


@blueprint.post("/tasks/<int:task_id>/updates/draft")
def resume_update(task_id: int) -> Any:
    """The form again, with the text that was typed there; what came meanwhile counts as seen."""
    if request.args.get("completion") == "1":
        page, _status = show_task(task_id, submit=CompletionForm())
    else:
        page, _status = show_task(task_id, update=ProgressForm())
    return page


def _list_typed(seen: int) -> list[tuple[str, str]]:
    """The form exactly as it was sent; from now on the newest update counts as seen."""
    sent = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "seen")]
    return [*sent, ("seen", str(seen))]


def _tell_the_rest(form: CompletionForm | ProgressForm) -> list[str]:
    """Whatever else was written: nothing that was typed is out of sight."""
    texts = (field for field in form if isinstance(field, TextAreaField) and field.name not in _TOLD)
    return [f"{field.label.text}: {field.data}" for field in texts if field.data]


def _tell(task: Task, report: ProgressUpdate | CompletionForm | ProgressForm) -> str:
    """What it says, one thing a line, as the timeline will show it."""
    said = {name: _read(report, name) for name in _TOLD}
    days = {name: day.isoformat() for name, day in said.items() if isinstance(day, date)}
    words = own_words({**said, **days})
    measured, percent = _read(report, "measured"), _read(report, "percent")
    if task.measure and measured is not None:
        reached = show_reached(measured, task.target, task.measure)
        return "\n".join((words, _("Reached so far: %(reached)s", reached=reached)))
    return words if percent is None else "\n".join((words, _("Progress: %(percent)s%%", percent=percent)))


def _read(report: ProgressUpdate | CompletionForm | ProgressForm, name: str) -> Any:
    value = getattr(report, name, None)
    return getattr(value, "data", value)
