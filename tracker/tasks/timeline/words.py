"""The person's own words of an event, and how days are written."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _


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
    return "\n".join(part for part in parts if part)


def show_day(value: str | None) -> str:
    """A day as history keeps it, as people write it."""
    return f"{date.fromisoformat(value):%d/%m/%Y}" if value else "—"
