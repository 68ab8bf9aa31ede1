"""The checklist."""

from __future__ import annotations

from typing import Any

from ... import policy, queries
from ...forms import StepForm
from .base import Act, Page

ACTS = (Act("plan_steps", policy.can_plan_steps, StepForm),)


def panel(page: Page) -> dict[str, Any]:
    """The steps, which of them the person marks, and how many are done."""
    task = page.task
    steps = queries.list_steps(task) if "step" in page.beside else []
    mine = {step.id for step in steps if task.is_open and policy.marks_step(page.actor, task, step.officer_id)}
    return {"steps": steps, "my_steps": mine, "steps_done": sum(step.done_at is not None for step in steps)}
