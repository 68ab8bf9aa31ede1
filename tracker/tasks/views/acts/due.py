"""Set a due date, and tell every one that the task has had."""

from __future__ import annotations

from typing import Any

from ....people.actor import Actor
from ....settings.queries import office_settings
from ... import policy, queries
from ...forms import DueDateForm
from ...models import Task
from ...wording import Ages
from .base import Act, Page


def _may_set(actor: Actor, task: Task) -> bool:
    return policy.can_set_due(actor, task, office_decides=office_settings().office_decides_extensions)


ACTS = (Act("set_due", _may_set, DueDateForm),)


def panel(page: Page) -> dict[str, Any]:
    """The changes of its date; of open work without one, since when it waits for it."""
    task = page.task
    is_undated = task.due_on is None and task.is_open
    return {
        "due_changes": queries.list_due_changes(task) if "moved" in page.beside and task.due_on else [],
        "age": Ages(page.today).of(task.assigned_at) if is_undated else "",
        "is_old": is_undated and page.today.is_long_without_date(task.assigned_at),
    }
