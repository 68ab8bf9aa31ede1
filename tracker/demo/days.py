"""Days of the story: counted in working days around the day on which the demo is first started."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from .. import clock
from ..workdays import Calendar

_PLACE = re.compile(r"\{(-?\d+)( words)?\}")


@dataclass(frozen=True)
class Days:
    """`day(-3)` is the third working day before today, `day(2)` the second after it."""

    today: date
    calendar: Calendar

    def day(self, offset: int) -> date:
        """That working day; 0 is today, or the next working day when today is a day off."""
        if offset > 0:
            return self.calendar.add_working_days(self.today, offset)
        day = self.calendar.working_day_from(self.today) if offset == 0 else self.today
        for _ in range(-offset):
            day = self.calendar.working_day_before(day)
        return day

    def moment(self, offset: int, time: str) -> datetime:
        """That day at HH:MM of the office's clock."""
        hour, minute = map(int, time.split(":"))
        return clock.office_time(self.day(offset), hour, minute)

    def fill(self, text: str) -> str:
        """Put dates in the place of {-3} and {2}, and «ngày … tháng … năm …» in the place of {-3 words}."""
        return _PLACE.sub(lambda match: self._write(int(match[1]), bool(match[2])), text)

    def _write(self, offset: int, in_words: bool) -> str:
        day = self.day(offset)
        return f"ngày {day:%d} tháng {day:%m} năm {day:%Y}" if in_words else f"{day:%d/%m/%Y}"
