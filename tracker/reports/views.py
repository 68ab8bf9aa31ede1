"""The leader's page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask_login import current_user

from ..access import require
from ..tasks import register
from ..tasks.bands import IN_TIME_ORDER, Limits
from ..tasks.models import find_hindrance
from ..tasks.register import TaskFilter
from ..tasks.table import lay_out
from ..tasks.today import office_limits
from ..tasks.wording import name_hindrance
from . import outstanding as board

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
    decisions = board.list_decisions(_find_leader())
    return render_template(
        "reports/outstanding.html",
        figures=board.read_figures(limits),
        done=board.read_done(limits, board.report_month(limits.today.day)),
        decisions=decisions,
        remarks=_remarks(decisions, limits),
        page=page,
        groups=groups,
        by=by,
        limits=limits,
        bands=IN_TIME_ORDER,
        asked=TaskFilter(),
    )


def _find_leader() -> int | None:
    """Whose decisions come first: one's own, or those of the leader for whom one stands in."""
    return (current_user.for_user_id or current_user.user_id) if current_user.is_leader else None


def _remarks(decisions: board.Decisions, limits: Limits) -> dict[int, str]:
    """Beside each request, why it cannot be approved; empty when it can."""
    return {
        row.id: name_hindrance(find_hindrance(row.task_state, row.new_due_on, limits.today.day))
        for row in (*decisions.own, *decisions.others)
    }
