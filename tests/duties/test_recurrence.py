"""Dates of rules: month ends, leap days, Tết and swapped days, and what holds for every rule over a century."""

from __future__ import annotations

import calendar as months
from datetime import date, timedelta
from itertools import islice, pairwise, takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.duties.guessing import guess
from tracker.duties.recurrence import (
    Kind,
    Landing,
    Pattern,
    Span,
    code_of,
    dates_after,
    dates_of,
    end_of_span,
    land,
    read_rule,
    start_of_span,
    write_rule,
)
from tracker.workdays import Calendar

MON, FRI, SUN = 0, 4, 6


def span(first, last):
    """Every weekday from one day to another."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return {day for day in days if day.weekday() < 5}


# Tết Bính Ngọ 2026 (16/02–20/02) with a swap before New Year, Tết Đinh Mùi 2027 (05/02–11/02), 30/4–1/5 and a swap.
OFFICE = Calendar.of(
    span(date(2026, 2, 16), date(2026, 2, 20))
    | span(date(2027, 2, 5), date(2027, 2, 11))
    | {date(2026, 1, 1), date(2026, 1, 2), date(2026, 4, 30), date(2026, 5, 1), date(2026, 8, 31), date(2027, 1, 1)},
    {date(2026, 1, 10), date(2026, 8, 22)},
)


def first(pattern, since, count=4, landing=Landing.AS_WRITTEN):
    """So many due dates as people write them."""
    days = islice(dates_of(write_rule(pattern), since), count)
    return " ".join(f"{land(day, landing, OFFICE):%d/%m/%y}" for day in days)


@pytest.mark.parametrize(
    ("pattern", "since", "wanted"),
    [
        (Pattern(Kind.WEEKLY, weekday=FRI), date(2026, 11, 24), "27/11/26 04/12/26 11/12/26 18/12/26"),
        (Pattern(Kind.WEEKLY, weekday=FRI), date(2026, 11, 27), "27/11/26 04/12/26 11/12/26 18/12/26"),
        (Pattern(Kind.WEEKLY, weekday=MON, interval=2), date(2026, 11, 24), "30/11/26 14/12/26 28/12/26 11/01/27"),
        (Pattern(Kind.MONTHLY, day=20), date(2026, 11, 24), "20/12/26 20/01/27 20/02/27 20/03/27"),
        (Pattern(Kind.MONTHLY, day=31), date(2027, 1, 1), "31/01/27 28/02/27 31/03/27 30/04/27"),
        (Pattern(Kind.MONTHLY, day=30), date(2028, 1, 1), "30/01/28 29/02/28 30/03/28 30/04/28"),
        (Pattern(Kind.MONTHLY, day=29), date(2027, 2, 1), "28/02/27 29/03/27 29/04/27 29/05/27"),
        (Pattern(Kind.LAST_DAY), date(2027, 1, 31), "31/01/27 28/02/27 31/03/27 30/04/27"),
        (Pattern(Kind.NTH_WEEKDAY, weekday=MON, position=1), date(2026, 11, 3), "07/12/26 04/01/27 01/02/27 01/03/27"),
        (Pattern(Kind.NTH_WEEKDAY, weekday=FRI, position=-1), date(2026, 11, 1), "27/11/26 25/12/26 29/01/27 26/02/27"),
        (Pattern(Kind.QUARTERLY, day=31, month=1), date(2026, 1, 1), "31/01/26 30/04/26 31/07/26 31/10/26"),
        (Pattern(Kind.QUARTERLY, day=15, month=3), date(2026, 11, 24), "15/12/26 15/03/27 15/06/27 15/09/27"),
        (Pattern(Kind.QUARTERLY, day=31, month=2), date(2026, 1, 1), "28/02/26 31/05/26 31/08/26 30/11/26"),
        (Pattern(Kind.HALF_YEARLY, day=20, month=6), date(2026, 11, 24), "20/12/26 20/06/27 20/12/27 20/06/28"),
        (Pattern(Kind.YEARLY, day=29, month=2), date(2026, 1, 1), "28/02/26 28/02/27 29/02/28 28/02/29"),
        (Pattern(Kind.YEARLY, day=15, month=12), date(2026, 12, 16), "15/12/27 15/12/28 15/12/29 15/12/30"),
    ],
)
def test_dates_as_written(pattern, since, wanted):
    assert first(pattern, since) == wanted


@pytest.mark.parametrize(
    ("pattern", "landing", "since", "wanted"),
    [
        # 28/02 is a Saturday, 31/01 and 31/05 too, 30/04 a holiday.
        (Pattern(Kind.LAST_WORKING_DAY), Landing.BEFORE, date(2026, 1, 1), "30/01/26 27/02/26 31/03/26 29/04/26"),
        # 30/08/2026 is a Sunday, the 31st off by a swap: the Friday before.
        (Pattern(Kind.LAST_WORKING_DAY), Landing.BEFORE, date(2026, 8, 1), "28/08/26 30/09/26 30/10/26 30/11/26"),
        # In Tết: before, the last working day of the old year; after, the first of the new one.
        (Pattern(Kind.MONTHLY, day=20), Landing.BEFORE, date(2026, 2, 1), "13/02/26 20/03/26 20/04/26 20/05/26"),
        (Pattern(Kind.MONTHLY, day=20), Landing.AFTER, date(2026, 2, 1), "23/02/26 20/03/26 20/04/26 20/05/26"),
        (Pattern(Kind.MONTHLY, day=5), Landing.BEFORE, date(2027, 2, 1), "04/02/27 05/03/27 05/04/27 05/05/27"),
        (Pattern(Kind.MONTHLY, day=5), Landing.AFTER, date(2027, 2, 1), "12/02/27 05/03/27 05/04/27 05/05/27"),
        # A Saturday that is worked by a swap is a working day.
        (Pattern(Kind.MONTHLY, day=10), Landing.AFTER, date(2026, 1, 1), "10/01/26 10/02/26 10/03/26 10/04/26"),
        (Pattern(Kind.WEEKLY, weekday=FRI), Landing.BEFORE, date(2026, 2, 9), "13/02/26 13/02/26 27/02/26 06/03/26"),
        (Pattern(Kind.WEEKLY, weekday=FRI), Landing.AFTER, date(2026, 2, 9), "13/02/26 23/02/26 27/02/26 06/03/26"),
    ],
)
def test_days_off_by_the_offices_calendar(pattern, landing, since, wanted):
    assert first(pattern, since, landing=landing) == wanted


def patterns():
    """Every pattern that the form can make."""
    weekday, day = st.integers(0, 6), st.integers(1, 31)
    return st.one_of(
        st.builds(Pattern, st.just(Kind.WEEKLY), weekday=weekday, interval=st.integers(1, 26)),
        st.builds(Pattern, st.just(Kind.MONTHLY), day=day),
        st.sampled_from([Pattern(Kind.LAST_DAY), Pattern(Kind.LAST_WORKING_DAY)]),
        st.builds(Pattern, st.just(Kind.NTH_WEEKDAY), weekday=weekday, position=st.sampled_from([1, 2, 3, 4, -1])),
        st.builds(Pattern, st.just(Kind.QUARTERLY), day=day, month=st.integers(1, 3)),
        st.builds(Pattern, st.just(Kind.HALF_YEARLY), day=day, month=st.integers(1, 6)),
        st.builds(Pattern, st.just(Kind.YEARLY), day=st.integers(1, 28), month=st.integers(1, 12)),
        st.just(Pattern(Kind.YEARLY, day=29, month=2)),
    )


DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(patterns())
def test_a_rule_is_read_as_it_was_written(pattern):
    landing = Landing.BEFORE if pattern.kind is Kind.LAST_WORKING_DAY else Landing.AFTER
    assert read_rule(write_rule(pattern), landing) == pattern


@pytest.mark.parametrize("rule", ["FREQ=DAILY;BYMONTHDAY=1", "FREQ=MONTHLY;BYMONTHDAY=1,15", "FREQ=MONTHLY;COUNT=3"])
def test_rules_of_another_making_are_told_apart(rule):
    with pytest.raises((ValueError, KeyError)):
        read_rule(rule, Landing.AS_WRITTEN)


@given(patterns(), DAYS)
def test_dates_only_go_forward_and_no_period_is_skipped(pattern, since):
    rule = write_rule(pattern)
    dates = list(islice(dates_of(rule, since), 30))
    assert dates[0] >= since
    assert all(one < two for one, two in pairwise(dates))
    step = pattern.interval if pattern.kind is Kind.WEEKLY else 1
    ends = [end_of_span(pattern.span, day) for day in dates]
    for one, two in pairwise(ends):
        following = one
        for _ in range(step):
            following = end_of_span(pattern.span, following + timedelta(days=1))
        assert two == following
    codes = [code_of(pattern, day) for day in dates]
    assert len(set(codes)) == len(codes)


@given(patterns(), DAYS, st.integers(0, 2000))
def test_going_on_behind_a_day_is_the_same_as_having_gone_through_it(pattern, since, later):
    rule, after = write_rule(pattern), since + timedelta(days=later)
    whole = [day for day in islice(dates_of(rule, since), 340) if day > after][:3]
    assert list(islice(dates_after(rule, since, after), len(whole))) == whole


@pytest.mark.parametrize("day", range(1, 32))
def test_from_1990_to_2100_no_month_is_skipped(day):
    dates = list(
        takewhile(lambda one: one.year <= 2100, dates_of(write_rule(Pattern(Kind.MONTHLY, day=day)), date(1990, 1, 1)))
    )
    assert [(one.year, one.month) for one in dates] == [(y, m) for y in range(1990, 2101) for m in range(1, 13)]
    assert all(one.day == min(day, months.monthrange(one.year, one.month)[1]) for one in dates)


@given(st.integers(1990, 2100), st.integers(1, 12), st.sets(st.integers(1, 31)), st.sets(st.integers(1, 31)))
def test_the_last_working_day_is_one_and_none_comes_later_in_the_month(year, month, off, worked):
    length = months.monthrange(year, month)[1]
    named = {"off": off, "worked": worked}
    days = {name: {date(year, month, day) for day in numbers if day <= length} for name, numbers in named.items()}
    calendar = Calendar.of(days["off"] - {date(year, month, 1)}, days["worked"] | {date(year, month, 1)})
    written = next(dates_of(write_rule(Pattern(Kind.LAST_WORKING_DAY)), date(year, month, 1)))
    last = land(written, Landing.BEFORE, calendar)
    assert calendar.is_working(last)
    assert last.month == month
    assert not any(calendar.is_working(date(year, month, day)) for day in range(last.day + 1, length + 1))


@given(DAYS, st.sampled_from(list(Landing)))
def test_landing_never_leaves_the_working_days_nor_the_order(day, landing):
    landed = land(day, landing, OFFICE)
    assert landing is Landing.AS_WRITTEN or OFFICE.is_working(landed)
    assert landed <= land(day + timedelta(days=1), landing, OFFICE)


@pytest.mark.parametrize(
    ("pattern", "day", "code", "last"),
    [
        (Pattern(Kind.WEEKLY, weekday=FRI), date(2026, 11, 27), "2026-W48", "2026-W47"),
        (Pattern(Kind.WEEKLY, weekday=FRI), date(2027, 1, 1), "2026-W53", "2026-W52"),
        (Pattern(Kind.WEEKLY, weekday=MON, interval=2), date(2026, 11, 23), "2026-W48", "2026-W46"),
        (Pattern(Kind.MONTHLY, day=5), date(2026, 12, 5), "2026-M12", "2026-M11"),
        (Pattern(Kind.LAST_WORKING_DAY), date(2026, 1, 31), "2026-M1", "2025-M12"),
        (Pattern(Kind.QUARTERLY, day=5), date(2027, 1, 5), "2027-Q1", "2026-Q4"),
        (Pattern(Kind.HALF_YEARLY, day=20, month=6), date(2026, 12, 20), "2026-H2", "2026-H1"),
        (Pattern(Kind.YEARLY, day=15, month=1), date(2027, 1, 15), "2027-Y", "2026-Y"),
    ],
)
def test_what_a_period_is_called(pattern, day, code, last):
    assert code_of(pattern, day) == code
    assert code_of(pattern, day, is_for_last=True) == last


@given(st.sampled_from(["W", "M", "Q", "H", "Y"]), DAYS)
def test_a_span_holds_its_days(name, day):
    start, end = start_of_span(Span(name), day), end_of_span(Span(name), day)
    assert start <= day <= end
    assert start_of_span(Span(name), end + timedelta(days=1)) == end + timedelta(days=1)


@pytest.mark.parametrize(
    ("every", "due_on", "words", "pattern", "landing"),
    [
        ("month", date(2026, 12, 20), "", Pattern(Kind.MONTHLY, day=20), Landing.AS_WRITTEN),
        ("month", None, "trước ngày 25 hằng tháng", Pattern(Kind.MONTHLY, day=25), Landing.AS_WRITTEN),
        ("month", None, "vào ngày làm việc cuối tháng", Pattern(Kind.LAST_WORKING_DAY), Landing.BEFORE),
        ("month", date(2026, 11, 30), "cuối tháng", Pattern(Kind.LAST_DAY), Landing.AS_WRITTEN),
        ("month", None, "hằng tháng", Pattern(Kind.LAST_WORKING_DAY), Landing.BEFORE),
        ("week", date(2026, 11, 26), "", Pattern(Kind.WEEKLY, weekday=3), Landing.AS_WRITTEN),
        ("week", None, "thứ Năm hằng tuần", Pattern(Kind.WEEKLY, weekday=3), Landing.BEFORE),
        ("week", None, "chiều thứ 6", Pattern(Kind.WEEKLY, weekday=FRI), Landing.BEFORE),
        ("week", None, "hằng tuần", Pattern(Kind.WEEKLY, weekday=FRI), Landing.BEFORE),
        ("quarter", date(2026, 12, 15), "", Pattern(Kind.QUARTERLY, day=15, month=3), Landing.AS_WRITTEN),
        ("quarter", None, "hằng quý", Pattern(Kind.QUARTERLY, day=31, month=3), Landing.BEFORE),
        ("year", date(2027, 1, 15), "", Pattern(Kind.YEARLY, day=15, month=1), Landing.AS_WRITTEN),
        ("year", None, "trước 15/12 hằng năm", Pattern(Kind.YEARLY, day=15, month=12), Landing.BEFORE),
        ("year", None, "trước ngày 31/02", Pattern(Kind.YEARLY, day=31, month=12), Landing.BEFORE),
    ],
)
def test_the_rule_behind_the_words_of_a_notice(every, due_on, words, pattern, landing):
    assert guess(every, due_on, words) == (pattern, landing)
