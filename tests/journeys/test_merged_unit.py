"""A unit is merged into another: its open work goes there in one step, and the old name stays to be read."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from tests.journeys.browser import PHONE
from tests.journeys.office import Office
from tracker import clock
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.people.models import User
from tracker.people.queries import actor_of, find_unit_by_code
from tracker.tasks.actions import Assignment, issue_task
from tracker.tasks.models import Task

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

BASIS = "Quyết định 15/QĐ-UBND ngày 30/06/2026"
OLD_NAME, NEW_NAME, NEW_HEAD = "Phòng Kinh tế", "Phòng Tài nguyên và Môi trường", "Hà Văn Toàn"
LED = ("Rà soát hộ kinh doanh", "Hỗ trợ giống cây trồng")


def find_unit(code: str) -> int:
    unit = find_unit_by_code(code)
    assert unit is not None
    return unit.id


def give_work() -> tuple[int, int, int]:
    """Two tasks that the old unit leads, one in which it takes part; (old unit, new unit, the first task)."""
    old, new = find_unit("KT"), find_unit("TNMT")
    clerk, leader = (
        db.session.scalars(select(User.id).where(User.login == who)).one() for who in ("vanphong", "pct.van")
    )
    due_on = office_calendar().add_working_days(clock.today(), 15)
    made = [
        issue_task(
            Assignment(title, lead_unit_id=unit, leader_id=leader, due_on=due_on, cooperating_unit_ids=others),
            by=actor_of(clerk),
        ).id
        for title, unit, others in (
            (LED[0], old, [new]),
            (LED[1], old, []),
            ("Dọn vệ sinh chợ trung tâm", find_unit("BQLCHO"), [old]),
        )
    ]
    db.session.commit()
    return old, new, made[0]


def test_a_unit_is_merged_into_another(new_office: Office) -> None:
    office = new_office
    with office.database():
        old, new, task = give_work()
    admin = office.person("quantri")
    admin.open(f"/units/{old}")
    admin.type(office.word("Last day"), "30/06/2022")
    admin.press(office.word("Save"))
    assert admin.sees("Đơn vị này còn chủ trì 2 nhiệm vụ đang mở.")
    admin.open("/units")
    assert admin.sees(office.word("Closed, but still with open tasks:"))
    admin.follow(office.word("Hand over…"))
    admin.page.get_by_label(office.word("Who takes over")).select_option(str(new))
    admin.press(office.word("Look at what will move"))
    assert admin.sees(office.word("What will move"))
    assert admin.sees(NEW_HEAD)
    admin.type(office.word("By which decision"), BASIS)
    admin.press(office.word("Hand over"))
    assert "Đã chuyển 2 nhiệm vụ, 1 nhiệm vụ phối hợp." in admin.said
    admin.open("/units")
    assert not admin.sees(office.word("Closed, but still with open tasks:"))

    office.run_job("deliver_mail")
    assert office.sink.recipients == ["tnmt@caobang.example.vn", "tnmt.pho@caobang.example.vn"]
    assert set(office.sink.subjects) == {f"[Tiếp nhận nhiệm vụ] 3 nhiệm vụ – {OLD_NAME}"}
    head = office.person("tnmt", PHONE)
    assert all(head.sees(title) for title in LED)
    head.follow(LED[0])
    assert urlsplit(head.page.url).path == f"/tasks/{task}"
    assert head.sees(f"Trước đây: {OLD_NAME}, đến ")
    assert head.sees(f"chuyển từ {OLD_NAME} sang {NEW_NAME} theo {BASIS}")
    with office.database():
        led = select(func.count(Task.id)).where(Task.closed_on.is_(None), Task.lead_unit_id == new)
        assert db.session.scalar(led) == 2
    former = office.person("kinhte")
    answer = former.page.goto(f"{office.url}/tasks/{task}")
    assert answer is not None
    assert answer.status == 404
