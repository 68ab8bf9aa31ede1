"""Cleaning of what people paste: nothing of Vietnamese is lost, and no text takes the square of its length."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reports.outstanding.figures import Done
from tracker.text import clean, clean_line, holds_day, percent_of, write_number


@pytest.mark.parametrize(
    "written", ["Nguyễn Thị Hà", "phường Sông Hiến", "đ" * 100, "日本語" * 50, "नमस्ते" * 20, "👍🏽" * 40]
)
def test_ordinary_text_stays_whatever_its_script(written):
    assert clean(unicodedata.normalize("NFD", written)) == unicodedata.normalize("NFC", written)


def test_a_letter_keeps_thirty_marks():
    cleaned = clean("Hà" + "\u0323" * 5000 + " và x" + "\u0301" * 5000)
    assert len(cleaned) < 75
    assert cleaned.startswith("H")
    assert " và x" in cleaned


@given(st.text())
def test_text_without_invisible_characters_is_cleaned_like_any_other(typed):
    """It takes a shorter way; a character of no width, which is dropped, leads it the long one."""
    assert clean(typed) == clean(f"\u200b{typed}\u2060")
    assert clean_line(typed) == " ".join(clean(f"{typed}\ufeff").split())


def test_a_megabyte_of_marks_is_cleaned_at_once():
    assert len(clean("a" + "\u0323\u0302" * 500_000)) <= 31


@pytest.mark.parametrize(
    ("part", "whole", "digits", "written"),
    [(1, 16, 1, "6,3"), (1, 8, 0, "13"), (1, 3, 1, "33,3"), (2, 3, 0, "67"), (3, 3, 1, "100"), (0, 7, 1, "0")],
)
def test_percents_round_half_up(part, whole, digits, written):
    assert write_number(percent_of(part, whole, digits)) == written
    assert percent_of(0, 0) is None


def test_the_share_in_time_rounds_half_up():
    day = date(2026, 11, 24)
    assert str(Done(day, total=8, with_due=8, on_time=1, duties=0, week_since=day, week=0).share_on_time) == "13"


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        ("Giao ban ngày 04/11/2026", True),
        ("Giao ban 4-11-2026 (mở rộng)", True),
        ("Họp ngày 04 tháng 11 năm 2026", True),
        ("Giao ban ngày 14/11/2026", False),
        ("Giao ban ngày 04/11/20261", False),
        ("Giao ban tuần 45", False),
    ],
)
def test_whether_a_day_stands_in_the_words(words, holds):
    assert holds_day(words, date(2026, 11, 4)) is holds
