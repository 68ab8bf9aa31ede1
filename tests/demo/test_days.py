from datetime import date

import pytest

from tracker.demo.days import Days
from tracker.workdays import Calendar

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("today", "offset", "expected"),
    [
        (TUESDAY, 0, TUESDAY),
        (TUESDAY, -1, date(2026, 11, 23)),
        (TUESDAY, -2, date(2026, 11, 20)),
        (TUESDAY, 3, date(2026, 11, 27)),
        (TUESDAY, 4, date(2026, 11, 30)),
        (date(2026, 11, 22), 0, date(2026, 11, 23)),  # a Sunday
        (date(2026, 11, 22), -1, date(2026, 11, 20)),
        (date(2026, 11, 22), 1, date(2026, 11, 23)),
    ],
)
def test_days_are_working_days(today, offset, expected):
    assert Days(today, Calendar()).day(offset) == expected


def test_holidays_are_left_out():
    assert Days(TUESDAY, Calendar.of([date(2026, 11, 23)])).day(-1) == date(2026, 11, 20)


def test_dates_are_filled_in():
    assert Days(TUESDAY, Calendar()).fill("từ {-1} đến {2}, số {number}") == "từ 23/11/2026 đến 26/11/2026, số {number}"
    assert Days(TUESDAY, Calendar()).fill("Cao Bằng, {-16 words}") == "Cao Bằng, ngày 02 tháng 11 năm 2026"
