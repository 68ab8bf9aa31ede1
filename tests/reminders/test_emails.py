"""Digests as people read them, in both languages. `SNAPSHOTS=write` renews the files; read the difference."""

from __future__ import annotations

import os
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.harness import check_html
from tracker.people.models import Role
from tracker.reminders.emails import MOST_LINES, Content, Event, Line, Reader, digest
from tracker.reminders.planning import Track
from tracker.reminders.posts import Acting
from tracker.reports.briefing.leader import Briefing, Late
from tracker.reports.briefing.office import OfficeList
from tracker.reports.briefing.unit import UnitFigures
from tracker.reports.decisions import Kind
from tracker.tasks.bands import Band
from tracker.workdays import Calendar

FOLDER = Path(__file__).parent / "snapshots"
TODAY = date(2026, 11, 24)
FINANCE = "Phòng TC-KH"
LINES = [
    Line(12, "NV-2026-0012", "Báo cáo thu ngân sách tháng 10", date(2026, 11, 18), FINANCE, False),
    Line(15, "NV-2026-0015", "Giải ngân vốn đầu tư xây dựng cơ bản", date(2026, 11, 24), FINANCE, False),
    Line(16, "NV-2026-0016", "Quyết toán <vốn> & «nhà tạm»", date(2026, 11, 28), FINANCE, False),
    Line(19, "NV-2026-0019", "Rà soát hộ nghèo", date(2026, 11, 25), "Phòng LĐ-TB&XH", True),
]
NOT_ACCEPTED = Line(
    21, "NV-2026-0021", "Lập dự toán năm 2027", date(2026, 12, 20), FINANCE, False, False, Track.ACCEPTANCE,
    date(2026, 11, 12),
)  # fmt: skip
SILENT = Line(
    12, "NV-2026-0012", "Báo cáo thu ngân sách tháng 10", date(2026, 11, 18), FINANCE, False, False, Track.UPDATE,
    date(2026, 11, 3),
)  # fmt: skip
SILENT_TOO = Line(
    22, "NV-2026-0022", "Cập nhật giá đất", None, FINANCE, False, False, Track.UPDATE, date(2025, 12, 30),
    is_optional=True,
)  # fmt: skip
FOR_ANOTHER = Line(
    23, "NV-2026-0023", "Đối chiếu nợ đọng", date(2026, 11, 25), "Chi cục Thuế", False, stands_in_for="Đàm Văn Sơn"
)
CLIMBED = Line(
    24, "NV-2026-0024", "Bàn giao mặt bằng", date(2026, 11, 10), "Phường Sông Hiến", False, True, is_escalated=True
)
REPORTED = Line(
    25, "NV-2026-0025", "Báo cáo chuyển đổi số", date(2026, 11, 20), "Phòng VH-TT", False, False, Track.CONFIRMATION,
    date(2026, 11, 19),
)  # fmt: skip
COUNTS = {Band.OPEN: 14, Band.OVERDUE: 3, Band.WEEK: 2}
UNIT = UnitFigures(Acting(7, 7, "head", 4, FINANCE, ""), COUNTS)
LATE = [
    Late(31, "NV-2026-0031", "Xóa nhà tạm, nhà dột nát", date(2026, 9, 30), "Phòng LĐ-TB&XH"),
    Late(32, "NV-2026-0032", "Lập quy hoạch phân khu", date(2026, 10, 15), "Phòng QLĐT"),
]


def briefing(leader_id=9, late=LATE, stands_in_for=""):
    now = Counter({Band.OPEN: 20, Band.OVERDUE: 5, Band.WEEK: 4, Band.NO_DUE: 2})
    then = Counter({Band.OPEN: 17, Band.OVERDUE: 6, Band.WEEK: 4, Band.NO_DUE: 2})
    office = Counter({Band.OPEN: 81, Band.OVERDUE: 12})
    acting = Acting(9, 9, "leader", None, "", stands_in_for)
    return Briefing(acting, leader_id, now, then, office, 3, late, TODAY, Calendar())


def reader(language="vi", unit=FINANCE, unit_id=4, role=Role.HEAD):
    return Reader(7, "Nông Thị Hà", "ha@example.vn", language, unit, unit_id, role)


LEADER = {"unit": "", "unit_id": None, "role": Role.LEADER}
OFFICE = {"unit": "VP HĐND&UBND", "unit_id": 1, "role": Role.OFFICE}
LETTERS = {
    "officer": ({"role": Role.OFFICER}, Content([*LINES[:3], SILENT, SILENT_TOO])),
    "head": ({}, Content([*LINES, NOT_ACCEPTED, SILENT, CLIMBED], [UNIT])),
    "stand_in": ({}, Content([*LINES[:1], FOR_ANOTHER])),
    "leader": (LEADER, Content([CLIMBED], [briefing()])),
    "chairman": (LEADER, Content((), [briefing(leader_id=None, late=LATE[:1])])),
    "office": (
        OFFICE,
        Content([REPORTED], [OfficeList(UNIT.acting, 4, {Kind.DECLINE: 2}, {Kind.PROPOSAL: 2, Kind.EXPLANATION: 1})]),
    ),
    "events": (
        {},
        Content((), (), [Event("[Đồng ý gia hạn] Giải ngân", 15), Event("[Phối hợp xong] Rà soát", 0, True)]),
    ),
}


def build(language="vi", lines=LINES, unit=FINANCE):
    return digest(reader(language, unit), Content(lines), Calendar(), TODAY)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", LETTERS)
def test_digest(app, name, language):
    who, content = LETTERS[name]
    message = digest(reader(language, **who), content, Calendar(), TODAY)
    written = f"Subject: {message.subject}\n\n{message.text}"
    for file, text in ((f"{name}.{language}.txt", written), (f"{name}.{language}.html", message.html)):
        if os.environ.get("SNAPSHOTS") == "write":
            (FOLDER / file).write_text(text, encoding="utf-8")
        assert text == (FOLDER / file).read_text(encoding="utf-8")
    check_html(message.html, name)


def test_links_begin_with_the_public_address_only(app):
    message = build()
    assert "http://tracker.example.vn/tasks/12" in message.text
    assert message.html.count("http") == message.html.count("http://tracker.example.vn/")


def test_titles_are_text_in_the_html_part(app):
    assert "Quyết toán &lt;vốn&gt; &amp; «nhà tạm»" in build().html
    assert "Quyết toán <vốn> & «nhà tạm»" in build().text


@pytest.mark.parametrize(
    ("who", "query"),
    [
        ({}, "band=overdue&unit=4"),
        ({"role": Role.OFFICER}, "band=overdue&officer=7"),
        (LEADER, "band=overdue&leader=7"),
        ({"unit": "", "unit_id": None, "role": ""}, "band=overdue"),
    ],
)
def test_a_long_list_is_cut_says_so_and_links_to_the_whole(app, who, query):
    lines = [Line(n, f"NV-2026-{n:04}", f"Việc {n}", date(2026, 11, 20), "Phòng", False) for n in range(1, 101)]
    message = digest(reader(**who), Content(lines), Calendar(), TODAY)
    assert message.text.count("* Việc") == MOST_LINES
    assert f"và 70 việc khác: http://tracker.example.vn/tasks?{query}\n" in message.text
    assert "và 70 việc khác" in message.html
    assert message.subject.startswith("100 quá hạn")


def test_the_limit_is_of_all_sections_together(app):
    late = [Line(n, f"NV-{n}", f"Việc {n}", date(2026, 11, 20), "Phòng", False) for n in range(1, 21)]
    soon = [Line(n, f"NV-{n}", f"Việc {n}", date(2026, 11, 26), "Phòng", False) for n in range(21, 41)]
    text = build(lines=late + soon).text
    assert text.count("* Việc") == MOST_LINES
    assert (
        "và 10 việc khác: http://tracker.example.vn/tasks?band=open&unit=4&due_from=2026-11-25&due_to=2026-11-26"
        in text
    )


def test_the_limit_holds_for_what_has_happened_too(app):
    late = [Line(n, f"NV-{n}", f"Việc {n}", date(2026, 11, 20), "Phòng", False) for n in range(1, 29)]
    text = digest(reader(), Content(late, (), [Event(f"Tin {n}") for n in range(5)]), Calendar(), TODAY).text
    assert (text.count("* Việc"), text.count("* Tin")) == (28, 2)
    assert "và 3 việc khác: http://tracker.example.vn/tasks?band=all" in text


def test_someone_without_a_unit_gets_a_subject_without_one(app):
    assert build(unit="").subject == "1 quá hạn, 1 đến hạn hôm nay, 1 sắp đến hạn"


def test_starred_work_stands_first_in_its_section_with_its_star(app):
    lines = [Line(n, f"NV-2026-{n:04}", f"Việc {n}", date(2026, 11, 20), "Phòng", False, n == 40) for n in range(1, 51)]
    text = build(lines=lines).text
    assert text.index("* ★ Việc 40") < text.index("* Việc 1\n")


def test_a_task_on_two_tracks_stands_once_where_it_is_most_urgent_with_the_other_as_a_note(app):
    message = build(lines=[SILENT, LINES[0]])
    assert message.subject == f"1 quá hạn – {FINANCE}"
    assert message.text.count("NV-2026-0012") == 1
    assert "quá hạn 4 ngày làm việc" in message.text
    assert "chưa cập nhật từ 03/11 (15 ngày làm việc)" in message.text


def test_the_sections_run_from_the_most_urgent_to_the_least(app):
    lines = [LINES[3], REPORTED, CLIMBED, SILENT_TOO, NOT_ACCEPTED, *reversed(LINES[:3])]
    text = build(lines=lines).text
    headings = [
        "Quá hạn", "Đến hạn hôm nay", "Sắp đến hạn", "Chưa tiếp nhận", "Lâu chưa cập nhật", "Chờ xác nhận",
        "Báo lên cấp trên: quá hạn chưa xong", "Phối hợp",
    ]  # fmt: skip
    places = [re.search(f"^{heading}$", text, re.MULTILINE).start() for heading in headings]
    assert places == sorted(places)


def test_a_mail_with_anything_optional_says_what_can_be_stopped_and_another_that_it_cannot(app):
    mandatory, optional = build(), build(lines=[*LINES, SILENT_TOO])
    assert (mandatory.is_optional, optional.is_optional) == (False, True)
    assert "Thư này bắt buộc theo quy chế" in mandatory.text
    assert "Có thể ngừng nhận: nhắc việc lâu chưa cập nhật." in optional.text
    for message in (mandatory, optional):
        assert "http://tracker.example.vn/account/reminders" in message.text
        assert "/unsubscribe/" not in message.text + message.html  # the token stands in the header only


def test_what_is_optional_can_be_taken_out(app):
    rest = Content([*LINES, SILENT_TOO], [UNIT, briefing()], [Event("x", 1, True), Event("y", 2)]).without_optional()
    assert (rest.lines, rest.contributions, rest.events) == (LINES, [UNIT], [Event("y", 2)])
    assert not rest.is_optional


def test_figures_of_a_unit_alone_are_no_reason_for_a_mail(app):
    assert not Content((), [UNIT]).is_worth_a_mail
    assert Content((), [briefing()]).is_worth_a_mail
    assert not Content().is_worth_a_mail
