"""Words for the steps of a task."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from .words import show_day


def _added(data: dict[str, Any]) -> str:
    facts = [_("added the step «%(step)s»", step=data["step"]), data.get("officer")]
    if data.get("due_on"):
        facts.append(_("until %(day)s", day=show_day(data["due_on"])))
    return ", ".join(fact for fact in facts if fact)


def _join(data: dict[str, Any]) -> str:
    return ", ".join(f"«{step}»" for step in data["steps"])


WORDS = {
    "step_added": _added,
    "step_edited": lambda data: _("changed the step «%(step)s»", step=data["step"]),
    "step_removed": lambda data: _("removed the step «%(step)s»", step=data["step"]),
    "step_done": lambda data: _("marked the step «%(step)s» as done", step=data["step"]),
    "step_reopened": lambda data: _("marked the step «%(step)s» as not done", step=data["step"]),
    "steps_removed": lambda data: _("removed the open steps: %(steps)s", steps=_join(data)),
}
