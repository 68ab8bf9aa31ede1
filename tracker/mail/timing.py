"""When a mail goes: features above the outbox may let a message wait, or say that its reader may stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Flask, current_app

if TYPE_CHECKING:
    from . import Message

# The same message, or a copy with another `due_at` or `is_optional`. Asked of every mail: it looks at the kind first.
Shaper = Callable[["Message"], "Message"]


def register(app: Flask, shaper: Shaper) -> None:
    """Ask `shaper` about every mail that is put."""
    _shapers(app).append(shaper)


def shape(message: Message) -> Message:
    """The message as all of them want it."""
    for shaper in _shapers(current_app):
        message = shaper(message)
    return message


def _shapers(app: Flask) -> list[Shaper]:
    shapers: list[Shaper] = app.extensions.setdefault("mail_timing", [])
    return shapers
