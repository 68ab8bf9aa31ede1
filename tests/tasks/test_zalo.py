"""«Chép gửi Zalo»: short, without anything that tells of a person, and followed by the recorded urging."""

import html
import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st

from tests.tasks.test_access import put_in
from tests.tasks.test_life import issue
from tracker import clock
from tracker.db import db
from tracker.tasks import zalo
from tracker.tasks.models import WORKING, Channel, TaskState, Urging
from tracker.tasks.status import Today
from tracker.workdays import Calendar

DAY = date(2026, 11, 24)
TODAY = Today.of(DAY, Calendar())
OFFICE = "UBND thành phố Cao Bằng"


@dataclass
class Row:
    """As much of a task as its text needs."""

    title: str
    due_on: date | None = date(2026, 11, 17)
    code: str = "NV-2026-0142"
    completed_on: date | None = None
    reported_on: date | None = None


@pytest.fixture
def in_vietnamese(app):
    with app.test_request_context(), force_locale("vi"):
        yield


def tell(tasks, late, week=0):
    return zalo.tell_unit(tasks, late, week, "Phòng TC-KH", OFFICE, TODAY, is_urging=True)


def one(title, **values):
    return zalo.tell_task(Row(title, **values), "Phòng TC-KH", OFFICE, TODAY, is_urging=True)


def test_unit_is_told_in_a_few_lines(in_vietnamese):
    tasks = [Row("Giải ngân vốn đầu tư công"), Row("Rà soát hộ nghèo", date(2026, 11, 27), "NV-2026-0150")]
    assert tell(tasks, 1, 1) == (
        "UBND THÀNH PHỐ CAO BẰNG – đôn đốc\n"
        "Phòng TC-KH: 1 việc quá hạn, 1 việc đến hạn tuần này\n"
        "1. NV-2026-0142 Giải ngân vốn đầu tư công – hạn 17/11 (quá 5 ngày làm việc)\n"
        "2. NV-2026-0150 Rà soát hộ nghèo – hạn 27/11 (còn 3 ngày làm việc)"
    )


def test_task_is_told_with_what_is_asked_for(in_vietnamese):
    assert one("Giải ngân vốn đầu tư công", due_on=date(2025, 12, 31)).splitlines() == [
        "UBND THÀNH PHỐ CAO BẰNG – đôn đốc",
        "NV-2026-0142 Giải ngân vốn đầu tư công",
        "Đơn vị chủ trì: Phòng TC-KH – hạn 31/12/2025 (quá 234 ngày làm việc)",
        "Đề nghị cập nhật tiến độ trên Sổ theo dõi chỉ đạo.",
    ]
    assert one("x", due_on=None).splitlines()[2] == "Đơn vị chủ trì: Phòng TC-KH"


def test_long_lists_end_with_how_many_more(in_vietnamese):
    tasks = [Row(f"Giải ngân vốn đầu tư công dự án số {number} " + "rất dài " * 20) for number in range(500)]
    text = tell(tasks, 3000, 2)
    assert len(text) <= zalo.LONGEST
    last = re.fullmatch(r"… và ([\d]+) việc khác", text.splitlines()[-1])
    assert int(last[1]) == 3002 - (len(text.splitlines()) - 3)
    assert len(text.splitlines()) > 8


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Giải quyết đơn của ông Nguyễn Văn A, tổ 3", "Giải quyết đơn của ông …, tổ 3"),
        ("Hỗ trợ hộ bà Trần Thị Bé ở tổ 5 và ông Lê Minh Đức", "Hỗ trợ hộ bà … ở tổ 5 và ông …"),
        ("Theo ý kiến đồng chí Lê Minh Đức: rà soát", "Theo ý kiến đồng chí …: rà soát"),
        ("ĐƠN CỦA ÔNG NGUYỄN VĂN A", "ĐƠN CỦA ÔNG …"),
        ("Liên hệ 0912 345 678 hoặc +84912345678", "Liên hệ … hoặc …"),
        ("CCCD 004088001234 của hộ", "CCCD … của hộ"),
        ("Gửi về vp@caobang.gov.vn, xem https://x.vn/a?t=1", "Gửi về …, xem …"),
        ("Thu 0,5 tỷ; 680/UBND-VP; 1.234.567.890 đồng", "Thu 0,5 tỷ; 680/UBND-VP; 1.234.567.890 đồng"),
        ("Đường Bà Triệu, chợ Bà Rịa - Vũng Tàu", "Đường Bà Triệu, chợ Bà Rịa - Vũng Tàu"),
        ("Anh hùng Lực lượng vũ trang", "Anh hùng Lực lượng vũ trang"),
        ("một\r\nhai\u202eba\u200b", "một haiba"),
    ],
)
def test_nothing_tells_of_a_person(in_vietnamese, title, told):
    assert one(title).splitlines()[1] == f"NV-2026-0142 {told}"


@given(st.lists(st.text(max_size=300), max_size=40), st.integers(0, 50))
def test_every_list_is_short_and_counts_right(titles, more):
    tasks, total = [Row(title) for title in titles], len(titles) + more
    text = tell(tasks, total, 1)
    assert len(text) <= zalo.LONGEST
    told = [line for line in text.splitlines() if re.match(r"\d+\. NV-", line)]
    rest = re.search(r"… and (\d+) more", text)
    assert len(told) + (int(rest[1]) if rest else 0) == total + 1


def text_of(page):
    found = re.search(r"<textarea[^>]*readonly[^>]*>(.*?)</textarea>", page, re.DOTALL)
    return html.unescape(found[1]) if found else None


@pytest.mark.parametrize("state", list(TaskState))
@pytest.mark.parametrize("person", ["chairman", "clerk", "finance_head", "finance_officer", "outsider", "admin"])
def test_task_page_offers_it_while_somebody_is_to_act(cast, client, state, person):
    task = issue(cast, title="Đơn của ông Nguyễn Văn A", cooperating_unit_ids=[cast.culture.id])
    put_in(task, state)
    client.sign_in(cast.everyone[person])
    page = client.get(f"/tasks/{task.id}").text
    is_open = state in WORKING or (state is TaskState.DECLINED and person in ("chairman", "clerk"))
    is_offered = is_open and person not in ("outsider", "admin")
    assert (text_of(page) is not None) == is_offered
    assert ("copy.js" in page) >= is_offered
    if is_offered:
        assert ("?open=urge&amp;channel=zalo#directing" in page) == (person in ("chairman", "clerk"))
        word = "đôn đốc" if person in ("chairman", "clerk") else "nhắc việc"
        assert text_of(page).splitlines()[:2] == [f"UBND THÀNH PHỐ CAO BẰNG – {word}", f"{task.code} Đơn của ông …"]


def test_text_is_vietnamese_for_those_who_read_english(cast, client):
    task = issue(cast)
    client.sign_in(cast.clerk)
    client.post("/language", data={"language": "en"})
    page = client.get(f"/tasks/{task.id}").text
    assert "Copy for Zalo" in page
    assert "đôn đốc" in text_of(page)


def test_link_behind_the_text_opens_the_form_with_its_way_chosen(cast, client):
    task = issue(cast)
    client.sign_in(cast.clerk)
    page = client.get(f"/tasks/{task.id}?open=urge&channel=zalo").text
    form = re.search(r"<details open data-way=\"urge\"><summary[^>]*>Đôn đốc…</summary>.*?</form>", page, re.DOTALL)[0]
    assert '<option selected value="zalo">' in form
    for asked in ("pigeon", "", "email"):
        assert '<option selected value="zalo">' not in client.get(f"/tasks/{task.id}?open=urge&channel={asked}").text
    client.sign_in(cast.finance_head)
    assert "<details open" not in client.get(f"/tasks/{task.id}?open=urge&channel=zalo").text


def fill(cast):
    """Two late, one this week, and five that are not pressing."""
    issue(cast, title="Trễ hai tuần", due_on=DAY - timedelta(days=14))
    issue(cast, title="Trễ một tuần", due_on=DAY - timedelta(days=7))
    issue(cast, title="Tuần này", due_on=DAY + timedelta(days=2))
    issue(cast, title="Tháng sau", due_on=DAY + timedelta(days=30))
    issue(cast, title="Không hạn", due_on=None)
    issue(cast, title="Phường trễ", lead_unit_id=cast.ward.id, due_on=DAY - timedelta(days=7))
    for state in (TaskState.SUBMITTED, TaskState.SUSPENDED, TaskState.COMPLETED):
        put_in(issue(cast, title="Không phải lúc này", due_on=DAY - timedelta(days=9)), state)


@pytest.mark.parametrize("person", ["chairman", "clerk", "finance_head", "finance_officer", "admin"])
def test_unit_page_tells_what_is_late_and_due_this_week(cast, client, person):
    fill(cast)
    client.sign_in(cast.everyone[person])
    page = client.get(f"/units/{cast.finance.id}/zalo", budget=5 + (person == "admin")).text
    lines = text_of(page).splitlines()
    assert lines[1] == "Phòng TC-KH: 2 việc quá hạn, 1 việc đến hạn tuần này"
    assert [line.split(" ", 2)[2] for line in lines[2:]] == [
        "Trễ hai tuần – hạn 10/11 (quá 10 ngày làm việc)",
        "Trễ một tuần – hạn 17/11 (quá 5 ngày làm việc)",
        "Tuần này – hạn 26/11 (còn 2 ngày làm việc)",
    ]
    assert ("Ghi nhận đôn đốc qua Zalo" in page) == (person in ("chairman", "clerk"))


def test_other_units_are_not_found(cast, client):
    fill(cast)
    for person in ("finance_head", "finance_officer", "ward_chair", "outsider"):
        actor = cast.everyone[person]
        client.sign_in(actor)
        for unit in (cast.finance, cast.ward, cast.culture, cast.office):
            expected = 200 if unit.id == actor.unit_id else 404
            assert client.get(f"/units/{unit.id}/zalo").status_code == expected, (person, unit.code)
    client.sign_in(cast.clerk)
    assert client.get("/units/99999/zalo").status_code == 404


def test_nothing_pressing_is_said_plainly(cast, client):
    client.sign_in(cast.clerk)
    page = client.get(f"/units/{cast.finance.id}/zalo").text
    assert text_of(page) is None
    assert "không có gì để gửi" in page


def test_urging_is_recorded_for_the_tasks_of_the_text(cast, client):
    fill(cast)
    client.sign_in(cast.clerk)
    page = client.get(f"/units/{cast.finance.id}/zalo").text
    ids = re.search(r'name="page" value="([\d ]+)"', page)[1]
    assert len(ids.split()) == 3
    body = {"act": "urge", "channel": "zalo", "scope": "page", "page": ids}
    preview = client.post(f"/tasks/selection?band=overdue&unit={cast.finance.id}", data=body).text
    assert '<option selected value="zalo">' in preview
    assert "3 nhiệm vụ" in preview
    seen = re.findall(r'name="seen" value="([\d.]+)"', preview)
    confirm = {"act": "urge", "form_key": "k", "seen": seen, "channel": "zalo", "on": f"{clock.today():%d/%m/%Y}"}
    assert client.post("/tasks/selection/run?band=overdue", data=confirm).status_code == 303
    assert [row.channel for row in db.session.query(Urging)] == [Channel.ZALO] * 3


@pytest.mark.parametrize(
    ("person", "is_offered"),
    [("finance_head", True), ("ward_chair", True), ("outsider", False), ("finance_officer", True)],
)
def test_work_page_leads_there_while_something_presses(cast, client, person, is_offered):
    fill(cast)
    issue(cast, lead_unit_id=cast.ward.id, due_on=DAY, cooperating_unit_ids=[cast.culture.id])
    actor = cast.everyone[person]
    client.sign_in(actor)
    page = client.get("/work", budget=8).text
    assert (f'href="/units/{actor.unit_id}/zalo"' in page) == is_offered


@pytest.mark.parametrize(
    ("person", "unit", "is_offered"),
    [
        ("clerk", "finance", True),
        ("finance_head", "finance", True),
        ("finance_head", "ward", False),
        ("clerk", "", False),
    ],
)
def test_list_of_one_unit_leads_there(cast, client, person, unit, is_offered):
    fill(cast)
    client.sign_in(cast.everyone[person])
    asked = f"&unit={getattr(cast, unit).id}" if unit else ""
    page = client.get(f"/tasks?band=overdue{asked}", budget=8).text
    assert ("/zalo" in page) == is_offered
