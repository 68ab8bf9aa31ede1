"""Who answers what a unit proposes."""

from __future__ import annotations

from ...people.actor import Actor
from ..models import Proposal, ProposalState


def answers_proposal(actor: Actor, proposal: Proposal) -> bool:
    """Any leader; never the one who raised it."""
    return actor.is_leader and not actor.has_part_in(proposal.by_user_id)


def can_answer_proposal(actor: Actor, proposal: Proposal) -> bool:
    """Whoever answers, while the proposal waits."""
    return proposal.state == ProposalState.OPEN and answers_proposal(actor, proposal)
