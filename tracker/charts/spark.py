"""A line as high as a word, to stand beside a number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT, _EDGE = 100, 24, 3


class Spark(NamedTuple):
    """Drawn in a field of 100 × 24; `end` is the path of the dot at its end."""

    path: str
    end: str


def spark(values: Sequence[float | None]) -> Spark | None:
    """From the least to the largest value; None with fewer than two, since one value has no course."""
    known = [(place, value) for place, value in enumerate(values) if value is not None and math.isfinite(value)]
    if len(known) < 2:
        return None
    low, high = (pick(value for _, value in known) for pick in (min, max))
    points = [(_across(place, len(values)), _down(value, low, high)) for place, value in known]
    path = "M" + " L".join(f"{x:g} {y:g}" for x, y in points)
    return Spark(path, "M{:g} {:g} h0".format(*points[-1]))


def _across(place: int, count: int) -> float:
    return round(_EDGE + (WIDTH - 2 * _EDGE) * place / (count - 1), 2)


def _down(value: float, low: float, high: float) -> float:
    share = (value - low) / (high - low) if high > low else 0.5
    return round(HEIGHT - _EDGE - (HEIGHT - 2 * _EDGE) * share, 2)
