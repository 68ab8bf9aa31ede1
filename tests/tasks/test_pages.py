import io
import re
from datetime import date, timedelta
from itertools import product

import pytest
import time_machine
from sqlalchemy import event

from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.mail.models import OutboxMail
from tracker.tasks import actions, policy
from tracker.tasks.bands import Band, Limits
from tracker.tasks.models import Evidence, Extension, ProgressUpdate, Task, TaskState
from tracker.tasks.register import TaskFilter, count_tasks
from tracker.tasks.status import Today

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def update(client, task, **more):
    return client.post(
        f"/tasks/{task.id}/updates", data={"form_key": "key-1", "result": "Đã thu 58 tỷ đồng", "percent": "58", **more}
    )


def test_head_accepts_updates_and_attaches_on_the_phone(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    assert "Tiếp nhận" in client.get("/work", budget=8).text
    assert client.post(f"/tasks/{task.id}/acceptance", data={"next": "/work"}).location == "/work"
    assert update(client, task, files=(io.BytesIO(PDF), "Bảng giải ngân Đề án 06.pdf")).status_code == 303
    page = client.get(f"/tasks/{task.id}").text
    assert "Bảng giải ngân Đề án 06.pdf" in page
    assert "58%" in page
    evidence = db.session.query(Evidence).one()
    answer = client.get(f"/evidence/{evidence.id}", check=False)
    assert answer.data == PDF
    header = answer.headers["Content-Disposition"]
    assert header.startswith("attachment; filename=\"Bang giai ngan De an 06.pdf\"; filename*=UTF-8''B%E1%BA%A3ng%20gi")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    answer.close()


def test_two_of_the_unit_accept_at_once(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    client.get(f"/tasks/{task.id}")
    actions.accept_task(task, by=cast.finance_officer)
    db.session.flush()
    assert client.post(f"/tasks/{task.id}/acceptance").status_code == 303
    assert client.get(f"/tasks/{task.id}").text.count("đã tiếp nhận") == 1


def test_second_press_of_the_same_form_saves_nothing(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    assert [update(client, task).status_code for _ in range(2)] == [303, 303]
    assert db.session.query(ProgressUpdate).count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("percent", "140"),
        ("percent", "nhiều"),
        ("percent", "58,5"),
        ("percent", "0.5%"),
        ("result", " "),
        ("expected_on", "31/02/2026"),
        ("expected_on", "23/11/2026"),
    ],
)
def test_bad_value_is_said_beside_the_field_and_the_text_is_kept(cast, client, field, value):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    answer = update(client, task, difficulties="Thiếu vốn đối ứng", **{field: value})
    assert answer.status_code == 422
    assert f"{field}-error" in answer.text
    assert "Chưa lưu. Hãy sửa chỗ tô đỏ" in answer.text
    assert re.search(rf'<[^>]* autofocus[^>]* name="{field}"', answer.text)
    assert "Thiếu vốn đối ứng" in answer.text


@pytest.mark.parametrize("typed", ["58,5", "58.5 %", "140,5"])
def test_fraction_of_a_percent_is_refused_not_rounded(cast, client, typed):
    client.sign_in(cast.finance_head)
    page = update(client, issue(cast), percent=typed).text
    assert (page.count("không ghi số lẻ"), f'value="{typed}"' in page, "từ 0 đến 100" in page) == (1, True, False)


@pytest.mark.parametrize("typed", ["abc", "nan", "150", "-5"])
def test_wrong_percentage_is_refused_in_one_sentence(cast, client, typed):
    client.sign_in(cast.finance_head)
    assert update(client, issue(cast), percent=typed).text.count("từ 0 đến 100") == 1


def test_refused_file_leaves_nothing_half_done(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    answer = update(client, task, files=[(io.BytesIO(PDF), "a.pdf"), (io.BytesIO(b"MZ\x90\x00"), "bảng.docx")])
    assert (answer.status_code, "bảng.docx" in answer.text, "Đã thu 58 tỷ" in answer.text) == (422, True, True)
    assert db.session.query(ProgressUpdate).count() == 0
    assert db.session.query(Evidence).count() == 0


def test_files_are_asked_for_again_when_something_else_is_refused(cast, client):
    """No browser sends the chosen files a second time."""
    task = issue(cast)
    client.sign_in(cast.finance_head)
    again = "hãy chọn lại tệp đính kèm"
    assert again in update(client, task, percent="140", files=(io.BytesIO(PDF), "a.pdf")).text
    assert again in update(client, task, files=[(io.BytesIO(PDF), "a.pdf"), (io.BytesIO(b""), "b.pdf")]).text
    assert again not in update(client, task, files=(io.BytesIO(b""), "b.pdf")).text
    assert again not in update(client, task, percent="140").text


def test_report_is_confirmed_with_one_click(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    data = {"form_key": "k", "result": "Đã thu đủ", "completed_on": "24/11/2026"}
    assert client.post(f"/tasks/{task.id}/completion", data=data).status_code == 303
    client.sign_in(cast.clerk)
    assert "Xác nhận hoàn thành" in client.get(f"/tasks/{task.id}").text
    client.post(f"/tasks/{task.id}/confirmation")
    assert "Hoàn thành đúng hạn" in client.get(f"/tasks/{task.id}").text
    assert client.post(f"/tasks/{task.id}/confirmation").status_code == 303
    assert client.get(f"/tasks/{task.id}").text.count("</b> xác nhận hoàn thành") == 1


def test_returned_report_tells_the_head_why(cast, client):
    task = issue(cast)
    actions.submit_completion(task, progress(), date(2026, 11, 24), by=cast.finance_head)
    client.sign_in(cast.clerk)
    assert client.post(f"/tasks/{task.id}/return", data={"reason": ""}).status_code == 422
    assert client.post(f"/tasks/{task.id}/return", data={"reason": "Thiếu biểu số liệu"}).status_code == 303
    mail = db.session.query(OutboxMail).one()
    assert mail.to_address == "tckh@example.vn"
    assert "Thiếu biểu số liệu" in mail.body_text
    assert f"http://tracker.example.vn/tasks/{task.id}" in mail.body_text
    assert db.session.get_one(Task, task.id).completed_on is None


def test_returned_task_is_as_far_as_before_and_says_what_is_missing(cast, client):
    task = issue(cast)
    actions.add_update(task, progress("u", percent=40), by=cast.finance_head)
    actions.submit_completion(task, progress("s", percent=100), date(2026, 11, 24), by=cast.finance_head)
    actions.send_back(task, "Thiếu biểu số liệu", by=cast.clerk)
    db.session.flush()
    assert task.progress == 40
    client.sign_in(cast.finance_head)
    note = "Báo cáo hoàn thành bị trả lại ngày 24/11"
    assert note in client.get(f"/tasks/{task.id}").text
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
        update(client, task)
        assert note not in client.get(f"/tasks/{task.id}").text


@pytest.mark.parametrize("completed_on", ["25/11/2026", "01/09/2026"])
def test_completion_is_not_dated_ahead_or_before_the_assignment(cast, client, completed_on):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    data = {"form_key": "k", "result": "Xong", "completed_on": completed_on}
    answer = client.post(f"/tasks/{task.id}/completion", data=data)
    assert (answer.status_code, "done-completed_on-error" in answer.text) == (422, True)


def test_document_of_a_report_is_not_dated_ahead(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    data = {"form_key": "k", "result": "Xong", "completed_on": "24/11/2026", "document_on": "25/11/2026"}
    answer = client.post(f"/tasks/{task.id}/completion", data=data)
    assert (answer.status_code, "done-document_on-error" in answer.text) == (422, True)


def test_leader_decides_on_more_time(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    form = {"new_due_on": "30/12/2026", "reason": "Chờ quyết toán đợt 2"}
    assert client.post(f"/tasks/{task.id}/extensions", data={**form, "new_due_on": "01/12/2026"}).status_code == 422
    assert client.post(f"/tasks/{task.id}/extensions", data=form).status_code == 303
    assert db.session.query(OutboxMail).one().to_address == "phochutich@example.vn"
    extension = db.session.query(Extension).one()
    assert client.post(f"/extensions/{extension.id}/approval").status_code == 403
    client.sign_in(cast.vice_chairman)
    assert "Chờ quyết toán đợt 2" in client.get("/outstanding", budget=10).text
    answer = client.post(f"/extensions/{extension.id}/approval", data={"next": "/outstanding"})
    assert answer.location == "/outstanding"
    assert db.session.get_one(Task, task.id).due_on == date(2026, 12, 30)
    assert client.post(f"/extensions/{extension.id}/refusal").status_code == 422


def test_other_units_find_nothing(cast, client):
    task = issue(cast)
    actions.add_update(task, progress(), by=cast.finance_head)
    client.sign_in(cast.outsider)
    assert client.get(f"/tasks/{task.id}").status_code == 404
    for path in ("acceptance", "updates", "completion", "extensions", "evidence", "confirmation", "return", "officer"):
        assert client.post(f"/tasks/{task.id}/{path}", data={"result": "x", "form_key": "y"}).status_code == 404, path
    assert "Thu ngân sách đạt kế hoạch" not in client.get("/tasks?band=open").text


def test_cooperating_unit_sees_and_adds_files_only(cast, client):
    task = issue(cast, cooperating_unit_ids=[cast.culture.id])
    client.sign_in(cast.outsider)
    assert "Thu ngân sách" in client.get("/work?part=coop", budget=8).text
    assert client.get(f"/tasks/{task.id}").status_code == 200
    assert update(client, task).status_code == 403
    data = {"files": (io.BytesIO(PDF), "phối hợp.pdf")}
    assert client.post(f"/tasks/{task.id}/evidence", data=data).status_code == 303


def test_work_page_counts_equal_their_lists(cast, client):
    for number in range(3):
        issue(cast, due_on=date(2026, 11, 20) + timedelta(days=number * 4), title=f"Việc chủ trì {number}")
    issue(cast, lead_unit_id=cast.tax.id, cooperating_unit_ids=[cast.finance.id], title="Việc phối hợp")
    passed = issue(cast, title="Việc của chuyên viên")
    actions.assign_officer(passed, cast.finance_officer.user_id, "Sơn", by=cast.finance_head)
    client.sign_in(cast.finance_officer)
    for part, count in {"all": 5, "lead": 4, "coop": 1, "mine": 1}.items():
        page = client.get(f"/work?part={part}", budget=8).text
        assert page.count("card-task") == count, part
        assert re.search(rf'part={part}"[^>]*>[^<]* {count}</a>', page), part


def test_unit_finds_its_completed_work_and_an_empty_part_says_so(cast, client):
    issue(cast)
    done = issue(cast, title="Việc đã xong")
    actions.submit_completion(done, progress(), date(2026, 11, 24), by=cast.finance_head)
    actions.confirm_completion(done, by=cast.clerk)
    db.session.flush()
    client.sign_in(cast.finance_head)
    assert "Không có nhiệm vụ nào." in client.get("/work?part=mine").text
    page = client.get("/work").text
    assert "Không có nhiệm vụ nào." not in page
    assert 'href="/tasks?band=done">Việc đã hoàn thành<' in page
    assert "Việc đã xong" in client.get("/tasks?band=done").text


def test_work_page_walks_through_all_of_it(cast, client):
    for number in range(120):
        issue(cast, title=f"Việc {number:03d}", due_on=date(2026, 12, 1) + timedelta(days=number % 7))
    client.sign_in(cast.finance_head)
    seen, path = set(), "/work"
    while path:
        page = client.get(path, budget=8).text
        seen |= set(re.findall(r"Việc (\d{3})<", page))
        found = re.search(r'href="(/work\?[^"]*after=[^"]+)"', page)
        path = found.group(1).replace("&amp;", "&") if found else ""
    assert len(seen) == 120


ROLES = ["chairman", "vice_chairman", "clerk", "finance_head", "finance_officer", "outsider", "admin"]
ALLOWED = {
    "accept": {"finance_head", "finance_officer"},
    "update": {"finance_head", "finance_officer", "clerk"},
    "submit": {"finance_head"},
    "confirm": {"clerk", "vice_chairman"},
    "send_back": {"clerk", "vice_chairman"},
    "extend": {"finance_head"},
}
CHECKS = {
    "accept": policy.can_accept,
    "update": policy.can_update,
    "submit": policy.can_submit,
    "confirm": policy.can_confirm,
    "send_back": policy.can_send_back,
    "extend": policy.can_request_extension,
}


def test_who_may_do_what_in_every_state(cast):
    task = issue(cast)
    for role, verb, state in product(ROLES, CHECKS, TaskState):
        task.state = state
        expected = role in ALLOWED[verb] and task.can(verb)
        assert CHECKS[verb](cast.everyone[role], task) is expected, (role, verb, state)


def test_clerk_enters_a_task_without_a_text(cast, client):
    client.sign_in(cast.clerk)
    form = {
        "title": "Rà soát hộ nghèo",
        "source": "Điện thoại của Chủ tịch",
        "lead_unit_id": cast.ward.id,
        "leader_id": cast.chairman.user_id,
        "cooperating": [cast.culture.id],
        "topic_id": "0",
        "due_kind": "date",
    }
    assert client.post("/tasks/new", data=form).status_code == 422
    assert client.post("/tasks/new", data={**form, "due_on": "15/12/2026"}).status_code == 303
    task = db.session.query(Task).one()
    assert (task.due_on, task.lead_unit_id) == (date(2026, 12, 15), cast.ward.id)
    addresses = {mail.to_address for mail in db.session.query(OutboxMail)}
    assert addresses == {"songhien@example.vn", "vhtt@example.vn"}


def test_clerk_is_told_which_units_no_mail_reaches(cast, client):
    client.sign_in(cast.clerk)
    form = {
        "title": "Rà soát hộ nghèo",
        "source": "Điện thoại của Chủ tịch",
        "lead_unit_id": cast.tax.id,
        "leader_id": cast.chairman.user_id,
        "topic_id": "0",
        "due_kind": "none",
    }
    page = client.get(client.post("/tasks/new", data=form).location).text
    assert "Không có ai ở Chi cục Thuế" in page
    assert "Không thời hạn" in page


def test_overdue_is_counted_in_working_days(cast, client):
    issue(cast, due_on=date(2026, 11, 26))
    client.sign_in(cast.finance_head)
    with time_machine.travel(clock.now() + timedelta(days=5)):
        client.sign_in(cast.finance_head)
        assert "quá 1 ngày làm việc" in client.get("/work").text


@pytest.mark.parametrize("dialect", [pytest.param("sqlite", marks=pytest.mark.sqlite)])
@pytest.mark.parametrize("unit", [None, 7])
def test_completed_work_is_counted_from_an_index_alone(app, cast, unit):
    asked = TaskFilter(band=Band.DONE, unit=unit)
    limits = Limits.of(Today.of(clock.today(), office_calendar()))
    seen = []

    def note(conn, cursor, statement, values, *rest):
        seen.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    count_tasks(cast.chairman, asked, limits)
    event.remove(db.engine, "before_cursor_execute", note)
    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {seen[-1][0]}", seen[-1][1])
    assert "USING COVERING INDEX" in " ".join(row[3] for row in plan)
