"""The Office changes what a task says; whoever saves second chooses between two texts."""

import json
from datetime import date

import pytest

from tests import cast as cast_module
from tests.tasks.page_forms import read_form
from tests.tasks.test_access import put_in
from tests.tasks.test_life import issue, progress
from tracker.db import db
from tracker.errors import NotAllowed, Refused
from tracker.history.models import HistoryEntry
from tracker.mail.models import OutboxMail
from tracker.people.models import Role
from tracker.tasks import actions, policy, queries
from tracker.tasks.models import OPEN_STATES, Task, TaskAssignmentChange, TaskState


@pytest.fixture
def task(cast):
    issued = issue(cast, deliverable="Báo cáo", cooperating_unit_ids=[cast.culture.id], due_words="trước ngày 15/12")
    db.session.commit()
    return issued


@pytest.fixture
def second(cast):
    """Another clerk."""
    return cast_module.hire("vanphong2", "Mã Văn Khánh", Role.OFFICE, cast.office, "Chuyên viên")


def edited(task, **changes):
    values = {
        "title": task.title,
        "deliverable": task.deliverable,
        "topic_id": task.topic_id,
        "leader_id": task.leader_id,
        "cooperating_unit_ids": tuple(unit.id for unit in task.cooperating_units),
        "due_words": task.due_words,
        **changes,
    }
    return actions.Edit(**values)


def open_form(client, task):
    path = f"/tasks/{task.id}/edit"
    return read_form(client.get(path, budget=12).text, path)


def send(client, task, form):
    return client.post(f"/tasks/{task.id}/edit", data=form)


def saved_meanwhile(cast, task, by, **changes):
    """What another person saves while the form is open."""
    found = queries.get_task_for(by, task.id)
    actions.edit_task(found, edited(found, **changes), by=by)
    db.session.commit()


def count_edits():
    return db.session.query(HistoryEntry).filter_by(event="task_edited").count()


@pytest.mark.parametrize("state", list(TaskState))
def test_who_edits_in_every_state(cast, client, task, state):
    put_in(task, state)
    for name, actor in cast.everyone.items():
        assert policy.can_edit(actor, task) is (name == "clerk" and state in OPEN_STATES), name
    client.sign_in(cast.clerk)
    is_open = state in OPEN_STATES
    assert (f'href="/tasks/{task.id}/edit"' in client.get(f"/tasks/{task.id}").text) is is_open
    assert client.get(f"/tasks/{task.id}/edit").status_code == (200 if is_open else 409)


@pytest.mark.parametrize(
    "person", ["chairman", "vice_chairman", "finance_head", "finance_officer", "outsider", "admin"]
)
def test_nobody_else_edits(cast, client, task, person):
    client.sign_in(cast.everyone[person])
    for method in ("GET", "POST"):
        assert client.open(f"/tasks/{task.id}/edit", method=method, data={"title": "x"}).status_code == 403
    task = queries.get_task_for(cast.clerk, task.id)
    with pytest.raises(NotAllowed):
        actions.edit_task(task, edited(task, title="x"), by=cast.everyone[person])


def test_every_changed_field_is_told_before_and_after(cast, client, task):
    client.sign_in(cast.clerk)
    form = open_form(client, task)
    changed = {
        **form,
        "title": "Thu ngân sách vượt kế hoạch",
        "deliverable": "",
        "topic_id": str(cast.budget.id),
        "leader_id": str(cast.chairman.user_id),
        "cooperating": [str(cast.tax.id), str(cast.ward.id)],
        "due_words": "trong tháng 12",
    }
    assert send(client, task, changed).status_code == 303
    page = client.get(f"/tasks/{task.id}").text
    for line in (
        "Nhiệm vụ: Thu ngân sách đạt kế hoạch → Thu ngân sách vượt kế hoạch",
        "Sản phẩm: Báo cáo → —",
        "Lĩnh vực: — → Thu ngân sách",
        "Lãnh đạo phụ trách: Lê Minh Đức → Nguyễn Quốc Trung",
        "Phối hợp: Phòng VH-TT → Chi cục Thuế, Phường Sông Hiến",
        "Thời hạn theo lời văn bản: trước ngày 15/12 → trong tháng 12",
    ):
        assert line in page, line
    found = db.session.get_one(Task, task.id)
    assert (found.title_search, found.due_on) == ("thu ngan sach vuot ke hoach", date(2026, 12, 15))
    change = db.session.query(TaskAssignmentChange).one()
    assert (change.verb, change.from_leader_id, change.to_leader_id, change.from_unit_id, change.to_unit_id) == (
        "edit",
        cast.vice_chairman.user_id,
        cast.chairman.user_id,
        cast.finance.id,
        cast.finance.id,
    )


@pytest.mark.parametrize("language", ["vi", "en"])
def test_units_that_cooperate_from_now_on_are_told_once(cast, client, task, language):
    db.session.execute(db.text("UPDATE user_account SET language = :language"), {"language": language})
    client.sign_in(cast.clerk)
    form = open_form(client, task)
    send(client, task, {**form, "cooperating": [str(cast.culture.id), str(cast.ward.id)]})
    send(client, task, {**form, "cooperating": [str(cast.culture.id), str(cast.ward.id)]})
    mail = db.session.query(OutboxMail).one()
    assert (mail.kind, mail.to_address) == ("cooperation_asked", "songhien@example.vn")
    words = {"vi": ("[Phối hợp]", "đơn vị đồng chí phối hợp"), "en": ("[Cooperation]", "your unit cooperates")}[
        language
    ]
    assert words[0] in mail.subject
    assert words[1] in mail.body_text


def test_what_is_saved_unchanged_or_twice_leaves_no_second_trace(cast, client, task):
    client.sign_in(cast.clerk)
    form = open_form(client, task)
    assert send(client, task, form).status_code == 303
    assert count_edits() == 0
    changed = {**form, "title": "Khác"}
    assert [send(client, task, changed).status_code for _ in range(2)] == [303, 303]
    assert count_edits() == 1


def test_bad_values_are_said_beside_the_field_and_nothing_is_saved(cast, client, task):
    client.sign_in(cast.clerk)
    form = open_form(client, task)
    answer = send(client, task, {**form, "title": " ", "deliverable": "Tờ trình"})
    assert (answer.status_code, "title-error" in answer.text, 'value="Tờ trình"' in answer.text) == (422, True, True)
    assert send(client, task, {**form, "leader_id": str(cast.clerk.user_id)}).status_code == 422
    assert send(client, task, {**form, "topic_id": "999"}).status_code == 422
    assert count_edits() == 0
    task = queries.get_task_for(cast.clerk, task.id)
    with pytest.raises(Refused):
        actions.edit_task(task, edited(task, leader_id=cast.clerk.user_id), by=cast.clerk)
    with pytest.raises(Refused):
        actions.edit_task(task, edited(task, topic_id=999), by=cast.clerk)


def test_work_that_goes_on_meanwhile_is_no_conflict(cast, client, task):
    client.sign_in(cast.clerk)
    form = open_form(client, task)
    actions.add_update(task, progress(percent=40), by=cast.finance_head)
    db.session.commit()
    assert send(client, task, {**form, "title": "Khác"}).status_code == 303


def test_second_clerk_sees_both_texts_where_they_differ_and_chooses(cast, client, task, second):
    client.sign_in(second)
    form = open_form(client, task)
    saved_meanwhile(cast, task, cast.clerk, title="Bản của Lan", deliverable="Báo cáo", due_words="quý IV")
    mine = {**form, "title": "Bản của Khánh", "deliverable": "Tờ trình"}
    answer = send(client, task, mine)
    assert (answer.status_code, count_edits()) == (409, 1)
    for words in ("Bản của Lan", "Bản của Khánh", "Tờ trình", "quý IV", "Lúc mở trang: Thu ngân sách đạt kế hoạch"):
        assert words in answer.text
    assert "Hoàng Thị Lan (Văn phòng) đã lưu lúc" in answer.text
    assert "Lãnh đạo phụ trách" not in answer.text, "only what differs"
    page = read_form(answer.text, f"/tasks/{task.id}/edit")
    assert (page.get("take-title"), page["take-deliverable"], page["take-due_words"]) == (None, "mine", "theirs")
    missing = send(client, task, {**page, "take": "chosen"})
    assert (missing.status_code, "Hãy chọn một trong hai bản" in missing.text, count_edits()) == (409, True, 1)
    assert send(client, task, {**page, "take-title": "mine", "take": "chosen"}).status_code == 303
    found = db.session.get_one(Task, task.id)
    assert (found.title, found.deliverable, found.due_words) == ("Bản của Khánh", "Tờ trình", "quý IV")
    assert count_edits() == 2


@pytest.mark.parametrize(
    ("take", "title", "deliverable"), [("mine", "Bản của Khánh", "Báo cáo"), ("theirs", "Bản của Lan", "Tờ trình")]
)
def test_all_of_one_text_is_kept_with_one_press(cast, client, task, second, take, title, deliverable):
    client.sign_in(second)
    form = open_form(client, task)
    saved_meanwhile(cast, task, cast.clerk, title="Bản của Lan", deliverable="Tờ trình")
    answer = send(client, task, {**form, "title": "Bản của Khánh"})
    page = read_form(answer.text, f"/tasks/{task.id}/edit")
    assert send(client, task, {**page, "take": take}).status_code == 303
    found = db.session.get_one(Task, task.id)
    assert (found.title, found.deliverable) == (title, deliverable)


def test_a_third_save_while_choosing_is_shown_too(cast, client, task, second):
    client.sign_in(second)
    form = open_form(client, task)
    saved_meanwhile(cast, task, cast.clerk, title="Bản hai")
    page = read_form(send(client, task, {**form, "title": "Bản của Khánh"}).text, f"/tasks/{task.id}/edit")
    saved_meanwhile(cast, task, cast.clerk, title="Bản ba")
    answer = send(client, task, {**page, "take": "mine"})
    assert (answer.status_code, "Bản ba" in answer.text, "Bản của Khánh" in answer.text) == (409, True, True)
    page = read_form(answer.text, f"/tasks/{task.id}/edit")
    assert page["take-title"] == "mine"
    assert send(client, task, {**page, "take": "chosen"}).status_code == 303
    assert db.session.get_one(Task, task.id).title == "Bản của Khánh"


def test_back_to_the_form_keeps_the_typed_text_beside_the_saved_one(cast, client, task, second):
    client.sign_in(second)
    form = open_form(client, task)
    saved_meanwhile(cast, task, cast.clerk, title="Bản của Lan")
    page = read_form(send(client, task, {**form, "title": "Bản của Khánh"}).text, f"/tasks/{task.id}/edit")
    again = send(client, task, {**page, "take": "back"})
    assert (again.status_code, "Bản của Lan" in again.text) == (200, True)
    form = read_form(again.text, f"/tasks/{task.id}/edit")
    assert form["title"] == "Bản của Khánh"
    assert send(client, task, {**form, "title": "Bản chung"}).status_code == 303
    assert db.session.get_one(Task, task.id).title == "Bản chung"


def test_units_chosen_by_two_are_compared_by_name(cast, client, task, second):
    client.sign_in(second)
    form = open_form(client, task)
    saved_meanwhile(cast, task, cast.clerk, cooperating_unit_ids=(cast.culture.id, cast.tax.id))
    answer = send(client, task, {**form, "cooperating": [str(cast.ward.id)]})
    assert answer.status_code == 409
    assert "Chi cục Thuế, Phòng Văn hóa và Thông tin" in answer.text.replace(
        "Phòng Văn hóa và Thông tin, Chi cục Thuế", "Chi cục Thuế, Phòng Văn hóa và Thông tin"
    )
    page = read_form(answer.text, f"/tasks/{task.id}/edit")
    assert send(client, task, {**page, "take": "mine"}).status_code == 303
    units = queries.get_task_for(cast.clerk, task.id).cooperating_units
    assert [unit.id for unit in units] == [cast.ward.id]


@pytest.mark.parametrize("was", ["", "{", "[]", json.dumps({"title": "x"})])
def test_form_that_forgot_what_it_showed_compares_with_what_is_saved(cast, client, task, second, was):
    client.sign_in(second)
    form = open_form(client, task)
    saved_meanwhile(cast, task, cast.clerk, title="Bản của Lan")
    answer = send(client, task, {**form, "was": was, "title": "Bản của Khánh"})
    assert (answer.status_code, "Lúc mở trang" in answer.text, "Bản của Lan" in answer.text) == (409, False, True)


def test_task_closed_meanwhile_gives_the_text_back(cast, client, task):
    client.sign_in(cast.clerk)
    form = open_form(client, task)
    put_in(task, TaskState.CANCELLED)
    answer = send(client, task, {**form, "title": "Gõ dở"})
    assert (answer.status_code, "Gõ dở" in answer.text, "không sửa nội dung được nữa" in answer.text) == (
        422,
        True,
        True,
    )


def test_what_is_no_longer_in_use_stays_on_the_form(cast, client, task):
    cast.budget.is_enabled = False
    task.topic_id = cast.budget.id
    db.session.execute(db.text("UPDATE post SET ended_on = '2026-11-01' WHERE role = 'leader'"))
    db.session.execute(db.text("UPDATE unit SET valid_to = '2026-11-01' WHERE code = 'VHTT'"))
    client.sign_in(cast.clerk)
    form = open_form(client, task)
    assert (form["topic_id"], form["leader_id"], form["cooperating"]) == (
        str(cast.budget.id),
        str(cast.vice_chairman.user_id),
        str(cast.culture.id),
    )
    assert send(client, task, {**form, "title": "Khác"}).status_code == 303


def test_the_list_a_person_came_from_goes_with_him(cast, client, task):
    client.sign_in(cast.clerk)
    page = client.get(f"/tasks/{task.id}/edit?in=band%3Dopen").text
    assert f'action="/tasks/{task.id}/edit?in=band%3Dopen"' in page


def test_both_texts_in_english(cast, client, task, second):
    client.sign_in(second)
    client.post("/language", data={"language": "en"})
    form = open_form(client, task)
    saved_meanwhile(cast, task, cast.clerk, title="Bản của Lan")
    answer = send(client, task, {**form, "title": "Bản của Khánh"})
    assert "Another text was saved meanwhile" in answer.text
    assert "When the page was opened" in answer.text
