"""Accept, update, report, confirm, return, pass on, attach."""

from __future__ import annotations

from typing import Any

from .... import clock
from ....people.queries import list_officers_of
from ....settings.queries import office_settings
from ... import links, policy, queries
from ...forms import CompletionForm, EvidenceForm, ProgressForm, ReasonForm
from ...models import TaskState
from ...status import days_back
from .base import Act, Page

ACTS = (
    Act("accept", policy.can_accept),
    Act("update", policy.can_update, ProgressForm, lambda task: {"percent": task.progress, "measured": task.measured}),
    Act(
        "submit",
        policy.can_submit,
        CompletionForm,
        lambda task: {"completed_on": clock.today(), "measured": task.measured},
    ),
    Act("confirm", policy.can_confirm),
    Act("send_back", policy.can_send_back, ReasonForm),
    Act("add_evidence", policy.can_add_evidence, EvidenceForm),
    Act("assign_officer", policy.can_assign_officer),
)
# Work that has just been given, to this unit or to the one before it, has no report that could come back.
_AFTER_A_REPORT = (TaskState.RETURNED, TaskState.IN_PROGRESS)


def panel(page: Page) -> dict[str, Any]:
    """The return that waits for an answer, the orders around the task, and whom it may be passed to."""
    task = page.task
    return {
        "returned": queries.find_unanswered_return(task) if task.state in _AFTER_A_REPORT else None,
        "later": links.list_later_orders(task) if "later" in page.beside else [],
        "days_back": days_back(task, office_settings().backdate_flag_days) if "confirm" in page.may else 0,
        "replaced": links.list_replaced_by(task, page.actor) if "replaced" in page.beside else [],
        "officers": list_officers_of(task.lead_unit_id) if "assign_officer" in page.may else [],
    }
