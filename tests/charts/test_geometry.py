"""Places on paper: round numbers, lines without holes or nonsense, parts that fill their bar, months of whole weeks."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.charts import Part, Point, Scale, Series, lay_months, nice_ticks, plot, spark, stack
from tracker.charts.heat import find_level

numbers = st.floats(-1e12, 1e12, allow_nan=False)
days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
maybe = st.none() | numbers | st.sampled_from([math.nan, math.inf, -math.inf])


@pytest.mark.parametrize(
    ("low", "high", "whole", "ticks"),
    [
        (0, 0, False, (0, 1)),
        (0, 0, True, (0, 1)),
        (0, 1, True, (0, 1)),
        (0, 3, True, (0, 1, 2, 3)),
        (0, 4, True, (0, 1, 2, 3, 4)),
        (0, 7, True, (0, 2, 4, 6, 8)),
        (0, 9, True, (0, 5, 10)),
        (0, 9, False, (0, 2.5, 5, 7.5, 10)),
        (0, 216, False, (0, 100, 200, 300)),
        (0, 403, False, (0, 200, 400, 600)),
        (0, 5000, True, (0, 2000, 4000, 6000)),
        (-3, 8, False, (-5, 0, 5, 10)),
        (0, 0.07, False, (0, 0.02, 0.04, 0.06, 0.08)),
    ],
)
def test_ticks_are_round(low, high, whole, ticks):
    assert nice_ticks(low, high, whole=whole) == ticks


@given(numbers, numbers, st.integers(3, 9), st.booleans())
def test_ticks_take_in_both_ends_and_are_few_and_even(one, other, most, whole):
    low, high = sorted((one, other))
    ticks = nice_ticks(low, high, most, whole=whole)
    assert 2 <= len(ticks) <= most
    assert ticks[0] <= low
    assert ticks[-1] >= high
    gaps = [after - before for before, after in pairwise(ticks)]
    assert min(gaps) > 0
    assert max(gaps) == pytest.approx(min(gaps), rel=1e-3)
    assert not whole or all(tick.is_integer() for tick in ticks)


@pytest.mark.parametrize(("low", "high", "most"), [(2, 1, 5), (math.nan, 1, 5), (0, math.inf, 5), (0, 1, 2)])
def test_an_axis_of_nonsense_is_refused(low, high, most):
    with pytest.raises(ValueError, match=r"\("):
        nice_ticks(low, high, most)


@given(st.lists(numbers, min_size=1))
def test_an_axis_begins_at_nought_and_every_value_is_on_it(values):
    scale = Scale.of(values)
    assert scale.ticks[0] <= 0 <= scale.ticks[-1]
    assert all(0 <= scale.share(value) <= 1 for value in values)


@given(st.lists(st.lists(st.tuples(days, maybe), max_size=12), max_size=4))
def test_lines_stay_in_their_field_and_miss_no_value(columns):
    series = [Series(f"s{n}", "open", [Point(*one) for one in points], True) for n, points in enumerate(columns)]
    known = [[value for _, value in points if value is not None and math.isfinite(value)] for points in columns]
    drawn = plot(series)
    if not any(known):
        assert drawn is None
        return
    assert [sorted(dot.value for dot in line.dots) for line in drawn.lines] == [sorted(one) for one in known if one]
    for line in drawn.lines:
        assert "nan" not in line.path + line.area
        assert "inf" not in line.path + line.area
        assert line.path.startswith("M")
        assert [dot.on for dot in line.dots] == sorted(dot.on for dot in line.dots)
        assert all(0 <= dot.x <= 100 and 0 <= dot.y <= drawn.height for dot in line.dots)
        assert line.last == line.dots[-1]
    assert 1 <= len(drawn.days) <= 12
    assert all(0 <= tick.x <= 100 for tick in drawn.days)
    assert [row.on for row in drawn.rows] == sorted({row.on for row in drawn.rows})
    assert {len(row.points) for row in drawn.rows} == {len(drawn.lines)}


def test_a_gap_breaks_the_line_and_a_lone_value_is_a_point():
    begin = date(2026, 1, 5)
    values = [1, 2, None, 4]
    points = [Point(begin + timedelta(weeks=n), value) for n, value in enumerate(values)]
    line = plot([Series("Số", "open", points, True)]).lines[0]
    assert re.fullmatch(r"M0 \d+ L\S+ \d+ M100 0 h0", line.path)
    assert line.area.count("Z") == 1


def test_two_lines_of_one_style_are_told_apart():
    points = [Point(date(2026, 1, 1), 0), Point(date(2026, 12, 31), 5)]
    plans = [Series(name, "pace", points) for name in ("Tỉnh giao", "HĐND giao", "Phấn đấu")]
    drawn = plot([*plans, Series("Thu", "reading", points)])
    assert [line.style for line in drawn.lines] == ["pace", "pace again", "pace again third", "reading"]


def test_of_numbers_that_would_cover_each_other_the_first_is_written():
    begin, end = date(2026, 1, 1), date(2026, 12, 31)
    names = {"plan": 403, "pace": 403, "forecast": 259, "before": 262}
    drawn = plot([Series(name, name, [Point(begin, 0), Point(end, value)]) for name, value in names.items()])
    assert [line.name for line in drawn.named] == ["plan", "forecast"]


def test_a_number_goes_below_where_another_line_stands_above():
    """The forecast of this year under the end of the last: one of the two could not be read."""
    days = date(2026, 1, 1), date(2026, 12, 31)
    series = [
        Series(name, name, [Point(day, value) for day, value in zip(days, values, strict=True)], has_dots=has_dots)
        for name, values, has_dots in (
            ("forecast", (0, 240), False),
            ("before", (0, 265), True),
            ("plan", (0, 400), False),
        )
    ]
    drawn = plot(series)
    places = {label.line.name: label.y - label.line.last.y for label in drawn.labels}
    assert places["plan"] < 0 < places["forecast"]


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (date(2026, 11, 2), date(2026, 11, 24), ["2026-11-02", "2026-11-24"]),
        (date(2026, 11, 24), date(2026, 11, 24), ["2026-11-24"]),
        (date(2026, 8, 30), date(2026, 11, 24), ["2026-09-01", "2026-10-01", "2026-11-01"]),
        (date(2026, 1, 1), date(2026, 12, 31), ["2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01"]),
        (date(2021, 6, 1), date(2026, 6, 1), ["2022-01-01", "2024-01-01", "2026-01-01"]),
    ],
)
def test_days_below_are_first_days_of_months_or_both_ends(first, last, written):
    drawn = plot([Series("Số", "open", [Point(first, 1), Point(last, 2)])])
    assert [str(tick.on) for tick in drawn.days] == written


@given(st.lists(st.lists(st.integers(0, 5000), min_size=5, max_size=5), max_size=8), st.booleans())
def test_parts_fill_their_bar_and_none_is_too_thin_to_see(rows, is_share):
    bars = stack(
        [(f"Đơn vị {n}", "", [Part(count) for count in counts]) for n, counts in enumerate(rows)], is_share=is_share
    )
    assert [bar.total for bar in bars] == [sum(counts) for counts in rows]
    most = max((bar.total for bar in bars), default=0)
    for bar, counts in zip(bars, rows, strict=True):
        assert [part.count for part in bar.parts] == counts
        assert [(part.place, part.count) for part in bar.segments] == [(n, c) for n, c in enumerate(counts) if c]
        if not bar.total:
            continue
        least = 1.5 * len(bar.segments)
        wanted = 100 if is_share else max(least, 100 * bar.total / most)
        assert sum(part.width for part in bar.segments) == pytest.approx(wanted, abs=0.01)
        assert all(part.width >= 1.49 for part in bar.segments)
        ends = [part.x + part.width for part in bar.segments]
        assert [part.x for part in bar.segments] == pytest.approx([0, *ends[:-1]])
        assert ends[-1] <= 100.01


def test_a_number_stands_in_its_part_only_where_it_has_room():
    (bar,) = stack([("Phòng TC-KH", "", [Part(1), Part(500), Part(0)])])
    assert [part.has_room for part in bar.segments] == [False, True]


@given(days, st.integers(0, 400), st.data())
def test_months_hold_each_day_once_where_a_calendar_has_it(first, length, data):
    last = first + timedelta(days=length)
    counts = data.draw(st.dictionaries(st.dates(first, last), st.integers(0, 900), max_size=9))
    cells = [cell for month in lay_months(first, last, counts) for cell in month.cells]
    assert [cell.day for cell in cells] == [cells[0].day + timedelta(days=n) for n in range(len(cells))]
    assert cells[0].day == first.replace(day=1)
    assert cells[-1].day >= last
    assert (cells[-1].day + timedelta(days=1)).day == 1
    assert all(cell.column == cell.day.weekday() for cell in cells)
    assert {cell.day: cell.count for cell in cells if cell.count} == {day: n for day, n in counts.items() if n}
    for month in lay_months(first, last, counts):
        places = [(cell.row, cell.column) for cell in month.cells]
        assert len(set(places)) == len(places)
        assert max(places)[0] == month.rows - 1


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_a_fuller_day_is_never_lighter(one, other):
    few, many = sorted((one, other))
    assert 1 <= find_level(few, many) <= find_level(many, many) == 4
    assert find_level(0, many) == 0


@given(st.lists(maybe, max_size=20))
def test_a_spark_stays_in_its_field(values):
    known = [value for value in values if value is not None and math.isfinite(value)]
    drawn = spark(values)
    if len(known) < 2:
        assert drawn is None
        return
    points = [tuple(map(float, pair.split())) for pair in drawn.path[1:].split(" L")]
    assert len(points) == len(known)
    assert all(0 <= x <= 100 and 0 <= y <= 24 for x, y in points)
    assert drawn.end == "M{:g} {:g} h0".format(*points[-1])
