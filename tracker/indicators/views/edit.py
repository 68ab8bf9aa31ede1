"""The form of an indicator."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock
from ...access import require
from ...db import db
from ...directives.queries import list_topics
from ...fields import choices
from ...people.queries import list_units
from ...text import parse_id
from .. import actions, queries
from ..forms import IndicatorForm
from ..models import Indicator
from ..policy import keeps_indicators
from ..wording import kind_names
from . import blueprint

_COPIED = ("name", "unit", "kind", "less_is_better", "is_per_ward", "topic_id", "lead_unit_id")


@blueprint.route("/indicators/new", methods=["GET", "POST"])
def new() -> Any:
    """With ?after=… the same indicator for the year after."""
    require(keeps_indicators(current_user))
    after = parse_id(request.args.get("after", ""))
    before = queries.get_indicator_for(current_user, after) if after else None
    form, made = IndicatorForm(data=_of_next_year(before) if before else {"year": clock.today().year}), []
    _offer(form, None)
    if form.carries_out(
        lambda: made.append(actions.create_indicator(_values(form), form.form_key.data or "", by=current_user))
    ):
        db.session.commit()
        flash(_("The indicator is made. Write down its plans and readings."), "success")
        return redirect(url_for("indicators.show", indicator_id=made[0].id), 303)
    return render_template("indicators/edit.html", form=form, indicator=None), 422 if form.is_submitted() else 200


@blueprint.route("/indicators/<int:indicator_id>/edit", methods=["GET", "POST"])
def edit(indicator_id: int) -> Any:
    """Correct one."""
    indicator = queries.get_indicator_for(current_user, indicator_id, to_change=request.method == "POST")
    require(keeps_indicators(current_user))
    form = IndicatorForm(data=_data_of(indicator))
    _offer(form, indicator)
    version = parse_id(str(form.version.data)) or 0
    if form.carries_out(lambda: actions.change_indicator(indicator, _values(form), version, by=current_user)):
        db.session.commit()
        flash(_("Saved."), "success")
        return redirect(url_for("indicators.show", indicator_id=indicator_id), 303)
    page = render_template("indicators/edit.html", form=form, indicator=indicator)
    return page, 422 if form.is_submitted() else 200


def _values(form: IndicatorForm) -> actions.IndicatorValues:
    return actions.IndicatorValues(
        name=form.name.data or "",
        unit=form.unit.data or "",
        year=form.year.data or 0,
        kind=form.kind.data,
        less_is_better=bool(form.less_is_better.data),
        is_per_ward=bool(form.is_per_ward.data),
        is_enabled=bool(form.is_enabled.data),
        topic_id=form.topic_id.data or None,
        lead_unit_id=form.lead_unit_id.data or None,
        previous_id=form.previous_id.data or None,
    )


def _of_next_year(before: Indicator) -> dict[str, Any]:
    copied = {name: getattr(before, name) for name in _COPIED}
    return _no_none(copied) | {"year": before.year + 1, "previous_id": before.id}


def _data_of(indicator: Indicator) -> dict[str, Any]:
    names = (*_COPIED, "year", "is_enabled", "previous_id", "version")
    return _no_none({name: getattr(indicator, name) for name in names})


def _no_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: 0 if value is None else value for name, value in values.items()}


def _offer(form: IndicatorForm, indicator: Indicator | None) -> None:
    """Units and topics of today; what the indicator names already stays on offer."""
    units = [(one.id, one.name) for one in list_units(clock.today())]
    topics = [(one.id, one.name) for one in list_topics()]
    if indicator and indicator.lead_unit and indicator.lead_unit_id not in dict(units):
        units.append((indicator.lead_unit.id, indicator.lead_unit.name))
    if indicator and indicator.topic and indicator.topic_id not in dict(topics):
        topics.append((indicator.topic.id, indicator.topic.name))
    year = form.year.data or 0
    same = queries.list_same_of(year - 1) if 2000 <= year <= 2101 else []  # the year is not checked yet
    before = [(one.id, f"{one.name} ({one.unit})") for one in same]
    form.kind.choices = choices(kind_names().items())
    form.lead_unit_id.choices = choices([(0, _("The Office itself")), *units])
    form.topic_id.choices = choices([(0, "—"), *topics])
    form.previous_id.choices = choices([(0, "—"), *before])
