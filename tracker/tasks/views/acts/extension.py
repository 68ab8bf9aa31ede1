"""Ask for more time, withdraw the request, and decide."""

from __future__ import annotations

from typing import Any

from ....settings.queries import office_settings
from ... import policy, queries
from ...forms import DecisionForm, ExtensionForm
from ...models import Extension, ExtensionState, Hindrance, find_hindrance
from ...terms import Asked, flagged, why_not_ask
from ...wording import advise, name_hindrance
from .base import Act, Page

ACTS = (
    Act("extend", policy.can_request_extension, ExtensionForm),
    Act("decide", lambda actor, task: False, DecisionForm),  # the panel knows the request, and says who decides it
)


def panel(page: Page) -> dict[str, Any]:
    """The request for more time that waits, or why no further one can be made."""
    if page.task.has_open_extension:
        asked = queries.list_extensions(page.task)
        extension = next((one for one in asked if one.state == ExtensionState.OPEN), None)
        if extension:
            return {"extension": extension, **_waiting(page, extension, Asked.of(asked))}
    return {"no_more_time": _why_no_more(page)}


def _waiting(page: Page, extension: Extension, asked: Asked) -> dict[str, Any]:
    settings = office_settings()
    if policy.can_decide_extension(page.actor, extension, office_decides=settings.office_decides_extensions):
        page.may.add("decide")
    if policy.can_withdraw_extension(page.actor, extension):
        page.may.add("withdraw")
    if page.actor.has_part_in(extension.requested_by_id):
        page.may.discard("set_due")
    hindrance = find_hindrance(extension.task.state, extension.new_due_on, page.today.day)
    return {
        "remark": name_hindrance(hindrance),
        "advice": advise(hindrance) if hindrance else "",
        "can_approve": hindrance is not Hindrance.REPORTED,
        "repeat": flagged(asked.requests, settings),
        "office_decides": settings.office_decides_extensions,
    }


def _why_no_more(page: Page) -> str:
    """Said in the place of the form. How often time was given is asked only where the date has moved."""
    task, settings = page.task, office_settings()
    if "extend" not in page.may or task.due_on is None:
        return ""
    has_moved = task.due_on != task.original_due_on
    approved = queries.count_extensions(task).approved if has_moved and settings.extension_at_most else 0
    sentence = why_not_ask(task.due_on, approved, page.today, settings)
    if sentence:
        page.may.discard("extend")
    return sentence
