"""What is marked in a text, and which part of a long one is shown."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.search.makers import plain
from tracker.search.marking import ROOM, covered, excerpt, mark
from tracker.tasks.searching import words_of


@pytest.mark.parametrize(
    ("text", "asked", "marked"),
    [
        ("Giải ngân vốn đầu tư", "giai ngan", ["Giải", "ngân"]),
        ("Giải ngân vốn đầu tư", "dau tu", ["đầu", "tư"]),
        ("ĐẦU TƯ công", "đầu", ["ĐẦU"]),
        ("Số 552/TB-UBND", "552", ["552"]),
        ("Số 552/TB-UBND", "ubnd", ["UBND"]),
        ("thu ngân sách", "th", ["thu"]),
        ("báo cáo, báo-cáo (cáo)", "cao", ["cáo", "cáo", "cáo"]),
        ("thung lũng", "hung", []),
        ("nothing", "", []),
        ("a_b", "b", ["b"]),
        ("thu thuế", "thu thue", ["thu", "thuế"]),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_marked_words_are_those_that_begin_as_asked(text, asked, marked, form):
    pieces = mark(unicodedata.normalize(form, text), words_of(asked))
    assert plain(pieces) == text
    assert plain(pieces, hits=True) == marked


def test_an_excerpt_shows_where_most_words_stand_together():
    text = "Đầu tư " + "và chuyện khác " * 40 + "đẩy nhanh giải ngân vốn đầu tư công " + "rồi hết " * 40
    pieces = excerpt(text, words_of("giai ngan dau tu"))
    assert plain(pieces, hits=True) == ["giải", "ngân", "đầu", "tư"]
    shown = plain(pieces)
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= ROOM + 2
    assert shown.strip("…") in text


def test_an_excerpt_of_a_text_without_hits_is_its_beginning():
    assert plain(excerpt("a " * 200, ["x"])) == "a " * (ROOM // 2 - 1) + "a…"


_LETTERS = st.text("aăâđiươ bcnght-_.,/1", max_size=60)


@given(_LETTERS, _LETTERS)
def test_covered_is_what_folding_and_comparing_beginnings_says(text, asked):
    """The words are kept and asked for by `words_of`; what is marked must be what was found."""
    words, own = words_of(asked), words_of(text)
    assert covered(text, words) == {word for word in words if any(part.startswith(word) for part in own)}


@given(st.text(max_size=400), st.text(max_size=20))
def test_an_excerpt_is_part_of_the_text(text, asked):
    shown = plain(excerpt(text, words_of(asked)))
    assert shown.strip("…").strip() in " ".join(unicodedata.normalize("NFC", text).split()).replace("…", "…")
