"""Meetings on the screen: the list, the start, the walk, the minutes and the end."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("meetings", __name__)

from . import ending, index, minutes, new, words  # noqa: E402
from .facts import facts_of  # noqa: E402

__all__ = ["blueprint", "ending", "facts_of", "index", "minutes", "new", "words"]
