"""Stages as tables of dates, and as properties over every pattern of days on which nothing ran."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reminders.planning import due_stages, horizon, next_stage, reached_stages
from tracker.workdays import Calendar

PLAIN = Calendar()
# New Year 2023 falls on a Sunday: Monday 2/1 is free instead.
NEW_YEAR = Calendar.of(off=[date(2023, 1, 2)])
# Tết 2027: from Friday 5/2 to Thursday 11/2; Saturday 20/2 is worked instead.
TET = Calendar.of(off=[date(2027, 2, day) for day in (5, 8, 9, 10, 11)], worked=[date(2027, 2, 20)])


def stage(due_on, today, calendar=PLAIN):
    """The name of the nearest stage, or nothing."""
    reached = reached_stages(due_on, calendar, today)
    return reached[-1].name if reached else ""


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 18), ""),  # Wednesday: 8 working days left
        (date(2026, 11, 19), "before_7"),
        (date(2026, 11, 24), "before_7"),  # 4 left, still the same stage
        (date(2026, 11, 25), "before_3"),
        (date(2026, 11, 26), "before_3"),
        (date(2026, 11, 27), "before_1"),
        (date(2026, 11, 29), "before_1"),  # Sunday
        (date(2026, 11, 30), "due_today"),
        (date(2026, 12, 1), "overdue_1"),
        (date(2026, 12, 7), "overdue_1"),
        (date(2026, 12, 8), "overdue_6"),
        (date(2026, 12, 14), "overdue_6"),
        (date(2026, 12, 15), "overdue_11"),
    ],
)
def test_stages_of_a_term_that_ends_on_monday_30_november_2026(today, expected):
    assert stage(date(2026, 11, 30), today) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2022, 12, 29), "before_3"),  # Thursday: Friday and then Tuesday 3/1 are left
        (date(2022, 12, 30), "before_1"),
        (date(2022, 12, 31), "before_1"),
        (date(2023, 1, 3), "due_today"),  # 31/12/2022 is a Saturday, 2/1/2023 is off
        (date(2023, 1, 4), "overdue_1"),
    ],
)
def test_a_term_that_ends_on_a_day_off_ends_on_the_next_working_day(today, expected):
    assert stage(date(2022, 12, 31), today, NEW_YEAR) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2027, 2, 4), "before_1"),  # the last working day before Tết; the term ends on 12/2
        (date(2027, 2, 9), "before_1"),
        (date(2027, 2, 12), "due_today"),
        (date(2027, 2, 15), "overdue_1"),
        (date(2027, 2, 19), "overdue_1"),
        (date(2027, 2, 20), "overdue_6"),  # the Saturday that is worked counts
    ],
)
def test_stages_across_tet_and_a_swapped_saturday(today, expected):
    assert stage(date(2027, 2, 8), today, TET) == expected


def test_stages_that_were_passed_are_named_with_the_nearest_one():
    [due] = due_stages([date(2026, 11, 30)], PLAIN, date(2026, 12, 9))
    assert due.stage.name == "overdue_6"
    assert list(due.passed) == ["before_7", "before_3", "before_1", "due_today", "overdue_1"]


def test_only_what_went_by_since_the_last_plan_counts_as_passed():
    [due] = due_stages([date(2026, 11, 30)], PLAIN, date(2026, 12, 9), last_plan=date(2026, 11, 27))
    assert list(due.passed) == ["due_today", "overdue_1"]


def test_a_term_that_ended_long_ago_keeps_a_bounded_past():
    [due] = due_stages([date(2020, 1, 6)], PLAIN, date(2026, 11, 24))
    assert len(due.passed) <= 4 + 6


def test_the_next_stage_is_what_the_task_page_shows():
    due_on = date(2026, 11, 30)
    shown = [
        (today, next_stage(due_on, PLAIN, today)) for today in map(date, [2026] * 5, [11] * 5, [18, 19, 25, 27, 30])
    ]
    assert [(today.day, found.name, found.since.isoformat()) for today, found in shown] == [
        (18, "before_7", "2026-11-19"),
        (19, "before_3", "2026-11-25"),
        (25, "before_1", "2026-11-27"),
        (27, "due_today", "2026-11-30"),
        (30, "overdue_1", "2026-12-01"),
    ]


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
holidays = st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=40)
calendars = st.builds(lambda off, worked: Calendar.of(off, worked - off), holidays, holidays)


@given(days, calendars, st.integers(-40, 120))
def test_the_nearest_stage_is_the_last_one_that_holds(due_on, calendar, shift):
    today = due_on + timedelta(days=shift)
    reached = reached_stages(due_on, calendar, today)
    assert [found.since for found in reached] == sorted({found.since for found in reached})
    assert all(calendar.is_working(found.since) and found.since <= today for found in reached)
    for found in reached:
        assert reached_stages(due_on, calendar, found.since)[-1].name == found.name
        before = reached_stages(due_on, calendar, found.since - timedelta(days=1))
        assert found.name not in [other.name for other in before]
    following = next_stage(due_on, calendar, today)
    assert following.since > today
    assert reached_stages(due_on, calendar, following.since)[-1].name == following.name
    assert bool(reached) == (due_on <= horizon(calendar, today))


@given(days, calendars, st.sets(st.integers(-15, 80), max_size=60))
def test_whatever_days_nothing_ran_on_everyone_is_told_once_and_no_task_is_overdue_untold(due_on, calendar, shifts):
    told: list[str] = []
    skipped: set[str] = set()
    rank, last_plan = -99, None
    for shift in sorted(shifts):
        today = due_on + timedelta(days=shift)
        if not calendar.is_working(today):
            continue
        for due in due_stages([due_on], calendar, today, last_plan):
            if due.stage.rank > rank:
                rank = due.stage.rank
                told.append(due.stage.name)
                skipped |= set(due.passed)
        last_plan = today
        if calendar.is_overdue(due_on, today):
            assert any(name.startswith("overdue") for name in told)
    assert len(told) == len(set(told))
    assert not skipped & set(told)
