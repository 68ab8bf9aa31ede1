"""Whose due dates a person may have in his calendar. Asked when a feed is made and at every reading of it."""

from __future__ import annotations

from collections.abc import Iterable

from ..people.actor import Actor


def has_own_work(actor: Actor) -> bool:
    """An administrator sees every task and is given none."""
    return not actor.is_admin


def sees_unit(actor: Actor, unit_id: int) -> bool:
    """Leaders, the Office and the administrator see the work of every unit, others that of their own."""
    return actor.sees_everything or actor.unit_id == unit_id


def may_read(actors: Iterable[Actor], unit_id: int | None) -> bool:
    """Whether somebody with these posts has a part in it; without a unit it is his own work."""
    return any(has_own_work(actor) if unit_id is None else sees_unit(actor, unit_id) for actor in actors)
