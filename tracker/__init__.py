"""The directive tracker. `create_app` reads like a table of contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from config import Settings


def create_app(settings: Settings) -> Flask:
    """Build the application. Opens no connection and starts no thread."""
    # Imported here so that a child process that needs only `tracker.text` starts at once.
    from . import wiring

    return wiring.build(settings)
