"""A notice from a scan, a web page, a text without directives: what the clerk is told, and what can still be done."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from tests.files.samples import docx_of
from tests.review.notices import TEXT, drafts_of, enter
from tests.review.test_entry import FACTS
from tracker.db import db
from tracker.directives.language import is_foreign
from tracker.directives.models import Notice
from tracker.directives.readers import ReadText
from tracker.review.views import entry

RECOGNISED = "nhận dạng chữ (OCR) từ bản quét"
ENGLISH = "The Chairman asked the Finance Division to report on the budget before the end of the month. " * 3
NOT_FOUND = "Không tìm thấy ý kiến chỉ đạo."
PORTAL = (
    "<ul class='menu'><li>Trang chủ</ul><div><p>Chủ tịch UBND thành phố kết luận:</p><ol>"
    "<li>Giao Chi cục Thuế đẩy mạnh công tác thu ngân sách trước ngày 15/12/2026."
    "<li>Phòng Văn hóa và Thông tin báo cáo kết quả trước ngày 10/12/2026.</ol><script>alert(1)</script></div>"
)
PORTAL_TEXT = [
    "Chủ tịch UBND thành phố kết luận:",
    "1. Giao Chi cục Thuế đẩy mạnh công tác thu ngân sách trước ngày 15/12/2026.",
    "2. Phòng Văn hóa và Thông tin báo cáo kết quả trước ngày 10/12/2026.",
]


def text_in(page: str) -> list[str]:
    """What stands in the field of the second step."""
    found = re.search(r'<textarea[^>]*name="text"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL)
    assert found
    return found[1].strip().splitlines()


def send(client: Any, data: bytes, name: str) -> Any:
    return client.post("/notices/new", data={"step": "text", "file": (BytesIO(data), name)})


def test_the_form_says_what_this_machine_reads(client, cast, monkeypatch):
    client.sign_in(cast.clerk)
    monkeypatch.setenv("PATH", "/nowhere")
    page = client.get("/notices/new").text
    assert 'accept=".docx,.pdf,.txt,.html,.htm"' in page
    assert "Máy này chưa đọc được bản quét" in page
    monkeypatch.setattr(entry, "readable_endings", lambda: [".docx", ".doc"])
    monkeypatch.setattr(entry, "reads_scans", lambda: True)
    page = client.get("/notices/new").text
    assert 'accept=".docx,.doc"' in page
    assert "có thể mất tới 55 giây" in page


def test_a_recognised_text_is_marked_until_it_is_issued(client, cast, monkeypatch):
    client.sign_in(cast.clerk)
    monkeypatch.setattr(entry, "read_upload", lambda data, name: ReadText(TEXT, True, "3, 5"))
    page = send(client, docx_of("a"), "Quét.docx").text
    assert RECOGNISED in page
    assert "là ảnh, chưa đọc được: 3, 5" in page
    signed = re.search(r'name="original"[^>]*value="([^"]*)"', page)[1]
    refused = client.post("/notices/new", data=FACTS | {"original": signed, "title": ""})
    assert refused.status_code == 422
    assert RECOGNISED in refused.text
    client.post("/notices/new", data=FACTS | {"original": signed})
    notice = db.session.scalars(select(Notice)).one()
    assert notice.is_recognised
    page = client.get(f"/notices/{notice.id}/review", budget=8).text
    assert RECOGNISED in page
    assert f"/notices/{notice.id}/original" in page


def test_other_notices_carry_no_mark(client, cast):
    client.sign_in(cast.clerk)
    assert RECOGNISED not in send(client, docx_of(TEXT), "a.docx").text
    assert RECOGNISED not in client.get(f"/notices/{enter(cast).id}/review", budget=8).text


def test_a_web_page_is_read_and_not_kept(client, cast):
    client.sign_in(cast.clerk)
    page = send(client, PORTAL.encode(), "Cổng thông tin.html").text
    assert text_in(page) == PORTAL_TEXT
    assert "chỉ giữ lại phần chữ" in page
    assert "<script>alert" not in page
    signed = re.search(r'name="original"[^>]*value="([^"]*)"', page)[1]
    client.post("/notices/new", data=FACTS | {"original": signed})
    notice = db.session.scalars(select(Notice)).one()
    assert (notice.original_file_id, notice.original_name) == (None, "")


def test_pasted_source_of_a_web_page_becomes_its_text(client, cast):
    client.sign_in(cast.clerk)
    page = client.post("/notices/new", data={"step": "text", "text": PORTAL}).text
    assert text_in(page) == PORTAL_TEXT
    empty = client.post("/notices/new", data={"step": "text", "text": "<div><p></p><p></p></div>"})
    assert empty.status_code == 422
    assert "không có chữ nào" in empty.text


@pytest.mark.parametrize("text", ["a < b và <c> d", "<Tài liệu> Giao Công an", "1. Thẻ <p> là gì"])
def test_text_with_an_angle_bracket_is_no_web_page(client, cast, text):
    client.sign_in(cast.clerk)
    page = client.post("/notices/new", data={"step": "text", "text": text}).text
    assert text_in(page) == [text.replace("<", "&lt;").replace(">", "&gt;")]


def test_a_text_without_directives_says_so_and_how_to_add_one(client, cast):
    client.sign_in(cast.clerk)
    notice = enter(cast, text="Thành phố Cao Bằng có 11 phường, xã. Thời tiết hôm nay nhiều mây.", number="")
    assert drafts_of(notice) == []
    page = client.get(f"/notices/{notice.id}/review", budget=8).text
    assert NOT_FOUND in page
    assert "bôi đen câu đó" in page
    assert "dường như không phải tiếng Việt" not in page
    words = "Thời tiết hôm nay nhiều mây."
    client.post(f"/notices/{notice.id}/drafts", data={"words": words})
    assert [draft.text for draft in drafts_of(notice)] == [words.rstrip(".")]
    assert NOT_FOUND not in client.get(f"/notices/{notice.id}/review", budget=8).text


def test_an_english_text_is_told_and_can_be_entered(client, cast):
    client.sign_in(cast.clerk)
    said = "dường như không phải tiếng Việt"
    assert said in client.post("/notices/new", data={"step": "text", "text": ENGLISH}).text
    notice = enter(cast, text=ENGLISH, number="")
    page = client.get(f"/notices/{notice.id}/review", budget=8).text
    assert said in page
    assert NOT_FOUND in page


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        (TEXT, False),
        (ENGLISH, True),
        ("Giao Phong Tai chinh bao cao ket qua thu ngan sach truoc ngay 15 thang 12.", True),
        ("OK", False),
        ("Le maire a demandé à la division des finances de présenter un rapport avant la fin du mois.", True),
        ("2026 " * 100, False),
    ],
)
def test_language(text, foreign):
    assert is_foreign(text) is foreign
