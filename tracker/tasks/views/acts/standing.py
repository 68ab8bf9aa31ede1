"""Decline and its answers; suspend, resume, cancel, supersede, reopen; star."""

from __future__ import annotations

from typing import Any

from .... import history
from ....people.queries import get_unit
from ... import policy, queries, timeline
from ...declining import decline_terms
from ...forms import (
    CancelForm,
    DeclineForm,
    InsistForm,
    ReassignForm,
    ReopenForm,
    ResumeForm,
    SupersedeForm,
    SuspendForm,
)
from ...models import Decline, TaskState
from .base import Act, Page

ACTS = (
    Act("decline", lambda actor, task: False, DeclineForm),  # the panel knows whether it is still in time
    Act("insist", policy.can_insist, InsistForm),
    Act("reassign", policy.can_reassign, ReassignForm),
    Act("suspend", policy.can_suspend, SuspendForm),
    Act("resume", policy.can_resume, ResumeForm),
    Act("cancel", policy.can_cancel, CancelForm),
    Act("supersede", policy.can_supersede, SupersedeForm),
    Act("reopen", policy.can_reopen, ReopenForm),
    Act("star", policy.can_star),
)
# Work that is set aside says since when, by whom and why.
_ASIDE = {
    TaskState.SUSPENDED: "task_suspended",
    TaskState.CANCELLED: "task_cancelled",
    TaskState.SUPERSEDED: "task_superseded",
}


def panel(page: Page) -> dict[str, Any]:
    """What the unit wrote when it declined, until when it may decline, and why the work is set aside."""
    task = page.task
    decline = queries.find_open_decline(task) if task.state == TaskState.DECLINED else None
    if decline and not policy.decides_decline(page.actor, decline):
        page.may -= {"insist", "reassign"}
    terms = decline_terms(task) if policy.can_decline(page.actor, task) else None
    refusal = terms.refusal(page.today.day) if terms else ""
    if terms and not refusal:
        page.may.add("decline")
    _offer(page, decline)
    event = _ASIDE.get(TaskState(task.state))
    aside = history.find_last_entry("task", task.id, [event]) if event else None
    return {
        "decline": decline,
        "suggested": get_unit(decline.suggested_unit_id) if decline and decline.suggested_unit_id else None,
        "decline_terms": terms,
        "decline_refusal": refusal,
        "aside": aside,
        "aside_by": timeline.name_person(aside) if aside else "",
    }


def _offer(page: Page, decline: Decline | None) -> None:
    """The units and leaders to choose from; the unit that the decline suggests is chosen already."""
    if "decline" in page.may:
        page.forms["decline"].offer(page.units, page.task.lead_unit_id)
    if "reassign" in page.may and (page.task.state == TaskState.DECLINED or page.opened == "reassign"):
        form = page.forms["reassign"]
        form.offer(page.units, page.task.lead_unit_id, page.leaders)
        if decline and decline.suggested_unit_id and not form.unit_id.data:
            form.unit_id.data = decline.suggested_unit_id
