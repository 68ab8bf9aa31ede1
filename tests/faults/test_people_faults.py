"""Two people, or one person twice, at the same moment. Numbers are those of the fault plan."""

from __future__ import annotations

import io
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select, text

from tests import cast as cast_module
from tests.faults.desk import desk, together
from tests.tasks.page_forms import open_ways, read_form
from tests.tasks.test_pages import PDF
from tracker import clock
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.people.models import Role
from tracker.tasks import actions
from tracker.tasks.models import Extension, ExtensionState, ProgressUpdate, Task, TaskState

pytestmark = pytest.mark.fault


@pytest.fixture
def office(live):
    """A live office with browsers."""
    with desk(live) as found:
        yield found


def day(days):
    return clock.today() + timedelta(days=days)


def issue(office, **changes):
    """A task of finance, committed."""
    values = {"lead_unit_id": office.cast.finance.id, "leader_id": office.cast.vice_chairman.user_id, **changes}
    task = actions.issue_task(actions.Assignment("Thu ngân sách", due_on=day(30), **values), by=office.cast.clerk)
    db.session.commit()
    return task.id


def count_events(task_id):
    """How often each event of the task is in its history."""
    rows = select(HistoryEntry.event, func.count()).where(HistoryEntry.subject_id == task_id)
    return dict(db.session.execute(rows.where(HistoryEntry.subject_type == "task").group_by(HistoryEntry.event)).all())


def test_fault_47_two_heads_save_at_once(office, rounds):
    deputy = cast_module.hire("tckh.pho", "Vi Văn Minh", Role.DEPUTY, office.cast.finance, "Phó trưởng phòng")
    browsers = {"trưởng": office.browser(office.cast.finance_head), "phó": office.browser(deputy)}
    path = f"/tasks/{issue(office)}/updates"
    seen = 0
    for number in range(rounds):
        forms = {
            who: {"form_key": f"{who}{number}", "seen": str(seen), "result": f"Bản của {who} lần {number}"}
            for who in browsers
        }
        answers = together(*(partial(browsers[who].post, path, data=forms[who]) for who in browsers))
        found = dict(zip(browsers, answers, strict=True))
        assert sorted(answer.status_code for answer in answers) == [303, 409], number
        [loser] = [who for who, answer in found.items() if answer.status_code == 409]
        page = found[loser].get_data(as_text=True)
        assert all(form["result"] in page for form in forms.values()), "both texts"
        assert browsers[loser].post(path, data=read_form(page, path)).status_code == 303
        seen = office.read(lambda: db.session.scalar(select(func.max(ProgressUpdate.id))))
    saved = office.read(lambda: db.session.scalars(select(ProgressUpdate.result)).all())
    assert sorted(saved) == sorted(f"Bản của {who} lần {number}" for who in browsers for number in range(rounds))


def test_fault_47_two_heads_report_completion_at_once(office, rounds):
    deputy = cast_module.hire("tckh.pho", "Vi Văn Minh", Role.DEPUTY, office.cast.finance, "Phó trưởng phòng")
    browsers = {"trưởng": office.browser(office.cast.finance_head), "phó": office.browser(deputy)}
    for number in range(rounds):
        path = f"/tasks/{issue(office)}/completion"
        forms = {
            who: {"form_key": f"{who}{number}", "seen": "0", "result": f"Xong, {who} viết", "completed_on": day(0)}
            for who in browsers
        }
        answers = together(*(partial(browsers[who].post, path, data=forms[who]) for who in browsers))
        assert sorted(answer.status_code for answer in answers) == [303, 422], number
        page = max(answers, key=lambda answer: answer.status_code).get_data(as_text=True)
        assert all(form["result"] in page for form in forms.values()), "the typed text comes back beside the saved one"
    assert office.read(lambda: db.session.scalar(select(func.count(ProgressUpdate.id)))) == rounds


def stand_of(task_id, extension_id):
    """The task's events, the task and the request for more time."""
    return count_events(task_id), db.session.get_one(Task, task_id), db.session.get_one(Extension, extension_id)


def test_fault_48_extension_while_completion_is_submitted(office, rounds):
    """The report always wins: it is saved whatever happens, and the approval either came before it or is refused."""
    head, leader = office.browser(office.cast.finance_head), office.browser(office.cast.vice_chairman)
    report = {"result": "Đã thu đủ", "completed_on": day(0)}
    for number in range(rounds):
        task = db.session.get_one(Task, issue(office))
        asked = actions.request_extension(task, day(60), "Chờ quyết toán", by=office.cast.finance_head)
        db.session.commit()
        submitted, approved = together(
            partial(head.post, f"/tasks/{task.id}/completion", data={**report, "form_key": f"k{number}"}),
            partial(leader.post, f"/extensions/{asked.id}/approval", data={"note": "Đồng ý"}),
        )
        events, task, extension = office.read(partial(stand_of, task.id, asked.id))
        assert (submitted.status_code, task.state, events["completion_reported"]) == (303, TaskState.SUBMITTED, 1)
        assert events["extension_requested"] == 1
        if approved.status_code == 303:
            assert (events["extension_approved"], task.due_on) == (1, day(60))
        else:
            assert approved.status_code == 422
            assert "Đồng ý" in approved.get_data(as_text=True)
            assert "extension_approved" not in events
            assert (task.due_on, extension.state, task.has_open_extension) == (day(30), ExtensionState.OPEN, True)


def snapshot():
    """How many rows every table has, sessions aside."""
    tables = [table for table in db.metadata.tables if table not in ("user_session", "lock")]
    return {table: db.session.scalar(text(f"SELECT count(*) FROM {table}")) for table in tables}


def list_presses(office, task_id):
    """(who, address, form) of every button of a task, in the order of its life, and the event that it leaves."""
    cast, base = office.cast, f"/tasks/{task_id}"
    report = {"result": "Đã thu đủ", "completed_on": f"{day(0):%d/%m/%Y}"}
    return [
        (cast.finance_head, f"{base}/acceptance", {}, "task_accepted"),
        (cast.finance_head, f"{base}/declines", {"reason": "Không đúng chức năng"}, "task_declined"),
        (cast.clerk, f"{base}/insistence", {"note": "Đúng chức năng"}, "decline_insisted"),
        (cast.finance_head, f"{base}/acceptance", {}, "task_accepted"),
        (cast.vice_chairman, f"{base}/star", {}, "task_starred"),
        (cast.vice_chairman, f"{base}/star/removal", {}, "task_unstarred"),
        (cast.vice_chairman, f"{base}/due-date", {"due_on": f"{day(40):%d/%m/%Y}", "reason": "Thêm việc"}, "due_set"),
        (cast.clerk, f"{base}/urgings", {"form_key": "n"}, "task_urged"),
        (cast.clerk, f"{base}/suspension", {"reason": "Chờ vốn"}, "task_suspended"),
        (cast.clerk, f"{base}/resumption", {"note": ""}, "task_resumed"),
        (cast.finance_head, f"{base}/officer", {"officer_id": cast.finance_officer.user_id}, "officer_assigned"),
        (
            cast.finance_officer,
            f"{base}/updates",
            {"form_key": "u", "seen": "0", "result": "Được nửa"},
            "progress_updated",
        ),
        (cast.finance_officer, f"{base}/evidence", {"form_key": "e", "files": "a.pdf"}, "evidence_added"),
        (cast.finance_head, f"{base}/steps", {"form_key": "s", "title": "Gom số liệu"}, "step_added"),
        (cast.finance_officer, "/steps/1/mark", {"done": "1"}, "step_done"),
        (cast.finance_head, f"{base}/extensions", {"new_due_on": day(60), "reason": "Chờ"}, "extension_requested"),
        (cast.vice_chairman, "/extensions/1/approval", {"note": ""}, "extension_approved"),
        (cast.finance_officer, "/updates/1/correction", {"version": "first", "result": "Được 60%"}, "update_corrected"),
        (cast.clerk, f"{base}/edit", {"title": "Thu đủ"}, "task_edited"),
        (cast.finance_head, f"{base}/completion", {"form_key": "c", **report}, "completion_reported"),
        (cast.clerk, f"{base}/return", {"reason": "Thiếu biểu số liệu"}, "task_sent_back"),
        (cast.finance_head, "/steps/1/removal", {}, "step_removed"),
        (cast.finance_head, f"{base}/completion", {"form_key": "d", **report}, "completion_reported"),
        (cast.clerk, f"{base}/confirmation", {}, "completion_confirmed"),
    ]


def shown_form(browser, path, task_page):
    """What the form carries besides, from the page that shows it."""
    pages = open_ways(browser, path if path.endswith("/edit") else task_page)
    return next((read_form(page, path) for page in pages if f'action="{path}"' in page), {})


def with_files(form):
    """A request's own copy: streams are read once."""
    return {name: (io.BytesIO(PDF), value) if name == "files" else value for name, value in form.items()}


def test_fault_49_double_press_and_back(office):
    """Every button pressed twice at the same moment, once more after Back, and all of them again at the end."""
    task_id = issue(office)
    browsers = {actor.user_id: [office.browser(actor) for _ in range(2)] for actor in office.cast.everyone.values()}
    pressed, expected = [], {"task_issued": 1}
    for actor, path, form, event in list_presses(office, task_id):
        one, two = browsers[actor.user_id]
        filled = {**shown_form(one, path, f"/tasks/{task_id}"), **form}
        answers = together(*(partial(browser.post, path, data=with_files(filled)) for browser in (one, two)))
        assert [answer.status_code for answer in answers] == [303, 303], path
        expected[event] = expected.get(event, 0) + 1
        before = office.read(snapshot)
        assert office.read(partial(count_events, task_id)) == expected, path
        again = one.post(path, data=with_files(filled))
        assert again.status_code == 303, path
        assert office.read(snapshot) == before, path
        pressed.append((one, path, filled))
    for browser, path, form in pressed:
        answer = browser.post(path, data=with_files(form))
        assert answer.status_code in (303, 409, 422), path
        assert answer.status_code == 303 or "Chưa lưu" in answer.text or 'class="note danger"' in answer.text
    assert office.read(snapshot) == before


def test_fault_49_two_presses_that_enter_a_task_are_one(office, rounds):
    browsers = [office.browser(office.cast.clerk) for _ in range(2)]
    for number in range(rounds):
        form = {
            "form_key": f"n{number}",
            "title": "Rà soát hộ nghèo",
            "source": "Điện thoại của Chủ tịch",
            "lead_unit_id": office.cast.ward.id,
            "leader_id": office.cast.chairman.user_id,
            "topic_id": 0,
            "due_kind": "none",
        }
        one, two = together(*(partial(browser.post, "/tasks/new", data=form) for browser in browsers))
        assert (one.status_code, one.location) == (303, two.location)
        assert browsers[0].post("/tasks/new", data=form).location == one.location
    assert office.read(lambda: db.session.scalar(select(func.count(Task.id)))) == rounds
