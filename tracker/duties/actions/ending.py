"""Duties end when a later notice puts other work in their place."""

from __future__ import annotations

from sqlalchemy import select

from ... import clock, history
from ...db import db
from ...people.actor import Actor
from ..models import Duty


def end_duties_of(directive_id: int, reason: str, *, by: Actor) -> None:
    """A later notice puts other work in the place of this directive, so nothing more of it is opened."""
    query = select(Duty).where(Duty.ended_on.is_(None), Duty.directive_id == directive_id)
    for duty in db.session.scalars(query.order_by(Duty.id).with_for_update()).all():
        duty.ended_on = clock.today()
        history.record(by, "duty_ended", "duty", duty.id, reason=reason)
