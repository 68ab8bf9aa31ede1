"""One task."""

from __future__ import annotations

from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _

from ...access import acting, safe_path
from ...fields import BaseForm
from .. import beside, timeline
from ..filters import read_list
from ..models import Task
from ..today import office_today
from ..wording import due_chip, state_name
from . import blueprint
from .acts import ACTS, PANELS, Page

_WITH_FORM: dict[str, Any] = {act.name: act for act in ACTS if act.form}


@blueprint.get("/tasks/<int:task_id>")
def show(task_id: int) -> Any:
    """The task with everything that happened to it."""
    return show_task(task_id)


def to_task(task_id: int, place: str | None = None) -> Any:
    """Back to the page after an act, at that place of it; the list that the person came from goes with him."""
    return redirect(address("tasks.show", task_id=task_id, _anchor=place), 303)


def leave(task_id: int) -> Any:
    """Back to the list that it was decided from, when the form names one, else to the task's page."""
    return redirect(safe_path(request.form.get("next"), address("tasks.show", task_id=task_id)), 303)


def show_task(task_id: int, **refused: BaseForm) -> Any:
    """The page; a form that was refused is given by its name and comes back as it was typed, with status 422."""
    read = beside.read_task_for(acting(), task_id)
    task, page = read.task, _begin(read, refused)
    context: dict[str, Any] = {}
    for panel in PANELS:
        context |= panel(page)
    return render_template(
        "tasks/show.html",
        task=task,
        due=due_chip(page.today.status_of(task), page.today, task.due_on),
        state=state_name(task.state),
        may=page.may,
        act=address,
        to_way=lambda name: address("tasks.show", task_id=task.id, open=name, _anchor="directing"),
        came_from=read_list(request.args.get("in", "")),
        events=timeline.list_events(task, read.beside),
        leader_title=read.leader_title,
        facts=[line for teller in current_app.extensions["task_facts"] for line in teller.lines(task, read.beside)],
        forms=page.forms,
        opened=_opened(page, refused),
        lost=next((form for name, form in refused.items() if name not in page.may), None),
        **context,
    ), 422 if refused else 200


def _opened(page: Page, refused: dict[str, BaseForm]) -> str:
    """The form that stands open: what was refused, or what the address asks for and the person may use."""
    return page.opened if page.opened in refused or page.opened in page.may & set(_WITH_FORM) else ""


def _begin(read: beside.Read, refused: dict[str, BaseForm]) -> Page:
    actor, today = acting(), office_today()  # first: the settings that policies ask for come with the calendar
    may = {act.name for act in ACTS if act.may(actor, read.task)}
    for form in refused.values():
        _ask_for_files_again(form)
    opened = next(iter(refused), "") or request.args.get("open", "")
    return Page(read.task, actor, today, may, read.beside, opened, _Forms(read.task, refused))


def address(endpoint: str, **values: Any) -> str:
    """The address of an act or of the page, with the list that the person came from."""
    if asked := read_list(request.args.get("in", "")):
        values["in"] = asked
    return url_for(endpoint, **values)


def _ask_for_files_again(form: BaseForm) -> None:
    """Browsers keep typed text for a second try, but never the chosen files; unsaid, they would be missed too late."""
    field = form._fields.get("files")
    chosen = [file for file in (field.data or [] if field else []) if file.filename]
    if field and (len(chosen) > 1 or (chosen and not field.errors)):
        field.errors = [*field.errors, _("No file was saved: choose the files again.")]


class _Forms(dict[str, Any]):
    """A blank form is made when a panel or the page asks for it: most acts are not open to most people."""

    def __init__(self, task: Task, refused: dict[str, BaseForm]) -> None:
        super().__init__(refused)
        self._task = task

    def __missing__(self, name: str) -> Any:
        act = _WITH_FORM[name]
        form = self[name] = act.form(formdata=None, **(act.start(self._task) if self._task.is_open else {}))
        return form
