"""Which units led the task before, and which leaders were accountable for it."""

from __future__ import annotations

from typing import Any

from ...handover import Side, list_former
from .base import Page


def panel(page: Page) -> dict[str, Any]:
    """Old names beside the present ones."""
    former = list_former(page.task) if "handover" in page.beside else []
    return {
        "former_units": [one for one in former if one.side is Side.UNIT],
        "former_leaders": [one for one in former if one.side is Side.LEADER],
    }
