"""«Báo cáo»: the list of all reports, and the charts among them."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from ...access import require
from ...charts import Plot, Point, Series, plot, stack
from ...tasks.bands import Band, Limits
from ...tasks.filters import TaskFilter
from ...tasks.today import office_limits
from ..contents import list_reports
from ..views import blueprint
from . import burn as past
from . import heat as ahead
from . import status
from .asking import NAMES, list_address, read_asked, read_choices


@blueprint.get("/reports")
def index() -> Any:
    """All reports with the question that each answers."""
    require(current_user.sees_everything)
    return render_template("reports/index.html", reports=list_reports(current_user.role))


@blueprint.get("/reports/status")
def status_chart() -> Any:
    """Open work of each unit, leader or topic, cut by where it stands."""
    require(current_user.sees_everything)
    limits, asked = office_limits(), read_asked(request.args)
    by = request.args.get("by", "")
    by = by if by in status.GROUPS else "unit"
    is_share = request.args.get("scale") == "share"
    standings = status.list_standings(by, asked, limits)
    return render_template(
        "reports/status_chart.html",
        by=by,
        is_share=is_share,
        bars=stack(standings, is_share=is_share),
        sums=status.sum_parts(standings, asked),
        kinds=[(_STYLES[band], limits.label(band)) for band in status.PARTS],
        **_beside(asked, limits, by=by if by != "unit" else None, scale="share" if is_share else None),
    )


@blueprint.get("/reports/burn")
def burn() -> Any:
    """Open and overdue work at the end of each week."""
    require(current_user.sees_everything)
    limits, asked = office_limits(), read_asked(request.args)
    weeks = request.args.get("weeks", type=int)
    weeks = weeks if weeks in past.WEEKS else past.WEEKS[1]
    course = past.count_weeks(asked, past.week_ends(limits.today.day, weeks), limits.today.calendar)
    return render_template(
        "reports/burn.html",
        weeks=weeks,
        spans=past.WEEKS,
        course=course,
        drawing=_draw(course, asked),
        **_beside(asked, limits, weeks=weeks if weeks != past.WEEKS[1] else None),
    )


@blueprint.get("/reports/heat")
def heat() -> Any:
    """On which days open work is due."""
    require(current_user.sees_everything)
    limits, asked = office_limits(), read_asked(request.args)
    today = limits.today

    def facts(day: Any) -> tuple[bool, bool, bool]:
        return not today.calendar.is_working(day), day < today.overdue_before, day == today.day

    return render_template(
        "reports/heat.html",
        due=ahead.read_due_days(asked, limits),
        facts=facts,
        href=lambda day: list_address(asked.but(due_from=day, due_to=day)),
        weekdays=[_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")],
        **_beside(asked, limits),
    )


_STYLES = {Band.OVERDUE: "late", Band.WEEK: "week", Band.AHEAD: "ahead", Band.NO_DUE: "no_due", Band.WAITING: "waiting"}


def _beside(asked: TaskFilter, limits: Limits, **kept: Any) -> dict[str, Any]:
    """What stands around every chart: the filter, and what a change of it keeps."""
    return {
        "asked": asked,
        "choices": read_choices(asked, limits.today.day),
        "narrowed": {name: getattr(asked, name) for name in NAMES if getattr(asked, name) is not None},
        "kept": {name: value for name, value in kept.items() if value is not None},
        "now": {band: list_address(asked.but(band=band)) for band in (Band.OPEN, Band.OVERDUE)},
    }


def _draw(course: list[past.Week], asked: TaskFilter) -> Plot | None:
    """The lists of today are the only ones that still hold what was counted."""
    if not any(week.open for week in course):
        return None
    *before, today = course
    open_work = [Point(week.day, week.open) for week in before]
    overdue = [Point(week.day, week.overdue) for week in before]
    open_work.append(Point(today.day, today.open, list_address(asked)))
    overdue.append(Point(today.day, today.overdue, list_address(asked.but(band=Band.OVERDUE))))
    return plot(
        [Series(_("Not completed"), "open", open_work, True), Series(_("Overdue"), "overdue", overdue, True)],
        whole=True,
    )
