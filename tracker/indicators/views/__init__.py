"""Indicators on the screen: the list of a year, one indicator, its forms, the line on a task's page."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("indicators", __name__)

from . import edit, index, links, readings, reported, show, targets, too_late, wards  # noqa: E402
from .facts import facts_of  # noqa: E402

__all__ = [
    "blueprint",
    "edit",
    "facts_of",
    "index",
    "links",
    "readings",
    "reported",
    "show",
    "targets",
    "too_late",
    "wards",
]
