"""Pages of a PDF: what is printed on each of them goes, columns are read one after the other, pictures are told."""

from __future__ import annotations

import io

import pypdf
import pytest
from pypdf.actions import JavaScript
from pypdf.generic import DictionaryObject, NameObject, NumberObject

from tests.files.samples import pdf_of, scanned_pdf
from tracker.directives.readers.child.lines import join_lines
from tracker.directives.readers.child.pieces import Line
from tracker.directives.readers.child.run import answer

WORDS = ("một", "hai", "ba", "bốn")
ORDERS = [f"{number}. Giao Phòng số {word} báo cáo kết quả." for number, word in enumerate(WORDS, 1)]
LETTERS = "Giao Phòng Tài chính chủ trì, phối hợp với các đơn vị liên quan. " * 5


def read(*pages: list[str]) -> list[str]:
    reply = answer("pdf", pdf_of(*pages))
    assert "text" in reply, reply
    return reply["text"].split("\n")


def test_running_headers_footers_and_page_numbers_go() -> None:
    pages = [
        ["UBND THÀNH PHỐ – Thông báo số 125/TB-UBND", str(number), order, "", f"Trang {number}/4   Lưu hành nội bộ"]
        for number, order in enumerate(ORDERS, 1)
    ]
    assert read(*pages) == ["UBND THÀNH PHỐ – Thông báo số 125/TB-UBND", *ORDERS, "Trang 4/4", "Lưu hành nội bộ"]


def test_two_copies_in_one_file_keep_heading_and_signature() -> None:
    copy = ["Số: 12/TB-UBND", *ORDERS, "Nguyễn Văn An"]
    assert {*copy} <= {*read(copy, copy)}


def test_the_first_page_may_have_none_and_left_pages_another() -> None:
    heads = ["", "Trái", "Phải", "Trái", "Phải"]
    pages = [
        [head, f"{number}. Việc {word}."] for number, (head, word) in enumerate(zip(heads, "abcde", strict=True), 1)
    ]
    assert read(*pages) == [f"{number}. Việc {word}." for number, word in enumerate("abcde", 1)]


def test_what_stands_once_or_in_the_middle_of_pages_stays() -> None:
    pages = [[order, "Nơi nhận như trên.", order, order, order, order, f"hết {order}"] for order in ORDERS]
    assert read(*pages).count("Nơi nhận như trên.") == 4
    assert read(["Mở đầu.", ORDERS[0]], ["Kết thúc.", ORDERS[1]]) == ["Mở đầu.", ORDERS[0], "Kết thúc.", ORDERS[1]]


def test_rows_of_figures_are_no_running_lines() -> None:
    rows = ("{0}          2{0}6,5          53,{0}", "{0}1          3{0}           4{0}", "Cộng")
    pages = [[row.format(number) for row in rows] for number in range(1, 6)]
    assert len(read(*pages)) >= 10
    assert len([line for line in read(*pages) if line[0].isdigit()]) == 10


def test_head_of_a_table_on_each_page_is_read_once() -> None:
    head = "TT        Nội dung công việc            Đơn vị"
    first, second = "1         Báo cáo thu ngân sách         Thuế", "2         Rà soát hộ nghèo              UBND"
    assert read([head, first], [head, second]) == [
        "TT\tNội dung công việc\tĐơn vị", "1\tBáo cáo thu ngân sách\tThuế", "2\tRà soát hộ nghèo\tUBND",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "number", ["2", "- 2 -", "Trang 2", "Trang 2/5", "trang số 2 / 5", "2/5", "Page 2 of 5", "(2)", "[2]"]
)
def test_forms_of_page_numbers(number: str) -> None:
    assert join_lines([[Line([number]), Line(["Giao Công an."]), Line([number])]]) == "Giao Công an."


@pytest.mark.parametrize("line", ["2022", "Điều 2", "2. Giao", "15/11/2022", "12 hộ"])
def test_what_is_no_page_number(line: str) -> None:
    assert join_lines([[Line([line]), Line(["Giao Công an."])]]) == f"{line}\nGiao Công an."


LEFT = [
    "Chiều 27/10, UBND thành phố tổ",
    *["chức phiên họp thường kỳ tháng 10", "nhằm đánh giá kết quả thu thuế"] * 5,
]
RIGHT = [*["giao Phòng Tài chính - Kế hoạch", "chủ trì báo cáo kết quả hằng tuần"] * 5, "trước ngày 15/11."]
END = "Hết bản tin số 10 của Văn phòng UBND thành phố Cao Bằng."


def test_two_columns_are_read_one_after_the_other() -> None:
    page = ["BẢN TIN NỘI BỘ", *[f"{left:36}{right}" for left, right in zip(LEFT, RIGHT, strict=True)], END]
    assert read(page) == ["BẢN TIN NỘI BỘ", " ".join([*LEFT, *RIGHT]), END]


def test_columns_whose_lines_stand_on_different_heights() -> None:
    rows = [line for left, right in zip(LEFT, RIGHT, strict=True) for line in (left, f"{'':36}{right}")]
    assert read(rows) == [" ".join([*LEFT, *RIGHT])]


def test_heading_and_signatures_side_by_side_stay_blocks() -> None:
    page = ["UBND THÀNH PHỐ              CỘNG HÒA XÃ HỘI", "Số: 1/TB                    Cao Bằng, ngày 1", *ORDERS]
    assert read(page) == ["UBND THÀNH PHỐ", "Số: 1/TB", "CỘNG HÒA XÃ HỘI", "Cao Bằng, ngày 1", *ORDERS]


def test_words_divided_at_the_end_of_a_line_are_one_again() -> None:
    full = "Giao Trung tâm Y tế tiếp tục phòng, chống dịch Covid"
    assert read([f"{full}-", "19 và báo cáo kết quả về Ủy ban nhân dân thành phố."]) == [
        f"{full}-19 và báo cáo kết quả về Ủy ban nhân dân thành phố."
    ]
    assert join_lines([[Line(["Giao Phòng Lao động -"], 0, 99, 4), Line(["thương binh."], 0, 50, 4)]]) == (
        "Giao Phòng Lao động - thương binh."
    )
    assert join_lines([[Line(["infor\u00ad"], 0, 99, 4), Line(["mation"], 0, 50, 4)]]) == "information"


def with_picture(data: bytes, *numbers: int, invisible: bool = False) -> bytes:
    """Those pages get a picture as large as a page; their text can be laid over it invisibly."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    picture = pypdf.generic.DecodedStreamObject()
    picture.set_data(b"0")
    picture.update({NameObject("/Subtype"): NameObject("/Image")})
    picture.update({NameObject("/Width"): NumberObject(1653), NameObject("/Height"): NumberObject(2338)})
    for number in numbers:
        page = writer.pages[number - 1]
        objects = DictionaryObject({NameObject("/I"): writer._add_object(picture)})
        page["/Resources"].get_object()[NameObject("/XObject")] = objects
        if invisible:
            content = pypdf.generic.DecodedStreamObject()
            content.set_data(b"3 Tr " + page.get_contents().get_data())
            page[NameObject("/Contents")] = writer._add_object(content)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_number_stamped_on_a_scan_makes_it_no_text() -> None:
    stamped = pdf_of(["Số: 142/TB-UBND ngày 20/11/2026, ký bởi Ủy ban nhân dân thành phố"], [""])
    assert answer("pdf", with_picture(stamped, 1, 2)) == {"problem": "scan"}


def test_pages_that_are_pictures_are_named() -> None:
    data = with_picture(pdf_of([LETTERS], [""], [LETTERS]), 2)
    reply = answer("pdf", data)
    assert reply["unread"] == "2"
    assert "recognised" not in reply


def test_text_laid_over_a_scan_is_told() -> None:
    assert answer("pdf", with_picture(pdf_of([LETTERS]), 1, invisible=True))["recognised"] == "yes"
    assert "recognised" not in answer("pdf", with_picture(pdf_of([LETTERS]), 1))


def test_a_thousand_pages_are_too_many() -> None:
    assert answer("pdf", scanned_pdf(1000)) == {"problem": "too_many_pages"}


def test_only_the_text_of_a_pdf_is_read() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of(ORDERS)))
    writer.add_open_action(JavaScript("app.alert('Giao Công an');"))
    writer.add_attachment("lenh.txt", b"Giao Cong an")
    file = io.BytesIO()
    writer.write(file)
    assert answer("pdf", file.getvalue()) == {"text": "\n".join(ORDERS)}
