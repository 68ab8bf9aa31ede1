"""Who sees the scoreboard, and how much of it."""

from __future__ import annotations

from ...people.actor import Actor


def sees_board(actor: Actor) -> bool:
    """Leaders, Office and administrator see all lines, a unit's people the line of their unit."""
    return actor.sees_everything or (actor.is_of_unit and actor.unit_id is not None)


def unit_of(actor: Actor) -> int | None:
    """The one unit whose line the person sees; None for all."""
    return None if actor.sees_everything else actor.unit_id
