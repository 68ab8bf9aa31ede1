"""Who sees a duty and who sets it up."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select, true

from ..people.actor import Actor
from .models import Duty, duty_cooperation


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """A WHERE clause: leaders, Office and administrator see all, a unit what it leads or cooperates in."""
    if actor.sees_everything:
        return true()
    cooperates = select(duty_cooperation.c.duty_id).where(duty_cooperation.c.unit_id == actor.unit_id)
    return or_(Duty.lead_unit_id == actor.unit_id, Duty.id.in_(cooperates))


def keeps_duties(actor: Actor) -> bool:
    """The Office makes, changes, pauses and ends them; leaders look on."""
    return actor.is_office
