"""The head splits a task into steps; the officer ticks them off; the head answers all the same."""

import re
from datetime import date, timedelta

import pytest
import time_machine

from tests import cast as cast_module
from tests.tasks.page_forms import read_form
from tests.tasks.test_access import put_in
from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.db import db
from tracker.errors import NotAllowed, Refused
from tracker.history.models import HistoryEntry
from tracker.people.models import Post, Role
from tracker.tasks import actions, policy, queries
from tracker.tasks.models import WORKING, Step, TaskState


def plan(title="Gom số liệu các phường", **values):
    return actions.StepPlan(title, **values)


def add(task, cast, key="k", by=None, **values):
    actions.add_step(task, plan(**values), key, by=by or cast.finance_head)
    db.session.flush()
    return db.session.query(Step).order_by(Step.id.desc()).first()


def events(task):
    rows = db.session.query(HistoryEntry).filter_by(subject_type="task", subject_id=task.id).order_by(HistoryEntry.id)
    return [row.event for row in rows]


@pytest.fixture
def task(cast):
    issued = issue(cast)
    db.session.commit()
    return issued


@pytest.fixture
def step(cast, task):
    return add(task, cast, officer_id=cast.finance_officer.user_id, due_on=date(2026, 12, 10))


PLANS = {"finance_head"}
MARKS = {"finance_head", "finance_officer"}


@pytest.mark.parametrize("state", list(TaskState))
def test_who_plans_and_who_marks_in_every_state(cast, task, step, state):
    put_in(task, state)
    found = queries.get_step_for(cast.clerk, step.id)
    for name, actor in cast.everyone.items():
        plans, marks = policy.can_plan_steps(actor, task), policy.can_mark_step(actor, found)
        assert plans is (name in PLANS and state in WORKING), name
        is_open = state not in (TaskState.COMPLETED, TaskState.CANCELLED, TaskState.SUPERSEDED)
        assert marks is (name in MARKS and is_open), name


def test_another_officer_marks_only_what_nobody_has_in_his_task(cast, task, step):
    other = cast_module.hire("tckh.cv2", "Hứa Văn Tài", Role.OFFICER, cast.finance, "Chuyên viên")
    free = add(task, cast, "k2", title="Không giao ai")
    assert not policy.marks_step(other, task, step.officer_id)
    assert not policy.marks_step(other, task, free.officer_id)
    actions.assign_officer(task, other.user_id, other.name, by=cast.finance_head)
    assert not policy.marks_step(other, task, step.officer_id)
    assert policy.marks_step(other, task, free.officer_id)
    for act in (
        lambda: actions.mark_step(step, True, by=other),
        lambda: actions.edit_step(step, plan(), by=other),
        lambda: actions.remove_step(step, by=other),
        lambda: actions.add_step(task, plan(), "k3", by=other),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_steps_never_change_the_state_of_the_task(cast, task, step):
    actions.mark_step(step, True, by=cast.finance_officer)
    db.session.flush()
    assert (task.state, task.progress, step.done_by_id) == (TaskState.ASSIGNED, None, cast.finance_officer.user_id)
    actions.mark_step(step, False, by=cast.finance_head)
    actions.mark_step(step, False, by=cast.finance_head)
    assert (step.done_at, step.done_by_id) == (None, None)
    assert events(task)[1:] == ["step_added", "step_done", "step_reopened"]


@pytest.mark.parametrize(
    ("due_on", "sentence"),
    [
        (date(2026, 12, 16), "Nhiệm vụ có hạn ngày 15/12/2026"),
        (date(2026, 11, 23), "Ngày này đã qua"),
    ],
)
def test_date_behind_the_task_or_in_the_past_is_refused_beside_its_field(cast, client, task, due_on, sentence):
    client.sign_in(cast.finance_head)
    data = {"form_key": "k", "title": "Gom số liệu", "due_on": f"{due_on:%d/%m/%Y}"}
    answer = client.post(f"/tasks/{task.id}/steps", data=data)
    assert (answer.status_code, sentence in answer.text, 'value="Gom số liệu"' in answer.text) == (422, True, True)
    assert "step-due_on-error" in answer.text
    assert db.session.query(Step).count() == 0


@pytest.mark.parametrize("officer", ["0", "999999"])
def test_an_officer_whom_nobody_knows_is_refused_beside_the_field(cast, client, task, officer):
    client.sign_in(cast.finance_head)
    data = {"form_key": "k", "title": "Gom số liệu", "officer_id": officer}
    answer = client.post(f"/tasks/{task.id}/steps", data=data)
    assert (answer.status_code, "chuyên viên của đơn vị mình" in answer.text) == (422, True)
    assert db.session.query(Step).count() == 0


def test_steps_of_an_overdue_task_have_no_date(cast, task):
    with time_machine.travel(clock.now() + timedelta(days=30)):
        with pytest.raises(Refused, match="đã hết hạn ngày 15/12/2026"):
            add(task, cast, due_on=clock.today())
        assert add(task, cast, "k2").due_on is None


def test_task_without_a_date_limits_nothing(cast):
    assert add(issue(cast, due_on=None), cast, due_on=date(2027, 6, 30)).due_on == date(2027, 6, 30)


def test_old_date_that_stays_is_not_asked_about_again(cast, task, step):
    with time_machine.travel(clock.now() + timedelta(days=18)):
        actions.edit_step(step, plan("Tên khác", officer_id=step.officer_id, due_on=step.due_on), by=cast.finance_head)
        assert step.title == "Tên khác"
        with pytest.raises(Refused):
            actions.edit_step(step, plan(due_on=date(2026, 12, 11)), by=cast.finance_head)


def test_only_officers_of_the_unit_get_a_step_and_one_who_left_keeps_his(cast, task, step):
    with pytest.raises(Refused, match="chuyên viên của đơn vị mình"):
        actions.edit_step(step, plan(officer_id=cast.outsider.user_id), by=cast.finance_head)
    db.session.query(Post).filter_by(user_id=cast.finance_officer.user_id).update({"ended_on": date(2026, 11, 1)})
    same = plan("Tên khác", officer_id=step.officer_id, due_on=step.due_on)
    actions.edit_step(step, same, by=cast.finance_head)
    assert (step.title, step.officer_id) == ("Tên khác", cast.finance_officer.user_id)


def test_checklist_on_the_page_is_ticked_with_one_press(cast, client, task, step):
    add(task, cast, "k2", title="Trình ký", due_on=date(2026, 11, 24))
    client.sign_in(cast.finance_officer)
    page = client.get(f"/tasks/{task.id}").text
    assert "xong 0/2" in page
    assert f'action="/steps/{step.id}/mark"' in page
    assert page.count("/mark") == 1, "the other step is not his"
    for _ in range(2):
        answer = client.post(f"/steps/{step.id}/mark", data={"done": "1"})
        assert (answer.status_code, answer.location) == (303, f"/tasks/{task.id}#steps")
    page = client.get(f"/tasks/{task.id}").text
    assert "xong 1/2" in page
    assert page.count("làm xong việc nhỏ «Gom số liệu các phường»") == 1
    assert "Sửa việc nhỏ" not in page
    assert client.get(f"/steps/{step.id}").status_code == 403


def test_late_step_says_so_in_words(cast, client, task, step):
    with time_machine.travel(clock.now() + timedelta(days=17)):
        client.sign_in(cast.finance_head)
        assert "đến 10/12, trễ hạn" in client.get(f"/tasks/{task.id}").text


def test_head_adds_changes_and_removes_on_the_page(cast, client, task):
    client.sign_in(cast.finance_head)
    page = client.get(f"/tasks/{task.id}").text
    assert "Thêm việc nhỏ" in page
    data = {"form_key": "k", "title": "Gom số liệu", "officer_id": cast.finance_officer.user_id, "due_on": "10/12/2026"}
    assert [client.post(f"/tasks/{task.id}/steps", data=data).status_code for _ in range(2)] == [303, 303]
    [step] = db.session.query(Step)
    form = read_form(client.get(f"/steps/{step.id}").text, f"/steps/{step.id}")
    changed = {**form, "title": "Gom và kiểm số liệu", "due_on": ""}
    assert client.post(f"/steps/{step.id}", data=changed).status_code == 303
    page = client.get(f"/tasks/{task.id}").text
    assert "Việc nhỏ: Gom số liệu → Gom và kiểm số liệu" in page
    assert "Thời hạn: 10/12/2026 → —" in page
    assert [client.post(f"/steps/{step.id}/removal").status_code for _ in range(2)] == [303, 303]
    page = client.get(f"/tasks/{task.id}").text
    assert page.count("bỏ việc nhỏ «Gom và kiểm số liệu»") == 1
    assert f"/steps/{step.id}" not in page
    assert db.session.query(Step).one().removed_at is not None
    assert client.get(f"/steps/{step.id}").location == f"/tasks/{task.id}#steps"
    assert client.post(f"/steps/{step.id}/mark", data={"done": "1"}).status_code == 409
    assert "vừa bị bỏ" in client.post(f"/steps/{step.id}", data=changed).text


def test_deputy_who_saves_second_sees_both_texts_of_the_step(cast, client, task, step):
    deputy = cast_module.hire("tckh.pho", "Vi Văn Minh", Role.DEPUTY, cast.finance, "Phó trưởng phòng")
    client.sign_in(deputy)
    form = read_form(client.get(f"/steps/{step.id}").text, f"/steps/{step.id}")
    actions.edit_step(
        queries.get_step_for(cast.finance_head, step.id),
        plan("Của trưởng phòng", officer_id=step.officer_id, due_on=step.due_on),
        by=cast.finance_head,
    )
    answer = client.post(f"/steps/{step.id}", data={**form, "title": "Của phó phòng"})
    assert answer.status_code == 409
    assert "Của trưởng phòng" in answer.text
    assert "Của phó phòng" in answer.text
    assert "Nông Thị Hà (Phòng TC-KH) đã lưu lúc" in answer.text
    choice = {**read_form(answer.text, f"/steps/{step.id}"), "take": "mine"}
    assert client.post(f"/steps/{step.id}", data=choice).status_code == 303
    assert db.session.get_one(Step, step.id).title == "Của phó phòng"


def test_steps_follow_the_task_when_it_goes_or_is_due_earlier(cast, client, task, step):
    done = add(task, cast, "k2", title="Đã làm", due_on=date(2026, 12, 15))
    dateless = add(task, cast, "k3", title="Không hạn")
    actions.mark_step(done, True, by=cast.finance_head)
    task.due_on = date(2026, 12, 1)
    actions.pull_steps(task, cast.clerk)
    actions.pull_steps(task, cast.clerk)
    assert (step.due_on, done.due_on, dateless.due_on) == (date(2026, 12, 1), date(2026, 12, 15), None)
    task.due_on = None
    actions.pull_steps(task, cast.clerk)
    actions.remove_open_steps(task, cast.clerk, "Chuyển sang Chi cục Thuế")
    actions.remove_open_steps(task, cast.clerk, "Chuyển sang Chi cục Thuế")
    assert [bool(one.removed_at) for one in (step, done, dateless)] == [True, False, True]
    assert events(task)[-2:] == ["step_pulled", "steps_removed"]
    client.sign_in(cast.clerk)
    page = client.get(f"/tasks/{task.id}").text
    assert re.search(r"«Gom số liệu các phường» từ \d\d/12/2026 (về|sang|đến|lên) 01/12/2026", page)
    assert "«Gom số liệu các phường», «Không hạn»" in page
    assert "Chuyển sang Chi cục Thuế" in page


def test_steps_of_the_old_unit_end_when_another_one_gets_the_task(cast, client, task, step):
    client.sign_in(cast.clerk)
    path = f"/tasks/{task.id}/reassignments"
    form = read_form(client.get(f"/tasks/{task.id}?open=reassign").text, path)
    data = {**form, "unit_id": cast.tax.id, "leader_id": "0", "reason": "Đúng chức năng của Thuế"}
    assert client.post(path, data=data).status_code == 303
    assert db.session.get_one(Step, step.id).removed_at is not None
    assert "bỏ các việc nhỏ chưa xong: «Gom số liệu các phường»" in client.get(f"/tasks/{task.id}").text


def test_officer_finds_tasks_in_which_a_step_is_his(cast, client, task, step):
    issue(cast, title="Việc khác")
    both = issue(cast, title="Việc giao cả")
    actions.assign_officer(both, cast.finance_officer.user_id, "Sơn", by=cast.finance_head)
    add(both, cast, "k2", officer_id=cast.finance_officer.user_id)
    client.sign_in(cast.finance_officer)
    page = client.get("/work?part=mine", budget=8).text
    assert page.count("card-task") == 2
    assert re.search(r'part=mine"[^>]*>[^<]* 2</a>', page)
    actions.mark_step(queries.get_step_for(cast.finance_head, step.id), True, by=cast.finance_head)
    page = client.get("/work?part=mine", budget=8).text
    assert (page.count("card-task"), "Việc giao cả" in page) == (1, True)
    client.sign_in(cast.finance_head)
    assert client.get("/work?part=mine", budget=8).text.count("card-task") == 0


def test_step_that_went_with_the_task_is_not_his_any_more(cast, client, task, step):
    actions.remove_open_steps(task, cast.clerk, "")
    client.sign_in(cast.finance_officer)
    assert client.get("/work?part=mine", budget=8).text.count("card-task") == 0


def test_closed_task_keeps_its_steps_as_they_are(cast, client, task, step):
    actions.submit_completion(task, progress(), date(2026, 11, 24), by=cast.finance_head)
    with pytest.raises(Refused, match="việc nhỏ giữ nguyên"):
        add(task, cast, "k2")
    actions.confirm_completion(task, by=cast.clerk)
    db.session.commit()
    client.sign_in(cast.finance_head)
    assert client.post(f"/steps/{step.id}/mark", data={"done": "1"}).status_code == 409
    page = client.get(f"/tasks/{task.id}").text
    assert ("Gom số liệu các phường" in page, "/mark" in page) == (True, False)


def test_english_page_of_steps(cast, client, task, step):
    client.sign_in(cast.finance_head)
    client.post("/language", data={"language": "en"})
    assert "0/1 done" in client.get(f"/tasks/{task.id}").text
    assert "no later than 15/12/2026" in client.get(f"/steps/{step.id}").text
