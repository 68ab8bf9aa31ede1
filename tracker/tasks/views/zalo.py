"""A unit's late and coming work as a text for Zalo."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from flask_login import current_user

from .. import policy, pressing
from ..today import office_limits
from ..zalo import tell_unit
from . import blueprint


@blueprint.get("/units/<int:unit_id>/zalo")
def zalo(unit_id: int) -> Any:
    """The text, to be copied; then the urging is recorded for the very tasks that it tells of."""
    unit = pressing.get_unit_for(current_user, unit_id)
    limits, is_urging = office_limits(), policy.directs(current_user)
    found = pressing.list_pressing(current_user, unit.id, limits)
    with force_locale("vi"):  # it is read by the unit, whatever language the one who copies has chosen
        text = tell_unit(
            found.tasks,
            found.late,
            found.this_week,
            unit.short_name,
            current_app.config["SETTINGS"].office_name,
            limits.today,
            is_urging=is_urging,
        )
    return render_template(
        "tasks/zalo.html", unit=unit, text=text if found.tasks else "", tasks=found.tasks, is_urging=is_urging
    )
