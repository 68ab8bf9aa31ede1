"""Who reads the rules of reminding, and who sets them."""

from __future__ import annotations

from ...people.actor import Actor


def can_read(actor: Actor) -> bool:
    """Whoever sees every task: the preview names people and their work."""
    return actor.sees_everything


def can_change(actor: Actor) -> bool:
    """The administrator."""
    return actor.is_admin
