"""Periods of reporting (NĐ 09/2019, art. 12): from the 15th to the 14th; and a free range."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ... import clock
from ..asof import end_of

_DAY = timedelta(days=1)
LONGEST = 1100  # days of a free range


class Preset(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE = "nine"
    YEAR = "year"
    FREE = "free"


_MONTHS = {Preset.MONTH: 1, Preset.QUARTER: 3, Preset.HALF: 6, Preset.NINE: 9, Preset.YEAR: 12}


@dataclass(frozen=True)
class Period:
    """Both days included. `first`: the number of its first month of reporting, counted from year 0."""

    preset: Preset
    start: date
    end: date
    first: int = 0

    @property
    def before(self) -> Period:
        """The one with which it is compared: the one before it, of nine months those of the year before."""
        if self.preset is Preset.FREE:
            length = self.end - self.start
            return Period(Preset.FREE, self.start - _DAY - length, self.start - _DAY)
        return self._moved(-1)

    @property
    def after(self) -> Period:
        """The next one of its kind."""
        if self.preset is Preset.FREE:
            return Period(Preset.FREE, self.end + _DAY, self.end + _DAY + (self.end - self.start))
        return self._moved(1)

    def _moved(self, steps: int) -> Period:
        length = 12 if self.preset is Preset.NINE else _MONTHS[self.preset]
        return _of_months(self.preset, self.first + steps * length)


def period_of(preset: Preset, day: date) -> Period:
    """The period of that kind in which the day lies; of nine months those of its year of reporting."""
    month = month_of(day)
    length = _MONTHS[preset]
    return _of_months(preset, month - month % (12 if preset is Preset.NINE else length))


def month_of(day: date) -> int:
    """The number of the month of reporting: from the 15th on it is the next one."""
    return day.year * 12 + day.month - 1 + (day.day >= 15)


def start_of(month: int) -> date:
    """The first day of a month of reporting: the 15th of the one before."""
    year, before = divmod(month - 1, 12)
    return date(year, before + 1, 15)


def _of_months(preset: Preset, first: int) -> Period:
    return Period(preset, start_of(first), start_of(first + _MONTHS[preset]) - _DAY, first)


@dataclass(frozen=True)
class Window:
    """A period, and the day on whose knowledge it is counted."""

    start: date
    end: date
    as_of: date

    @property
    def last(self) -> date:
        """The last day of the period that counts: what is still to come does not."""
        return min(self.end, self.as_of)

    @property
    def begins_at(self) -> datetime:
        return clock.office_time(self.start, 0)

    @property
    def ends_at(self) -> datetime:
        return end_of(self.last)

    @property
    def known_at(self) -> datetime:
        """What was entered before this moment is known."""
        return end_of(self.as_of)

    def before(self, period: Period) -> Window:
        """The period before, up to the same point of it; whole when this one is over."""
        last = period.end
        if self.as_of < self.end:
            last = min(last, max(period.start, period.start + (self.as_of - self.start)))
        # Of a period that lies ahead the one before may not be over either.
        return Window(period.start, period.end, min(last, self.as_of))
