"""«Báo cáo»: the list of all reports, and the charts among them."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from ...access import require
from ...charts import Plot, Point, Series, plot, stack
from ...errors import NotFound
from ...tasks.bands import Band, Limits
from ...tasks.filters import TaskFilter
from ...tasks.today import office_limits
from ...text import read_day
from ..contents import list_reports
from ..views import blueprint
from . import burn as past
from . import heat as ahead
from . import status
from .asking import NAMES, evening_address, list_address, read_asked, read_band, read_choices
from .evening import read_evening


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
    course = past.without_time_before(course)
    return render_template(
        "reports/burn.html",
        weeks=weeks,
        spans=past.WEEKS,
        course=course,
        drawing=_draw(course, asked),
        **_beside(asked, limits, weeks=weeks if weeks != past.WEEKS[1] else None),
    )


@blueprint.get("/reports/burn/<day>")
def burn_day(day: str) -> Any:
    """What was open, or overdue, on the evening of that day."""
    require(current_user.sees_everything)
    limits, evening = office_limits(), read_day(day)
    if evening is None or evening > limits.today.day:
        raise NotFound
    asked = read_asked(request.args).but(band=read_band(request.args))
    calendar = limits.today.calendar
    return render_template(
        "reports/burn_day.html",
        day=evening,
        page=read_evening(asked, evening, calendar, request.args.get("after", "")),
        days_late=lambda due: calendar.days_late(due, evening) if due else 0,
        address=lambda **more: evening_address(asked, evening, **more),
        is_overdue=asked.band is Band.OVERDUE,
        **_beside(asked.but(band=Band.OPEN), limits, band=asked.band.value),
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
    """Today's points open the lists of today, the others what was counted on their evening."""
    if not any(week.open for week in course):
        return None
    lines = []
    for name, style, band in ((_("Not completed"), "open", Band.OPEN), (_("Overdue"), "overdue", Band.OVERDUE)):
        wanted = asked.but(band=band)
        points = [Point(week.day, getattr(week, style), evening_address(wanted, week.day)) for week in course[:-1]]
        points.append(Point(course[-1].day, getattr(course[-1], style), list_address(wanted)))
        lines.append(Series(name, style, points, True))
    return plot(lines, whole=True)
