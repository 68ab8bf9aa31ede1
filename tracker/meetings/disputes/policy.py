"""Who marks a figure, who answers, who reads it."""

from __future__ import annotations

from sqlalchemy import ColumnElement, true

from ...people.actor import Actor
from .models import FigureDispute


def raises_dispute(actor: Actor, unit_id: int | None) -> bool:
    """A head or deputy head, or his stand-in, of his own unit's line."""
    return actor.answers_for_unit and unit_id is not None and actor.unit_id == unit_id


def answers_disputes(actor: Actor) -> bool:
    """The Office, which keeps the register."""
    return actor.is_office


def can_answer(actor: Actor, dispute: FigureDispute) -> bool:
    """Whoever answers, while it waits; never the one who raised it."""
    return answers_disputes(actor) and dispute.can("accept") and not actor.has_part_in(dispute.raised_by_id)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """A WHERE clause: leaders, Office and administrator see all, a unit its own."""
    return true() if actor.sees_everything else FigureDispute.unit_id == actor.unit_id
