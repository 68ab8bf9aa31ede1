"""The cleaned copy and the way back to the source."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.directives.extraction.shadow import Shadow


def test_one_spelling_for_all_ways_of_typing() -> None:
    typed = "Uỷ ban\r\nnhân\u00a0dân\u200b thuỷ hoà quý hoàn – СЕО"
    assert Shadow(typed).text == "Ủy ban\nnhân dân thủy hòa quý hoàn - CEO"
    assert Shadow(unicodedata.normalize("NFD", typed)).text == Shadow(typed).text


def test_a_place_in_the_shadow_leads_to_the_same_words_in_the_source() -> None:
    source = unicodedata.normalize("NFD", "Sở\r\nY\u200b tế\u00a0rà soát hồ sơ.")
    shadow = Shadow(source)
    start = shadow.text.index("rà soát")
    begin, end = shadow.span(start, start + len("rà soát"))
    assert unicodedata.normalize("NFC", source[begin:end]) == "rà soát"


@given(st.text(alphabet=st.sampled_from("aeêoơuưyđ \r\n\u0301\u0300\u0323\u200b\u00a0СЕо–qh"), max_size=60))
def test_places_never_go_backwards(source: str) -> None:
    shadow = Shadow(source)
    end = 0
    for index in range(len(shadow.text)):
        begin, stop = shadow.span(index, index + 1)
        assert 0 <= begin < stop <= len(source)
        assert stop >= end
        end = stop


@pytest.mark.parametrize(
    ("scanned", "meant"),
    [
        ("trước ngày l5/l1/2026", "trước ngày 15/11/2026"),
        ("trước ngày 1O/12/2O26", "trước ngày 10/12/2026"),
        ("ngày lO tháng 9, ngày I5/9", "ngày lO tháng 9, ngày 15/9"),
        ("Giao Phòng Nội vụ chú trì, phôi hợp với Công an", "Giao Phòng Nội vụ chủ trì, phối hợp với Công an"),
        ("Chu tri, Phối họp", "Chủ trì, Phối hợp"),
    ],
)
def test_slips_of_text_recognition_are_read_as_they_were_printed(scanned: str, meant: str) -> None:
    shadow = Shadow(scanned)
    assert shadow.text == meant
    assert shadow.span(0, len(meant)) == (0, len(scanned))


@pytest.mark.parametrize("words", ["Tổ I/lo/o", "phòng họp", "chủ trương", "số 15/TB-UBND", "ngày lo lắng", "phối màu"])
def test_words_that_are_not_slips_stay(words: str) -> None:
    assert Shadow(words).text == words
