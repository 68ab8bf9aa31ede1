"""Duties on the screen: the list, one duty with its periods, the form with the next dates."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("duties", __name__)

from . import edit, index, show  # noqa: E402
from .facts import facts_of  # noqa: E402

__all__ = ["blueprint", "edit", "facts_of", "index", "show"]
