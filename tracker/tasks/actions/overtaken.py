"""Two people report on one task at once."""

from __future__ import annotations

from ...errors import TrackerError


class Overtaken(TrackerError):
    """Another update was saved since the page was opened. Nothing is saved; the page shows both texts."""
