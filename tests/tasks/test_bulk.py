"""Many tasks at once: who may, what the preview says, what is left out, and that nothing is done twice."""

import html
import re
from datetime import date

import pytest

from tests.tasks.test_access import put_in
from tests.tasks.test_life import issue, progress
from tests.tasks.test_search import find
from tracker import clock
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.mail.models import OutboxMail
from tracker.settings.models import OfficeSetting
from tracker.tasks import actions, bulk
from tracker.tasks.models import BulkRun, Task, TaskState, Urging

SELECTION, RUN = "/tasks/selection?band=open", "/tasks/selection/run?band=open"


def preview(client, tasks, act="star", **more):
    data = {"act": act, "task": [str(task.id) for task in tasks], "scope": "marked", **more}
    return client.post(SELECTION, data=data)


def fields(page: str) -> dict:
    """What the confirming form of the preview would send."""
    found: dict = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page):
        found.setdefault(name, []).append(value)
    return found


def confirm(client, page: str, **more):
    return client.post(RUN, data={**fields(page), **more})


@pytest.mark.parametrize("person", ["clerk", "chairman", "vice_chairman"])
def test_office_and_leaders_choose_look_and_confirm(cast, client, person):
    tasks = [issue(cast, title=f"Việc {number}") for number in range(3)]
    client.sign_in(cast.everyone[person])
    assert client.get("/tasks", budget=8).text.count('name="task" value="') == 3
    page = html.unescape(preview(client, tasks[:2]).text)
    assert "Sẽ thực hiện với 2 nhiệm vụ" in page
    assert page.count("lên đầu danh sách") == 2
    answer = confirm(client, page)
    assert (answer.status_code, answer.location) == (303, "/tasks?band=open")
    assert "Đã thực hiện với 2 nhiệm vụ" in client.get(answer.location).text
    assert [db.session.get_one(Task, task.id).is_starred for task in tasks] == [True, True, False]
    told = db.session.query(HistoryEntry).filter_by(event="task_starred").all()
    assert {(entry.subject_id, entry.by_name) for entry in told} == {
        (task.id, cast.everyone[person].name) for task in tasks[:2]
    }


@pytest.mark.parametrize("person", ["finance_head", "finance_officer", "outsider", "admin"])
def test_others_see_no_boxes_and_are_refused(cast, client, person):
    task = issue(cast, cooperating_unit_ids=[cast.culture.id])
    client.sign_in(cast.everyone[person])
    page = client.get("/tasks").text
    assert 'name="task"' not in page
    assert 'id="bulk"' not in page
    assert preview(client, [task]).status_code == 403
    data = {"act": "star", "task": task.id, "seen": f"{task.id}.{task.version}", "form_key": "k"}
    assert client.post(RUN, data=data).status_code == 403
    assert not db.session.get_one(Task, task.id).is_starred


STATES = {state: "" for state in TaskState} | {
    TaskState.COMPLETED: "Đã hoàn thành",
    TaskState.CANCELLED: "Đã hủy",
    TaskState.SUPERSEDED: "Đã chuyển",
}


@pytest.mark.parametrize("state", list(STATES))
@pytest.mark.parametrize("act", ["star", "unstar"])
def test_star_in_every_state(cast, client, state, act):
    task = issue(cast)
    task.is_starred = act == "unstar"
    put_in(task, state)
    client.sign_in(cast.clerk)
    page = html.unescape(preview(client, [task], act).text)
    is_closed = state in (TaskState.COMPLETED, TaskState.CANCELLED, TaskState.SUPERSEDED)
    assert ("giữ nguyên</span>" in page) == is_closed
    assert ("formaction" in page) != is_closed
    if is_closed:
        assert f"«{STATES[state]}" in page


def test_preview_says_for_each_task_why_not(cast, client):
    starred, plain = issue(cast, title="Đã có sao"), issue(cast, title="Chưa có sao")
    starred.is_starred = True
    client.sign_in(cast.clerk)
    page = html.unescape(preview(client, [starred, plain]).text)
    assert "Sẽ thực hiện với 1 nhiệm vụ; 1 nhiệm vụ giữ nguyên" in page
    assert re.search(r"Đã có sao</a>.*?giữ nguyên</span> <span class=\"muted\">đã gắn sao</span>", page, re.S)


def test_task_changed_meanwhile_is_left_out_and_named(cast, client):
    one, other = issue(cast), issue(cast)
    client.sign_in(cast.clerk)
    page = preview(client, [one, other]).text
    actions.accept_task(db.session.get_one(Task, one.id), by=cast.finance_head)
    db.session.commit()
    answer = confirm(client, page)
    said = html.unescape(client.get(answer.location).text)
    assert "Đã thực hiện với 1 nhiệm vụ" in said
    assert f"1 nhiệm vụ giữ nguyên: {one.code}: vừa có người khác thay đổi" in said
    assert [db.session.get_one(Task, task.id).is_starred for task in (one, other)] == [False, True]


def test_second_press_does_nothing_twice(cast, client):
    task = issue(cast)
    client.sign_in(cast.clerk)
    page = preview(client, [task]).text
    assert confirm(client, page).status_code == 303
    again = confirm(client, page)
    assert "đã thực hiện rồi" in html.unescape(client.get(again.location).text)
    assert db.session.query(BulkRun).count() == db.session.query(HistoryEntry).filter_by(event="task_starred").count()
    assert "Hãy mở lại bản xem trước" in confirm(client, page, form_key="").text


def test_one_box_stands_for_every_task_of_its_line(cast, client):
    tasks = [issue(cast, title=f"Việc {number}") for number in range(3)]
    client.sign_in(cast.clerk)
    ids = " ".join(str(task.id) for task in tasks)
    assert "với 3 nhiệm vụ" in client.post(SELECTION, data={"act": "star", "task": ids}).text


def test_page_and_filter_are_chosen_without_a_box(cast, client):
    for number in range(55):
        issue(cast, title=f"Việc {number}")
    issue(cast, title="Xong rồi").closed_on = date(2026, 11, 24)
    client.sign_in(cast.clerk)
    page = client.get("/tasks").text
    ids = re.search(r'name="page" value="([\d ]+)"', page)[1]
    assert "cả trang (50)" in page
    assert "cả bộ lọc (55)" in page
    assert "với 50 nhiệm vụ" in client.post(SELECTION, data={"act": "star", "scope": "page", "page": ids}).text
    assert "với 55 nhiệm vụ" in client.post(SELECTION, data={"act": "star", "scope": "all"}).text


def test_too_many_are_refused_in_a_sentence(cast, client, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 3)
    tasks = [issue(cast, title=f"Việc {number}") for number in range(5)]
    client.sign_in(cast.clerk)
    assert "lọc còn tối đa 3 nhiệm vụ" in client.get("/tasks").text
    answer = preview(client, tasks)
    assert (answer.status_code, "Mỗi lần chọn tối đa 3 nhiệm vụ" in answer.text) == (409, True)
    answer = client.post(SELECTION, data={"act": "star", "scope": "all"})
    assert (answer.status_code, "Hãy lọc bớt trước" in answer.text) == (409, True)


@pytest.mark.parametrize("data", [{}, {"act": "delete"}, {"act": "star", "task": "x y 99999999999"}])
def test_nothing_chosen_or_no_such_act(cast, client, data):
    client.sign_in(cast.clerk)
    answer = client.post(SELECTION, data=data)
    assert answer.status_code == (303 if data.get("act") == "star" else 404)


def test_what_fails_for_one_task_leaves_the_others_done(cast):
    """A task that its action refuses is left as it was; the rest of the run stands."""
    good, bad = issue(cast), issue(cast)
    actions.submit_completion(bad, progress(), date(2026, 11, 24), by=cast.finance_head)
    actions.confirm_completion(bad, by=cast.clerk)
    db.session.flush()
    act = bulk.Act(str, lambda *_: "", lambda *_: "", bulk.ACTS["star"].run)
    versions = {task.id: task.version for task in (good, bad)}
    bulk.ACTS["trial"] = act
    try:
        outcome = bulk.run("trial", [bad, good], versions, None, "key", by=cast.clerk)
    finally:
        del bulk.ACTS["trial"]
    assert (outcome.done, [task for task, _reason in outcome.left]) == (1, [bad])
    assert (good.is_starred, bad.is_starred) == (True, False)


DUE = {"way": "date", "due_on": "30/12/2026", "reason": "Theo kết luận giao ban", "filled": "1"}


def delegate(cast) -> None:
    """The Office sets due dates, as far as a setting lets it."""
    db.session.add(
        OfficeSetting(
            name="office_decides_extensions", value="1", changed_at=clock.now(), changed_by_id=cast.admin.user_id
        )
    )
    db.session.commit()


SET_DUE = {
    TaskState.ASSIGNED,
    TaskState.ACCEPTED,
    TaskState.IN_PROGRESS,
    TaskState.RETURNED,
    TaskState.DECLINED,
    TaskState.SUSPENDED,
}
MAY = {
    "set_due": ({"chairman", "vice_chairman"}, SET_DUE, DUE),
    "reassign": (
        {"chairman", "vice_chairman", "clerk"},
        SET_DUE,
        {"unit_id": "tax", "leader_id": "0", "reason": "Đúng chức năng", "filled": "1"},
    ),
    "urge": (
        {"chairman", "vice_chairman", "clerk"},
        SET_DUE - {TaskState.SUSPENDED},
        {"channel": "phone", "on": "24/11/2026", "filled": "1"},
    ),
}


@pytest.mark.parametrize("state", list(TaskState))
@pytest.mark.parametrize("act", list(MAY))
@pytest.mark.parametrize("person", ["chairman", "vice_chairman", "clerk"])
def test_who_may_do_what_to_many_and_when(cast, client, act, person, state):
    people, states, values = MAY[act]
    task = issue(cast, due_on=date(2026, 12, 15))
    put_in(task, state)
    client.sign_in(cast.everyone[person])
    filled = {**values, "unit_id": str(cast.tax.id)} if act == "reassign" else values
    page = preview(client, [task], act, **filled).text
    assert ("formaction" in page) == (person in people and state in states), html.unescape(page)
    assert ("giữ nguyên</span>" in page) != ("formaction" in page)


def test_dates_are_set_to_one_day_through_the_preview(cast, client):
    one, other = issue(cast, title="Có hạn"), issue(cast, title="Không hạn", due_on=None)
    same = issue(cast, title="Đúng hạn đó", due_on=date(2026, 12, 30))
    client.sign_in(cast.vice_chairman)
    first = html.unescape(preview(client, [one, other, same], "set_due").text)
    assert "Đã chọn 3 nhiệm vụ" in first
    assert "formaction" not in first
    page = html.unescape(preview(client, [one, other, same], "set_due", **DUE).text)
    assert "15/12/2026 → 30/12/2026" in page
    assert "Không thời hạn → 30/12/2026" in page
    assert "đã có đúng thời hạn này" in page
    assert confirm(client, page, **DUE).status_code == 303
    assert {db.session.get_one(Task, task.id).due_on for task in (one, other, same)} == {date(2026, 12, 30)}
    assert db.session.query(HistoryEntry).filter_by(event="due_set").count() == 2


def test_dates_move_by_working_days_each_from_its_own(cast, client):
    one = issue(cast, title="Một", due_on=date(2026, 12, 18))  # a Friday
    other = issue(cast, title="Hai", due_on=date(2026, 12, 22))
    bare, old = issue(cast, title="Ba", due_on=None), issue(cast, title="Bốn", due_on=date(2026, 11, 2))
    client.sign_in(cast.chairman)
    values = {"way": "days", "days": "3", "reason": "Lùi theo kế hoạch", "filled": "1"}
    page = html.unescape(preview(client, [one, other, bare, old], "set_due", **values).text)
    assert "18/12/2026 → 23/12/2026" in page
    assert "22/12/2026 → 25/12/2026" in page
    assert "không có thời hạn để lùi thêm ngày" in page
    assert "thời hạn mới 05/11/2026 đã qua" in page
    confirm(client, page, **values)
    assert db.session.get_one(Task, one.id).due_on == date(2026, 12, 23)
    assert db.session.get_one(Task, old.id).due_on == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"way": "date", "due_on": ""}, "Ghi thời hạn"),
        ({"way": "date", "due_on": "31/02/2026"}, "Không có ngày"),
        ({"way": "days", "days": ""}, "số nguyên từ 1 đến 250"),
        ({"way": "days", "days": "0"}, "số nguyên từ 1 đến 250"),
        ({"way": "days", "days": "x"}, "số nguyên từ 1 đến 250"),
        ({"reason": " "}, "Nêu lý do đặt thời hạn"),
    ],
)
def test_wrong_values_are_said_and_nothing_can_be_confirmed(cast, client, values, sentence):
    task = issue(cast)
    client.sign_in(cast.chairman)
    page = html.unescape(preview(client, [task], "set_due", **{**DUE, **values}).text)
    assert re.search(sentence, page, re.I), page
    assert "formaction" not in page
    assert confirm(client, page, **{**DUE, **values, "form_key": "k"}).status_code == 422
    assert db.session.get_one(Task, task.id).due_on == date(2026, 12, 15)


def test_office_sets_many_dates_only_where_it_is_delegated(cast, client):
    task = issue(cast)
    client.sign_in(cast.clerk)
    assert "chỉ lãnh đạo ấn định thời hạn" in html.unescape(preview(client, [task], "set_due", **DUE).text)
    delegate(cast)
    assert "formaction" in preview(client, [task], "set_due", **DUE).text


def test_many_units_are_urged_and_each_person_gets_one_mail(cast, client):
    tasks = [issue(cast, title=f"Việc {number}") for number in range(3)]
    waiting = issue(cast, title="Đã báo cáo")
    actions.submit_completion(waiting, progress(), date(2026, 11, 24), by=cast.finance_head)
    db.session.commit()
    client.sign_in(cast.clerk)
    values = {"channel": "email", "on": "24/11/2026", "filled": "1"}
    page = html.unescape(preview(client, [*tasks, waiting], "urge", **values).text)
    assert page.count("giữ nguyên</span>") == 1
    before = db.session.query(OutboxMail).filter_by(to_address="tckh@example.vn").count()
    assert confirm(client, page, **values).status_code == 303
    assert db.session.query(Urging).count() == 3
    assert db.session.query(OutboxMail).filter_by(to_address="tckh@example.vn").count() == before + 1
    confirm(client, page, **values)
    assert db.session.query(Urging).count() == 3


def test_unit_that_no_mail_reaches_stops_the_run_in_a_sentence(cast, client):
    reached, unreached = issue(cast), issue(cast, lead_unit_id=cast.tax.id)
    client.sign_in(cast.clerk)
    values = {"channel": "email", "on": "24/11/2026", "filled": "1"}
    page = html.unescape(preview(client, [reached, unreached], "urge", **values).text)
    answer = confirm(client, page, **values)
    assert (answer.status_code, unreached.code in answer.text) == (422, True)
    assert db.session.query(Urging).count() == db.session.query(BulkRun).count() == 0


def test_many_tasks_go_to_another_unit(cast, client):
    one, other = issue(cast, title="Một"), issue(cast, title="Hai", lead_unit_id=cast.culture.id)
    client.sign_in(cast.clerk)
    values = {"unit_id": str(cast.culture.id), "leader_id": "0", "reason": "Đúng chức năng", "filled": "1"}
    assert "Chọn đơn vị chủ trì" in html.unescape(preview(client, [one], "reassign", **{**values, "unit_id": "0"}).text)
    page = html.unescape(preview(client, [one, other], "reassign", **values).text)
    assert "Phòng TC-KH → Phòng Văn hóa và Thông tin" in page
    assert "đơn vị này đang chủ trì" in page
    confirm(client, page, **values)
    assert db.session.get_one(Task, one.id).lead_unit_id == cast.culture.id
    assert {row for row in find(cast.clerk, "van hoa")} == {"Một", "Hai"}
    assert find(cast.clerk, "tai chinh") == set()
