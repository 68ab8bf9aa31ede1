"""The files of a task with their versions, and taking one away again."""

from __future__ import annotations

from typing import Any

from .... import clock
from ....settings.queries import office_settings
from ... import policy, queries
from ...forms import RemovalForm
from .base import Act, Page

ACTS = (Act("remove_evidence", lambda actor, task: False, RemovalForm),)  # the panel knows whose file is how old


def panel(page: Page) -> dict[str, Any]:
    """Every file under its latest version; `removable` holds the ids that the person may still take away."""
    files = queries.list_evidence(page.task) if "evidence" in page.beside else []
    minutes, now = office_settings().correction_minutes, clock.now()
    removable = {
        one.evidence.id
        for file in files
        for one in (file, *file.earlier)
        if policy.can_remove_evidence(page.actor, page.task, one.evidence, minutes, now)
    }
    if removable:
        page.may.add("remove_evidence")
    return {"files": files, "removable": removable}
