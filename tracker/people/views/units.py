"""The administrator's screens of units."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock
from ...access import require
from ...db import db
from .. import actions, queries
from ..forms import KIND_NAMES, UnitForm
from ..models import Unit
from ..work import open_work
from . import blueprint


@blueprint.get("/units")
def units() -> Any:
    """Open units in the office's order, closed ones below."""
    require(current_user.is_admin)
    rows = queries.list_all_units()
    today, work = clock.today(), open_work().by_unit()
    closed = [row for row in rows if not row.unit.is_open(today)]
    return render_template(
        "people/units.html",
        open_units=[row for row in rows if row.unit.is_open(today)],
        closed_units=closed,
        kind_names=KIND_NAMES,
        left=[(row.unit, work[row.unit.id]) for row in closed if row.unit.id in work],
    )


@blueprint.route("/units/new", methods=["GET", "POST"])
def new_unit() -> Any:
    """Add one."""
    return _edit(None)


@blueprint.route("/units/<int:unit_id>", methods=["GET", "POST"])
def unit(unit_id: int) -> Any:
    """Correct or close one."""
    require(current_user.is_admin)
    return _edit(queries.get_unit(unit_id))


def _edit(unit: Unit | None) -> Any:
    require(current_user.is_admin)
    form = UnitForm(obj=unit)
    if form.carries_out(lambda: actions.save_unit(unit, _values(form), by=current_user)):
        db.session.commit()
        flash(_("Saved."), "success")
        is_left = unit is not None and unit.valid_to and open_work().of_unit(unit.id).is_something
        return redirect(url_for("people.unit", unit_id=unit.id) if unit and is_left else url_for("people.units"), 303)
    return render_template(
        "people/unit.html",
        form=form,
        unit=unit,
        people=queries.count_people_of(unit.id) if unit else 0,
        work=open_work().of_unit(unit.id) if unit else None,
    ), 422 if request.method == "POST" else 200


def _values(form: UnitForm) -> dict[str, Any]:
    names = ("code", "name", "short_name", "alias_text", "kind", "sort_order", "valid_from", "valid_to")
    return {name: form[name].data if form[name].data is not None else _empty(name) for name in names}


def _empty(name: str) -> Any:
    return None if name.startswith("valid") else ""
