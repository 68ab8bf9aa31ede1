"""What a scoreboard is asked for: the same values in its links, its counts and its lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from ... import clock
from ...text import read_day
from .periods import LONGEST, Period, Preset, Window, period_of


class Way(StrEnum):
    """By what the lines are."""

    UNIT = "unit"
    LEADER = "leader"
    TOPIC = "topic"


class Basis(StrEnum):
    """Against which due date work is in time: the present one, extensions included, or the first one."""

    PRESENT = "present"
    ORIGINAL = "original"


class Work(StrEnum):
    """What was given once, or the periods of recurring duties: never one among the other."""

    ONCE = "once"
    RECURRING = "recurring"


@dataclass(frozen=True)
class Asked:
    """A period, its day of knowledge, and the three switches.

    `unit_id`: a unit sees nothing but its own line. `is_misread`: a free range was asked for that cannot be.
    """

    period: Period
    as_of: date
    way: Way = Way.UNIT
    basis: Basis = Basis.PRESENT
    work: Work = Work.ONCE
    unit_id: int | None = None
    is_misread: bool = False

    @classmethod
    def from_args(cls, args: Mapping[str, str], unit_id: int | None = None) -> Asked:
        """Read a query string; what is not understood is left out."""
        today = clock.today()
        period = _read_period(args, today)
        as_of = min(_read_day(args, "as_of") or period.end, today)
        switches: dict[str, Any] = {
            name: kind(args[name])
            for name, kind in (("way", Way), ("basis", Basis), ("work", Work))
            if args.get(name) in set(kind)
        }
        if unit_id is not None:
            switches["way"] = Way.UNIT
        is_misread = args.get("period") == Preset.FREE and period.preset is not Preset.FREE
        return cls(period, as_of, unit_id=unit_id, is_misread=is_misread, **switches)

    def but(self, **changes: Any) -> Asked:
        """The same with something else. Another period is seen with the knowledge of its own last day."""
        if "period" in changes and "as_of" not in changes:
            changes["as_of"] = min(changes["period"].end, clock.today())
        return replace(self, **changes)

    def query_string(self, **more: Any) -> str:
        """What a link carries: the days themselves, so that it shows the same for ever."""
        pairs = {"period": self.period.preset.value, "from": self.period.start, "to": self.period.end}
        pairs |= {"as_of": self.as_of, "way": self.way.value, "basis": self.basis.value, "work": self.work.value}
        return urlencode([(name, value) for name, value in (pairs | more).items() if value not in ("", None)])

    @cached_property
    def window(self) -> Window:
        """What is counted."""
        return Window(self.period.start, self.period.end, self.as_of)

    @cached_property
    def window_before(self) -> Window:
        """What it is compared with."""
        return self.window.before(self.period.before)

    @property
    def has_own_day(self) -> bool:
        """Whether the day of knowledge was chosen, and is not just the last one of the period or today."""
        return self.as_of < min(self.period.end, clock.today())

    @property
    def has_begun(self) -> bool:
        """Whether there was anything to know of the period on the day of knowledge."""
        return self.period.start <= self.as_of

    @property
    def is_running(self) -> bool:
        """Whether the period was not over on the day of knowledge."""
        return self.as_of < self.period.end


def _read_period(args: Mapping[str, str], today: date) -> Period:
    """`from` alone says in which period of that kind; a free range needs both days."""
    preset = Preset(args["period"]) if args.get("period") in set(Preset) else Preset.MONTH
    start, end = _read_day(args, "from"), _read_day(args, "to")
    if preset is not Preset.FREE:
        return period_of(preset, start or min(_read_day(args, "as_of") or today, today))
    if start and end and start <= end and (end - start).days < LONGEST:
        return Period(Preset.FREE, start, end)
    return period_of(Preset.MONTH, today)


def _read_day(args: Mapping[str, str], name: str) -> date | None:
    return read_day(args.get(name, ""))
