"""Paragraphs out of where the letters of a page stand."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from tests.files.samples import pdf_of
from tracker.directives.readers import read_document
from tracker.directives.readers.child.lines import join_lines, lines_of
from tracker.directives.readers.child.pieces import Line, Piece

PAGE = """
     ỦY BAN NHÂN DÂN                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
  THÀNH PHỐ CAO BẰNG                           Độc lập - Tự do - Hạnh phúc
            ———                                           ———
      Số: 125/TB-UBND                     Cao Bằng, ngày 28 tháng 10 năm 2022

                                    THÔNG BÁO
  Kết luận của Phó Chủ tịch Ủy ban nhân dân thành phố tại phiên họp
               thứ 15 mở rộng của Ủy ban nhân dân thành phố
       Chiều  27/10,  UBND  thành  phố  tổ  chức  phiên  họp  thứ  15  mở  rộng
nhằm đánh giá tình hình. Tham dự có các phòng, ban, cơ quan và đơn vị,
UBND 11 phường, xã.
       I. ĐÁNH GIÁ CHUNG
       1.     Giao Phòng Tài chính – Kế hoạch chủ trì, phối hợp với Chi cục
Thuế  khu  vực  thành  phố  đôn  đốc  thu  ngân  sách,  hoàn  thành  trước  ngày
31/12/2022.
       2. UBND 11 phường, xã:
       a) Rà soát hộ nghèo, hộ cận nghèo trên địa bàn và lập danh sách nhà;
       đ) Báo cáo kết quả về Phòng Lao động – Thương binh và Xã hội.
       \uf0b7   Các đơn vị báo cáo.
 TT                            Nội dung                                Đơn vị     Hạn
  1         Báo cáo giải ngân vốn đầu tư xây dựng cơ bản             Ban QLDA   15/11
 2         Rà soát nhà tạm
                                        2
"""
PARAGRAPHS = [
    "ỦY BAN NHÂN DÂN", "THÀNH PHỐ CAO BẰNG", "Số: 125/TB-UBND",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Cao Bằng, ngày 28 tháng 10 năm 2022",
    "THÔNG BÁO",
    "Kết luận của Phó Chủ tịch Ủy ban nhân dân thành phố tại phiên họp thứ 15 mở rộng của Ủy ban nhân dân thành phố",
    "Chiều 27/10, UBND thành phố tổ chức phiên họp thứ 15 mở rộng nhằm đánh giá tình hình. Tham dự có các phòng, ban, "
    "cơ quan và đơn vị, UBND 11 phường, xã.",
    "I. ĐÁNH GIÁ CHUNG",
    "1. Giao Phòng Tài chính – Kế hoạch chủ trì, phối hợp với Chi cục Thuế khu vực thành phố đôn đốc thu ngân sách, "
    "hoàn thành trước ngày 31/12/2022.",
    "2. UBND 11 phường, xã:",
    "a) Rà soát hộ nghèo, hộ cận nghèo trên địa bàn và lập danh sách nhà;",
    "đ) Báo cáo kết quả về Phòng Lao động – Thương binh và Xã hội.",
    "- Các đơn vị báo cáo.",
    "TT\tNội dung\tĐơn vị\tHạn",
    "1\tBáo cáo giải ngân vốn đầu tư xây dựng cơ bản\tBan QLDA\t15/11",
    "2\tRà soát nhà tạm",
]  # fmt: skip


def pieces(page: str) -> Iterable[Piece]:
    """Letters one wide and four high, so that a character is as wide as a space; words are printed one by one."""
    for row, line in enumerate(page.split("\n")):
        for word in re.finditer(r"\S+", line):
            yield Piece(word[0], word.start(), word.end(), 10 * row, 4)


def joined(*pages: str) -> list[str]:
    return join_lines([lines_of(pieces(page)) for page in pages]).split("\n")


def test_page_of_a_notice() -> None:
    assert joined(PAGE) == PARAGRAPHS


def test_paragraph_goes_on_over_the_page() -> None:
    first = "   1. Giao Phòng Tài chính chủ trì và phối hợp với các phòng\n                 1"
    assert joined(first, "           - 2 -\nliên quan, xong trước 31/12.") == [
        "1. Giao Phòng Tài chính chủ trì và phối hợp với các phòng liên quan, xong trước 31/12."
    ]


def test_without_indents_a_full_line_that_ends_its_sentence_ends_the_paragraph() -> None:
    assert joined(
        "Phòng Tài chính báo cáo kết quả thu.\nPhòng Quản lý đô thị rà soát các dự án\nĐầu tư công trong năm nay."
    ) == ["Phòng Tài chính báo cáo kết quả thu.", "Phòng Quản lý đô thị rà soát các dự án Đầu tư công trong năm nay."]


@pytest.mark.parametrize("page", ["", "\n \n", "  7  ", "———", "- 12 -"])
def test_pages_without_text(page: str) -> None:
    assert joined(page) == [""]


def test_short_lines_stay_apart() -> None:
    page = "Nơi nhận\nThường trực Thành ủy\nCác phòng, ban, cơ quan chuyên môn và các đơn vị sự nghiệp công lập"
    assert joined(page) == page.split("\n")


def test_lines_without_a_place_are_not_joined() -> None:
    assert join_lines([[Line(["Giao Phòng"]), Line(["tài chính"])]]) == "Giao Phòng\ntài chính"


def test_order_on_the_page_counts_and_not_the_order_of_printing() -> None:
    printed = [Piece("hai", 0, 15, 20, 10), Piece("ột", 5, 15, 10, 10), Piece("M", 0, 5, 12, 10)]
    assert [line.text for line in lines_of(printed)] == ["Một", "hai"]


def test_bold_by_printing_twice_is_read_once() -> None:
    assert [line.text for line in lines_of([Piece("Kính", 0, 20, 0, 10), Piece("Kính", 0.4, 20.4, 0, 10)])] == ["Kính"]


@pytest.mark.parametrize(("gap", "text"), [(0, "Quốc"), (1.25, "Quốc"), (2, "Qu ốc"), (6, "Qu ốc"), (20, "Qu\tốc")])
def test_gaps_between_letters(gap: float, text: str) -> None:
    assert [line.text for line in lines_of([Piece("Qu", 0, 10, 0, 10), Piece("ốc", 10 + gap, 20, 0, 10)])] == [text]


def test_real_pdf_in_two_fonts_over_two_lines() -> None:
    data = pdf_of(["Giao Phòng Tài chính chủ trì, phối hợp với", "các đơn vị liên quan, xong trước ngày 31/12."])
    text = "Giao Phòng Tài chính chủ trì, phối hợp với các đơn vị liên quan, xong trước ngày 31/12."
    assert read_document(data, "a.pdf") == text
