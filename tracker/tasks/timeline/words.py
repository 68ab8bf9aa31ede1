"""The person's own words of an event, and how days are written."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _

from ..measuring import show_number


def own_words(data: dict[str, Any]) -> str:
    """What was typed, one thing a line."""
    parts = [data.get("result"), data.get("reason"), data.get("note")]
    if data.get("difficulties"):
        parts.append(_("Difficulties: %(text)s", text=data["difficulties"]))
    if data.get("proposal"):
        parts.append(_("Proposal: %(text)s", text=data["proposal"]))
    if data.get("document_number"):
        number = data["document_number"]
        if data.get("document_on"):
            number = f"{number}, {show_day(data['document_on'])}"
        parts.append(_("Result document: %(number)s", number=number))
    if data.get("expected_on"):
        parts.append(_("Expected to be finished on %(day)s", day=show_day(data["expected_on"])))
    parts += [_tell_change(change) for change in data.get("changes", ())]
    return "\n".join(part for part in parts if part)


def tell_way(told: str, data: dict[str, Any]) -> str:
    """What answered a mail says so."""
    return _("%(told)s, by mail", told=told) if data.get("by_mail") else told


def name_field(name: str) -> str:
    """What was changed, as its form calls it."""
    return {
        "title": _("Task"),
        "deliverable": _("Deliverable"),
        "topic": _("Topic"),
        "leader": _("Accountable leader"),
        "cooperating": _("Cooperating units"),
        "due_words": _("Due date in the words of the text"),
        "step": _("Step"),
        "officer": _("Officer"),
        "due_on": _("Due date"),
        "result": _("Result"),
        "percent": _("Progress"),
        "measured": _("Reached so far"),
        "difficulties": _("Difficulties, obstacles"),
        "expected_on": _("Expected to be finished on"),
        "document_number": _("Number of the result document"),
        "document_on": _("Date of the document"),
    }.get(name, name)


def _tell_change(change: dict[str, Any]) -> str:
    """Which field, before and after."""
    old, new = (_show(change["field"], change[side]) for side in ("old", "new"))
    return f"{name_field(change['field'])}: {'—' if old in (None, '') else old} → {'—' if new in (None, '') else new}"


def _show(name: str, value: Any) -> Any:
    if isinstance(value, float):
        return show_number(value)
    return show_day(value) if value and name.endswith("_on") else value


def show_day(value: str | None) -> str:
    """A day as history keeps it, as people write it."""
    return f"{date.fromisoformat(value):%d/%m/%Y}" if value else "—"
