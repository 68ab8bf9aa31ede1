"""What reports add to the digests of a day: the leaders' Monday, the heads' figures, what waits for the Office."""

from __future__ import annotations

from flask import Flask

from ...reminders import blocks
from .leader import brief_leaders
from .office import list_for_office
from .unit import count_for_heads


def register(app: Flask) -> None:
    """In the order in which they stand in a mail."""
    for contributor in (brief_leaders, list_for_office, count_for_heads):
        blocks.register(app, contributor)


__all__ = ["register"]
