"""«Trình giao ban»: what the leaders take up at their next briefing."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import render_template, request
from flask_babel import ngettext
from flask_login import current_user

from ...access import require
from ...settings.queries import office_settings
from .. import policy
from ..agenda import OFTEN, SILENT, list_agenda
from ..today import office_limits
from ..wording import Distances, channel_name, explanation_name
from . import blueprint


@blueprint.get("/agenda")
def agenda() -> Any:
    """A list to print; every line opens its task."""
    require(policy.directs(current_user))
    limits = office_limits()
    page = list_agenda(limits, request.args.get("after", ""))
    distances = Distances(limits.today)
    return render_template(
        "tasks/agenda.html",
        page=page,
        parts=[(part, [line for line in page.lines if line[0].part == part]) for part in (OFTEN, SILENT)],
        most=office_settings().urgings_before_agenda,
        distance=lambda row: distances.of(limits.today.status_of(row), row.due_on),
        # Looked up once for all rows that say the same.
        channel_name=cache(channel_name),
        explanation_name=cache(explanation_name),
        times=cache(lambda count: ngettext("%(num)s time", "%(num)s times", count)),
    )
