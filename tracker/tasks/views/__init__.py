"""Tasks on the screen: the list, the unit's work, one task and what people do to it."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("tasks", __name__)

from . import (  # noqa: E402
    both,
    correction,
    decisions,
    dossier,
    editing,
    evidence,
    index,
    new,
    page,
    reports,
    step,
    work,
)

__all__ = [
    "blueprint",
    "both",
    "correction",
    "decisions",
    "dossier",
    "editing",
    "evidence",
    "index",
    "new",
    "page",
    "reports",
    "step",
    "work",
]
