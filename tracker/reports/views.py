"""The leader's page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask_login import current_user

from ..access import require
from ..tasks import register
from ..tasks.bands import IN_TIME_ORDER
from ..tasks.register import TaskFilter
from ..tasks.table import lay_out
from ..tasks.today import office_limits
from . import outstanding as board
from .decisions import list_decisions

blueprint = Blueprint("reports", __name__)


@blueprint.get("/outstanding")
def outstanding() -> Any:
    """What is outstanding, in ten seconds: a sentence, four figures, what waits for a decision, the register."""
    require(current_user.sees_everything)
    limits = office_limits()
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
        decisions=list_decisions(current_user),
        page=page,
        groups=groups,
        by=by,
        limits=limits,
        bands=IN_TIME_ORDER,
        asked=TaskFilter(),
    )


from .scoreboard import views as scoreboard_pages  # noqa: E402
from .since import views as since_pages  # noqa: E402

__all__ = ["blueprint", "scoreboard_pages", "since_pages"]
