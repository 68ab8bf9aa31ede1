"""Readings are given, corrected and taken out."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ...access import require
from ...db import db
from .. import actions, queries
from ..forms import CorrectionForm, ReadingForm, RemovalForm
from ..models import Indicator, Reading
from ..policy import may_quote, may_read_off, may_take_out
from ..wording import amount, doubt_words
from . import blueprint
from .choices import offer_units, wards_of
from .doubts import find_doubtful
from .show import show_indicator


@blueprint.post("/indicators/<int:indicator_id>/readings")
def add_reading(indicator_id: int) -> Any:
    """Typed. The sentence tells how the number was understood."""
    indicator = queries.get_indicator_for(current_user, indicator_id, to_change=True)
    actions.check_in_time(indicator, by=current_user)
    form, made = ReadingForm(), []
    require(offer_units(form, current_user, indicator, wards_of(indicator)))
    if form.carries_out(
        lambda: made.append(actions.add_reading(indicator, _values(form), form.form_key.data or "", by=current_user))
    ):
        db.session.commit()
        _say(indicator, made[0])
        return _done(indicator_id)
    return show_indicator(indicator, reading=form)


@blueprint.route("/readings/<int:reading_id>/correction", methods=["GET", "POST"])
def correct_reading(reading_id: int) -> Any:
    """Another number in its place; the first one is kept."""
    is_post = request.method == "POST"
    indicator, reading = queries.get_reading_for(current_user, reading_id, to_change=is_post)
    actions.check_in_time(indicator, by=current_user)
    require(may_read_off(current_user, indicator, reading.unit_id))
    form = CorrectionForm(data={"as_of": reading.as_of, "value": reading.value, "unit_id": reading.unit_id or 0})
    offer_units(form, current_user, indicator, wards_of(indicator))
    made: list[Reading] = []
    if form.carries_out(
        lambda: made.append(actions.correct_reading(indicator, reading, _values(form), by=current_user))
    ):
        db.session.commit()
        flash(_("Corrected; the first number is kept in the history."), "success")
        _ask(indicator, made[0])
        return _done(indicator.id)
    quoted = may_quote(current_user, reading.notice)
    page = render_template(
        "indicators/correct_reading.html", indicator=indicator, reading=reading, form=form, may_quote=quoted
    )
    return page, 422 if is_post else 200


@blueprint.route("/readings/<int:reading_id>/removal", methods=["GET", "POST"])
def remove_reading(reading_id: int) -> Any:
    """Given by mistake; why is asked for."""
    is_post = request.method == "POST"
    indicator, reading = queries.get_reading_for(current_user, reading_id, to_change=is_post)
    actions.check_in_time(indicator, by=current_user)
    require(may_take_out(current_user, indicator, reading, queries.list_given_by(current_user, indicator)))
    form = RemovalForm()
    if form.carries_out(lambda: actions.remove_reading(indicator, reading, form.reason.data or "", by=current_user)):
        db.session.commit()
        flash(_("The reading is taken out; the history keeps it."), "success")
        return _done(indicator.id)
    value = amount(reading.value, indicator.unit)
    page = render_template(
        "indicators/remove_reading.html", indicator=indicator, reading=reading, value=value, form=form
    )
    return page, 422 if is_post else 200


def _values(form: ReadingForm) -> actions.ReadingValues:
    return actions.ReadingValues(form.as_of.data, form.value.data, form.unit_id.data or None, form.note.data or "")


def _say(indicator: Indicator, reading: Reading | None) -> None:
    if reading is None:
        flash(_("This reading was saved already."), "info")
        return
    value = amount(reading.value, indicator.unit)
    flash(_("Saved: %(value)s as of %(day)s.", value=value, day=f"{reading.as_of:%d/%m/%Y}"), "success")
    _ask(indicator, reading)


def _ask(indicator: Indicator, reading: Reading) -> None:
    """It is saved, but looks mistyped."""
    for one in find_doubtful(indicator, [reading]):
        last = (one.last.value, one.last.as_of) if one.last else None
        flash(doubt_words(one.found, indicator.unit, last, one.plans), "warning")


def _done(indicator_id: int) -> Any:
    return redirect(url_for("indicators.show", indicator_id=indicator_id), 303)
