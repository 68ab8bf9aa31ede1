"""Change what the task says, and correct what one has just reported."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from .... import clock
from ....settings.queries import office_settings
from ... import policy, queries
from .base import Act, Page

ACTS = (Act("edit", policy.can_edit),)


def panel(page: Page) -> dict[str, Any]:
    """The last update that this page shows, and which of his updates the person may still correct.

    Asked only where he reports, or where the last update is young enough.
    """
    task, actor, minutes, now = page.task, page.actor, office_settings().correction_minutes, clock.now()
    is_young = task.updated_at is not None and now - task.updated_at <= timedelta(minutes=minutes)
    is_asked = task.updated_at is not None and (is_young or bool({"update", "submit"} & page.may))
    updates = queries.list_last_updates(task) if is_asked else []
    last_id = next((update.id for update in updates if not update.is_part), 0)
    return {
        "last_update_id": last_id,
        "correctable": {
            update.id
            for update in updates
            if policy.wrote(actor, update) and policy.may_still_correct(task, update, last_id, minutes, now)
        },
    }
