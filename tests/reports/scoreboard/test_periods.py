"""Periods of NĐ 09/2019: from the 15th to the 14th."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reports.scoreboard.periods import Period, Preset, Window, period_of

D = date


@pytest.mark.parametrize(
    ("preset", "day", "start", "end"),
    [
        (Preset.MONTH, D(2026, 11, 14), D(2026, 10, 15), D(2026, 11, 14)),
        (Preset.MONTH, D(2026, 11, 15), D(2026, 11, 15), D(2026, 12, 14)),
        (Preset.MONTH, D(2026, 12, 31), D(2026, 12, 15), D(2027, 1, 14)),
        (Preset.QUARTER, D(2026, 1, 1), D(2025, 12, 15), D(2026, 3, 14)),
        (Preset.QUARTER, D(2026, 11, 24), D(2026, 9, 15), D(2026, 12, 14)),
        (Preset.HALF, D(2026, 6, 14), D(2025, 12, 15), D(2026, 6, 14)),
        (Preset.HALF, D(2026, 6, 15), D(2026, 6, 15), D(2026, 12, 14)),
        (Preset.NINE, D(2026, 11, 24), D(2025, 12, 15), D(2026, 9, 14)),
        (Preset.YEAR, D(2026, 12, 14), D(2025, 12, 15), D(2026, 12, 14)),
        (Preset.YEAR, D(2026, 12, 15), D(2026, 12, 15), D(2027, 12, 14)),
    ],
)
def test_presets(preset, day, start, end):
    period = period_of(preset, day)
    assert (period.start, period.end) == (start, end)


@given(st.sampled_from([kind for kind in Preset if kind not in (Preset.FREE, Preset.NINE)]), st.dates(D(2000, 1, 1)))
def test_periods_follow_each_other_without_a_gap(preset, day):
    if day > D(2100, 1, 1):
        day = day.replace(year=2050, day=1)
    period = period_of(preset, day)
    assert period.start <= day <= period.end
    assert (period.start - period.before.end).days == 1
    assert (period.after.start - period.end).days == 1
    assert period.before.after == period


def test_a_period_that_runs_is_compared_up_to_the_same_point():
    period = period_of(Preset.MONTH, D(2026, 11, 24))
    window = Window(period.start, period.end, D(2026, 11, 24))
    assert window.before(period.before) == Window(D(2026, 10, 15), D(2026, 11, 14), D(2026, 10, 24))
    over = Window(period.start, period.end, D(2027, 3, 1))
    assert over.before(period.before).as_of == D(2026, 11, 14)
    assert over.last == D(2026, 12, 14)
    free = Period(Preset.FREE, D(2026, 11, 1), D(2026, 11, 10))
    assert (free.before.start, free.before.end) == (D(2026, 10, 22), D(2026, 10, 31))
