"""Tasks on the screen: the list, the unit's work, one task and what people do to it."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("tasks", __name__)

from . import (  # noqa: E402
    decisions,
    dossier,
    evidence,
    extension,
    handover,
    index,
    new,
    page,
    reports,
    standing,
    work,
)

__all__ = [
    "blueprint",
    "decisions",
    "dossier",
    "evidence",
    "extension",
    "handover",
    "index",
    "new",
    "page",
    "reports",
    "standing",
    "work",
]
