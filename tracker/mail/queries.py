"""How the queue stands."""

from __future__ import annotations

from typing import Any


def read_state() -> dict[str, Any]:
    return {}
