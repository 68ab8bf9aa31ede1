from hypothesis import given
from hypothesis import strategies as st

from tracker.review.marks import Mark, segments

SPANS = st.lists(st.tuples(st.integers(-3, 60), st.integers(-3, 60)), max_size=8)


@given(st.text(max_size=50), SPANS)
def test_the_pieces_are_the_source_whatever_the_marks(source, spans):
    pieces = segments(source, [Mark(start, end, 1, "d1") for start, end in spans])
    assert "".join(piece.text for piece in pieces) == source
    assert all(source[piece.start : piece.start + len(piece.text)] == piece.text for piece in pieces)


def test_of_two_that_overlap_the_earlier_stays():
    pieces = segments("một hai ba", [Mark(4, 7, 2, "d2"), Mark(0, 5, 1, "d1")])
    assert [(piece.text, piece.mark.number if piece.mark else 0) for piece in pieces] == [("một h", 1), ("ai ba", 0)]
