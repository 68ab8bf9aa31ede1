"""The leader's page, its print and its sheet."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask_login import current_user

from ..access import require
from ..indicators.lines_for import pace_words_of
from ..people.queries import list_units
from ..tasks import register
from ..tasks.bands import Limits
from ..tasks.choices import read_choices
from ..tasks.filters import TaskFilter
from ..tasks.portfolio import leader_behind
from ..tasks.table import lay_out
from ..tasks.today import office_limits
from . import outstanding as board
from .decisions import list_decisions

blueprint = Blueprint("reports", __name__)


@blueprint.get("/outstanding")
def outstanding() -> Any:
    """What is outstanding, in ten seconds: a sentence, four figures, what waits for a decision, the register."""
    require(current_user.sees_everything)
    asked, by, limits = board.read_asked(current_user, request.args), board.read_grouping(request.args), office_limits()
    if "" in request.args.values():  # what a form sends empty stays out of the address, so that it can be passed on
        return redirect(board.address(asked, by=by or None), 303)
    asked, figures = _begin(asked, limits)
    decisions = list_decisions(current_user, limits, asked)
    return render_template(
        "reports/outstanding.html",
        figures=figures,
        week_ago=board.read_week_ago(limits, figures, asked),
        done=board.read_done(limits, board.report_month(limits.today.day), asked),
        decisions=decisions,
        units=list_units(limits.today.day) if decisions.has_declined else [],
        narrowed=board.list_narrowed(current_user, asked, by),
        my_id=leader_behind(current_user),
        **_read_register(asked, by, limits),
    )


@blueprint.get("/outstanding/filters")
def outstanding_filters() -> str:
    """The panel of the filter, whose choices are read only here: the page takes it over, or it is a page of its own."""
    require(current_user.sees_everything)
    asked, by = board.read_asked(current_user, request.args), board.read_grouping(request.args)
    choices = read_choices(current_user, asked)
    return render_template(
        "reports/outstanding_filters.html", asked=asked, by=by, choices=choices, address=board.address
    )


def _begin(asked: TaskFilter, limits: Limits) -> tuple[TaskFilter, board.Figures]:
    """A leader begins with his own, where anything of it is outstanding."""
    if board.begins_with_own(current_user, request.args):
        own = asked.but(portfolio=leader_behind(current_user))
        figures = board.read_figures(limits, own)
        if figures.open:
            return own, figures
    return asked, board.read_figures(limits, asked)


def _read_register(asked: TaskFilter, by: str, limits: Limits) -> dict[str, Any]:
    """A page of the register, or its groups."""
    only_late = bool(by) and request.args.get("late") == "1"
    groups = board.list_groups(by, limits, asked) if by else None
    page = None if by else register.list_outstanding(limits, request.args.get("after", ""), asked)
    return {
        "asked": asked,
        "by": by,
        "limits": limits,
        "address": board.address,
        "groups": [group for group in groups or () if group.overdue] if only_late else groups,
        "only_late": only_late,
        "page": lay_out(page, limits) if page else None,
        "paces": pace_words_of([row.id for row in page.rows]) if page else {},
    }


from .scoreboard import views as scoreboard_pages  # noqa: E402
from .sheets import board_views as board_sheets  # noqa: E402
from .sheets import views as sheet_pages  # noqa: E402
from .since import views as since_pages  # noqa: E402

__all__ = ["blueprint", "board_sheets", "scoreboard_pages", "sheet_pages", "since_pages"]
