"""Readings that are saved, but look mistyped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from .. import queries
from ..models import Indicator, Reading
from ..pace import Doubt, doubt
from ..queries import Value


class Doubtful(NamedTuple):
    """A reading with the one before it and the plans, of the same ward or of the whole."""

    reading: Reading
    found: Doubt
    last: Value | None
    plans: list[Decimal]


def find_doubtful(indicator: Indicator, given: Sequence[Reading]) -> Iterator[Doubtful]:
    """Those of them that should be asked about, in one question however many were given."""
    of_plans, of_values = queries.list_numbers([indicator.id])
    plans, values = of_plans.get(indicator.id, []), of_values.get(indicator.id, [])
    for one in given:
        earlier = [value for value in values if value.unit_id == one.unit_id and value.as_of < one.as_of]
        last, own = earlier[-1] if earlier else None, [plan.value for plan in plans if plan.unit_id == one.unit_id]
        if found := doubt(one.value, last.value if last else None, own, adds_up=indicator.is_cumulative):
            yield Doubtful(one, found, last, own)
