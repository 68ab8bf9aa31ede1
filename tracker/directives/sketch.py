"""A small fingerprint of a whole text, by which a near copy is known: pure.

Of the hashes of all runs of five folded words the smallest are kept. How many of the smallest of both texts together
stand in both is an estimate of how many runs they share; 256 bytes speak for any length.
"""

from __future__ import annotations

import hashlib
import heapq
import re
import struct

from ..text import fold

NEAR_COPY = 0.8
_KEPT = 64
_RUN = 5
_WORD = re.compile(r"[^\W_]+")


def sketch_of(text: str) -> bytes:
    """Empty for a text of fewer than five words, which is like no other."""
    words = _WORD.findall(fold(text))
    runs = {" ".join(words[place : place + _RUN]) for place in range(len(words) - _RUN + 1)}
    hashes = {int.from_bytes(hashlib.blake2b(run.encode(), digest_size=4).digest()) for run in runs}
    smallest = heapq.nsmallest(_KEPT, hashes)
    return struct.pack(f">{len(smallest)}I", *smallest)


def likeness(one: bytes, other: bytes) -> float:
    """About the share of runs that two texts have in common; 0.0 where one has none."""
    mine, theirs = _read(one), _read(other)
    both = mine.intersection(theirs)
    if not both:
        return 0.0
    smallest = sorted(mine.union(theirs))[:_KEPT]
    return len(both.intersection(smallest)) / len(smallest)


def _read(sketch: bytes) -> frozenset[int]:
    count = len(sketch) // 4
    return frozenset(struct.unpack_from(f">{count}I", sketch))
