"""Mails of a proposal."""

from __future__ import annotations

from flask_babel import gettext as _

from ...mail import Message
from ...people.actor import Actor
from ...people.letters import once
from ...people.queries import Recipient, get_unit, list_recipients, list_recipients_for
from ...people.wording import sign
from ...text import shorten
from ..models import Proposal
from .base import Told, task_message


def proposal_raised(proposal: Proposal) -> list[Message]:
    """To the accountable leader: a proposal waits."""

    def tell(reader: Recipient) -> Told:
        unit = get_unit(proposal.unit_id or proposal.task.lead_unit_id).short_name
        return Told(_("Proposal"), _("%(unit)s proposes. One line of yours is enough as an answer.", unit=unit))

    key = f"proposal:{proposal.id}:raised"
    return [
        task_message(proposal.task, reader, key, "proposal_raised", tell, words=proposal.text)
        for reader in list_recipients_for(proposal.task.leader_id)
    ]


def proposal_answered(proposal: Proposal, by: Actor) -> list[Message]:
    """To the heads of the lead unit: what the leader says."""

    def tell(reader: Recipient) -> Told:
        return Told(
            _("Proposal answered"),
            _("%(leader)s answers the proposal “%(text)s”:", leader=sign(by), text=shorten(proposal.text, 200)),
        )

    key = f"proposal:{proposal.id}:answered"
    return [
        task_message(proposal.task, reader, key, "proposal_answered", tell, words=proposal.answer)
        for reader in once(list_recipients([proposal.task.lead_unit_id]))
    ]
