"""Recurring duties move along when a unit's or a leader's open work goes to somebody else. Never commits."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import and_, delete, func, or_, select, update

from .. import history
from ..db import db
from ..people.actor import Actor
from ..tasks.handover import Follower, Handing, Side
from .models import Duty, duty_cooperation

_COOP = duty_cooperation.c


def count_duties(side: Side, whose: int) -> int:
    """How many that have not ended the unit leads or takes part in, or the leader is accountable for."""
    owner = Duty.leader_id == whose
    if side is Side.UNIT:
        shared = select(_COOP.duty_id).where(_COOP.unit_id == whose)
        owner = or_(Duty.lead_unit_id == whose, Duty.id.in_(shared))
    return db.session.scalar(select(func.count(Duty.id)).where(Duty.ended_on.is_(None), owner)) or 0


def move_duties(handing: Handing, by: Actor) -> int:
    """Those of its topics; tells how many. Periods that were opened before are tasks and moved as such."""
    running = and_(Duty.ended_on.is_(None), handing.topics(Duty.topic_id))
    if handing.side is Side.LEADER:
        ids = _change(and_(running, Duty.leader_id == handing.from_id), leader_id=handing.to_id)
    else:
        ids = _change(and_(running, Duty.lead_unit_id == handing.from_id), lead_unit_id=handing.to_id)
        ids += [one for one in _move_parts(running, handing) if one not in ids]
    history.record_each(by, "duty_handed_over", "duty", [(id, handing.facts) for id in ids])
    return len(ids)


def _change(condition: Any, **values: Any) -> list[int]:
    statement = update(Duty).where(condition).values(version=Duty.version + 1, **values).returning(Duty.id)
    return sorted(db.session.scalars(statement.execution_options(synchronize_session=False)))


def _move_parts(running: Any, handing: Handing) -> list[int]:
    """The successor takes part instead, never beside its own lead and never twice."""
    ids = db.session.scalars(
        select(Duty.id)
        .join(duty_cooperation, _COOP.duty_id == Duty.id)
        .where(running, _COOP.unit_id == handing.from_id)
        .order_by(Duty.id)
    ).all()
    led = select(Duty.id).where(Duty.lead_unit_id == handing.to_id)
    db.session.execute(delete(duty_cooperation).where(_COOP.unit_id == handing.to_id, _COOP.duty_id.in_(led)))
    both = select(_COOP.duty_id).where(_COOP.unit_id == handing.to_id)
    own = and_(_COOP.unit_id == handing.from_id, _COOP.duty_id.in_(ids))
    double = db.session.scalars(select(_COOP.duty_id).where(own, or_(_COOP.duty_id.in_(both), _COOP.duty_id.in_(led))))
    db.session.execute(
        delete(duty_cooperation).where(_COOP.unit_id == handing.from_id, _COOP.duty_id.in_(double.all()))
    )
    db.session.execute(update(duty_cooperation).where(own).values(unit_id=handing.to_id))
    return list(ids)


FOLLOWER = Follower(
    "duties",
    lambda: _("Recurring duties"),
    lambda count: ngettext("%(num)s recurring duty", "%(num)s recurring duties", count),
    count_duties,
    move_duties,
)
