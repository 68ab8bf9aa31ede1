"""Who sees and who changes what extraction reads by."""

from __future__ import annotations

from ..people.actor import Actor


def can_look(actor: Actor) -> bool:
    """The Office works with it, the administrator keeps it."""
    return actor.is_admin or actor.is_office


def can_change(actor: Actor) -> bool:
    """The administrator alone."""
    return actor.is_admin
