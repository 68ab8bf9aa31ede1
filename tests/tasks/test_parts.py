"""The part of a cooperating unit: told, seen by the lead unit, and moving nothing of the lead's."""

import io
import re
from datetime import date, timedelta
from itertools import product

import pytest
import time_machine
from sqlalchemy import select

from tests.tasks.test_access import put_in
from tests.tasks.test_life import issue, progress
from tests.tasks.test_pages import PDF
from tracker import clock, history
from tracker.db import db
from tracker.errors import NotAllowed, Refused
from tracker.mail.models import OutboxMail
from tracker.reminders.actions import plan_reminders
from tracker.reminders.models import Reminder
from tracker.tasks import actions, policy
from tracker.tasks.models import WORKING, ProgressUpdate, Task, TaskState, task_cooperation


@pytest.fixture
def task(cast):
    """Finance leads, culture cooperates."""
    return issue(cast, cooperating_unit_ids=[cast.culture.id, cast.ward.id])


def send(client, task, key="part-1", **more):
    data = {"form_key": key, "was_done": "0", "result": "Đã cử 2 cán bộ rà soát", **more}
    return client.post(f"/tasks/{task.id}/parts", data=data)


def done_on(task, unit):
    coop = task_cooperation.c
    return db.session.scalar(select(coop.done_on).where(coop.task_id == task.id, coop.unit_id == unit.id))


MAY_ADD = {"outsider", "ward_chair"}
WHEN = {*WORKING, TaskState.SUBMITTED}


def test_who_adds_a_part_in_every_state(cast, task):
    for (name, actor), state in product(cast.everyone.items(), TaskState):
        put_in(task, state)
        assert policy.can_add_part(actor, task) is (name in MAY_ADD and state in WHEN), (name, state)


@pytest.mark.parametrize("state", sorted(set(TaskState) - WHEN))
def test_part_is_refused_while_the_work_rests(cast, task, state):
    put_in(task, state)
    with pytest.raises(Refused):
        actions.add_part(task, progress(), by=cast.outsider)


def test_office_cooperates_like_any_unit(cast):
    task = issue(cast, cooperating_unit_ids=[cast.office.id])
    assert policy.can_add_part(cast.clerk, task)
    assert not policy.can_add_part(cast.outsider, task)


def test_part_moves_nothing_of_the_lead_unit(cast, task):
    actions.add_update(task, progress("u", percent=40), by=cast.finance_head)
    before = (task.state, task.progress, task.updated_at)
    with time_machine.travel(clock.now() + timedelta(days=1)):
        part = actions.add_part(task, progress("p"), by=cast.outsider)
    assert (task.state, task.progress, task.updated_at) == before
    assert (part.is_part, part.unit_id, part.percent) == (True, cast.culture.id, None)
    actions.submit_completion(task, progress("s", percent=100), date(2026, 11, 24), by=cast.finance_head)
    actions.send_back(task, "Thiếu biểu", by=cast.clerk)
    assert task.progress == 40


def test_part_does_not_begin_the_work(cast, task):
    actions.add_part(task, progress(), by=cast.outsider)
    assert (task.state, task.updated_at) == (TaskState.ASSIGNED, None)


def test_cooperating_unit_does_nothing_else(cast, task):
    """It cannot update, report, confirm or ask for more time; what is left is its part and its files."""
    acts = {
        "accept": lambda: actions.accept_task(task, by=cast.outsider),
        "update": lambda: actions.add_update(task, progress(), by=cast.outsider),
        "submit": lambda: actions.submit_completion(task, progress(), date(2026, 11, 24), by=cast.outsider),
        "confirm": lambda: actions.confirm_completion(task, by=cast.outsider),
        "extend": lambda: actions.request_extension(task, date(2026, 12, 30), "Chờ", by=cast.outsider),
        "measure": lambda: actions.set_measure(task, actions.Measure("nhà", 45), by=cast.outsider),
    }
    for name, act in acts.items():
        with pytest.raises(NotAllowed):
            act()
        assert task.state == TaskState.ASSIGNED, name


def test_lead_unit_reads_who_contributed_what_with_its_files(cast, client, task):
    client.sign_in(cast.outsider)
    assert send(client, task, files=(io.BytesIO(PDF), "Danh sách hộ.pdf")).status_code == 303
    assert send(client, task, "part-2", result="Đã rà soát xong 12 hộ").status_code == 303
    client.sign_in(cast.finance_head)
    page = client.get(f"/tasks/{task.id}").text
    section = re.search(r'aria-labelledby="parts">.*?</section>', page, re.S).group()
    assert re.search(r"Phòng VH-TT</b>.*chưa xong.*Đã rà soát xong 12 hộ.*1 lần trước.*Danh sách hộ.pdf", section, re.S)
    assert "Chưa gửi: Phường Sông Hiến." in section
    assert page.count("gửi phần phối hợp") == 2


def test_files_of_a_part_can_be_opened_by_the_lead_unit(cast, client, task):
    client.sign_in(cast.outsider)
    send(client, task, files=(io.BytesIO(PDF), "Danh sách hộ.pdf"))
    client.sign_in(cast.finance_officer)
    link = re.search(r"/evidence/\d+", client.get(f"/tasks/{task.id}").text).group()
    answer = client.get(link, check=False)
    assert answer.data == PDF
    answer.close()


def test_heads_of_the_lead_unit_get_one_mail_for_each_part(cast, client, task):
    client.sign_in(cast.outsider)
    for key in ("part-1", "part-1", "part-2"):
        assert send(client, task, key).status_code == 303
    mails = db.session.query(OutboxMail).order_by(OutboxMail.id).all()
    ids = [row.id for row in db.session.query(ProgressUpdate).order_by(ProgressUpdate.id)]
    assert [mail.key for mail in mails] == [f"part:{id}:added:{cast.finance_head.user_id}" for id in ids]
    assert {mail.to_address for mail in mails} == {"tckh@example.vn"}
    assert "[Phòng VH-TT gửi phần phối hợp]" in mails[0].subject
    assert "Đã cử 2 cán bộ rà soát" in mails[0].body_text


def test_tick_and_untick_with_their_trace(cast, client, task):
    client.sign_in(cast.outsider)
    send(client, task, is_done="y")
    assert done_on(task, cast.culture) == date(2026, 11, 24)
    assert done_on(task, cast.ward) is None
    page = client.get(f"/tasks/{task.id}").text
    assert "đã xong ngày 24/11" in page
    assert re.search(r"<input[^>]*checked[^>]*name=\"is_done\"", page)
    assert 'name="was_done" value="1"' in page
    send(client, task, "part-2", was_done="1", result="Còn 2 hộ")
    assert done_on(task, cast.culture) is None
    events = [(row.event, row.data.get("is_done")) for row in history.list_entries("task", task.id)]
    assert events[:2] == [("part_added", False), ("part_added", True)]
    page = client.get(f"/tasks/{task.id}").text
    assert "báo phần việc của đơn vị đã xong" in page
    assert "báo phần việc của đơn vị chưa xong" in page


def test_form_opened_before_a_colleague_ticked_does_not_untick(cast, client, task):
    client.sign_in(cast.outsider)
    send(client, task, is_done="y")
    send(client, task, "stale", was_done="0", result="Gửi thêm danh sách")
    assert done_on(task, cast.culture) == date(2026, 11, 24)


def test_refused_part_keeps_text_and_tick(cast, client, task):
    client.sign_in(cast.outsider)
    answer = send(client, task, is_done="y", files=(io.BytesIO(b"MZ\x90\x00"), "bảng.docx"))
    assert (answer.status_code, "Đã cử 2 cán bộ rà soát" in answer.text) == (422, True)
    assert re.search(r"<input[^>]*checked[^>]*name=\"is_done\"", answer.text)
    assert db.session.query(ProgressUpdate).count() == 0
    assert done_on(task, cast.culture) is None
    assert send(client, task, result=" ").status_code == 422


def test_part_written_while_the_task_was_suspended_comes_back_as_typed(cast, client, task):
    put_in(task, TaskState.SUSPENDED)
    client.sign_in(cast.outsider)
    answer = send(client, task)
    assert (answer.status_code, "Đã cử 2 cán bộ rà soát" in answer.text) == (422, True)


def test_unit_is_reminded_until_its_part_is_done(cast, task):
    task.due_on = date(2026, 11, 26)
    actions.add_part(task, progress("a"), is_done=True, by=cast.outsider)
    db.session.commit()
    with time_machine.travel(clock.office_time(date(2026, 11, 25), 7, 30)):
        plan_reminders(clock.today())
        told = set(db.session.scalars(select(Reminder.user_id)))
        assert told == {cast.finance_head.user_id, cast.ward_chair.user_id}
        actions.add_part(task, progress("b"), is_done=False, by=cast.outsider)
        db.session.commit()
    with time_machine.travel(clock.office_time(date(2026, 11, 26), 7, 30)):
        plan_reminders(clock.today())
        assert cast.outsider.user_id in set(db.session.scalars(select(Reminder.user_id)))


def test_finished_part_stands_at_the_end_of_the_units_page(cast, client, task):
    late = issue(cast, title="Việc quá hạn", due_on=date(2026, 11, 3), cooperating_unit_ids=[cast.culture.id])
    client.sign_in(cast.outsider)
    assert "1 quá hạn" in re.sub(r"<[^>]+>", "", client.get("/work", budget=8).text)
    send(client, late, is_done="y")
    page = client.get("/work", budget=8).text
    assert re.findall(r'<h2 class="band">(.*?)</h2>', page) == ["Tháng 12 · 1", "Phần việc của đơn vị đã xong · 1"]
    assert "1 quá hạn" not in re.sub(r"<[^>]+>", "", page)


def test_stranger_finds_no_task_to_add_a_part_to(cast, client):
    task = issue(cast)
    client.sign_in(cast.outsider)
    assert send(client, task).status_code == 404
    assert db.session.get_one(Task, task.id).version == 1
