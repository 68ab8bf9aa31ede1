"""Who tries addresses that do not exist is turned away before the database is asked. Kept in the memory of a worker.

256 random bits cannot be guessed; this only keeps the trying cheap. All people of an office may come from one address,
so an address that is turned away still gets the feeds that this worker has answered lately.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Any

FREE_TRIES = 30
WINDOW = timedelta(minutes=10)
_MOST_KEPT = 5000


class Throttle:
    """Wrong tries of each address within the window, and what was right. Threads share it: single steps are enough."""

    def __init__(self) -> None:
        self._tries: OrderedDict[str, tuple[datetime, int]] = OrderedDict()
        self._right: OrderedDict[str, None] = OrderedDict()

    def seconds_to_wait(self, address: str, key: str, now: datetime) -> int:
        """0 when the key may be looked up."""
        begun, count = self._tries.get(address, (now, 0))
        left = (begun + WINDOW - now).total_seconds()
        if count < FREE_TRIES or left <= 0 or key in self._right:
            return 0
        return int(left) + 1

    def note_wrong(self, address: str, key: str, now: datetime) -> None:
        """One more try that found nothing."""
        begun, count = self._tries.get(address, (now, 0))
        if now - begun >= WINDOW:
            begun, count = now, 0
        self._tries[address] = (begun, count + 1)
        self._right.pop(key, None)
        _shorten(self._tries)

    def note_right(self, key: str) -> None:
        """The key is known."""
        self._right[key] = None
        _shorten(self._right)


def _shorten(kept: OrderedDict[str, Any]) -> None:
    while len(kept) > _MOST_KEPT:
        kept.popitem(last=False)
