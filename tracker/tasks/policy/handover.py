"""Who moves the open work of a unit or a leader in one step."""

from __future__ import annotations

from ...people.actor import Actor


def may_hand_over(actor: Actor) -> bool:
    """The administrator, who closes units and ends posts, and the Office, which gives work out."""
    return actor.is_admin or actor.is_office
