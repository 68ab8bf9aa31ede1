import importlib.util
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.review.notices import TEXT
from tracker.directives.sketch import NEAR_COPY, likeness, sketch_of

LONG = TEXT + " ".join(f"Đoạn {number} nói về công việc thứ {number * 7} của năm." for number in range(200))


def test_a_copy_is_known_with_other_accents_breaks_and_small_corrections():
    copy = LONG.replace("142", "143").replace("\n", " \n\n ").replace("15/12/2026", "16/12/2026").upper()
    assert likeness(sketch_of(LONG), sketch_of(copy)) >= NEAR_COPY


def test_another_text_of_the_same_office_is_not():
    other = LONG.replace("Đoạn", "Mục").replace("công việc", "nhiệm vụ")
    assert likeness(sketch_of(LONG), sketch_of(other)) < 0.3
    assert likeness(sketch_of(LONG), sketch_of(LONG[: len(LONG) // 2])) < NEAR_COPY


def test_a_few_words_are_like_nothing():
    assert sketch_of("Không có gì cả") == b""
    assert likeness(b"", b"") == 0.0


@given(st.text(max_size=300), st.text(max_size=300))
def test_it_is_symmetric_and_small(one, other):
    mine, theirs = sketch_of(one), sketch_of(other)
    assert likeness(mine, theirs) == likeness(theirs, mine)
    assert len(mine) <= 256
    assert not mine or likeness(mine, mine) == 1.0


def test_the_migration_makes_the_same_sketch():
    path = next((Path(__file__).parents[2] / "migrations" / "versions").glob("*_continuing.py"))
    spec = importlib.util.spec_from_file_location("continuing", path)
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)
    for text in (TEXT, LONG, "ngắn", ""):
        assert migration._sketch_of(text) == sketch_of(text)
