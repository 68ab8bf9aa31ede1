"""The arithmetic as tables, and what must hold of any numbers."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.indicators.measures import Candidate, convert, set_by_of, short_unit, suggest
from tracker.indicators.pace import (
    MONTHS,
    Course,
    Outlook,
    Point,
    change,
    days_left,
    months_gone,
    months_left,
    percent,
    plan_of,
    ratio,
    shown,
    stand,
    stand_at,
    stand_below,
    value_at,
)

AMOUNTS = st.decimals(min_value=0, max_value=10**6, places=2).map(F)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def course(*points: tuple[int, int], before: tuple[tuple[int, int], ...] = ()) -> Course:
    return Course([Point(F(at), F(value)) for at, value in points], [Point(F(at), F(value)) for at, value in before])


def test_the_report_that_all_this_began_with():
    """216 tỷ, at the end of October, are 53,6% of one plan and 38,2% of the other."""
    assert [shown(plan_of(Decimal(216), Decimal(share)), 0) for share in ("53.6", "38.2")] == [403, 565]
    so_far = course((10, 216))
    standing = stand(F(403), so_far, is_over=False)
    assert (standing.remaining, so_far.left, so_far.average) == (187, 2, F("21.6"))
    assert (standing.required, shown(standing.multiple), shown(standing.percent)) == (
        F("93.5"),
        Decimal("4.3"),
        Decimal("53.6"),
    )
    assert standing.outlook == Outlook.SHORT
    other = stand(F(565), so_far, is_over=False)
    assert [shown(one) for one in (other.remaining, other.required, other.multiple, other.percent)] == [
        Decimal("349.0"),
        Decimal("174.5"),
        Decimal("8.1"),
        Decimal("38.2"),
    ]


@pytest.mark.parametrize(
    ("day", "gone"),
    [
        (date(2026, 1, 1), F(1, 31)),
        (date(2026, 1, 4), F(4, 31)),
        (date(2026, 1, 27), 1),
        (date(2026, 1, 26), F(26, 31)),
        (date(2026, 2, 5), 1),
        (date(2026, 2, 6), 1 + F(6, 28)),
        (date(2024, 2, 29), 2),
        (date(2024, 2, 24), 1 + F(24, 29)),
        (date(2026, 10, 28), 10),
        (date(2026, 10, 31), 10),
        (date(2026, 11, 3), 10),
        (date(2026, 11, 15), F(21, 2)),
        (date(2026, 12, 1), 11),
        (date(2026, 12, 27), 11 + F(27, 31)),
        (date(2026, 12, 31), 12),
    ],
)
def test_months_of_a_day(day, gone):
    assert months_gone(day) == gone
    assert months_left(day) == 12 - gone


@given(DAYS)
def test_time_never_goes_back(day):
    later = day + timedelta(days=1)
    if later.year == day.year:
        assert 0 < months_gone(day) <= months_gone(later) <= MONTHS
        assert days_left(day) == days_left(later) + 1
    else:
        assert (months_left(day), days_left(day)) == (0, 0)


@pytest.mark.parametrize(
    ("part", "whole", "found"),
    [(F(1), F(4), F(25)), (F(0), F(4), F(0)), (F(1), F(0), None), (None, F(4), None), (F(1), None, None)],
)
def test_nothing_is_divided_by_nothing(part, whole, found):
    assert percent(part, whole) == found
    assert ratio(part, whole) == (None if found is None else found / 100)


@pytest.mark.parametrize(
    ("now", "before", "found"), [(105, 100, 5), (95, 100, -5), (5, 0, None), (5, None, None), (None, 5, None)]
)
def test_more_than_last_year(now, before, found):
    def exact(one):
        return None if one is None else F(one)

    assert change(exact(now), exact(before)) == found


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        (F(935, 10), "93.5"),
        (F(935, 216), "4.3"),
        (F(1, 3), "0.33"),
        (F(1, 2), "0.50"),
        (F(125, 100), "1.3"),
        (F(0), "0"),
        (F(10**40, 3), "3" * 40 + ".3"),
    ],
)
def test_what_is_shown(value, seen):
    assert shown(value) == Decimal(seen)


@pytest.mark.parametrize(("last_year", "rhythm"), [("1", 1000), ("0.999", None), ("0", None)])
def test_a_share_of_last_year_that_is_almost_nothing_gives_no_rhythm(last_year, rhythm):
    before = [Point(F(6), F(last_year)), Point(MONTHS, F(1000))]
    assert Course([Point(F(6), F(1))], before).forecasts().rhythm == rhythm


def test_between_two_readings_the_line_is_straight():
    points = [Point(F(8), F(160)), Point(F(4), F(80))]
    assert value_at(points, F(4), from_zero=False) == 80
    assert value_at(points, F(5), from_zero=False) == 100
    assert value_at(points, F(2), from_zero=True) == 40
    assert value_at(points, F(2), from_zero=False) is None
    assert value_at(points, F(9), from_zero=True) is None
    assert value_at([], F(1), from_zero=True) is None


def test_three_ways_to_foretell():
    so_far = course((3, 30), (6, 60), (9, 120), before=((9, 90), (12, 180)))
    found = so_far.forecasts()
    assert (found.average, found.recent, found.rhythm) == (160, 180, 240)
    assert [stand(F(plan), so_far, is_over=False).outlook for plan in (100, 150, 170, 200, 241)] == [
        Outlook.MET,
        Outlook.ON_TRACK,
        Outlook.DOUBTFUL,
        Outlook.DOUBTFUL,
        Outlook.SHORT,
    ]


def test_what_is_not_known_is_not_foretold():
    assert course().forecasts().known == []
    assert course((10, 216)).forecasts().known == [F("259.2")]
    assert course((3, 30)).recent == 10, "since the year began"
    assert course((2, 30)).recent is None
    assert course((10, 216), before=((10, 200),)).forecasts().rhythm is None, "last year was not read to its end"
    assert course((10, 216), before=((10, 0), (12, 90))).forecasts().rhythm is None


@pytest.mark.parametrize(
    ("points", "plan", "outlook", "required"),
    [
        ((), 100, Outlook.NO_READING, None),
        (((12, 99),), 100, Outlook.MISSED, None),
        (((12, 100),), 100, Outlook.MET, None),
        (((6, 0),), 60, Outlook.SHORT, F(10)),
    ],
)
def test_where_a_plan_stands(points, plan, outlook, required):
    standing = stand(F(plan), course(*points), is_over=False)
    assert (standing.outlook, standing.required, standing.multiple) == (outlook, required, None)


@pytest.mark.parametrize(
    ("points", "outlook"),
    [
        ((), Outlook.NO_READING),
        (((11, 350),), Outlook.NO_TOTAL),
        (((11, 400),), Outlook.MET),
        (((12, 350),), Outlook.MISSED),
    ],
)
def test_a_year_that_is_over_has_no_pace(points, outlook):
    standing = stand(F(400), course(*points), is_over=True)
    assert (standing.outlook, standing.required, standing.multiple) == (outlook, None, None)


def test_in_the_last_month_there_is_no_pace_per_month():
    so_far = Course([Point(months_gone(date(2026, 12, 10)), F(95))])
    standing = stand(F(100), so_far, is_over=False)
    assert (standing.remaining, standing.required, standing.multiple) == (5, None, None)
    assert stand(F(100), course((11, 95)), is_over=False).required == 5


@pytest.mark.parametrize(
    ("points", "over", "outlook"),
    [
        ((), False, Outlook.NO_READING),
        (((10, 42),), False, Outlook.MISSED),
        (((10, 42),), True, Outlook.MISSED),
        (((10, 40),), False, Outlook.SHORT),
        (((10, 30),), False, Outlook.ON_TRACK),
        (((3, 3), (6, 18)), False, Outlook.DOUBTFUL),
        (((11, 30),), True, Outlook.NO_TOTAL),
        (((12, 40),), True, Outlook.MET),
        (((12, 40),), False, Outlook.MET),
        (((12, 41),), True, Outlook.MISSED),
    ],
)
def test_where_a_limit_stands(points, over, outlook):
    """At most 40 in the year."""
    standing = stand_below(F(40), course(*points), is_over=over)
    assert (standing.outlook, standing.remaining, standing.required) == (outlook, None, None)


@pytest.mark.parametrize(
    ("value", "less", "over", "outlook"),
    [
        (None, False, True, Outlook.NO_READING),
        (95, False, False, Outlook.MET),
        (89, False, False, Outlook.BELOW),
        (89, False, True, Outlook.MISSED),
        (89, True, False, Outlook.MET),
        (90, True, False, Outlook.MET),
        (91, True, False, Outlook.BELOW),
    ],
)
def test_where_a_level_stands(value, less, over, outlook):
    known = None if value is None else F(value)
    standing = stand_at(F(90), known, less_is_better=less, is_over=over)
    assert (standing.outlook, standing.required) == (outlook, None)


@given(AMOUNTS, AMOUNTS.filter(bool), DAYS)
def test_the_required_pace_reaches_the_plan_exactly(value, plan, day):
    so_far = Course([Point(months_gone(day), value)])
    standing = stand(plan, so_far, is_over=False)
    if standing.required is None:
        assert value >= plan or so_far.left < 1
        return
    assert standing.required * so_far.left == standing.remaining == plan - value
    assert value + standing.required * so_far.left == plan
    if standing.multiple is not None:
        assert standing.multiple * so_far.average == standing.required
        assert (standing.multiple <= 1) == (so_far.forecasts().average >= plan)


@given(st.lists(st.tuples(st.integers(1, 12), AMOUNTS), min_size=1, max_size=8, unique_by=lambda one: one[0]), AMOUNTS)
def test_a_higher_plan_never_stands_better(points, plan):
    order = [Outlook.MET, Outlook.ON_TRACK, Outlook.DOUBTFUL, Outlook.SHORT, Outlook.MISSED]
    so_far = Course([Point(F(at), value) for at, value in points])
    lower, higher = (order.index(stand(one, so_far, is_over=False).outlook) for one in (plan, plan + 1))
    assert lower <= higher


@given(AMOUNTS.filter(bool), st.decimals(min_value="0.1", max_value=500, places=1))
def test_a_plan_that_is_reckoned_back_gives_the_percent_again(value, share):
    planned = plan_of(Decimal(value.numerator) / Decimal(value.denominator), share)
    assert percent(value, planned) == F(share)


def test_units_of_money_are_one_thing():
    assert convert(Decimal("1500"), "triệu đồng", "tỷ đồng") == Decimal("1.5")
    assert convert(Decimal(2), "tỷ", "tỷ đồng") == 2
    assert convert(Decimal(2), "tỷ đồng", "đồng") == 2_000_000_000
    assert convert(Decimal(2), "Nhà", "nhà") == 2
    assert convert(Decimal(2), "nhà", "tỷ đồng") is None
    assert (short_unit("tỷ đồng"), short_unit("nhà"), short_unit("đồng")) == ("tỷ", "nhà", "đồng")


def test_which_indicator_a_figure_is_of():
    known = [
        Candidate(1, "Thu ngân sách", "tỷ đồng"),
        Candidate(2, "Thu ngân sách nhà nước trên địa bàn", "tỷ đồng"),
        Candidate(3, "Tỷ lệ thu ngân sách", "%"),
        Candidate(4, "Giải ngân vốn đầu tư công", "triệu đồng"),
    ]
    assert suggest("Tổng thu ngân sách nhà nước trên địa bàn", "tỷ đồng", known) == 2
    assert suggest("Giải ngân vốn đầu tư", "tỷ đồng", known) == 4
    assert suggest("Xóa nhà tạm", "nhà", [Candidate(5, "Xóa nhà tạm, nhà dột nát", "nhà")]) == 5
    assert suggest("Chi ngân sách nhà nước trên địa bàn", "tỷ đồng", known) is None
    assert suggest("Khách du lịch", "lượt", known) is None
    assert suggest("Sản lượng lương thực", "tỷ đồng", known) is None


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("tỉnh", "Tỉnh giao"),
        ("HĐND thành phố", "HĐND thành phố giao"),
        ("UBND tỉnh giao", "UBND tỉnh giao"),
        ("", "Kế hoạch năm"),
    ],
)
def test_who_set_a_plan(body, name):
    assert set_by_of(body) == name
