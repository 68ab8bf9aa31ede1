"""Who tries addresses that do not exist is turned away before the database is asked. Kept in the memory of a worker.

256 random bits cannot be guessed; this only keeps the trying cheap. All people of an office may come from one address:
programs that go on reading a revoked feed try one wrong key each, however often they come, and an address that is
turned away still gets the feeds that this worker has answered lately.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

FREE_TRIES = 30
WINDOW = timedelta(minutes=10)
_MOST_KEPT = 5000


@dataclass
class _Tries:
    """Different wrong keys since then, at most as many as are free."""

    begun: datetime
    wrong: set[int] = field(default_factory=set)


class Throttle:
    """Wrong keys of each address within the window, and what was right. Threads share it: single steps are enough."""

    def __init__(self) -> None:
        self._tries: OrderedDict[str, _Tries] = OrderedDict()
        self._right: OrderedDict[str, None] = OrderedDict()

    def seconds_to_wait(self, address: str, key: str, now: datetime) -> int:
        """0 when the key may be looked up."""
        tries = self._of(address, now)
        if len(tries.wrong) < FREE_TRIES or key in self._right or hash(key) in tries.wrong:
            return 0
        return int((tries.begun + WINDOW - now).total_seconds()) + 1

    def is_wrong(self, address: str, key: str, now: datetime) -> bool:
        """Whether the key was looked up for that address within the window, in vain."""
        return hash(key) in self._of(address, now).wrong

    def note_wrong(self, address: str, key: str, now: datetime) -> None:
        """One more try that found nothing."""
        tries = self._tries[address] = self._of(address, now)
        if len(tries.wrong) < FREE_TRIES:
            tries.wrong.add(hash(key))
        self._right.pop(key, None)
        _shorten(self._tries)

    def note_right(self, key: str) -> None:
        """The key is known."""
        self._right[key] = None
        _shorten(self._right)

    def _of(self, address: str, now: datetime) -> _Tries:
        tries = self._tries.get(address)
        return tries if tries and now - tries.begun < WINDOW else _Tries(now)


def _shorten(kept: OrderedDict[str, Any]) -> None:
    while len(kept) > _MOST_KEPT:
        kept.popitem(last=False)
