"""The leader's page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask_login import current_user

from .. import clock
from ..access import require
from ..calendar.queries import office_calendar
from ..tasks import register
from ..tasks.bands import IN_TIME_ORDER, Limits
from ..tasks.register import TaskFilter
from ..tasks.status import Today
from ..tasks.table import lay_out
from . import outstanding as board

blueprint = Blueprint("reports", __name__)


@blueprint.get("/outstanding")
def outstanding() -> Any:
    """What is outstanding, in ten seconds: a sentence, four figures, what waits for a decision, the register."""
    require(current_user.sees_everything)
    limits = Limits.of(Today.of(clock.today(), office_calendar()))
    by = request.args.get("by", "")
    page = groups = None
    if by in board.GROUPS:
        groups = board.list_groups(by, limits)
    else:
        by = ""
        page = lay_out(register.list_outstanding(limits, request.args.get("after", "")), limits)
    return render_template(
        "reports/outstanding.html",
        figures=board.read_figures(limits),
        done=board.read_done(limits, board.report_month(limits.today.day)),
        decisions=board.list_decisions(current_user.user_id if current_user.is_leader else None),
        page=page,
        groups=groups,
        by=by,
        limits=limits,
        bands=IN_TIME_ORDER,
        asked=TaskFilter(),
    )
