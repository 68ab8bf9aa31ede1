"""Sign-in, one's own account, and the administrator's screens of people and units."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("people", __name__)

from . import account, sign_in, stand_ins, units, users  # noqa: E402

__all__ = ["account", "blueprint", "sign_in", "stand_ins", "units", "users"]
