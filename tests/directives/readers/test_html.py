"""Web pages: what a portal shows becomes lines, what surrounds it does not."""

from __future__ import annotations

import pytest

from tracker.directives.readers.child.run import answer

ORDER = "Giao Phòng Tài chính – Kế hoạch chủ trì, phối hợp với Chi cục Thuế đôn đốc thu ngân sách trước 31/12/2026."


def read(body: str) -> list[str]:
    reply = answer("html", body.encode())
    assert "text" in reply, reply
    return reply["text"].split("\n")


def test_paragraphs_and_line_breaks() -> None:
    assert read("<p>Một\n  dòng&nbsp; dài</p>lẻ<br>hai<div>ba <b>đậm</b>, <i>nghiêng</i></div>") == [
        "Một dòng dài", "lẻ", "hai", "ba đậm, nghiêng",
    ]  # fmt: skip


def test_lists_keep_the_marks_that_the_browser_shows() -> None:
    body = (
        "<ol><li>Một<li><p>Hai</p><ul><li>gạch</ul><ol type=a><li>chữ<li>chữ nữa</ol><li value=7>Bảy<li>Tám</ol>"
        "<ol start=3 style='list-style-type: upper-roman'><li>La Mã</ol><ol type=A><li>Hoa</ol>"
        "<ul style='list-style: none'><li>trần</ul><ol><li>1. có sẵn<li>a) có sẵn</ol><li>lạc"
    )
    assert read(body) == [
        "1. Một", "2. Hai", "- gạch", "a) chữ", "b) chữ nữa", "7. Bảy", "8. Tám", "III. La Mã", "A. Hoa", "trần",
        "1. có sẵn", "a) có sẵn", "- lạc",
    ]  # fmt: skip


def test_tables_become_lines() -> None:
    body = (
        "<table><tr><th>TT<th>Nhiệm vụ<th>Chủ trì<th>Hạn<tr><td>1<td>Rà soát<td rowspan=2>Công an<td>15/12"
        "<tr><td>2<td><p>Báo cáo</p><p>kết quả</p><td>20/12<tr><td>3<td>Đăng tin<td>Văn hóa<td>31/12</table>"
        "<table><tr><td>trái<td>phải</table>"
    )
    assert read(body) == [
        "TT\tNhiệm vụ\tChủ trì\tHạn", "1\tRà soát\tCông an\t15/12", "2\tBáo cáo kết quả\tCông an\t20/12",
        "3\tĐăng tin\tVăn hóa\t31/12", "trái", "phải",
    ]  # fmt: skip


def test_table_in_a_table_is_read_in_its_cell() -> None:
    assert read("<table><tr><td>a<table><tr><td>1<td>2<td>3</table>b<td>c</table>") == ["a", "1\t2\t3", "b", "c"]


@pytest.mark.parametrize(
    "around",
    [
        "<script>var x = '1. Giao';</script>", "<style>p {}</style>", "<nav>Trang chủ</nav>",
        "<footer>Bản quyền</footer>",
        "<div class='main-menu'>Giới thiệu</div>", "<div id=sidebar>Tin khác</div>", "<p hidden>ẩn</p>",
        "<div style='display: none'>ẩn</div>", "<span aria-hidden=true>ẩn</span>", "<div role=search>Tìm</div>",
        "<ul><li><a>Một</a><li><a>Hai</a><li><a>Ba</a><li><a>Bốn</a></ul>", "<!-- 1. Giao -->", "<?php giao ?>",
        "<button>Chia sẻ</button><select><option>Ngày</select><input value=Giao>", "<iframe src=x>Giao</iframe>",
        "<svg><text>Giao</text></svg>", "<template><p>Giao</p></template>", "<div class='tin related-news'>Khác</div>",
    ],
)  # fmt: skip
def test_what_surrounds_the_text_is_left_out(around: str) -> None:
    assert read(f"<html><head><title>T</title></head><body>{around}<p>{ORDER}</p>{around}</body></html>") == [ORDER]


def test_a_name_like_a_menu_does_not_hide_the_text_itself() -> None:
    assert read(f"<form><div class='content has-sidebar'><p>{ORDER}</p></div></form>") == [ORDER]


def test_the_article_of_a_news_page_is_read_alone() -> None:
    body = f"<div>Tin nóng hôm nay</div><article><h1>Phiên họp</h1>{f'<p>{ORDER}</p>' * 6}</article><p>Xem thêm</p>"
    assert read(body) == ["Phiên họp", *[ORDER] * 6]
    assert read("<article>Ngắn</article><p>Giao Công an</p>") == ["Ngắn", "Giao Công an"]


def test_preformatted_text_keeps_its_lines() -> None:
    assert read("<pre>1. Một\n2. Hai\n</pre>") == ["1. Một", "2. Hai"]


def test_what_word_puts_on_the_clipboard() -> None:
    body = (
        "<p class=MsoListParagraph style='mso-list:l0 level1'><![if !supportLists]><span style='mso-list:Ignore'>1."
        "<span>&nbsp;&nbsp; </span></span><![endif]>Giao Công an<o:p></o:p></p>"
    )
    assert read(body) == ["1. Giao Công an"]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<meta charset=windows-1258><p>Qu\xe2n</p>".encode("latin-1"), "Quân"),
        ("<p>Quân sự</p>".encode("utf-8-sig"), "Quân sự"),
        ("<p>Quân sự</p>".encode("utf-16"), "Quân sự"),
        ("<meta http-equiv=Content-Type content='text/html; charset=utf-8'><p>Quân sự</p>".encode(), "Quân sự"),
    ],
)
def test_letters_as_the_page_declares_them(page: bytes, text: str) -> None:
    assert answer("html", page) == {"text": text}


@pytest.mark.parametrize("page", [b"", b" ", b"<!-- -->", b"<html></html>", b"<p>---</p>", b"<script>a</script>"])
def test_pages_without_text(page: bytes) -> None:
    assert answer("html", page) == {"problem": "no_text"}


def test_a_page_without_end_is_given_up() -> None:
    assert answer("html", b"<p>" + b"a" * 1_000_001) == {"problem": "too_big"}
    assert answer("html", b"<p>a" * 60_000) == {"problem": "too_big"}
    assert set(answer("html", b"<div>" * 100_000 + b"a")) <= {"text", "problem"}
