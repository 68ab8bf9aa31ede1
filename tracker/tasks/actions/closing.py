"""When a task is over, nothing may go on waiting for an answer about it."""

from __future__ import annotations

from sqlalchemy import select

from ... import clock
from ...db import db
from ...people.actor import Actor
from ..models import DeclineState, Proposal, ProposalState, Task
from .decline import close_decline
from .explanation import close_running_explanation
from .extension import close_open_extension


def close_open_matters(task: Task, note: str, *, by: Actor, is_done: bool = False) -> None:
    """Close with `note` what is open on a task that has just ended; a new kind of request adds itself here.

    An explanation outlives the work that was done: rating still asks why it was late.
    """
    close_open_extension(task, by, note)
    close_decline(task, DeclineState.CLOSED, note, by=by)
    _close_proposals(task, note, by)
    if not is_done:
        close_running_explanation(task, by, note)


def _close_proposals(task: Task, note: str, by: Actor) -> None:
    waiting = select(Proposal).where(Proposal.task_id == task.id, Proposal.state == ProposalState.OPEN)
    for proposal in db.session.scalars(waiting):
        proposal.state, proposal.answer = ProposalState.CLOSED, note
        proposal.answered_at, proposal.answered_by_id = clock.now(), by.user_id
