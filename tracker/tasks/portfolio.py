"""A leader's own: what he answers for, and the work of the topics and units of which he is in charge."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, or_

from ..directives.portfolios.queries import has_portfolio, select_topics_of, select_units_of
from ..people.actor import Actor
from .models import Task


def leader_behind(actor: Actor) -> int | None:
    """The leader whose portfolio that person reads as his own: himself, or the one for whom he stands in."""
    return (actor.for_user_id or actor.user_id) if actor.is_leader else None


def portfolio_of(leader_id: int, on: date) -> ColumnElement[bool]:
    """Tasks for which he is accountable, and those of his topics and lead units, as distributed on that day."""
    return or_(
        Task.leader_id == leader_id,
        Task.topic_id.in_(select_topics_of(leader_id, on)),
        Task.lead_unit_id.in_(select_units_of(leader_id, on)),
    )


def portfolio_condition(actor: Actor, on: date) -> ColumnElement[bool] | None:
    """The same for who reads; None where there is nothing of his own to begin with."""
    leader_id = leader_behind(actor)
    if leader_id is None or not has_portfolio(leader_id, on):
        return None
    return portfolio_of(leader_id, on)
