"""The screen of the office's days."""

from __future__ import annotations

import calendar as months
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from wtforms import RadioField, StringField

from .. import clock
from ..access import require
from ..db import db
from ..errors import NotFound
from ..fields import BaseForm, DayField, MaxLength, Optional, Required, choices
from ..text import parse_day
from . import actions, queries

blueprint = Blueprint("calendar", __name__)


class DayForm(BaseForm):
    day = DayField(_l("Day"), [Required(_l("Give the day."))])
    kind = RadioField(
        _l("What is it?"),
        choices=choices([("off", _l("Free weekday")), ("worked", _l("Worked weekend day"))]),
        default="off",
    )
    name = StringField(_l("Name"), [Optional(), MaxLength(120)])


@blueprint.get("/calendar")
def show() -> Any:
    """One year at a time."""
    return _page(request.args.get("year", clock.today().year, type=int), DayForm(formdata=None))


def _page(year: int, form: DayForm, status: int = 200) -> Any:
    require(current_user.is_admin)
    if not 1990 <= year <= 2100:
        raise NotFound
    days = queries.list_days(year)
    grid = months.Calendar(firstweekday=0)
    return (
        render_template(
            "calendar/show.html",
            year=year,
            months=[(month, grid.monthdatescalendar(year, month)) for month in range(1, 13)],
            days=days,
            known={row.day: row for row in days},
            weekdays=[_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")],
            missing=queries.missing_years(clock.today()),
            form=form,
        ),
        status,
    )


@blueprint.post("/calendar/days")
def add_day() -> Any:
    """Enter one."""
    form = DayForm()
    if form.carries_out(
        lambda: actions.add_day(form.day.data, form.kind.data == "worked", form.name.data or "", by=current_user)
    ):
        db.session.commit()
        flash(_("Saved."), "success")
        return redirect(url_for("calendar.show", year=form.day.data.year), 303)
    return _page(form.day.data.year if form.day.data else clock.today().year, form, 422)


@blueprint.post("/calendar/days/<day>/deletion")
def delete_day(day: str) -> Any:
    """Back to the weekly rule."""
    require(current_user.is_admin)
    try:
        parsed: date = parse_day(day)
    except ValueError:
        raise NotFound from None
    actions.delete_day(parsed, by=current_user)
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("calendar.show", year=parsed.year), 303)


@blueprint.post("/calendar/years/<int:year>")
def seed_year(year: int) -> Any:
    """Propose the public holidays of a year; the office corrects them."""
    require(current_user.is_admin and 1990 <= year <= 2100)
    added = actions.seed_year(year, by=current_user)
    db.session.commit()
    flash(
        ngettext(
            "%(num)s day was added. Compare it with the yearly notice.",
            "%(num)s days were added. Compare them with the yearly notice.",
            added,
        ),
        "success",
    )
    return redirect(url_for("calendar.show", year=year), 303)
