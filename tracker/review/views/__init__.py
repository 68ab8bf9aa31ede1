"""Notices on the screen: the list, entering one, its review, and what became of it."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("notices", __name__)

from . import board, drafts, entry, figures, following, index, issued, too_late  # noqa: E402

__all__ = ["blueprint", "board", "drafts", "entry", "figures", "following", "index", "issued", "too_late"]
