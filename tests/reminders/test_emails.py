"""The digest as people read it, in both languages. `SNAPSHOTS=write` renews the files; read the difference."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from tests.harness import check_html
from tracker.reminders.emails import MOST_LINES, Line, Reader, digest
from tracker.workdays import Calendar

FOLDER = Path(__file__).parent / "snapshots"
TODAY = date(2026, 11, 24)
LINES = [
    Line(12, "NV-2026-0012", "Báo cáo thu ngân sách tháng 10", date(2026, 11, 18), "Phòng TC-KH", False),
    Line(15, "NV-2026-0015", "Giải ngân vốn đầu tư xây dựng cơ bản", date(2026, 11, 24), "Phòng TC-KH", False),
    Line(16, "NV-2026-0016", "Quyết toán <vốn> & «nhà tạm»", date(2026, 11, 28), "Phòng TC-KH", False),
    Line(19, "NV-2026-0019", "Rà soát hộ nghèo", date(2026, 11, 25), "Phòng LĐ-TB&XH", True),
]


def build(language="vi", lines=LINES, unit="Phòng TC-KH"):
    reader = Reader(7, "Nông Thị Hà", "ha@example.vn", language, unit)
    return digest(reader, lines, Calendar(), TODAY)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_digest(app, language):
    message = build(language)
    written = f"Subject: {message.subject}\n\n{message.text}"
    for name, content in ((f"digest.{language}.txt", written), (f"digest.{language}.html", message.html)):
        if os.environ.get("SNAPSHOTS") == "write":
            (FOLDER / name).write_text(content, encoding="utf-8")
        assert content == (FOLDER / name).read_text(encoding="utf-8")
    check_html(message.html, name)


def test_links_begin_with_the_public_address_only(app):
    message = build()
    assert "http://tracker.example.vn/tasks/12" in message.text
    assert message.html.count("http") == message.html.count("http://tracker.example.vn/")


def test_titles_are_text_in_the_html_part(app):
    assert "Quyết toán &lt;vốn&gt; &amp; «nhà tạm»" in build().html
    assert "Quyết toán <vốn> & «nhà tạm»" in build().text


def test_a_long_list_is_cut_and_says_so(app):
    lines = [Line(n, f"NV-2026-{n:04}", f"Việc {n}", date(2026, 11, 20), "Phòng", False) for n in range(1, 101)]
    message = build(lines=lines)
    assert message.text.count("* Việc") == MOST_LINES
    assert "và 70 việc khác" in message.text
    assert "và 70 việc khác" in message.html
    assert message.subject == "100 quá hạn – Phòng TC-KH"


def test_someone_without_a_unit_gets_a_subject_without_one(app):
    assert build(unit="").subject == "1 quá hạn, 1 đến hạn hôm nay, 1 sắp đến hạn"


def test_starred_work_stands_first_in_its_section_with_its_star(app):
    lines = [Line(n, f"NV-2026-{n:04}", f"Việc {n}", date(2026, 11, 20), "Phòng", False, n == 40) for n in range(1, 51)]
    text = build(lines=lines).text
    assert text.index("* ★ Việc 40") < text.index("* Việc 1\n")
