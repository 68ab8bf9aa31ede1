"""A reading that was corrected or taken out meanwhile: what became of it, and what was typed, to go on with."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ...db import db
from .. import queries
from ..errors import ReadingGone
from ..forms import CorrectionForm
from ..models import Indicator
from ..policy import may_read_off
from ..wording import amount
from . import blueprint
from .choices import offer_units, wards_of


@blueprint.errorhandler(ReadingGone)
def reading_gone(gone: ReadingGone) -> Any:
    """Who pressed twice is told so on the indicator's page; who typed something else keeps it."""
    db.session.rollback()
    if request.method == "POST" and request.endpoint == "indicators.correct_reading":
        indicator, form = queries.get_indicator_for(current_user, gone.indicator_id), CorrectionForm()
        may_give = offer_units(form, current_user, indicator, wards_of(indicator))
        if may_give and not _is_same(form, gone.reading_id):
            return _keep(indicator, form, gone.reading_id)
    flash(_("This reading was already corrected or taken out."), "info")
    return redirect(url_for("indicators.show", indicator_id=gone.indicator_id), 303)


def _is_same(form: CorrectionForm, reading_id: int) -> bool:
    """Whether this very correction was made before."""
    made = queries.find_correction(reading_id, current_user.user_id)
    typed = (form.as_of.data, form.value.data, form.unit_id.data or None, form.note.data)
    return made is not None and typed == (made.as_of, made.value, made.unit_id, made.note)


def _keep(indicator: Indicator, form: CorrectionForm, reading_id: int) -> Any:
    """The form as it was typed: it corrects what stands there now, or becomes a reading of its own."""
    now = queries.find_corrected(reading_id)
    if now is not None and not may_read_off(current_user, indicator, now.unit_id):
        now = None
    return render_template(
        "indicators/reading_gone.html",
        indicator=indicator,
        form=form,
        now=now,
        value=amount(now.value if now else None, indicator.unit),
    ), 409
