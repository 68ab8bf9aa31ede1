"""What becomes of the periods on a day, as tables of dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.duties.test_recurrence import OFFICE
from tracker.duties.planning import Schedule, Skipped, next_dues, opens_on, steps_of

FRIDAYS = Schedule(
    "FREQ=WEEKLY;INTERVAL=1;BYDAY=FR", "as_written", date(2026, 10, 2), 4, planned_until=date(2026, 11, 6)
)
THE_20TH = Schedule("FREQ=MONTHLY;BYMONTHDAY=20", "before", date(2026, 1, 1), 10, planned_until=date(2026, 11, 20))


def told(schedule, today):
    """(date as written, what becomes of it), short."""
    return [
        (f"{step.due.written_on:%d/%m}", step.skipped.value or "open") for step in steps_of(schedule, OFFICE, today)
    ]


@pytest.mark.parametrize(
    ("schedule", "today", "wanted"),
    [
        (THE_20TH, date(2026, 12, 3), []),
        (THE_20TH, date(2026, 12, 4), [("20/12", "open")]),  # due on Friday 18/12, ten working days later
        (THE_20TH, date(2026, 12, 19), [("20/12", "open")]),  # late, because the tracker was down: still owed
        (THE_20TH, date(2027, 1, 6), [("20/12", "open"), ("20/01", "open")]),
        (THE_20TH, date(2027, 1, 25), [("20/12", "missed"), ("20/01", "open")]),
        # Tết lies between: ten working days before 19/02 are 29/01.
        (THE_20TH, date(2027, 1, 29), [("20/12", "missed"), ("20/01", "open"), ("20/02", "open")]),
        (FRIDAYS, date(2026, 11, 9), [("13/11", "open")]),
        (FRIDAYS, date(2026, 11, 13), [("13/11", "open")]),
        (FRIDAYS, date(2026, 11, 16), [("13/11", "open"), ("20/11", "open")]),
        (FRIDAYS, date(2026, 11, 30), [("13/11", "missed"), ("20/11", "missed"), ("27/11", "open"), ("04/12", "open")]),
        (replace(FRIDAYS, ends_on=date(2026, 11, 20)), date(2026, 12, 30), [("13/11", "missed"), ("20/11", "open")]),
        (replace(FRIDAYS, paused_on=date(2026, 11, 16)), date(2026, 11, 16), [("13/11", "missed")]),
        (
            replace(FRIDAYS, paused_on=date(2026, 11, 16)),
            date(2026, 11, 30),
            [("13/11", "missed"), ("20/11", "paused"), ("27/11", "paused")],
        ),
    ],
)
def test_what_becomes_of_periods(schedule, today, wanted):
    assert told(schedule, today) == wanted


def test_a_period_opens_so_many_working_days_before_the_real_end_of_its_term():
    [due] = next_dues(THE_20TH, OFFICE, 1)
    assert opens_on(due, THE_20TH.opens_before, OFFICE) == date(2026, 12, 4)
    saturday = replace(
        THE_20TH, landing="as_written", planned_until=date(2026, 1, 20), rule="FREQ=MONTHLY;BYMONTHDAY=28"
    )
    due = next_dues(saturday, OFFICE, 2)[1]
    assert (due.due_on, opens_on(due, 1, OFFICE)) == (date(2026, 2, 28), date(2026, 2, 27))


@pytest.mark.parametrize("seed", range(6))
def test_over_any_pattern_of_downtime_each_period_is_dealt_with_once_and_in_order(seed):
    schedule, seen = FRIDAYS, []
    for number in range(120):
        today = date(2026, 11, 9) + timedelta(days=number)
        if (number * (seed + 3)) % (seed + 2) == 0 and OFFICE.is_working(today):
            steps = steps_of(schedule, OFFICE, today)
            seen += [step.due.written_on for step in steps]
            schedule = replace(schedule, planned_until=seen[-1]) if steps else schedule
            assert steps_of(schedule, OFFICE, today) == []
            missed = [step for step in steps if step.skipped is Skipped.MISSED]
            assert all(step.due.due_on < today for step in missed)
    assert seen == [date(2026, 11, 13) + timedelta(weeks=week) for week in range(len(seen))]
    assert len(seen) >= 16
