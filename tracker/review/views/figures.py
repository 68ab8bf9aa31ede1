"""Figures of a notice, accepted as readings of indicators."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ...access import require
from ...db import db
from ...directives.models import Notice, NoticeState
from ...errors import NotFound, Refused
from ...fields import choices
from ...indicators import actions as indicators
from ...indicators.measures import convert
from ...indicators.models import Indicator
from ...indicators.policy import keeps_indicators
from ...indicators.queries import get_indicator_for, list_candidates
from .. import queries
from ..figures import OfferedFigure, as_found, find_figure, list_figures
from ..forms import FigureForm
from . import blueprint


@blueprint.get("/notices/<int:notice_id>/figures")
def figures(notice_id: int) -> Any:
    """All of a notice, for those who keep indicators."""
    notice = queries.get_notice_for(current_user, notice_id)
    require(keeps_indicators(current_user))
    return render_template("notices/figures.html", notice=notice, figures=list_figures(notice))


@blueprint.route("/notices/<int:notice_id>/figures/<int:start>", methods=["GET", "POST"])
def accept_figure(notice_id: int, start: int) -> Any:
    """Which indicator it is a reading of; a new one in the same form. Pressed twice it is accepted once."""
    notice = queries.get_notice_for(current_user, notice_id, to_change=request.method == "POST")
    require(keeps_indicators(current_user))
    offered = find_figure(notice, start)
    if offered is None:
        raise NotFound
    form = FigureForm(data=_proposal(offered))
    _offer(form, offered)
    if offered.taken or form.carries_out(lambda: _accept(notice, offered, form)):
        db.session.commit()
        return _done(notice, offered)
    page = render_template("notices/figure.html", notice=notice, offered=offered, form=form)
    return page, 422 if request.method == "POST" else 200


def _accept(notice: Notice, offered: OfferedFigure, form: FigureForm) -> None:
    figure = as_found(notice, offered, form.as_of.data, with_plans=bool(form.with_plans.data))
    if indicators.accept_figure(_indicator(notice, offered, form), figure, by=current_user) is None:
        raise Refused(_("This figure was accepted already."))  # a new indicator goes with it


def _indicator(notice: Notice, offered: OfferedFigure, form: FigureForm) -> Indicator:
    if form.indicator_id.data:
        return get_indicator_for(current_user, form.indicator_id.data, to_change=True)
    values = indicators.IndicatorValues(name=form.name.data, unit=offered.figure.unit, year=form.as_of.data.year)
    return indicators.create_indicator(values, f"figure:{notice.id}:{offered.start}", by=current_user)


def _done(notice: Notice, offered: OfferedFigure) -> Any:
    """Back to where the figure stands, now with its indicator."""
    if request.method == "POST":
        flash(
            _("This figure was accepted already.") if offered.taken else _("The figure is accepted as a reading."),
            "info" if offered.taken else "success",
        )
    page = "notices.figures" if notice.state == NoticeState.ISSUED else "notices.review"
    return redirect(url_for(page, notice_id=notice.id, _anchor=f"f{offered.start}"), 303)


def _proposal(offered: OfferedFigure) -> dict[str, Any]:
    likely = offered.likely.id if offered.likely else 0
    return {"indicator_id": likely, "as_of": offered.as_of, "name": offered.figure.name[:200], "with_plans": True}


def _offer(form: FigureForm, offered: OfferedFigure) -> None:
    """Those of the year that are measured in the same, and a new one."""
    figure, known = offered.figure, list_candidates({offered.as_of.year}).get(offered.as_of.year, [])
    fit = [one for one in known if convert(figure.value, figure.unit, one.unit) is not None]
    form.indicator_id.choices = choices([(0, _("A new indicator")), *((one.id, one.name) for one in fit)])
