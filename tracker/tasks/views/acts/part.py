"""The parts of the cooperating units, seen by all who see the task."""

from __future__ import annotations

from typing import Any

from ... import policy
from ...forms import PartForm
from ...parts import list_parts
from .base import Act, Page

ACTS = (Act("add_part", policy.can_add_part, PartForm),)


def panel(page: Page) -> dict[str, Any]:
    """What each has contributed, and whether the person's own unit has ticked its part off."""
    if "cooperation" not in page.beside:
        return {"parts": []}
    parts = list_parts(page.task)
    own = next((part for part in parts if part.unit_id == page.actor.unit_id), None)
    is_done = own is not None and own.done_on is not None
    return {"parts": parts, "blank_part": PartForm(formdata=None, is_done=is_done, was_done="1" if is_done else "0")}
