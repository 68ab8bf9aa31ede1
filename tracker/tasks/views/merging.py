"""The page of two texts: somebody else has saved what this form shows while it was open."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from ... import history
from ...history.models import HistoryEntry
from .. import timeline
from ..forms import Difference, MergingForm
from ..models import Task


def goes_back() -> bool:
    """Whether the person wants the form again, with his text, instead of choosing."""
    return request.form.get("take") == "back"


def show_both(form: MergingForm, differences: list[Difference], task: Task, event: str, **page: Any) -> Any:
    """Nothing is saved; each field that differs stands there twice. `event` is the one that tells who saved."""
    saved = find_last(task, event)
    return render_template(
        "tasks/both.html",
        form=form,
        differences=differences,
        task=task,
        who=timeline.name_person(saved) if saved else "",
        at=saved.at if saved else None,
        is_chosen=request.form.get("take") == "chosen",
        **page,
    ), 409


def find_last(task: Task, event: str) -> HistoryEntry | None:
    """The newest of these events."""
    return next((entry for entry in history.list_entries("task", task.id) if entry.event == event), None)
