"""Ask for more time, and decide."""

from __future__ import annotations

from typing import Any

from ... import policy, queries
from ...forms import DecisionForm, ExtensionForm
from ...models import find_hindrance
from ...wording import advise, name_hindrance
from .base import Act, Page

ACTS = (
    Act("extend", policy.can_request_extension, ExtensionForm),
    Act("decide", lambda actor, task: False, DecisionForm),  # the panel knows the request, and says who decides it
)


def panel(page: Page) -> dict[str, Any]:
    """The request for more time that waits, and what stands in the way of approving it."""
    extension = queries.find_open_extension(page.task) if page.task.has_open_extension else None
    if extension and policy.can_decide_extension(page.actor, extension):
        page.may.add("decide")
    hindrance = find_hindrance(extension.task.state, extension.new_due_on, page.today.day) if extension else None
    return {
        "extension": extension,
        "remark": name_hindrance(hindrance),
        "advice": advise(hindrance) if hindrance else "",
    }
