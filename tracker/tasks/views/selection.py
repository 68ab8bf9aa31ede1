"""Many tasks at once: chosen on a list, looked at, confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from ... import clock
from ...access import require
from ...db import db
from ...errors import NotFound
from ...text import parse_id
from .. import bulk
from ..filters import TaskFilter
from ..models import Task
from ..today import office_limits
from . import blueprint
from .index import list_address

_NAMED = 10  # so many of those that were left out are named in the sentence; the list shows the rest


@blueprint.post("/tasks/selection")
def selection() -> Any:
    """The preview: what will happen to each, and why it cannot for some. Nothing is written."""
    require(bulk.can_select(current_user))
    name, tasks = _act(), _chosen()
    if not tasks:
        flash(_("Choose at least one task."), "warning")
        return redirect(list_address(_asked()), 303)
    return _show(tasks, name)


@blueprint.post("/tasks/selection/run")
def run_selection() -> Any:
    """As the preview said; what changed since then is left out and named."""
    require(bulk.can_select(current_user))
    name, tasks = _act(), bulk.list_selected(current_user, list(_versions()))
    form = _form(bulk.ACTS[name])
    outcome: list[bulk.Outcome] = []

    def run() -> None:
        key = request.form.get("form_key", "")
        outcome.append(bulk.run(name, tasks, _versions(), form, key, by=current_user))

    if not form.carries_out(run):
        return _show(tasks, name, form), 422
    db.session.commit()
    _tell(outcome[0])
    return redirect(list_address(_asked()), 303)


def _asked() -> TaskFilter:
    return TaskFilter.from_args(request.args)


def _act() -> str:
    name = request.form.get("act", "")
    if name not in bulk.ACTS:
        raise NotFound
    return name


def _form(act: bulk.Act, *, is_blank: bool = False) -> Any:
    # A page that leads here may have said by which way the unit was urged.
    form = act.form(formdata=None, channel=request.form.get("channel")) if is_blank else act.form()
    act.offer(form)
    return form


def _chosen() -> Sequence[Task]:
    scope = request.form.get("scope", "marked")
    if scope == "all":
        return bulk.list_whole(current_user, _asked(), office_limits())
    if scope == "page":
        return bulk.list_selected(current_user, _ids([request.form.get("page", "")]))
    return bulk.list_selected(current_user, _ids(request.form.getlist("task")))


def _ids(values: Sequence[str]) -> list[int]:
    """A box stands for one task, or for those that the list shows as one line."""
    found = (parse_id(part) for value in values for part in value.split())
    return list(dict.fromkeys(number for number in found if number is not None))


def _versions() -> dict[int, int]:
    pairs = (value.partition(".") for value in request.form.getlist("seen"))
    return {int(one): int(two) for one, _dot, two in pairs if parse_id(one) is not None and parse_id(two) is not None}


def _show(tasks: Sequence[Task], name: str, form: Any = None) -> str:
    """Blank at first; once its values are right, the effect on each task and the button that confirms."""
    act = bulk.ACTS[name]
    is_filled = form is not None or "filled" in request.form or not act.asks
    form = form or _form(act, is_blank=not is_filled)
    is_ready = is_filled and form.validate()
    rows = bulk.preview(act, tasks, form if is_ready else None, by=current_user)
    return render_template(
        "tasks/selection.html",
        name=name,
        act=act,
        form=form,
        is_ready=is_ready,
        rows=rows,
        ready=sum(not row.hindrance for row in rows),
        asked=_asked(),
        today=clock.today(),
    )


def _tell(outcome: bulk.Outcome) -> None:
    if outcome.is_repeat:
        flash(_("This was carried out already; nothing was done twice."), "warning")
        return
    if outcome.done:
        flash(ngettext("Done for %(num)s task.", "Done for %(num)s tasks.", outcome.done), "success")
    if outcome.left:
        named = "; ".join(f"{task.code}: {reason}" for task, reason in outcome.left[:_NAMED])
        more = len(outcome.left) - _NAMED
        flash(
            ngettext("%(num)s task was left as it is:", "%(num)s tasks were left as they are:", len(outcome.left))
            + f" {named}"
            + (f" … (+{more})" if more > 0 else ""),
            "warning",
        )
