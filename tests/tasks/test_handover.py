"""Open work goes to another unit or leader in one step; what is closed stays, and nothing is lost or doubled."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from tests.cast import hire
from tests.tasks.test_access import put_in
from tests.tasks.test_life import issue, progress
from tracker import clock, history
from tracker.db import db
from tracker.duties.models import Duty, duty_cooperation
from tracker.errors import NotAllowed, Refused
from tracker.mail.models import OutboxMail
from tracker.people import actions as people_actions
from tracker.people.csv_rows import PersonRow
from tracker.people.loading import load_people
from tracker.people.models import Post, Role, Unit, User
from tracker.tasks import actions, handover, policy
from tracker.tasks.handover import Plan, Side
from tracker.tasks.models import (
    OPEN_STATES,
    Explanation,
    Extension,
    Proposal,
    Step,
    Task,
    TaskAssignmentChange,
    TaskState,
    TaskStateChange,
    task_cooperation,
)

BASIS = "Quyết định 12/QĐ-UBND ngày 30/06/2026"
TODAY = date(2026, 11, 24)


def move(cast, to, by=None, unit=None, topics=None):
    """The finance room's open work goes to that unit."""
    moved = handover.hand_over_unit(unit or cast.finance, Plan(to.id, topics or {}), BASIS, by=by or cast.admin)
    db.session.commit()
    return moved


def coops(task) -> set[int]:
    query = select(task_cooperation.c.unit_id).where(task_cooperation.c.task_id == task.id)
    return set(db.session.scalars(query))


def reload(task) -> Task:
    return db.session.get_one(Task, task.id, populate_existing=True)


def add_duty(cast, **changes) -> Duty:
    values = {
        "title": "Báo cáo tháng",
        "rule": "FREQ=MONTHLY;BYMONTHDAY=20",
        "opens_before": 10,
        "starts_on": TODAY,
        "lead_unit_id": cast.finance.id,
        "leader_id": cast.chairman.user_id,
        "created_at": clock.now(),
        **changes,
    }
    duty = Duty(**values)
    db.session.add(duty)
    db.session.flush()
    return duty


MAY = {
    "chairman": False,
    "vice_chairman": False,
    "clerk": True,
    "finance_head": False,
    "finance_officer": False,
    "ward_chair": False,
    "outsider": False,
    "admin": True,
}


@pytest.mark.parametrize("person", list(MAY))
def test_who_may_hand_over(cast, client, person):
    actor = cast.everyone[person]
    unit = db.session.get_one(Unit, cast.finance.id)
    leader = db.session.get_one(User, cast.chairman.user_id)
    assert policy.may_hand_over(actor) is MAY[person]
    if not MAY[person]:
        with pytest.raises(NotAllowed):
            handover.hand_over_unit(unit, Plan(cast.tax.id), BASIS, by=actor)
        with pytest.raises(NotAllowed):
            handover.hand_over_leader(leader, Plan(cast.vice_chairman.user_id), BASIS, by=actor)
    client.sign_in(actor)
    for path in (f"/units/{cast.finance.id}/handover", f"/users/{cast.chairman.user_id}/handover"):
        expected = 200 if MAY[person] else 403
        assert client.get(path).status_code == expected
        assert client.post(path, data={"to": "1"}).status_code == (422 if MAY[person] else 403)


@pytest.mark.parametrize("state", list(TaskState))
def test_open_work_of_every_state_moves_as_it_is_and_closed_work_stays(cast, state):
    task = issue(cast)
    put_in(task, state)
    version = task.version
    move(cast, cast.tax)
    task = reload(task)
    is_open = state in OPEN_STATES
    assert (task.lead_unit_id, task.state) == (cast.tax.id if is_open else cast.finance.id, state)
    assert (task.version > version) is is_open
    rows = db.session.query(TaskAssignmentChange).filter_by(task_id=task.id).all()
    assert [(row.verb, row.from_unit_id, row.to_unit_id, row.reason, row.by_user_id) for row in rows] == (
        [("hand_over", cast.finance.id, cast.tax.id, BASIS, cast.admin.user_id)] if is_open else []
    )
    assert db.session.query(TaskStateChange).filter_by(task_id=task.id).count() == 1


@pytest.mark.parametrize(
    ("state", "day"),
    [(TaskState.ASSIGNED, TODAY), (TaskState.IN_PROGRESS, TODAY), (TaskState.SUBMITTED, date(2026, 11, 2))],
)
def test_the_new_unit_has_its_own_days_to_answer_and_the_office_has_not(cast, state, day):
    task = issue(cast)
    task.state, task.waits_since = state, date(2026, 11, 2)
    db.session.commit()
    with clock.at(clock.office_time(TODAY, 9)):
        move(cast, cast.tax)
    assert reload(task).waits_since == day


def test_the_task_tells_where_it_came_from_and_on_what_ground(cast, client):
    task = issue(cast)
    move(cast, cast.tax, by=cast.clerk)
    client.sign_in(cast.chairman)
    page = client.get(f"/tasks/{task.id}").text
    moved = "chuyển từ Phòng Tài chính - Kế hoạch sang Chi cục Thuế theo Quyết định 12/QĐ-UBND ngày 30/06/2026"
    assert moved in re.sub(r"\s+", " ", page)
    assert "Trước đây: Phòng Tài chính - Kế hoạch, đến 24/11/2026" in page


def test_a_second_run_moves_nothing_more(cast):
    issue(cast)
    add_duty(cast)
    assert move(cast, cast.tax) == handover.Moved(1, 0, Counter(duties=1))
    count = db.session.query(OutboxMail).count(), len(history.list_entries("unit", cast.tax.id))
    assert move(cast, cast.tax).is_nothing
    assert (db.session.query(OutboxMail).count(), len(history.list_entries("unit", cast.tax.id))) == count


def test_the_new_unit_sees_the_work_and_the_old_one_no_longer(cast, client):
    plain = issue(cast)
    shared = issue(cast, lead_unit_id=cast.culture.id, cooperating_unit_ids=[cast.finance.id])
    move(cast, cast.ward)
    for actor, status in ((cast.finance_head, 404), (cast.finance_officer, 404), (cast.ward_chair, 200)):
        client.sign_in(actor)
        for task in (plain, shared):
            assert client.get(f"/tasks/{task.id}").status_code == status
    client.sign_in(cast.ward_chair)
    page = client.get("/work").text
    assert f"/tasks/{plain.id}" in page
    assert f"/tasks/{shared.id}" in page


def test_a_unit_that_cooperates_still_sees_what_it_led_no_more(cast, client):
    task = issue(cast, lead_unit_id=cast.ward.id, cooperating_unit_ids=[cast.finance.id])
    move(cast, cast.tax, unit=cast.ward)
    client.sign_in(cast.finance_head)
    assert client.get(f"/tasks/{task.id}").status_code == 200


def test_cooperation_moves_without_doubles_and_never_beside_ones_own_lead(cast):
    led = issue(cast, cooperating_unit_ids=[cast.tax.id, cast.ward.id])
    by_successor = issue(cast, lead_unit_id=cast.tax.id, cooperating_unit_ids=[cast.finance.id, cast.ward.id])
    by_both = issue(cast, lead_unit_id=cast.ward.id, cooperating_unit_ids=[cast.finance.id, cast.tax.id])
    alone = issue(cast, lead_unit_id=cast.ward.id, cooperating_unit_ids=[cast.finance.id])
    assert move(cast, cast.tax) == handover.Moved(1, 3)
    assert [coops(task) for task in (led, by_successor, by_both, alone)] == [
        {cast.ward.id},
        {cast.ward.id},
        {cast.tax.id},
        {cast.tax.id},
    ]
    assert history.list_entries("task", alone.id)[0].event == "part_handed_over"


@pytest.mark.parametrize(("old", "new", "expected"), [(TODAY, TODAY, TODAY), (None, TODAY, None), (TODAY, None, None)])
def test_a_part_that_two_units_had_is_done_when_both_were(cast, old, new, expected):
    task = issue(cast, lead_unit_id=cast.ward.id, cooperating_unit_ids=[cast.finance.id, cast.tax.id])
    db.session.flush()
    for unit, day in ((cast.finance, old), (cast.tax, new)):
        db.session.execute(
            task_cooperation.update()
            .where(task_cooperation.c.task_id == task.id, task_cooperation.c.unit_id == unit.id)
            .values(done_on=day)
        )
    move(cast, cast.tax)
    [row] = db.session.execute(select(task_cooperation).where(task_cooperation.c.task_id == task.id))
    assert (row.unit_id, row.done_on) == (cast.tax.id, expected)


def test_an_officer_keeps_his_task_only_if_he_is_of_the_new_unit(cast):
    mover = hire("chuyen", "Vi Văn Chuyển", Role.OFFICER, cast.finance, "Chuyên viên")
    db.session.add(Post(user_id=mover.user_id, role=Role.OFFICER, unit_id=cast.tax.id, title=""))
    stays, goes = issue(cast), issue(cast)
    actions.assign_officer(stays, cast.finance_officer.user_id, "Đàm Văn Sơn", by=cast.finance_head)
    actions.assign_officer(goes, mover.user_id, "Vi Văn Chuyển", by=cast.finance_head)
    steps = [
        Step(task_id=stays.id, title="Thu thập", officer_id=who, created_at=clock.now(), by_user_id=who, done_at=done)
        for who, done in ((cast.finance_officer.user_id, None), (mover.user_id, None))
    ]
    finished = Step(
        task_id=stays.id,
        title="Xong",
        officer_id=cast.finance_officer.user_id,
        created_at=clock.now(),
        by_user_id=cast.finance_head.user_id,
        done_at=clock.now(),
    )
    db.session.add_all([*steps, finished])
    move(cast, cast.tax)
    assert (reload(stays).officer_id, reload(goes).officer_id) == (None, mover.user_id)
    officers = [db.session.get_one(Step, step.id).officer_id for step in (*steps, finished)]
    assert officers == [None, mover.user_id, cast.finance_officer.user_id]
    assert history.list_entries("task", stays.id)[0].data["officer"] == "Đàm Văn Sơn"


def test_by_topic_to_several_units(cast):
    money, net, other = issue(cast, topic_id=cast.budget.id), issue(cast, topic_id=cast.digital.id), issue(cast)
    part = issue(cast, topic_id=cast.digital.id, lead_unit_id=cast.ward.id, cooperating_unit_ids=[cast.finance.id])
    assert move(cast, cast.tax, topics={cast.digital.id: cast.culture.id}) == handover.Moved(3, 1)
    assert [reload(task).lead_unit_id for task in (money, net, other)] == [cast.tax.id, cast.culture.id, cast.tax.id]
    assert coops(part) == {cast.culture.id}
    people = sorted(db.session.scalars(select(OutboxMail.user_id)))
    assert people == [cast.outsider.user_id]  # the tax office has no head in the cast


def test_two_units_that_swap_work_by_topic_end_with_one_lead_each(cast):
    """A task led by the closed unit, in which both successors take part."""
    task = issue(cast, topic_id=cast.digital.id, cooperating_unit_ids=[cast.culture.id, cast.tax.id])
    move(cast, cast.tax, topics={cast.digital.id: cast.culture.id})
    assert (reload(task).lead_unit_id, coops(task)) == (cast.culture.id, {cast.tax.id})


def test_requests_that_wait_go_along_and_can_be_decided(cast):
    task = issue(cast)
    extension = actions.request_extension(task, date(2026, 12, 30), "Chờ quyết toán", by=cast.finance_head)
    asked = {"task_id": task.id, "unit_id": cast.finance.id}
    explanation = Explanation(asked_at=clock.now(), question="Vì sao chậm?", **asked)
    proposals = [
        Proposal(at=clock.now(), by_user_id=cast.finance_head.user_id, text="Xin kinh phí", state=state, **asked)
        for state in ("open", "answered")
    ]
    db.session.add_all([explanation, *proposals])
    db.session.flush()
    assert handover.read_work(Side.UNIT, cast.finance.id).requests == 3
    move(cast, cast.ward)
    extension = db.session.get_one(Extension, extension.id)
    assert extension.unit_id == cast.ward.id
    assert db.session.get_one(Explanation, explanation.id).unit_id == cast.ward.id
    assert [db.session.get_one(Proposal, one.id).unit_id for one in proposals] == [cast.ward.id, cast.finance.id]
    extension.task = reload(task)
    db.session.query(OutboxMail).delete()
    actions.approve_extension(extension, "", by=cast.vice_chairman)
    assert list(db.session.scalars(select(OutboxMail.user_id))) == [cast.ward_chair.user_id]


def test_a_declined_task_waits_for_the_office_in_its_new_unit(cast):
    task = issue(cast)
    actions.decline_task(task, "Ngoài chức năng", None, by=cast.finance_head)
    db.session.flush()
    assert handover.read_work(Side.UNIT, cast.finance.id).requests == 1
    move(cast, cast.ward)
    db.session.query(OutboxMail).delete()
    task = reload(task)
    actions.insist_on_task(task, "Đúng chức năng", by=cast.clerk)
    assert (task.state, task.lead_unit_id) == (TaskState.ASSIGNED, cast.ward.id)
    assert list(db.session.scalars(select(OutboxMail.user_id))) == [cast.ward_chair.user_id]


def test_recurring_duties_move_along(cast):
    lead, ended = add_duty(cast), add_duty(cast, ended_on=TODAY)
    other = add_duty(cast, lead_unit_id=cast.ward.id)
    theirs = add_duty(cast, lead_unit_id=cast.tax.id)
    for duty, units in ((lead, [cast.tax]), (other, [cast.finance, cast.tax]), (theirs, [cast.finance])):
        db.session.execute(duty_cooperation.insert(), [{"duty_id": duty.id, "unit_id": unit.id} for unit in units])
    assert handover.read_work(Side.UNIT, cast.finance.id).others == Counter(duties=3)
    assert move(cast, cast.tax).others == Counter(duties=3)
    duties = [db.session.get_one(Duty, one.id, populate_existing=True) for one in (lead, ended, other, theirs)]
    assert [duty.lead_unit_id for duty in duties] == [cast.tax.id, cast.finance.id, cast.ward.id, cast.tax.id]
    pairs = db.session.execute(select(duty_cooperation.c.duty_id, duty_cooperation.c.unit_id)).all()
    assert [tuple(pair) for pair in pairs] == [(other.id, cast.tax.id)]
    assert history.list_entries("duty", lead.id)[0].event == "duty_handed_over"
    leader = db.session.get_one(User, cast.chairman.user_id)
    assert handover.read_work(Side.LEADER, leader.id).others == Counter(duties=3)
    handover.hand_over_leader(leader, Plan(cast.vice_chairman.user_id), BASIS, by=cast.admin)
    assert db.session.get_one(Duty, other.id, populate_existing=True).leader_id == cast.vice_chairman.user_id


@pytest.mark.parametrize("wrong", ["itself", "closed", "unknown"])
def test_only_to_another_unit_that_exists_today(cast, wrong):
    issue(cast)
    cast.tax.valid_to = date(2026, 11, 23)
    to = {"itself": cast.finance.id, "closed": cast.tax.id, "unknown": 987654}[wrong]
    with pytest.raises(Refused):
        handover.hand_over_unit(cast.finance, Plan(to), BASIS, by=cast.admin)
    with pytest.raises(Refused):
        handover.hand_over_unit(cast.finance, Plan(cast.ward.id, {cast.budget.id: to}), BASIS, by=cast.admin)


def test_one_mail_for_each_head_however_many_tasks(cast):
    deputy = hire("songhien.pho", "Lục Văn Phó", Role.DEPUTY, cast.ward, "Phó Chủ tịch")
    for number in range(25):
        issue(cast, title=f"Việc {number}", due_on=date(2026, 12, 1 + number))
    move(cast, cast.ward)
    mails = db.session.query(OutboxMail).filter_by(kind="work_handed_over").all()
    assert {mail.user_id for mail in mails} == {cast.ward_chair.user_id, deputy.user_id}
    assert len(mails) == 2
    assert mails[0].subject == "[Tiếp nhận nhiệm vụ] 25 nhiệm vụ – Phòng Tài chính - Kế hoạch"
    assert "Theo: Quyết định 12/QĐ-UBND" in mails[0].body_text
    assert "Việc 19\n" in mails[0].body_text
    assert "Việc 20\n" not in mails[0].body_text
    assert "và 5 " in mails[0].body_text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_mail_is_read_in_both_languages(cast, language):
    db.session.query(User).update({"language": language})
    issue(cast, due_on=None)
    issue(cast, lead_unit_id=cast.culture.id, cooperating_unit_ids=[cast.finance.id])
    move(cast, cast.ward)
    [mail] = db.session.query(OutboxMail).filter_by(kind="work_handed_over")
    words = {
        "vi": ("chuyển sang UBND phường Sông Hiến", "1 nhiệm vụ chủ trì, 1 việc phối hợp"),
        "en": ("goes to UBND phường Sông Hiến", "1 task to lead, 1 task to take part in"),
    }[language]
    assert all(word in mail.body_text and word in mail.body_html for word in words)


def test_who_had_the_task_open_meanwhile_does_not_overwrite_the_move(cast):
    task = issue(cast)
    stale = reload(task)
    stale.title = "Sửa tên"
    db.session.expunge(stale)
    move(cast, cast.tax)
    db.session.add(stale)
    with pytest.raises(StaleDataError):
        db.session.flush()
    db.session.rollback()


def test_a_leader_who_leaves(cast, client):
    task, done = issue(cast), issue(cast)
    put_in(done, TaskState.COMPLETED)
    leader = db.session.get_one(User, cast.vice_chairman.user_id)
    moved = handover.hand_over_leader(leader, Plan(cast.chairman.user_id), "Nghỉ hưu từ 01/12/2026", by=cast.clerk)
    db.session.commit()
    assert moved == handover.Moved(1)
    assert (reload(task).leader_id, reload(done).leader_id) == (cast.chairman.user_id, cast.vice_chairman.user_id)
    [row] = db.session.query(TaskAssignmentChange).filter_by(task_id=task.id)
    assert (row.from_leader_id, row.to_leader_id, row.from_unit_id, row.to_unit_id) == (
        cast.vice_chairman.user_id,
        cast.chairman.user_id,
        cast.finance.id,
        cast.finance.id,
    )
    [mail] = db.session.query(OutboxMail).filter_by(kind="work_handed_over")
    assert mail.user_id == cast.chairman.user_id
    client.sign_in(cast.chairman)
    page = client.get(f"/tasks/{task.id}").text
    assert "chuyển lãnh đạo phụ trách từ Lê Minh Đức sang Nguyễn Quốc Trung theo Nghỉ hưu từ 01/12/2026" in page
    assert "Trước đây: Lê Minh Đức, đến 24/11/2026" in page
    assert handover.hand_over_leader(leader, Plan(cast.chairman.user_id), "x", by=cast.clerk).is_nothing
    for wrong in (cast.vice_chairman.user_id, cast.clerk.user_id):
        with pytest.raises(Refused):
            handover.hand_over_leader(leader, Plan(wrong), "x", by=cast.clerk)


@pytest.mark.parametrize("how", ["post", "disabled"])
def test_an_officer_who_leaves_gives_his_tasks_back_to_the_head(cast, client, how):
    task, done = issue(cast), issue(cast)
    for one in (task, done):
        actions.assign_officer(one, cast.finance_officer.user_id, "Đàm Văn Sơn", by=cast.finance_head)
    step = Step(
        task_id=task.id,
        title="Thu thập",
        officer_id=cast.finance_officer.user_id,
        created_at=clock.now(),
        by_user_id=cast.finance_head.user_id,
    )
    db.session.add(step)
    put_in(done, TaskState.COMPLETED)
    if how == "post":
        people_actions.end_post(db.session.get_one(Post, cast.finance_officer.post_id), by=cast.admin)
    else:
        user = db.session.get_one(User, cast.finance_officer.user_id)
        people_actions.edit_user(user, user.login, user.name, user.email, False, by=cast.admin)
    db.session.commit()
    assert (reload(task).officer_id, reload(done).officer_id) == (None, cast.finance_officer.user_id)
    assert db.session.get_one(Step, step.id).officer_id is None
    client.sign_in(cast.finance_head)
    assert "Đàm Văn Sơn thôi công tác ở đơn vị; nhiệm vụ trở lại" in client.get(f"/tasks/{task.id}").text


def test_an_officer_with_another_post_in_the_unit_keeps_his_tasks(cast):
    task = issue(cast)
    actions.assign_officer(task, cast.finance_officer.user_id, "Đàm Văn Sơn", by=cast.finance_head)
    db.session.add(
        Post(user_id=cast.finance_officer.user_id, role=Role.DEPUTY, unit_id=cast.finance.id, title="Phó phòng")
    )
    people_actions.end_post(db.session.get_one(Post, cast.finance_officer.post_id), by=cast.admin)
    assert reload(task).officer_id == cast.finance_officer.user_id


def test_a_list_of_people_that_moves_an_officer_is_loaded_to_its_end(cast):
    task = issue(cast)
    actions.assign_officer(task, cast.finance_officer.user_id, "Đàm Văn Sơn", by=cast.finance_head)
    db.session.commit()
    rows = [
        PersonRow(2, "tckh.cv", "Đàm Văn Sơn", "tckh.cv@example.vn", Role.OFFICER, "THUE", "Chuyên viên"),
        PersonRow(3, "vhtt", "Lý Thu Trang", "vhtt@example.vn", Role.HEAD, "VHTT", "Trưởng phòng"),
    ]
    assert load_people(rows, by=cast.admin).ended_posts == 1
    assert reload(task).officer_id is None
    assert db.session.get_one(Post, cast.outsider.post_id).title == "Trưởng phòng"


def test_from_the_choice_over_the_preview_to_the_move(cast, client):
    issue(cast, topic_id=cast.budget.id)
    issue(cast, topic_id=cast.digital.id)
    issue(cast, lead_unit_id=cast.culture.id, cooperating_unit_ids=[cast.finance.id])
    db.session.commit()
    client.sign_in(cast.admin)
    path = f"/units/{cast.finance.id}/handover"
    assert "Sẽ chuyển" not in client.get(path).text
    chosen = f"?to={cast.ward.id}&topic-{cast.digital.id}={cast.tax.id}&topic-x=1&topic-7=nothing"
    page = client.get(path + chosen).text
    assert "Sẽ chuyển" in page
    assert "Gửi thư cho: Bế Ngọc Ánh" in page
    assert "Không ai có địa chỉ thư" in page
    form = {"to": cast.ward.id, f"topic-{cast.digital.id}": cast.tax.id}
    refused = client.post(path, data=form)
    assert (refused.status_code, "basis-error" in refused.text) == (422, True)
    assert f'name="topic-{cast.digital.id}" value="{cast.tax.id}"' in refused.text
    assert client.post(path, data={**form, "basis": BASIS}).location == path
    page = client.get(path).text
    assert "Đã chuyển 2 nhiệm vụ, 1 nhiệm vụ phối hợp." in page
    assert "Không còn nhiệm vụ đang mở" in page
    assert "Chi cục Thuế" in re.search(r'<div class="note warning" role="status">.*?</div>', page).group()
    assert client.post(path, data={**form, "basis": BASIS}).status_code == 303
    assert "Không còn gì để chuyển" in client.get(path).text
    assert db.session.query(TaskAssignmentChange).count() == 2


def test_nobody_chosen_is_said(cast, client):
    issue(cast)
    client.sign_in(cast.clerk)
    for to in ("", "x", str(cast.finance.id)):
        answer = client.post(f"/units/{cast.finance.id}/handover", data={"to": to, "basis": BASIS})
        assert (answer.status_code, "Chọn nơi tiếp nhận." in answer.text) == (422, True)
    assert client.get("/units/9999/handover").status_code == 404
    assert client.get("/users/9999/handover").status_code == 404


def test_a_leaders_page_is_reached_from_where_his_post_ends(cast, client):
    issue(cast)
    db.session.commit()
    client.sign_in(cast.admin)
    path = f"/people/{cast.vice_chairman.user_id}"
    assert 'class="note warning"' not in client.get(path).text
    client.post(f"/posts/{cast.vice_chairman.post_id}/end")
    page = client.get(path).text
    assert 'class="note warning">Người này còn phụ trách 1 nhiệm vụ đang mở.' in page
    assert f'href="/users/{cast.vice_chairman.user_id}/handover"' in page
    chosen = f"/users/{cast.vice_chairman.user_id}/handover?to={cast.chairman.user_id}"
    assert "Gửi thư cho: Nguyễn Quốc Trung" in client.get(chosen).text
    form = {"to": cast.chairman.user_id, "basis": "Nghỉ hưu"}
    client.post(f"/users/{cast.vice_chairman.user_id}/handover", data=form)
    assert "/handover" not in client.get(path).text
    assert "bàn giao nhiệm vụ đang mở của Lê Minh Đức cho Nguyễn Quốc Trung" in client.get(path).text


def test_closing_a_unit_with_open_tasks_is_allowed_and_says_what_is_left(cast, client):
    for _ in range(3):
        issue(cast)
    db.session.commit()
    client.sign_in(cast.admin)
    page = f"/units/{cast.finance.id}"
    form = {
        "code": "TCKH",
        "name": "Phòng Tài chính - Kế hoạch",
        "short_name": "Phòng TC-KH",
        "kind": "department",
        "sort_order": "2",
        "valid_to": "23/11/2026",
    }
    assert client.post(page, data=form).location == page
    text = client.get(page, budget=8).text
    assert "Đơn vị này còn chủ trì 3 nhiệm vụ đang mở." in text
    assert f'href="{page}/handover"' in text
    listed = client.get("/units", budget=8).text
    assert "Đã đóng nhưng còn nhiệm vụ đang mở" in listed
    assert f'href="{page}/handover"' in listed
    client.post(f"{page}/handover", data={"to": cast.ward.id, "basis": BASIS})
    assert "Đã đóng nhưng còn" not in client.get("/units").text
    assert client.post(page, data=form).location == "/units"


@pytest.mark.parametrize("path", ["?unit={unit}", "?leader={leader}"])
def test_the_office_reaches_the_page_from_the_list(cast, client, path):
    issue(cast)
    client.sign_in(cast.clerk)
    page = client.get("/tasks" + path.format(unit=cast.finance.id, leader=cast.vice_chairman.user_id)).text
    assert "/handover" in page
    client.sign_in(cast.finance_head)
    page = client.get("/tasks" + path.format(unit=cast.finance.id, leader=cast.vice_chairman.user_id)).text
    assert "/handover" not in page


def test_a_task_that_moved_twice_tells_both_old_names(cast):
    task = issue(cast)
    move(cast, cast.tax)
    move(cast, cast.ward, unit=db.session.get_one(Unit, cast.tax.id))
    assert [(one.side, one.name) for one in handover.list_former(task)] == [
        (Side.UNIT, "Chi cục Thuế"),
        (Side.UNIT, "Phòng Tài chính - Kế hoạch"),
    ]


UNITS = 5
pieces = st.tuples(st.integers(0, UNITS - 1), st.sets(st.integers(0, UNITS - 1)), st.sampled_from([0, 1, 2]))
plans = st.tuples(
    st.integers(0, UNITS - 1),
    st.integers(0, UNITS - 1),
    st.dictionaries(st.sampled_from([1, 2]), st.integers(0, UNITS - 1)),
)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.lists(pieces, max_size=8), st.lists(plans, min_size=1, max_size=4), st.sets(st.integers(0, 7)))
def test_no_handover_loses_or_doubles_anything(cast, tasks, steps, closed):
    """Any work, any plans one after the other: as many open tasks, one lead each, never among its cooperating units."""
    units = [cast.finance, cast.tax, cast.culture, cast.ward, cast.commune]
    topics = [None, cast.budget.id, cast.digital.id]
    with db.session.begin_nested() as point:
        made = [
            issue(
                cast,
                lead_unit_id=units[lead].id,
                cooperating_unit_ids=[units[one].id for one in others],
                topic_id=topics[topic],
            )
            for lead, others, topic in tasks
        ]
        for number in closed & set(range(len(made))):
            made[number].state, made[number].closed_on = TaskState.CANCELLED, TODAY
        db.session.flush()
        ids = [task.id for task in made]
        before = {task.id: (task.lead_unit_id, coops(task)) for task in made if task.closed_on}
        count = _count_open(ids)
        for source, to, by_topic in steps:
            own = {topics[topic]: units[one].id for topic, one in by_topic.items() if one != source}
            if to == source:
                continue
            handover.hand_over_unit(units[source], Plan(units[to].id, own), BASIS, by=cast.admin)
            left = db.session.query(Task).filter(
                Task.id.in_(ids), Task.closed_on.is_(None), Task.lead_unit_id == units[source].id
            )
            assert left.count() == 0
            for task in db.session.query(Task).filter(Task.id.in_(ids), Task.closed_on.is_(None)):
                assert task.lead_unit_id not in coops(task)
                assert units[source].id not in coops(task)
        assert _count_open(ids) == count
        for task in db.session.query(Task).filter(Task.id.in_(list(before))):
            assert (task.lead_unit_id, coops(task)) == before[task.id]
        point.rollback()
    db.session.expire_all()


def _count_open(ids) -> int:
    return db.session.scalar(select(func.count(Task.id)).where(Task.id.in_(ids), Task.closed_on.is_(None))) or 0


def test_the_work_of_a_unit_is_what_moves(cast):
    issue(cast, topic_id=cast.budget.id)
    task = issue(cast, lead_unit_id=cast.ward.id, cooperating_unit_ids=[cast.finance.id])
    actions.submit_completion(task, progress(), TODAY, by=cast.ward_chair)
    work = handover.read_work(Side.UNIT, cast.finance.id)
    assert (work.tasks, work.parts, work.others.total(), work.requests) == (1, 1, 0, 0)
    assert handover.count_of_unit(cast.finance.id) == 1
    moved = move(cast, cast.tax)
    assert (moved.tasks, moved.parts) == (1, 1)
    assert handover.read_work(Side.UNIT, cast.finance.id).is_nothing
