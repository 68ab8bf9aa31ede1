"""The figures of their unit on top of the digests of heads and deputies; they make no mail of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from ...people.models import Role
from ...reminders.blocks import Block, Contribution, Figure
from ...reminders.posts import Acting, list_acting
from ...tasks.bands import Band, Limits
from ...tasks.filters import TaskFilter
from ...tasks.models import Task
from ...tasks.today import office_day
from ..outstanding import count_bands

COUNTED = (Band.OPEN, Band.OVERDUE, Band.WEEK)


@dataclass(frozen=True)
class UnitFigures:
    """What one unit leads, for one of those who answer for it."""

    acting: Acting
    counts: Mapping[Band, int]
    is_alone: bool = False
    is_optional: bool = False

    def name(self) -> str:
        """Its heading."""
        return _("The whole unit: %(unit)s", unit=self.acting.unit_name)

    def write(self, base_url: str) -> Block:
        """Every number opens its list."""
        labels = {Band.OPEN: _("Not completed"), Band.OVERDUE: _("Overdue"), Band.WEEK: _("Due this week")}
        figures = [
            Figure(
                label,
                self.counts[band],
                f"{base_url}/tasks?{TaskFilter(band=band, unit=self.acting.unit_id).query_string()}",
                is_late=band is Band.OVERDUE and self.counts[band] > 0,
            )
            for band, label in labels.items()
        ]
        by = _("in place of %(name)s", name=self.acting.stands_in_for) if self.acting.stands_in_for else ""
        return Block(self.name(), figures, by=by)


def count_for_heads(day: date, is_again: bool = False) -> Mapping[int, list[Contribution]]:
    """For every head and deputy whose unit has open work, once for each unit."""
    counts = count_bands(Task.lead_unit_id, Limits.of(office_day(day)), COUNTED)
    found: dict[int, dict[int, Contribution]] = {}
    for acting in list_acting(day, (Role.HEAD, Role.DEPUTY)):
        if acting.unit_id is not None and acting.unit_id in counts:
            figures = UnitFigures(acting, counts[acting.unit_id])
            found.setdefault(acting.reader_id, {}).setdefault(acting.unit_id, figures)
    return {user_id: list(of_units.values()) for user_id, of_units in found.items()}
