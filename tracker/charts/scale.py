"""An axis of numbers: from where to where, and the round numbers written along it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True)
class Scale:
    """It reaches from the first to the last of its round numbers."""

    ticks: tuple[float, ...]

    @classmethod
    def of(cls, values: Iterable[float], most: int = 5, *, whole: bool = False) -> Scale:
        """For these values and nought: a length that does not begin at nought tells lies."""
        reach = [0.0, *values]
        return cls(nice_ticks(min(reach), max(reach), most, whole=whole))

    def share(self, value: float) -> float:
        """How far up it stands, from 0 to 1."""
        low, high = self.ticks[0], self.ticks[-1]
        return min(1.0, max(0.0, (value - low) / (high - low)))


def nice_ticks(low: float, high: float, most: int = 5, *, whole: bool = False) -> tuple[float, ...]:
    """Two to `most` evenly spaced round numbers that take in both ends; `whole`: things that cannot be halved."""
    if not (math.isfinite(low) and math.isfinite(high)) or low > high or most < 3:
        raise ValueError((low, high, most))
    first, last = Decimal(repr(low)), Decimal(repr(high))
    step = _round_up((last - first) / (most - 1) or abs(last) or Decimal(1), whole)
    while True:
        start = math.floor(first / step)
        end = max(math.ceil(last / step), start + 1)
        if end - start < most:
            return tuple(float(step * place) for place in range(start, end + 1))
        step = _round_up(step * Decimal("1.01"), whole)


def _round_up(step: Decimal, whole: bool) -> Decimal:
    """The next of 1, 2, 2.5, 5, 10, 20, 25 …"""
    power = Decimal(1).scaleb(step.adjusted())
    found = next(nice * power for nice in _STEPS if nice * power >= step)
    if whole and found != found.to_integral_value():
        return Decimal(1) if found < 1 else Decimal(5)  # the only others are 2.5
    return found
