"""Cleaning of what people paste: nothing of Vietnamese is lost, and no text takes the square of its length."""

import unicodedata

import pytest

from tracker.text import clean


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


def test_a_megabyte_of_marks_is_cleaned_at_once():
    assert len(clean("a" + "\u0323\u0302" * 500_000)) <= 31
