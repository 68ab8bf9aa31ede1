"""Titles arrive as they were written: the newer header classes of the standard library lose blanks where they fold."""

from email import message_from_bytes, policy

from hypothesis import given
from hypothesis import strategies as st

from tracker.mail.compose import _title

WORDS = ["Quá", "hạn", "3", "ngày:", "Thu", "ngân sách", "nhà nước", "vượt", "kế", "hoạch", "(+2", "việc)", "Đồng chí"]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join))
def test_a_title_of_any_length_arrives_as_written(title):
    line = _title(title)
    assert message_from_bytes(line, policy=policy.default)["Subject"] == title
    assert all(len(part) <= 78 for part in line.split(b"\r\n"))
