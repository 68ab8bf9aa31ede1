"""Measure the task by a number."""

from __future__ import annotations

from typing import Any

from ... import actions, policy
from ...forms import MeasureForm
from ...measuring import show_reached
from .base import Act, Page

ACTS = (
    Act("measure", policy.can_set_measure, MeasureForm, lambda task: {"measure": task.measure, "target": task.target}),
)


def panel(page: Page) -> dict[str, Any]:
    """How many other tasks of the directive may get the same measure, and how far this one is."""
    task = page.task
    return {
        "siblings": len(actions.list_siblings(task, page.actor)) if page.opens("measure") else 0,
        "reached": show_reached(task.measured, task.target, task.measure)
        if task.measure and task.measured is not None
        else "",
    }
