"""Time limits: the words, the last day, recurrence."""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.directives.extraction.due_dates import (
    add_months,
    after_duration,
    due_term,
    month_end,
    next_day_of_year,
    period_end,
)
from tracker.workdays import Calendar

ISSUED = date(2022, 10, 28)  # a Friday
CALENDAR = Calendar.of(off=[date(2023, 1, 2)])

DATED = [
    ("trước ngày 30/11/2025", date(2025, 11, 30)),
    ("trước ngày 15/9", date(2023, 9, 15)),
    ("trước 15/11", date(2022, 11, 15)),
    ("trước ngày 28/10", date(2022, 10, 28)),
    ("chậm nhất trong ngày 13 tháng 8 năm 2025", date(2025, 8, 13)),
    ("chậm nhất là ngày 05/12/2022", date(2022, 12, 5)),
    ("trước ngày 25", date(2022, 11, 25)),
    ("trong tháng 11", date(2022, 11, 30)),
    ("trong tháng 9", date(2023, 9, 30)),
    ("trong tháng này", date(2022, 10, 31)),
    ("trong tháng tới", date(2022, 11, 30)),
    ("trong tháng 12/2025", date(2025, 12, 31)),
    ("trong tháng 02 năm 2024", date(2024, 2, 29)),
    ("Thời gian hoàn thành: Tháng 11 - 12/2025", date(2025, 12, 31)),
    ("trong quý IV/2025", date(2025, 12, 31)),
    ("trong Quý II năm 2025", date(2025, 6, 30)),
    ("hoàn thành trong quý I", date(2023, 3, 31)),
    ("trong năm 2025", date(2025, 12, 31)),
    ("từ nay đến cuối năm 2022", date(2022, 12, 31)),
    ("đến hết năm 2025", date(2025, 12, 31)),
    ("trong 2 tháng cuối năm 2022", date(2022, 12, 31)),
    ("trong 2 còn lại của năm 2022", date(2022, 12, 31)),
    ("trong 6 tháng đầu năm 2023", date(2023, 6, 30)),
    ("trước tháng 9/2025", date(2025, 8, 31)),
    ("vào đầu tháng 12/2022", date(2022, 12, 1)),
    ("vào giữa tháng 12/2022", date(2022, 12, 15)),
    ("vào giữa năm 2023", date(2023, 6, 30)),
    ("trong 05 ngày làm việc", date(2022, 11, 4)),
    ("trong 10 ngày", date(2022, 11, 7)),
    ("trong thời hạn không quá 30 ngày", date(2022, 11, 27)),
    ("trong vòng 02 tuần", date(2022, 11, 11)),
    ("trong vòng 24 giờ", date(2022, 10, 29)),
    ("Thời hạn hoàn thành: Từ ngày 01/01/2026 đến ngày 31/3/2026", date(2026, 3, 31)),
    ("trong tuần này", date(2022, 10, 30)),
    ("trước 16 giờ ngày 05/11", date(2022, 11, 5)),
    ("trước 17h00 ngày 20/12/2022", date(2022, 12, 20)),
    ("trước ngày 10 của tháng sau", date(2022, 11, 10)),
    ("trước ngày mùng 5 tháng tới", date(2022, 11, 5)),
    ("trước thứ Ba", date(2022, 11, 1)),
    ("trước thứ Sáu", date(2022, 11, 4)),
    ("chậm nhất thứ Tư tuần tới", date(2022, 11, 2)),
    ("trước chủ nhật tuần này", date(2022, 10, 30)),
    ("trước thứ Hai (07/11)", date(2022, 11, 7)),
    ("phấn đấu đến năm 2025 có 90% hộ dùng nước sạch", date(2025, 12, 31)),
]


@pytest.mark.parametrize(("words", "on"), DATED)
def test_the_last_day_is_computed_from_the_words(words: str, on: date) -> None:
    term = due_term(f"rà soát hồ sơ {words}" if words[0].islower() else words, ISSUED, CALENDAR)
    assert term is not None
    assert (term.on, term.every) == (on, None)
    assert term.words in words


@pytest.mark.parametrize(
    ("words", "every"),
    [
        ("hằng tháng", "month"),
        ("hàng tuần", "week"),
        ("định kỳ hàng Quý", "quarter"),
        ("định kỳ 1 tháng/lần", "month"),
        ("trước ngày 20 hằng tháng", "month"),
        ("trước ngày 25/12 hàng năm", "year"),
        ("trước 13 giờ hằng ngày", "day"),
        ("trước ngày mùng 5 hằng tháng", "month"),
        ("định kỳ 04 lần/năm", "quarter"),
        ("01 lần/tuần", "week"),
    ],
)
def test_recurring_terms_have_no_date(words: str, every: str) -> None:
    term = due_term(f"{words} báo cáo kết quả", ISSUED, CALENDAR)
    assert term is not None
    assert (term.on, term.every, term.words) == (None, every, words)


@pytest.mark.parametrize(
    "words",
    [
        "theo Quyết định số 42/2014/QĐ-TTg ngày 27/7/2014",
        "kế hoạch vốn năm 2025",
        "giai đoạn 2021 - 2025",
        "áp dụng từ ngày 01/01/2026",
        "tính đến ngày 15/10/2022",
        "tầm nhìn đến năm 2050",
        "đạt 53,6% kế hoạch",
        "diễn biến mưa lũ trong 48 giờ tới",
        "từ nguồn chi thường xuyên",
        "hồ sơ, không dồn việc vào cuối năm",
        "nhiệm vụ hằng năm",
    ],
)
def test_dates_that_set_no_time_limit(words: str) -> None:
    assert due_term(f"rà soát {words}", ISSUED, CALENDAR) is None


def test_what_has_to_be_finished_governs() -> None:
    text = "khởi công trong Quý II năm 2023 và hoàn thành trước ngày 30/9/2024, báo cáo ngay"
    term = due_term(text, ISSUED, CALENDAR)
    assert term is not None
    assert term.on == date(2024, 9, 30)


def test_without_a_date_of_issue_only_full_dates_are_computed() -> None:
    term = due_term("xong trước ngày 15/3", None, CALENDAR)
    assert term is not None
    assert (term.on, term.words) == (None, "xong trước ngày 15/3")
    assert due_term("xong trong 10 ngày", None, CALENDAR).on is None  # type: ignore[union-attr]
    assert due_term("trước ngày 31/2/2023", ISSUED, CALENDAR).on is None  # type: ignore[union-attr]


DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(st.integers(1, 31), st.integers(1, 12), DAYS)
def test_a_day_without_a_year_is_the_next_such_day(day: int, month: int, after: date) -> None:
    found = next_day_of_year(day, month, after)
    if day > monthrange(2000, month)[1]:
        assert found is None
        return
    assert found is not None
    assert (found.day, found.month) == (day, month)
    assert found >= after
    if (day, month) != (29, 2):
        assert found < date(after.year + 1, after.month, min(after.day, 28)) + timedelta(days=4)
    else:
        assert isleap(found.year)


@given(DAYS, st.integers(0, 60))
def test_months_end_on_the_same_day_or_the_last(day: date, count: int) -> None:
    later = add_months(day, count)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == count
    assert later.day == min(day.day, monthrange(later.year, later.month)[1])


@given(st.integers(1, 12), st.integers(1, 12), DAYS)
def test_a_period_without_a_year_has_not_ended_yet(first: int, months: int, seen: date) -> None:
    end = period_end(first, months, None, seen)
    if first + months > 13:
        assert end is None
        return
    assert end is not None
    assert end == month_end(end.year, first + months - 1)
    assert seen <= end <= month_end(seen.year + 1, first + months - 1)


@given(DAYS, st.integers(1, 90))
def test_the_first_day_is_not_counted(start: date, count: int) -> None:
    assert after_duration(count, "ngày", start, CALENDAR) == start + timedelta(days=count)
    assert after_duration(count, "tuần", start, CALENDAR) == start + timedelta(days=7 * count)
    working = after_duration(count, "ngày làm việc", start, CALENDAR)
    assert CALENDAR.is_working(working)
    assert CALENDAR.working_days_between(start, working) == count


@given(DAYS, st.sampled_from(["/", " tháng "]))
def test_full_dates_are_read_whatever_the_year(day: date, separator: str) -> None:
    year = f"/{day.year}" if separator == "/" else f" năm {day.year}"
    term = due_term(f"báo cáo trước ngày {day.day:02}{separator}{day.month:02}{year}", ISSUED, CALENDAR)
    assert term is not None
    assert term.on == day


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("gửi UBND thành phố trong tuần đầu tháng 12/2026", "trong tuần đầu tháng 12/2026"),
        ("kiểm tra thực tế, đề xuất, xong trước Tết", "trước Tết"),
        ("hoàn thành trước Tết Nguyên đán", "trước Tết Nguyên đán"),
        ("báo cáo Chủ tịch tại phiên họp tháng 12", "tại phiên họp tháng 12"),
    ],
)
def test_a_time_that_is_no_day_is_still_read(text: str, words: str) -> None:
    term = due_term(text, ISSUED, CALENDAR)
    assert term is not None
    assert (term.words, term.on) == (words, None)
