"""Why a duty opens nothing although it runs: nobody is there to be given its tasks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from .models import Duty


class Hindrance(StrEnum):
    """What the Office has to mend."""

    UNIT = "unit"
    LEADER = "leader"


def find_hindrance(duty: Duty, today: date, leaders: Collection[int]) -> Hindrance | None:
    """`leaders`: who may be accountable today. Needs the lead unit loaded."""
    if not duty.lead_unit.is_open(today):
        return Hindrance.UNIT
    return None if duty.leader_id in leaders else Hindrance.LEADER
