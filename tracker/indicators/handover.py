"""Indicators go along when the open work of the unit that leads them goes to another one. Never commits."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import and_, func, select, update

from .. import history
from ..db import db
from ..people.actor import Actor
from ..tasks.handover import Follower, Handing, Side
from .models import Indicator


def count_indicators(side: Side, whose: int) -> int:
    """How many that are still followed the unit leads; leaders have none."""
    if side is not Side.UNIT:
        return 0
    led = select(func.count(Indicator.id)).where(Indicator.lead_unit_id == whose, Indicator.is_enabled)
    return db.session.scalar(led) or 0


def move_indicators(handing: Handing, by: Actor) -> int:
    """Those of its topics, with their readings; tells how many. What is no longer followed keeps the old name."""
    if handing.side is not Side.UNIT:
        return 0
    moved = and_(Indicator.lead_unit_id == handing.from_id, Indicator.is_enabled, handing.topics(Indicator.topic_id))
    statement = (
        update(Indicator)
        .where(moved)
        .values(lead_unit_id=handing.to_id, version=Indicator.version + 1)
        .returning(Indicator.id)
        .execution_options(synchronize_session=False)
    )
    ids = sorted(db.session.scalars(statement))
    history.record_each(by, "indicator_handed_over", "indicator", [(id, handing.facts) for id in ids])
    return len(ids)


FOLLOWER = Follower(
    "indicators",
    lambda: _("Indicators"),
    lambda count: ngettext("%(num)s indicator", "%(num)s indicators", count),
    count_indicators,
    move_indicators,
)
