"""What the forms of an indicator offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from ... import clock
from ...fields import choices
from ...people.actor import Actor
from ...people.queries import list_units
from ..models import Indicator
from ..policy import WARDS, may_read_off


def offer_units(form: Any, actor: Actor, indicator: Indicator, wards: Mapping[int, str]) -> bool:
    """The whole and the wards for which that person may give a number; False where there is none."""
    pairs = [(0, _("The whole city"))] if may_read_off(actor, indicator, None) else []
    pairs += [(unit_id, name) for unit_id, name in wards.items() if may_read_off(actor, indicator, unit_id)]
    form.unit_id.choices = choices(pairs)
    return bool(pairs)


def wards_of(indicator: Indicator) -> dict[int, str]:
    """Wards and communes of today, where the indicator is counted for each."""
    return {one.id: one.short_name for one in list_units(clock.today(), WARDS)} if indicator.is_per_ward else {}
