"""The list of tasks behind every number."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_login import current_user

from .. import register
from ..bands import Band
from ..register import TaskFilter
from ..table import lay_out
from ..today import office_limits
from . import blueprint


@blueprint.get("/tasks")
def index() -> Any:
    """Tasks that the person may see, by due date; completed ones newest first."""
    limits = office_limits()
    asked = TaskFilter.from_args(request.args)
    if "mine" in request.args:
        asked = asked.but(officer=current_user.user_id)
    return render_template(
        "tasks/index.html",
        heading=limits.label(asked.band),
        count=register.count_tasks(current_user, asked, limits),
        narrowed=register.name_filter(current_user, asked),
        page=lay_out(register.list_tasks(current_user, asked, limits, request.args.get("after", "")), limits),
        choices=[(band, limits.label(band)) for band in Band],
        asked=asked,
        undated_months=limits.today.undated_months,
    )
