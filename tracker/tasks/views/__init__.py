"""Tasks on the screen: the list, the unit's work, one task and what people do to it."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("tasks", __name__)

from . import agenda, decisions, dossier, evidence, explanation, index, new, page, reports, work  # noqa: E402

__all__ = [
    "agenda",
    "blueprint",
    "decisions",
    "dossier",
    "evidence",
    "explanation",
    "index",
    "new",
    "page",
    "reports",
    "work",
]
