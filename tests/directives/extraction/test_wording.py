"""Titles, deliverables and the sentences for reasons."""

from __future__ import annotations

import pytest

from tracker.directives.extraction import Reason, describe
from tracker.directives.extraction.reasons import SENTENCES
from tracker.directives.extraction.titles import deliverable_of, title_of
from tracker.directives.extraction.wording import in_vietnamese


@pytest.mark.parametrize(
    ("words", "due", "title"),
    [
        ("công tác thu ngân sách nhà nước trên địa bàn", "", "Thu ngân sách nhà nước trên địa bàn"),
        (
            "chủ trì, phối hợp với Chi cục Thuế rà soát các khoản nợ, báo cáo UBND thành phố trước ngày 15/11",
            "trước ngày 15/11",
            "Rà soát các khoản nợ",
        ),
        ("cần khẩn trương hoàn thiện hồ sơ trước ngày 15/11", "trước ngày 15/11", "Hoàn thiện hồ sơ"),
        (
            "theo dõi, đôn đốc việc thực hiện, tổng hợp báo cáo Phó Chủ tịch UBND thành phố",
            "",
            "Theo dõi, đôn đốc việc thực hiện",
        ),
        ("vận động, kêu gọi xã hội hóa", "", "Vận động, kêu gọi xã hội hóa"),
    ],
)
def test_a_title_begins_with_the_work(words: str, due: str, title: str) -> None:
    assert title_of(words, due) == title


def test_a_title_is_short() -> None:
    assert len(title_of("rà soát " + "các hồ sơ còn tồn đọng " * 40, "")) <= 140


def test_a_paper_to_hand_in_is_the_deliverable() -> None:
    assert deliverable_of("tham mưu UBND thành phố ban hành Kế hoạch chỉnh trang đô thị trong tháng 11") == (
        "Kế hoạch chỉnh trang đô thị"
    )
    assert deliverable_of("xây dựng kịch bản chương trình nghệ thuật, trình UBND thành phố") == (
        "Kịch bản chương trình nghệ thuật"
    )
    assert deliverable_of("kiểm tra, xử lý vi phạm") == ""


@pytest.mark.parametrize("key", SENTENCES)
def test_every_sentence_has_its_vietnamese(key: str) -> None:
    reason = Reason("lead", key, "UBND 11 phường, xã")
    sentence, values = describe(reason)
    wording = in_vietnamese(reason)
    assert wording != sentence % values
    assert "%" not in wording
    assert ("UBND 11 phường, xã" in wording) == ("%(words)s" in sentence)
