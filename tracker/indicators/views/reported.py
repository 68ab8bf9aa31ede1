"""Numbers that units told of measured tasks, offered as readings: one press takes one over, or all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import ngettext
from flask_login import current_user

from ... import clock
from ...db import db
from ...people.actor import Actor
from ...text import parse_id
from .. import actions, queries
from ..measures import convert
from ..models import Indicator, Reading
from ..policy import may_read_off
from ..queries import LinkedTask
from ..wording import amount
from . import blueprint
from .choices import wards_of


@dataclass(frozen=True)
class Offer:
    """A number that is no reading yet."""

    task: LinkedTask
    update_id: int
    values: actions.ReadingValues
    shown: str


def list_offers(
    actor: Actor,
    indicator: Indicator,
    tasks: Sequence[LinkedTask],
    readings: Sequence[Reading],
    wards: Mapping[int, str],
) -> list[Offer]:
    """The last number of each measured task, unless it was taken over or the person may not.

    A ward's task speaks of the ward where the indicator is counted for each, any other of the whole.
    """
    measured = {task.id: task for task in tasks if task.measure and convert(Decimal(1), task.measure, indicator.unit)}
    taken = {one.update_id for one in readings if one.update_id}
    offers = []
    for task_id, told in queries.list_last_reported(list(measured)).items():
        task, day = measured[task_id], clock.to_office(told.at).date()
        unit_id = task.lead_unit_id if task.lead_unit_id in wards else None
        value = convert(Decimal(repr(told.measured)), task.measure, indicator.unit)
        is_open = told.update_id not in taken and day.year == indicator.year
        if value is not None and is_open and may_read_off(actor, indicator, unit_id):
            values = actions.ReadingValues(day, value, unit_id)
            offers.append(Offer(task, told.update_id, values, amount(value, indicator.unit)))
    return offers


@blueprint.post("/indicators/<int:indicator_id>/updates")
def accept_reported(indicator_id: int) -> Any:
    """Take over one number, or all that are offered; pressed twice nothing happens twice."""
    indicator = queries.get_indicator_for(current_user, indicator_id, to_change=True)
    tasks = queries.list_tasks(current_user, indicator)
    readings = queries.list_readings([indicator_id]).get(indicator_id, [])
    is_all, wanted = "update" not in request.form, parse_id(request.form.get("update", ""))
    taken = 0
    for offer in list_offers(current_user, indicator, tasks, readings, wards_of(indicator)):
        if is_all or offer.update_id == wanted:
            accepted = actions.accept_reported(indicator, offer.values, offer.update_id, offer.task.id, by=current_user)
            taken += accepted is not None
    db.session.commit()
    flash(ngettext("%(num)s number is taken over.", "%(num)s numbers are taken over.", taken), "success")
    return redirect(url_for("indicators.show", indicator_id=indicator_id), 303)
