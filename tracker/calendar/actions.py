"""The office's days: entered by hand, or proposed for a whole year. Never commits."""

from __future__ import annotations

from datetime import date

import holidays
from flask_babel import gettext as _

from .. import history
from ..access import require
from ..db import db, insert
from ..errors import Refused
from ..people.actor import SYSTEM, Actor
from .models import CalendarDay
from .queries import forget_calendar

# Government swaps that the library does not know: weekday off -> weekend day worked.
# 2025: 8726/VPCP-KGVX; 2026: 9859/VPCP-KGVX and the notice on Tết dương lịch 2026.
_SWAPS = {
    2025: {date(2025, 5, 2): date(2025, 4, 26)},
    2026: {date(2026, 1, 2): date(2026, 1, 10), date(2026, 8, 31): date(2026, 8, 22)},
}
SWAP_NAME = "Làm bù"


def seed_year(year: int, *, by: Actor = SYSTEM) -> int:
    """Propose a year: public holidays, days in lieu (Bộ luật Lao động art. 111–112) and known swaps.

    What the office has entered itself stays. Tells how many days were added.
    """
    # In one order, so that two who propose at once wait for each other and not in a circle.
    count = _insert([(day, *what) for day, what in sorted(_proposal(year).items())])
    forget_calendar()
    history.record(by, "calendar_year_proposed", "calendar", year, days=count)
    return count


def _insert(days: list[tuple[date, bool, str]]) -> int:
    """Tells how many were new: a day that is there, be it since this very moment, stays as it is."""
    rows = [{"day": day, "is_working": is_working, "name": name} for day, is_working, name in days]
    added = insert(CalendarDay).values(rows).on_conflict_do_nothing(index_elements=["day"]).returning(CalendarDay.day)
    return len(db.session.scalars(added).all())


def _proposal(year: int) -> dict[date, tuple[bool, str]]:
    """Day -> (is it worked, name); only what differs from the weekly rule."""
    known = holidays.country_holidays("VN", years=year, language="vi")
    proposed = {day: (False, name[:120]) for day, name in known.items() if day.weekday() < 5}
    # The library lists the worked weekend days of all years that it knows.
    proposed |= {day: (True, SWAP_NAME) for day in known.weekend_workdays if day.year == year}
    for free, worked in _SWAPS.get(year, {}).items():
        proposed[free] = (False, f"Nghỉ, làm bù ngày {worked:%d/%m/%Y}")
        proposed[worked] = (True, f"Làm bù cho ngày {free:%d/%m/%Y}")
    return proposed


def add_day(day: date, is_working: bool, name: str, *, by: Actor) -> None:
    """A free weekday or a worked weekend day."""
    require(by.is_admin)
    if is_working and day.weekday() < 5:
        raise Refused(_("This is a weekday, worked anyway. Give a Saturday or Sunday."), "day")
    if not is_working and day.weekday() >= 5:
        raise Refused(_("This is a weekend day, free anyway. Give a day from Monday to Friday."), "day")
    if not _insert([(day, is_working, name)]):
        raise Refused(_("This day is in the table already. Delete it first to change it."), "day")
    forget_calendar()
    history.record(by, "calendar_day_added", "calendar", day.year, day=day.isoformat(), is_working=is_working)


def delete_day(day: date, *, by: Actor) -> None:
    """Back to the weekly rule."""
    require(by.is_admin)
    row = db.session.get(CalendarDay, day)
    if row is None:
        raise Refused(_("This day is not in the table any more. Reload the page."))
    db.session.delete(row)
    forget_calendar()
    history.record(by, "calendar_day_deleted", "calendar", day.year, day=day.isoformat())
