"""Topics and what corrections have taught, on the screen."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("lessons", __name__)

from . import lessons, topics  # noqa: E402

__all__ = ["blueprint", "lessons", "topics"]
