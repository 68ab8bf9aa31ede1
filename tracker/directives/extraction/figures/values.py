"""What a report says in numbers: plain values, offered as readings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal

_FEWEST_DIGITS = 3


@dataclass(frozen=True)
class Target:
    """What was planned, as far as a report tells it: the percent reached, who set the plan, and the derived value.

    `value` is None where the reading itself is given only as a percent.
    """

    percent: Decimal
    set_by: str = ""
    value: Decimal | None = None
    words: str = ""


@dataclass(frozen=True)
class Change:
    """More (or, below zero, less) by so many percent than in the period that `against` names."""

    percent: Decimal
    against: str
    words: str = ""


@dataclass(frozen=True)
class Figure:
    """One reading: `text == source[start:end]`. `qualifier` keeps "trên", "gần"; `period` the words behind `as_of`."""

    start: int
    end: int
    text: str
    name: str
    value: Decimal
    unit: str
    qualifier: str = ""
    as_of: date | None = None
    period: str = ""
    targets: tuple[Target, ...] = ()
    changes: tuple[Change, ...] = ()


def derived(value: Decimal, percent: Decimal) -> Decimal | None:
    """What was planned when `value` is that percent of it; with no more digits than both of them carry."""
    if percent <= 0:
        return None
    digits = max(_FEWEST_DIGITS, min(len(value.as_tuple().digits), len(percent.as_tuple().digits)))
    planned = Context(prec=digits, rounding=ROUND_HALF_EVEN).divide(value * 100, percent)
    return Decimal(f"{planned:f}")
