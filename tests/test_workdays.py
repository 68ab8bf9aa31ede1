from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.workdays import Calendar

# Tết dương lịch 2023 fell on a Sunday: Monday 2/1/2023 was off instead.
NEW_YEAR = Calendar.of(off=[date(2023, 1, 1), date(2023, 1, 2)])
SWAP = Calendar.of(off=[date(2026, 1, 1), date(2026, 1, 2)], worked=[date(2026, 1, 10)])

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("today", "overdue"), [(date(2022, 12, 31), False), (date(2023, 1, 3), False), (date(2023, 1, 4), True)]
)
def test_term_that_ends_on_a_day_off_ends_with_the_next_working_day(today, overdue):
    assert NEW_YEAR.is_overdue(date(2022, 12, 31), today) is overdue


def test_swapped_saturday_is_worked_and_the_free_friday_is_not():
    assert SWAP.is_working(date(2026, 1, 10))
    assert not SWAP.is_working(date(2026, 1, 2))
    assert SWAP.add_working_days(date(2026, 1, 8), 2) == date(2026, 1, 10)


@given(days, days)
def test_counting_agrees_with_walking(start, end):
    if (end - start).days > 400 or end < start:
        end = start
    walked = sum(SWAP.is_working(date.fromordinal(day)) for day in range(start.toordinal() + 1, end.toordinal() + 1))
    assert SWAP.working_days_between(start, end) == walked


@given(days, days)
def test_threshold_agrees_with_the_rule(due_on, today):
    assert NEW_YEAR.is_overdue(due_on, today) == (NEW_YEAR.working_day_from(due_on) < today)


@given(days, st.integers(0, 15))
def test_near_is_what_has_so_many_working_days_left(today, count):
    last = SWAP.near_until(today, count)
    assert SWAP.days_left(last, today) <= count
    assert SWAP.days_left(date.fromordinal(last.toordinal() + 1), today) > count
