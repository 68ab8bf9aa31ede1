"""Who sees and who changes the distribution of work among the leaders."""

from __future__ import annotations

from ...people.actor import Actor


def can_look(actor: Actor) -> bool:
    """Leaders, the Office and the administrator."""
    return actor.sees_everything


def can_distribute(actor: Actor) -> bool:
    """The Office enters what the notice says, or the administrator does."""
    return actor.is_office or actor.is_admin
