"""Plans are written down and taken out."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ...access import require
from ...db import db
from .. import actions, queries
from ..forms import TargetForm
from ..policy import keeps_indicators
from . import blueprint
from .choices import offer_units, wards_of
from .show import show_indicator


@blueprint.post("/indicators/<int:indicator_id>/targets")
def set_target(indicator_id: int) -> Any:
    """A new one, or another number of one that has this name."""
    indicator = queries.get_indicator_for(current_user, indicator_id, to_change=True)
    require(keeps_indicators(current_user))
    form = TargetForm()
    offer_units(form, current_user, indicator, wards_of(indicator))
    if form.carries_out(
        lambda: actions.set_target(
            indicator, form.set_by.data or "", form.value.data, form.unit_id.data or None, by=current_user
        )
    ):
        db.session.commit()
        flash(_("Saved."), "success")
        return redirect(url_for("indicators.show", indicator_id=indicator_id), 303)
    return show_indicator(indicator, target=form)


@blueprint.post("/targets/<int:target_id>/removal")
def remove_target(target_id: int) -> Any:
    """Entered by mistake."""
    indicator, target = queries.get_target_for(current_user, target_id, to_change=True)
    actions.remove_target(indicator, target, by=current_user)
    db.session.commit()
    flash(_("The plan is taken out; the history keeps it."), "success")
    return redirect(url_for("indicators.show", indicator_id=indicator.id), 303)
