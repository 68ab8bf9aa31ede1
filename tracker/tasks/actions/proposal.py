"""A proposal: raised with an update, answered by a leader in one line."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock, history, mail
from ...access import require
from ...db import db
from ...errors import Refused
from ...people.actor import Actor
from .. import emails, policy
from ..models import ProgressUpdate, Proposal, ProposalState, Task


def raise_proposal(task: Task, update: ProgressUpdate, *, by: Actor) -> Proposal | None:
    """What the unit proposed in its update goes to the accountable leader; the update's own history tells of it."""
    if not update.proposal:
        return None
    proposal = Proposal(
        task=task,
        task_id=task.id,
        update_id=update.id,
        state=ProposalState.OPEN,
        at=update.at,
        by_user_id=by.user_id,
        unit_id=task.lead_unit_id,
        text=update.proposal,
    )
    db.session.add(proposal)
    db.session.flush()
    for message in emails.proposal_raised(proposal):
        mail.put(message)
    return proposal


def answer_proposal(proposal: Proposal, answer: str, *, by: Actor) -> None:
    """One line from a leader; the unit is told."""
    require(policy.answers_proposal(by, proposal))
    if not policy.can_answer_proposal(by, proposal):
        raise Refused(_("This proposal has been answered or closed already. Reload the page to see how."))
    proposal.state, proposal.answer = ProposalState.ANSWERED, answer
    proposal.answered_at, proposal.answered_by_id, proposal.answered_for = clock.now(), by.user_id, by.for_name
    history.record(
        by, "proposal_answered", "task", proposal.task_id, proposal_id=proposal.id, proposal=proposal.text, note=answer
    )
    for message in emails.proposal_answered(proposal, by):
        mail.put(message)


def close_open_proposals(task: Task, by: Actor, note: str, *, unit_id: int | None = None) -> None:
    """A task that is over, or that the unit leads no more, needs no answer; why is said in `note`."""
    waiting = select(Proposal).where(Proposal.task_id == task.id, Proposal.state == ProposalState.OPEN)
    if unit_id is not None:
        waiting = waiting.where(Proposal.unit_id == unit_id)
    for proposal in db.session.scalars(waiting.order_by(Proposal.id)):
        proposal.state, proposal.answer = ProposalState.CLOSED, note
        proposal.answered_at, proposal.answered_by_id, proposal.answered_for = clock.now(), by.user_id, by.for_name
        history.record(
            by, "proposal_closed", "task", task.id, proposal_id=proposal.id, proposal=proposal.text, note=note
        )
