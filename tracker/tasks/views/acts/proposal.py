"""What the unit proposes, and a leader's answer."""

from __future__ import annotations

from typing import Any

from ... import policy, queries
from ...forms import AnswerForm
from .base import Act, Page

# The panel knows the proposals, and says who answers which.
ACTS = (Act("answer", lambda actor, task: False, AnswerForm),)


def panel(page: Page) -> dict[str, Any]:
    """The proposals, and which of them the person answers."""
    if "proposal" not in page.beside:
        return {"proposals": []}
    proposals = queries.list_proposals(page.task)
    answerable = {one.id for one, _name in proposals if policy.can_answer_proposal(page.actor, one)}
    if answerable:
        page.may.add("answer")
    return {"proposals": proposals, "answerable": answerable, "blank_answer": AnswerForm(formdata=None)}
