"""The numbers of all wards as of one day, in one table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from ... import clock
from ...access import require
from ...db import db
from ...errors import NotFound
from .. import actions, queries
from ..forms import ward_field, ward_readings_form
from ..models import Indicator, Reading
from ..pace import Doubt
from ..policy import gives_every_ward
from ..queries import Value
from ..wording import amount
from . import blueprint
from .choices import wards_of
from .doubts import find_doubtful


@blueprint.route("/indicators/<int:indicator_id>/wards", methods=["GET", "POST"])
def read_wards(indicator_id: int) -> Any:
    """A line for each ward; what is left empty is no reading. All are saved, or none."""
    is_post = request.method == "POST"
    indicator = queries.get_indicator_for(current_user, indicator_id, to_change=is_post)
    actions.check_in_time(indicator, by=current_user)
    require(gives_every_ward(current_user, indicator))
    if not (wards := wards_of(indicator)):
        raise NotFound
    before, given = _last_of(queries.list_values([indicator_id])[indicator_id]), []
    form = ward_readings_form(wards, {"as_of": clock.today()})
    if form.carries_out(lambda: given.extend(_give(indicator, form, wards))):
        db.session.commit()
        _say(indicator, given, wards)
        return redirect(url_for("indicators.show", indicator_id=indicator_id), 303)
    lines = [_line(indicator, form[ward_field(unit_id)], wards[unit_id], before.get(unit_id)) for unit_id in wards]
    page = render_template("indicators/read_wards.html", indicator=indicator, form=form, lines=lines)
    return page, 422 if is_post else 200


def _line(indicator: Indicator, field: Any, name: str, last: Value | None) -> tuple[Any, str, str, Any]:
    """A ward's field and name, and what was read of it last."""
    return field, name, amount(last.value, indicator.unit) if last else "", last.as_of if last else None


def _last_of(values: Sequence[Value]) -> dict[int | None, Value]:
    """The latest of each ward."""
    return {one.unit_id: one for one in values}


def _give(indicator: Indicator, form: Any, wards: Collection[int]) -> list[Reading]:
    typed: dict[int, Decimal | None] = {unit_id: form[ward_field(unit_id)].data for unit_id in wards}
    numbers = {unit_id: value for unit_id, value in typed.items() if value is not None}
    note, key = form.note.data or "", form.form_key.data or ""
    return actions.add_ward_readings(indicator, form.as_of.data, numbers, note, key, by=current_user)


def _say(indicator: Indicator, given: Sequence[Reading], wards: Mapping[int, str]) -> None:
    """How many were saved, and whose number looks mistyped."""
    if not given:
        flash(_("These readings were saved already."), "info")
        return
    day = f"{given[0].as_of:%d/%m/%Y}"
    flash(
        ngettext(
            "%(num)s reading as of %(day)s is saved.", "%(num)s readings as of %(day)s are saved.", len(given), day=day
        ),
        "success",
    )
    doubtful = [(one.found, wards[one.reading.unit_id or 0]) for one in find_doubtful(indicator, given)]
    less = [name for found, name in doubtful if found is Doubt.LESS]
    _ask(less, [name for found, name in doubtful if found is not Doubt.LESS])


def _ask(less: Sequence[str], far: Sequence[str]) -> None:
    if less:
        flash(
            _("Less than the reading before: %(units)s. Give the total since the year began.", units=", ".join(less)),
            "warning",
        )
    if far:
        sentence = _(
            "Far more than the plan or the reading before: %(units)s. Check the numbers and the unit of measure.",
            units=", ".join(far),
        )
        flash(sentence, "warning")
