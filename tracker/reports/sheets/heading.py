"""What stands above the register wherever it goes: what it is, of when, narrowed to what, and its totals."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext

from ... import clock
from ...people.actor import Actor
from ...tasks.bands import IN_TIME_ORDER, Band, Limits
from ...tasks.choices import name_filter
from ...tasks.filters import TaskFilter
from ..outstanding import read_figures


class Heading(NamedTuple):
    """Lines of text; `narrowed` is empty where the register is whole."""

    title: str
    as_of: str
    narrowed: str
    totals: str
    made_at: datetime
    total: int


def read_heading(actor: Actor, asked: TaskFilter, limits: Limits) -> Heading:
    """The totals are those of the screen."""
    counts, now = read_figures(limits, asked).bands, clock.now()
    labels = [chip.label for chip in name_filter(actor, asked)]
    total = counts[Band.OPEN]
    parts = [ngettext("%(num)s task", "%(num)s tasks", total)]
    parts += [
        f"{limits.label(band).lower()}: {counts[band]}" for band in (*IN_TIME_ORDER, Band.WAITING) if counts[band]
    ]
    return Heading(
        title=_("Directives not completed"),
        as_of=_(
            "Data as of %(day)s, %(time)s", day=f"{limits.today.day:%d/%m/%Y}", time=f"{clock.to_office(now):%H:%M}"
        ),
        narrowed=_("Only: %(what)s", what="; ".join(labels)) if labels else "",
        totals="; ".join(parts),
        made_at=now,
        total=total,
    )
