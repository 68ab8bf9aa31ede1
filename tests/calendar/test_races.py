"""The office's days entered twice at the same moment, on real connections: each is in the table once."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from tests import cast as cast_module
from tests.races import Meeting, at_once, office
from tracker.calendar import actions
from tracker.calendar.models import CalendarDay
from tracker.db import db
from tracker.errors import Refused

__all__ = ["office"]


def count_days() -> int:
    return db.session.scalar(select(func.count()).select_from(CalendarDay))


def test_a_year_that_two_propose_at_once_is_added_once(office):
    cast, meeting = cast_module.gather(), Meeting(2)
    db.session.commit()

    def propose() -> int:
        count = actions.seed_year(2027, by=cast.admin)
        meeting.commit()
        return count

    found = at_once(office, [propose] * 2)
    assert sorted(found) == [0, count_days()]
    assert max(found) > 0


def test_a_day_that_two_enter_at_once_is_refused_to_the_second(office):
    cast, meeting = cast_module.gather(), Meeting(2)
    db.session.commit()

    def enter(name: str) -> str:
        actions.add_day(date(2027, 3, 3), False, name, by=cast.admin)
        meeting.commit()
        return name

    found = at_once(office, [lambda: enter("Một"), lambda: enter("Hai")])
    refused = [one for one in found if isinstance(one, Refused)]
    assert [one.field for one in refused] == ["day"]
    assert refused[0].sentence.startswith("Ngày này đã có trong bảng")
    assert count_days() == 1
