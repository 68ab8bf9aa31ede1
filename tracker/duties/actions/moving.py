"""Duties follow their unit or leader, and end when a later notice puts other work in their place."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from ... import clock, history
from ...db import db
from ...people.actor import Actor
from ...people.models import Unit, User
from ..models import Duty, duty_cooperation


def move_duties(old_unit_id: int, new_unit_id: int, by: Actor) -> None:
    """A unit was merged, renamed or closed: what it leads or cooperates in goes to the unit that took over its work.

    Called by the handover of the unit, which has asked whether that person may.
    """
    old, new = db.session.get_one(Unit, old_unit_id), db.session.get_one(Unit, new_unit_id)
    cooperates = select(duty_cooperation.c.duty_id).where(duty_cooperation.c.unit_id == old.id)
    touched = or_(Duty.lead_unit_id == old.id, Duty.id.in_(cooperates))
    query = select(Duty).where(Duty.ended_on.is_(None), touched).options(selectinload(Duty.cooperating_units))
    for duty in db.session.scalars(query.order_by(Duty.id).with_for_update()).all():
        if duty.lead_unit_id == old.id:
            duty.lead_unit_id = new.id
        units = {
            new.id if unit.id == old.id else unit.id: new if unit.id == old.id else unit
            for unit in duty.cooperating_units
        }
        duty.cooperating_units = [unit for unit_id, unit in units.items() if unit_id != duty.lead_unit_id]
        history.record(by, "duty_moved", "duty", duty.id, old=old.short_name, new=new.short_name)


def move_duties_of_leader(old_leader_id: int, new_leader_id: int, by: Actor) -> None:
    """A leader left: another one answers for his duties. Called by the handover of the leader."""
    old, new = db.session.get_one(User, old_leader_id), db.session.get_one(User, new_leader_id)
    query = select(Duty).where(Duty.ended_on.is_(None), Duty.leader_id == old.id).order_by(Duty.id).with_for_update()
    for duty in db.session.scalars(query).all():
        duty.leader_id = new.id
        history.record(by, "duty_moved", "duty", duty.id, old=old.name, new=new.name)


def end_duties_of(directive_id: int, reason: str, *, by: Actor) -> None:
    """A later notice puts other work in the place of this directive, so nothing more of it is opened."""
    query = select(Duty).where(Duty.ended_on.is_(None), Duty.directive_id == directive_id)
    for duty in db.session.scalars(query.order_by(Duty.id).with_for_update()).all():
        duty.ended_on = clock.today()
        history.record(by, "duty_ended", "duty", duty.id, reason=reason)
