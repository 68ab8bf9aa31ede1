"""The key by which a second press of the same form is known."""

from __future__ import annotations

import hashlib


def key_of(*parts: object) -> str:
    """What was pressed, by whom and with what; the column is unique."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:40]
