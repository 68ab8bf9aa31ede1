"""Tasks on the screen: the list, the unit's work, one task and what people do to it."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("tasks", __name__)

from . import (  # noqa: E402
    agenda,
    both,
    correction,
    decisions,
    dossier,
    editing,
    evidence,
    explanation,
    extension,
    handover,
    index,
    measures,
    new,
    page,
    parts,
    proposals,
    reports,
    saved_filters,
    selection,
    standing,
    step,
    work,
    zalo,
)

__all__ = [
    "agenda",
    "blueprint",
    "both",
    "correction",
    "decisions",
    "dossier",
    "editing",
    "evidence",
    "explanation",
    "extension",
    "handover",
    "index",
    "measures",
    "new",
    "page",
    "parts",
    "proposals",
    "reports",
    "saved_filters",
    "selection",
    "standing",
    "step",
    "work",
    "zalo",
]
