"""The task on one sheet."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_login import current_user

from ... import clock
from ...people.queries import list_leaders
from .. import queries
from ..dossier import read_dossier
from ..models import Cause
from ..today import office_today
from ..wording import name_cause, state_name, status_chip
from . import blueprint


@blueprint.get("/tasks/<int:task_id>/dossier")
def dossier(task_id: int) -> Any:
    """Printed from the browser; it fits on A4."""
    task = queries.get_task_for(current_user, task_id)
    sheet = read_dossier(task)
    told = sheet.explanation
    return render_template(
        "tasks/dossier.html",
        task=task,
        sheet=sheet,
        status=status_chip(office_today().status_of(task)).label,
        state=state_name(task.state),
        leader_title=next((row.title for row in list_leaders() if row.user_id == task.leader_id), ""),
        cause=name_cause(Cause(told.confirmed_cause or told.cause)) if told and told.cause else "",
        printed_at=clock.now(),
    )
