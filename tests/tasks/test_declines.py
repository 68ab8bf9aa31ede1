"""A unit says that a task is outside its function; the Office or a leader insists or gives it to another unit."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import text

from tests.cast import hire
from tests.harness import check_html
from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.calendar.models import CalendarDay
from tracker.calendar.queries import forget_calendar
from tracker.db import db
from tracker.errors import NotAllowed, Refused
from tracker.history.models import HistoryEntry
from tracker.mail.models import OutboxMail
from tracker.people.models import Role, User
from tracker.settings.models import OfficeSetting
from tracker.settings.queries import forget_settings
from tracker.tasks import actions, queries, register
from tracker.tasks.actions import Reassignment
from tracker.tasks.bands import Band
from tracker.tasks.models import (
    Decline,
    DeclineState,
    Explanation,
    ExplanationState,
    Extension,
    Proposal,
    ProposalState,
    Task,
    TaskAssignmentChange,
    TaskState,
)
from tracker.tasks.register import TaskFilter
from tracker.tasks.today import office_limits


def post(client, task, path, **data):
    return client.post(f"/tasks/{task.id}/{path}", data=data)


def page_of(client, task):
    return client.get(f"/tasks/{task.id}").text


def decline(cast, task, suggested=None):
    actions.decline_task(task, "Không thuộc chức năng", suggested, by=cast.finance_head)
    db.session.commit()


def after(days: int):
    return time_machine.travel(clock.now() + timedelta(days=days))


def put_setting(cast, name, value):
    db.session.add(OfficeSetting(name=name, value=value, changed_at=clock.now(), changed_by_id=cast.admin.user_id))
    db.session.commit()
    forget_settings()


def told():
    return {(mail.kind, mail.to_address) for mail in db.session.query(OutboxMail)}


def test_declined_task_goes_to_the_suggested_unit(cast, client):
    task = issue(cast, cooperating_unit_ids=[cast.culture.id])
    actions.assign_officer(task, cast.finance_officer.user_id, "Sơn", by=cast.finance_head)
    actions.request_extension(task, date(2026, 12, 30), "Chờ vốn", by=cast.finance_head)
    db.session.query(OutboxMail).delete()
    client.sign_in(cast.finance_head)
    assert "Đề nghị được đến hết ngày 01/12/2026" in page_of(client, task)
    assert post(client, task, "declines", reason=" ").status_code == 422
    data = {"reason": "Việc của Phòng VH-TT", "suggested_unit_id": cast.culture.id}
    assert post(client, task, "declines", **data).status_code == 303
    assert told() == {("task_declined", "vanphong@example.vn")}
    page = page_of(client, task)
    assert "“Việc của Phòng VH-TT”" in page
    assert "Văn phòng hoặc lãnh đạo sẽ quyết định" in page
    assert "/reassignments" not in page
    client.sign_in(cast.vice_chairman)
    page = page_of(client, task)
    assert f'selected value="{cast.culture.id}"' in page
    data = {"unit_id": cast.culture.id, "seen": cast.finance.id, "leader_id": cast.chairman.user_id}
    assert post(client, task, "reassignments", **data).status_code == 303
    task = queries.get_task_for(cast.clerk, task.id)
    assert (task.state, task.lead_unit_id, task.leader_id, task.officer_id, task.cooperating_units) == (
        TaskState.ASSIGNED,
        cast.culture.id,
        cast.chairman.user_id,
        None,
        [],
    )
    row = db.session.query(Decline).one()
    assert (row.state, row.decided_by_id) == (DeclineState.REASSIGNED, cast.vice_chairman.user_id)
    change = db.session.query(TaskAssignmentChange).one()
    assert (change.verb, change.from_unit_id, change.to_unit_id, change.from_leader_id, change.to_leader_id) == (
        "reassign",
        cast.finance.id,
        cast.culture.id,
        cast.vice_chairman.user_id,
        cast.chairman.user_id,
    )
    extension = db.session.query(Extension).one()
    assert (extension.state, extension.decision_note) == ("refused", "Nhiệm vụ đã được giao cho Phòng VH-TT.")
    page = page_of(client, task)
    assert "chuyển nhiệm vụ từ Phòng TC-KH sang Phòng VH-TT" in page
    assert "lãnh đạo phụ trách: Nguyễn Quốc Trung" in page
    client.sign_in(cast.finance_head)
    assert client.get(f"/tasks/{task.id}").status_code == 404
    client.sign_in(cast.outsider)
    assert "Tiếp nhận" in page_of(client, task)


def test_old_unit_may_stay_as_a_cooperating_one(cast, client):
    task = issue(cast)
    client.sign_in(cast.clerk)
    data = {"unit_id": cast.ward.id, "reason": "Việc của phường", "stays": "y", "leader_id": "0"}
    assert post(client, task, "reassignments", **data).status_code == 303
    task = queries.get_task_for(cast.clerk, task.id)
    assert [unit.id for unit in task.cooperating_units] == [cast.finance.id]
    assert task.leader_id == cast.vice_chairman.user_id
    client.sign_in(cast.finance_head)
    assert "chuyển nhiệm vụ từ Phòng TC-KH sang Phường Sông Hiến; Phòng TC-KH phối hợp" in page_of(client, task)


def test_unit_that_must_keep_it_may_not_decline_again(cast, client):
    task = issue(cast)
    decline(cast, task)
    client.sign_in(cast.clerk)
    assert post(client, task, "insistence", note="").status_code == 422
    assert post(client, task, "insistence", note="Đúng chức năng theo QĐ 15").status_code == 303
    assert db.session.query(Decline).one().state == DeclineState.INSISTED
    assert told() == {("task_declined", "vanphong@example.vn"), ("decline_insisted", "tckh@example.vn")}
    client.sign_in(cast.finance_head)
    page = page_of(client, task)
    assert "/declines" not in page
    assert "không đề nghị chuyển lần nữa" in page
    assert "Đúng chức năng theo QĐ 15" in page
    answer = post(client, task, "declines", reason="Vẫn không thuộc")
    assert (answer.status_code, "Vẫn không thuộc" in answer.text) == (422, True)
    assert "không đề nghị chuyển lần nữa" in re.search(r"note danger.*?</div>", answer.text, re.S).group()
    task = queries.get_task_for(cast.clerk, task.id)
    actions.reassign_task(task, Reassignment(cast.culture.id, "Xét lại"), by=cast.clerk)
    actions.decline_task(task, "Cũng không thuộc", None, by=cast.outsider)
    assert task.state == TaskState.DECLINED


@pytest.mark.parametrize(
    ("days", "is_in_time"),
    [(0, True), (7, True), (8, False), (30, False)],  # five working days after Tuesday 24/11 end on Tuesday 01/12
)
def test_days_are_working_days_after_the_day_of_assignment(cast, client, days, is_in_time):
    task = issue(cast)
    db.session.commit()
    with after(days):
        client.sign_in(cast.finance_head)
        assert (f'action="/tasks/{task.id}/declines"' in page_of(client, task)) is is_in_time
        answer = post(client, task, "declines", reason="Không thuộc chức năng")
        assert (answer.status_code == 303) is is_in_time
        if not is_in_time:
            said = (
                "Chỉ được đề nghị chuyển đến hết ngày 01/12/2026. Nay hãy gửi văn bản tới Văn phòng, hoặc xin gia hạn."
            )
            assert answer.text.count(said) == 2  # the answer, and in the place of the form


def test_days_off_of_the_office_are_not_counted(cast):
    db.session.add(CalendarDay(day=date(2026, 12, 1), is_working=False, name="Nghỉ bù"))
    db.session.commit()
    forget_calendar()
    task = issue(cast)
    with after(8):
        actions.decline_task(task, "Không thuộc chức năng", None, by=cast.finance_head)
    assert task.state == TaskState.DECLINED


@pytest.mark.parametrize(("value", "days", "is_in_time"), [("0", 300, True), ("1", 1, True), ("1", 2, False)])
def test_number_of_days_is_a_setting_and_0_is_no_limit(cast, value, days, is_in_time):
    put_setting(cast, "decline_within_days", value)
    task = issue(cast, due_on=None)
    with after(days):
        if is_in_time:
            actions.decline_task(task, "Không thuộc chức năng", None, by=cast.finance_head)
        else:
            with pytest.raises(Refused, match="25/11/2026"):
                actions.decline_task(task, "Không thuộc chức năng", None, by=cast.finance_head)


@pytest.mark.parametrize(("days", "is_in_time"), [(7, True), (8, False)])
def test_new_unit_has_days_of_its_own(cast, days, is_in_time):
    task = issue(cast)
    with after(20):
        actions.reassign_task(task, Reassignment(cast.culture.id, "Đúng việc"), by=cast.clerk)
    with after(20 + days):
        if is_in_time:
            actions.decline_task(task, "Không thuộc chức năng", None, by=cast.outsider)
        else:
            with pytest.raises(Refused):
                actions.decline_task(task, "Không thuộc chức năng", None, by=cast.outsider)


@pytest.mark.parametrize(
    ("unit", "sentence"),
    [
        ("finance", "đang chủ trì"),
        ("gone", "không còn hoạt động"),
        ("none", "không còn hoạt động"),
        ("", "Chọn đơn vị"),
    ],
)
def test_unit_is_named_that_exists_and_is_another(cast, client, unit, sentence):
    task = issue(cast)
    cast.tax.valid_to = date(2026, 11, 23)
    db.session.commit()
    ids = {"finance": cast.finance.id, "gone": cast.tax.id, "none": 999_999, "": 0}
    client.sign_in(cast.clerk)
    answer = post(client, task, "reassignments", unit_id=ids[unit], reason="Đúng việc hơn")
    assert (answer.status_code, "Đúng việc hơn" in answer.text) == (422, True)
    assert sentence in re.search(r'id="move-unit_id-error">([^<]+)', answer.text).group(1)
    if unit:
        client.sign_in(cast.finance_head)
        answer = post(client, task, "declines", suggested_unit_id=ids[unit], reason="Không thuộc")
        assert sentence in re.search(r'id="decline-suggested_unit_id-error">([^<]+)', answer.text).group(1)


@pytest.mark.parametrize("number", [str(2**31), str(2**63), "9" * 4301, "²"])
def test_a_number_that_no_unit_can_have_is_refused_beside_its_field(cast, client, number):
    task = issue(cast)
    client.sign_in(cast.clerk)
    data = {"unit_id": number, "leader_id": number, "reason": "Đúng việc hơn"}
    answer = post(client, task, "reassignments", **data)
    assert (answer.status_code, "Đúng việc hơn" in answer.text) == (422, True)
    assert all(f"move-{field}-error" in answer.text for field in ("unit_id", "leader_id"))
    client.sign_in(cast.finance_head)
    answer = post(client, task, "declines", suggested_unit_id=number, reason="Không thuộc")
    assert (answer.status_code, "decline-suggested_unit_id-error" in answer.text) == (422, True)


def test_reason_and_leader_of_a_reassignment_are_checked(cast, client):
    task = issue(cast)
    client.sign_in(cast.clerk)
    assert "move-reason-error" in post(client, task, "reassignments", unit_id=cast.ward.id).text
    data = {"unit_id": cast.ward.id, "reason": "Đúng việc", "leader_id": cast.finance_head.user_id}
    assert "move-leader_id-error" in post(client, task, "reassignments", **data).text
    assert db.session.query(TaskAssignmentChange).count() == 0


def test_answer_meant_for_one_unit_never_reaches_another(cast, client):
    task = issue(cast)
    decline(cast, task)
    actions.reassign_task(task, Reassignment(cast.culture.id), by=cast.chairman)
    actions.decline_task(task, "Cũng không thuộc", None, by=cast.outsider)
    db.session.commit()
    client.sign_in(cast.vice_chairman)
    for path, data in (("insistence", {"note": "Làm đi"}), ("reassignments", {"unit_id": cast.ward.id})):
        answer = post(client, task, path, seen=cast.finance.id, **data)
        assert (answer.status_code, "Trong lúc đó nhiệm vụ đã chuyển cho Phòng VH-TT" in answer.text) == (422, True)
    task = db.session.get_one(Task, task.id)
    assert (task.state, task.lead_unit_id) == (TaskState.DECLINED, cast.culture.id)


@pytest.mark.parametrize("answer", ["insistence", "reassignments"])
def test_second_press_does_nothing(cast, client, answer):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    assert [post(client, task, "declines", reason="Không thuộc").status_code for _ in range(2)] == [303, 303]
    client.sign_in(cast.clerk)
    data = {"note": "Đúng việc", "unit_id": cast.ward.id, "seen": cast.finance.id}
    assert [post(client, task, answer, **data).status_code for _ in range(2)] == [303, 303]
    assert db.session.query(Decline).count() == 1
    assert db.session.query(TaskAssignmentChange).count() == (answer == "reassignments")
    events = [entry.event for entry in db.session.query(HistoryEntry).filter_by(subject_id=task.id)]
    assert len(events) == len(set(events)) == 3


def test_nobody_answers_what_he_declined_himself(cast, client):
    """The head holds a post in the Office too."""
    task = issue(cast)
    decline(cast, task)
    both = replace(cast.clerk, user_id=cast.finance_head.user_id)
    for act in (
        lambda: actions.insist_on_task(task, "Thôi", by=both),
        lambda: actions.reassign_task(task, Reassignment(cast.ward.id), by=both),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert task.state == TaskState.DECLINED


def test_stand_in_declines_in_both_names(cast):
    task = issue(cast)
    stand_in = replace(
        cast.finance_officer, role=Role.HEAD, for_user_id=cast.finance_head.user_id, for_name=cast.finance_head.name
    )
    actions.decline_task(task, "Không thuộc chức năng", None, by=stand_in)
    db.session.flush()
    entry = db.session.query(HistoryEntry).filter_by(event="task_declined").one()
    assert (entry.by_name, entry.for_name) == ("Đàm Văn Sơn", "Nông Thị Hà")


def test_declined_work_keeps_its_date_and_has_a_list_of_its_own(cast, client):
    task, other = issue(cast, due_on=date(2026, 11, 27)), issue(cast, title="Việc khác")
    decline(cast, task)
    limits = office_limits()
    counts = {band: register.count_tasks(cast.clerk, TaskFilter(band), limits) for band in Band}
    assert (counts[Band.DECLINED], counts[Band.WEEK], counts[Band.OPEN], counts[Band.WAITING]) == (1, 1, 2, 0)
    client.sign_in(cast.clerk)
    page = client.get("/tasks?band=declined", budget=8).text
    assert "Đơn vị đề nghị chuyển</h1>" in page
    assert (task.title in page, other.title in page) == (True, False)


def test_reassigned_from_work_that_was_suspended(cast):
    task = issue(cast)
    actions.suspend_task(task, "Chờ vốn", date(2026, 12, 1), by=cast.clerk)
    actions.reassign_task(task, Reassignment(cast.ward.id, "Đúng việc"), by=cast.chairman)
    assert (task.state, task.resume_on) == (TaskState.ASSIGNED, None)


@pytest.mark.parametrize("statement", ["UPDATE {} SET by_user_id = 99", "DELETE FROM {}"])
def test_changes_of_the_lead_unit_can_only_be_added_to(cast, statement):
    actions.reassign_task(issue(cast), Reassignment(cast.ward.id, "Đúng việc"), by=cast.clerk)
    db.session.flush()
    with pytest.raises(Exception, match="append-only"), db.session.begin_nested():
        db.session.execute(text(statement.format("task_assignment_change")))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_mails_of_both_languages(cast, language):
    db.session.query(User).update({"language": language})
    hire("songhien2", "Lục Thị Mai", Role.DEPUTY, cast.ward, "Phó Chủ tịch UBND phường")
    task = issue(cast)
    actions.decline_task(task, "Việc của phường", cast.ward.id, by=cast.finance_head)
    actions.reassign_task(task, Reassignment(cast.ward.id, "Đúng vậy"), by=cast.clerk)
    mails = {mail.to_address: mail for mail in db.session.query(OutboxMail)}
    assert set(mails) == {f"{login}@example.vn" for login in ("vanphong", "tckh", "songhien", "songhien2")}
    said = {
        "vanphong": ("đề nghị chuyển nhiệm vụ cho Phường Sông Hiến", "asks to give the task to Phường Sông Hiến"),
        "tckh": ("đơn vị không phải làm gì thêm", "your unit has nothing more to do"),
        "songhien": ("Từ nay đơn vị chủ trì", "Your unit leads from now on"),
    }
    link = f"/tasks/{task.id}"
    for login, words in said.items():
        mail = mails[f"{login}@example.vn"]
        assert words[language == "en"] in mail.body_text
        assert (link in mail.body_text, link in mail.body_html) == ((login != "tckh"),) * 2  # it may no longer look
        check_html(mail.body_html, login)


@pytest.mark.parametrize("stays", [False, True])
def test_what_the_old_unit_was_asked_and_proposed_is_not_the_new_units(cast, client, stays):
    """Closed with a line in the history; what another unit proposed goes on, and the new unit can be asked anew."""
    task = issue(cast, cooperating_unit_ids=[cast.ward.id])
    actions.ask_explanation(task, "Vì sao chậm?", by=cast.chairman)
    actions.add_update(task, progress("u", proposal="Xin thêm vốn"), by=cast.finance_head)
    other = {"task_id": task.id, "at": clock.now(), "by_user_id": cast.ward_chair.user_id, "unit_id": cast.ward.id}
    db.session.add(Proposal(text="Xin thêm người", state=ProposalState.OPEN, **other))
    actions.reassign_task(task, Reassignment(cast.tax.id, "Đúng chức năng", stays=stays), by=cast.clerk)
    db.session.commit()
    states = {row.text: row.state for row in db.session.query(Proposal)}
    assert states == {"Xin thêm vốn": ProposalState.CLOSED, "Xin thêm người": ProposalState.OPEN}
    assert db.session.query(Explanation).one().state == ExplanationState.CLOSED
    notes = {row.event: row.data.get("note") for row in db.session.query(HistoryEntry).filter_by(subject_id=task.id)}
    assert notes["explanation_closed"] == notes["proposal_closed"] == "Nhiệm vụ đã được giao cho Chi cục Thuế."
    client.sign_in(cast.clerk)
    assert "Vì sao chậm?" in page_of(client, task)
    assert actions.ask_explanation(task, "Đơn vị mới đã làm gì?", by=cast.clerk).unit_id == cast.tax.id
