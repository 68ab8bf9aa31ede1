"""Suspended, resumed, cancelled, replaced, reopened, starred: who, when, with what trace."""

import re
from datetime import date, timedelta

import pytest
import time_machine

from tests.harness import check_html
from tests.review.notices import enter
from tests.tasks.test_access import put_in
from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.db import db
from tracker.directives.models import NoticeState
from tracker.errors import NotAllowed, Refused
from tracker.history.models import HistoryEntry
from tracker.mail.models import OutboxMail
from tracker.people.models import User
from tracker.tasks import actions, register
from tracker.tasks.bands import Band
from tracker.tasks.models import (
    Cause,
    Decline,
    DeclineState,
    Explanation,
    ExplanationState,
    Extension,
    Proposal,
    ProposalState,
    Task,
    TaskDueChange,
    TaskState,
    TaskStateChange,
)
from tracker.tasks.register import TaskFilter
from tracker.tasks.today import office_limits

A, B, P, S, R, D, H, C, X, T = (
    TaskState.ASSIGNED,
    TaskState.ACCEPTED,
    TaskState.IN_PROGRESS,
    TaskState.SUBMITTED,
    TaskState.RETURNED,
    TaskState.DECLINED,
    TaskState.SUSPENDED,
    TaskState.COMPLETED,
    TaskState.CANCELLED,
    TaskState.SUPERSEDED,
)
DIRECTING = {"chairman", "vice_chairman", "clerk"}
# act: (who, in which states, what becomes of the task). The vice chairman is the accountable leader.
ACTS = {
    "decline": ({"finance_head"}, {A, B}, D),
    "insist": (DIRECTING, {D}, A),
    "reassign": (DIRECTING, {A, B, P, R, D, H}, A),
    "suspend": (DIRECTING, {A, B, P, R}, H),
    "resume": (DIRECTING, {H}, P),
    "cancel": (DIRECTING, {A, B, P, S, R, D, H}, X),
    "supersede": ({"clerk"}, {A, B, P, S, R, D, H}, T),
    "reopen": ({"vice_chairman", "clerk"}, {C, X}, P),
}
PEOPLE = [
    *("chairman", "vice_chairman", "clerk", "finance_head", "finance_officer"),
    *("ward_chair", "outsider", "admin"),
]


def do(act, cast, task, by, other):
    """That act, with words that suit it."""
    {
        "decline": lambda: actions.decline_task(task, "Không thuộc chức năng", None, by=by),
        "insist": lambda: actions.insist_on_task(task, "Đúng chức năng", by=by),
        "reassign": lambda: actions.reassign_task(task, actions.Reassignment(cast.tax.id, "Đúng việc"), by=by),
        "suspend": lambda: actions.suspend_task(task, "Chờ vốn", None, by=by),
        "resume": lambda: actions.resume_task(task, "", None, by=by),
        "cancel": lambda: actions.cancel_task(task, "Không còn cần", by=by),
        "supersede": lambda: actions.supersede_by_hand(task, other.code, "", by=by),
        "reopen": lambda: actions.reopen_task(task, "Còn thiếu hai xã", by=by),
    }[act]()
    db.session.flush()


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("act", list(ACTS))
def test_who_may_do_what_in_every_state(cast, act, person):
    who, when, then = ACTS[act]
    other, by = issue(cast, title="Việc khác"), cast.everyone[person]
    for state in TaskState:
        task = issue(cast, cooperating_unit_ids=[cast.culture.id])
        put_in(task, state)
        if person in who and state in when:
            do(act, cast, task, by, other)
            assert task.state == then, state
            continue
        with pytest.raises(Refused if person in who else NotAllowed):
            do(act, cast, task, by, other)
        assert task.state == state


@pytest.mark.parametrize("state", list(TaskState))
def test_star_is_set_by_those_who_direct_while_the_task_is_open(cast, state):
    task = issue(cast, cooperating_unit_ids=[cast.culture.id])
    put_in(task, state)
    for person in PEOPLE:
        if person in DIRECTING and state not in (C, X, T):
            actions.star_task(task, by=cast.everyone[person])
            assert task.is_starred
            actions.unstar_task(task, by=cast.everyone[person])
        else:
            with pytest.raises(Refused if person in DIRECTING else NotAllowed):
                actions.star_task(task, by=cast.everyone[person])
        assert not task.is_starred


def post(client, task, path, **data):
    return client.post(f"/tasks/{task.id}/{path}", data=data)


def page_of(client, task):
    return client.get(f"/tasks/{task.id}").text


def told():
    """(kind, address) of every mail that waits."""
    return {(mail.kind, mail.to_address) for mail in db.session.query(OutboxMail)}


def verbs(task):
    rows = db.session.query(TaskStateChange).filter_by(task_id=task.id).order_by(TaskStateChange.id)
    return [row.verb for row in rows]


def test_suspended_work_says_since_when_by_whom_and_why(cast, client):
    task = issue(cast, cooperating_unit_ids=[cast.culture.id])
    client.sign_in(cast.vice_chairman)
    assert post(client, task, "suspension", reason="").status_code == 422
    answer = post(client, task, "suspension", reason="Chờ vốn đợt 2", resume_on="23/11/2026")
    assert (answer.status_code, "suspend-resume_on-error" in answer.text, "Chờ vốn đợt 2" in answer.text) == (
        422,
        True,
        True,
    )
    assert post(client, task, "suspension", reason="Chờ vốn đợt 2", resume_on="15/12/2026").status_code == 303
    assert told() == {("task_suspended", "tckh@example.vn"), ("task_suspended", "vhtt@example.vn")}
    for reader in (cast.finance_head, cast.outsider, cast.clerk):
        client.sign_in(reader)
        line = re.search(r'<p class="aside-line">(.*?)</p>', page_of(client, task), re.S).group(1)
        said = " ".join(re.sub(r"<[^>]+>", "", line).split())
        assert said == "Tạm dừng từ 24/11 · Lê Minh Đức · “Chờ vốn đợt 2” · dự kiến tiếp tục từ 15/12/2026"
    assert "tạm dừng nhiệm vụ, dự kiến tiếp tục từ 15/12/2026" in page_of(client, task)


def test_resumed_work_may_get_a_new_date_and_keeps_the_original(cast, client):
    task = issue(cast)
    actions.request_extension(task, date(2026, 12, 20), "Chờ vốn", by=cast.finance_head)
    actions.suspend_task(task, "Chờ vốn", date(2026, 12, 1), by=cast.clerk)
    client.sign_in(cast.chairman)
    assert post(client, task, "resumption", due_on="23/11/2026").status_code == 422
    assert post(client, task, "resumption", note="Đã có vốn", due_on="30/12/2026").status_code == 303
    task = db.session.get_one(Task, task.id)
    assert (task.state, task.due_on, task.original_due_on, task.resume_on) == (
        P,
        date(2026, 12, 30),
        date(2026, 12, 15),
        None,
    )
    row = db.session.query(TaskDueChange).order_by(TaskDueChange.id.desc()).first()
    assert (row.from_due_on, row.to_due_on, row.reason) == (date(2026, 12, 15), date(2026, 12, 30), "Đã có vốn")
    assert (task.has_open_extension, db.session.query(Extension).one().state) == (False, "refused")
    assert "thời hạn từ 15/12/2026 sang 30/12/2026" in page_of(client, task)
    mail = db.session.query(OutboxMail).filter_by(kind="task_resumed").one()
    assert "Thời hạn nay là 30/12/2026" in mail.body_text


def test_resumed_work_without_a_new_date_keeps_its_request_for_more_time(cast):
    task = issue(cast)
    actions.request_extension(task, date(2026, 12, 20), "Chờ vốn", by=cast.finance_head)
    actions.suspend_task(task, "Chờ vốn", None, by=cast.clerk)
    actions.resume_task(task, "", None, by=cast.clerk)
    assert (task.due_on, task.has_open_extension) == (date(2026, 12, 15), True)


def open_everything(cast):
    """A task on which the unit waits for four answers."""
    task = issue(cast)
    actions.request_extension(task, date(2026, 12, 30), "Chờ vốn", by=cast.finance_head)
    actions.decline_task(task, "Không thuộc chức năng", None, by=cast.finance_head)
    db.session.add_all(
        [
            Proposal(
                task_id=task.id,
                state=ProposalState.OPEN,
                at=clock.now(),
                by_user_id=cast.finance_head.user_id,
                text="Xin vốn",
            ),
            Explanation(
                task_id=task.id,
                state=ExplanationState.ANSWERED,
                asked_at=clock.now(),
                unit_id=cast.finance.id,
                cause=Cause.OBJECTIVE,
            ),
        ]
    )
    db.session.commit()
    return task


def states_of(task):
    return [
        db.session.query(kind.state).filter_by(task_id=task.id).scalar()
        for kind in (Extension, Decline, Proposal, Explanation)
    ]


def test_cancelled_work_leaves_nothing_waiting(cast, client):
    task = open_everything(cast)
    client.sign_in(cast.clerk)
    assert post(client, task, "cancellation", reason="Không còn cần").status_code == 303
    task = db.session.get_one(Task, task.id)
    assert (task.closed_on, task.completed_on) == (date(2026, 11, 24), None)
    assert states_of(task) == ["refused", DeclineState.CLOSED, ProposalState.CLOSED, ExplanationState.CLOSED]
    assert db.session.query(Decline).one().decision_note == "Nhiệm vụ đã hủy."
    page = page_of(client, task)
    assert "Đã hủy từ 24/11" in page
    assert "Không còn cần" in page
    assert "/cancellation" not in page
    assert register.count_tasks(cast.clerk, TaskFilter(Band.CANCELLED), office_limits()) == 1


def test_replaced_work_leaves_nothing_waiting(cast):
    task, later = open_everything(cast), issue(cast)
    actions.supersede_by_hand(task, later.code, "", by=cast.clerk)
    db.session.flush()
    assert states_of(task) == ["refused", DeclineState.CLOSED, ProposalState.CLOSED, ExplanationState.CLOSED]


def test_confirmed_work_still_owes_its_explanation(cast):
    task = open_everything(cast)
    actions.insist_on_task(task, "Đúng chức năng", by=cast.clerk)
    actions.submit_completion(task, progress(), date(2026, 11, 24), by=cast.finance_head)
    actions.confirm_completion(task, by=cast.clerk)
    db.session.flush()
    assert states_of(task) == ["refused", DeclineState.INSISTED, ProposalState.CLOSED, ExplanationState.ANSWERED]


def test_work_goes_over_to_another_task(cast, client):
    task, later = issue(cast), issue(cast, title="Việc gộp")
    client.sign_in(cast.clerk)
    for named in ("NV-2026-9999", "142/TB-UBND", task.code):
        answer = post(client, task, "supersession", successor=named)
        assert (answer.status_code, "supersede-successor-error" in answer.text, named in answer.text) == (
            422,
            True,
            True,
        )
    typed = f" {later.code.lower()} "
    assert post(client, task, "supersession", successor=typed, reason="Gộp hai việc").status_code == 303
    page = page_of(client, task)
    assert re.search(rf'Đã chuyển từ 24/11.*?href="/tasks/{later.id}">{later.code}</a>.*?“Gộp hai việc”', page, re.S)
    assert f"chuyển {task.code} sang nhiệm vụ này" in page_of(client, later)
    assert told() == {("task_superseded", "tckh@example.vn")}
    client.sign_in(cast.finance_head)
    assert later.code in page_of(client, task)
    assert register.count_tasks(cast.clerk, TaskFilter(Band.TRANSFERRED), office_limits()) == 1


def test_work_goes_over_to_a_later_notice(cast, client):
    notice, task = enter(cast), issue(cast)
    client.sign_in(cast.clerk)
    assert post(client, task, "supersession", successor="142/TB-UBND").status_code == 422  # still in review
    notice.state = NoticeState.ISSUED
    db.session.commit()
    assert post(client, task, "supersession", successor="Số 142 / TB-UBND").status_code == 303
    page = page_of(client, task)
    assert f'href="/notices/{notice.id}">142/TB-UBND, 20/11/2026</a>' in page
    assert "/reopening" not in page


def test_reopened_work_is_as_far_as_the_unit_had_last_told(cast, client):
    task = issue(cast)
    actions.add_update(task, progress("u", percent=40), by=cast.finance_head)
    actions.submit_completion(task, progress("s", percent=100), date(2026, 11, 24), by=cast.finance_head)
    actions.confirm_completion(task, by=cast.clerk)
    db.session.commit()
    client.sign_in(cast.chairman)
    assert "/reopening" not in page_of(client, task)
    assert post(client, task, "reopening", reason="Thiếu hai xã").status_code == 403
    client.sign_in(cast.vice_chairman)
    assert post(client, task, "reopening", reason="").status_code == 422
    assert post(client, task, "reopening", reason="Thiếu hai xã").status_code == 303
    task = db.session.get_one(Task, task.id)
    assert (task.state, task.progress) == (P, 40)
    assert (task.completed_on, task.closed_on, task.reported_on, task.submitted_at) == (None, None, None, None)
    assert verbs(task)[-2:] == ["confirm", "reopen"]
    assert told() == {("task_reopened", "tckh@example.vn")}
    assert "Thiếu hai xã" in page_of(client, task)


@pytest.mark.parametrize(
    ("path", "data", "event"),
    [
        ("suspension", {"reason": "Chờ vốn", "resume_on": "15/12/2026"}, "task_suspended"),
        ("cancellation", {"reason": "Không còn cần"}, "task_cancelled"),
    ],
)
def test_second_press_does_nothing_and_another_text_is_not_lost(cast, client, path, data, event):
    task = issue(cast)
    client.sign_in(cast.clerk)
    assert [post(client, task, path, **data).status_code for _ in range(2)] == [303, 303]
    assert db.session.query(HistoryEntry).filter_by(event=event).count() == 1
    assert len(told()) == db.session.query(OutboxMail).count() == 1
    answer = post(client, task, path, reason="Lý do khác hẳn")
    assert (answer.status_code, "Lý do khác hẳn" in answer.text) == (422, True)


def test_second_press_of_resume_and_reopen_does_nothing(cast, client):
    task = issue(cast)
    actions.suspend_task(task, "Chờ vốn", None, by=cast.clerk)
    client.sign_in(cast.clerk)
    assert [post(client, task, "resumption", note="Đi tiếp").status_code for _ in range(2)] == [303, 303]
    post(client, task, "cancellation", reason="Nhầm")
    assert [post(client, task, "reopening", reason="Hủy nhầm").status_code for _ in range(2)] == [303, 303]
    assert verbs(task) == ["issue", "suspend", "resume", "cancel", "reopen"]


def test_star_stands_beside_the_title_with_its_trace(cast, client):
    task = issue(cast)
    client.sign_in(cast.chairman)
    assert [post(client, task, "star").status_code for _ in range(2)] == [303, 303]
    page = page_of(client, task)
    assert re.search(r"<h1><span[^>]*>★</span> Thu ngân sách", page)
    assert page.count("gắn sao ưu tiên") == 1
    client.sign_in(cast.finance_head)
    assert "★" in page_of(client, task)
    assert post(client, task, "star/removal").status_code == 403
    client.sign_in(cast.clerk)
    assert post(client, task, "star/removal").status_code == 303
    assert "bỏ sao ưu tiên" in page_of(client, task)
    assert not db.session.get_one(Task, task.id).is_starred


def test_stand_in_of_the_accountable_leader_reopens_in_both_names(cast):
    task = issue(cast)
    put_in(task, C)
    stand_in = type(cast.chairman)(
        user_id=cast.chairman.user_id,
        name="Nguyễn Quốc Trung",
        role=cast.vice_chairman.role,
        for_user_id=cast.vice_chairman.user_id,
        for_name="Lê Minh Đức",
    )
    actions.reopen_task(task, "Thiếu biểu", by=stand_in)
    db.session.flush()
    entry = db.session.query(HistoryEntry).filter_by(event="task_reopened").one()
    assert (entry.by_name, entry.for_name) == ("Nguyễn Quốc Trung", "Lê Minh Đức")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("act", ["suspend", "resume", "cancel", "supersede", "reopen"])
def test_mails_of_both_languages_tell_it_to_all_units(cast, act, language):
    db.session.query(User).update({"language": language})
    task, other = issue(cast, cooperating_unit_ids=[cast.culture.id]), issue(cast)
    put_in(task, {"resume": H, "reopen": X}.get(act, P))
    do(act, cast, task, cast.clerk, other)
    mails = db.session.query(OutboxMail).all()
    assert {mail.to_address for mail in mails} == {"tckh@example.vn", "vhtt@example.vn"}
    headline = {
        "suspend": ("Tạm dừng nhiệm vụ", "Task suspended"),
        "resume": ("Tiếp tục nhiệm vụ", "Task resumed"),
        "cancel": ("Hủy nhiệm vụ", "Task cancelled"),
        "supersede": ("Chuyển nhiệm vụ", "Task transferred"),
        "reopen": ("Mở lại nhiệm vụ", "Task reopened"),
    }[act][language == "en"]
    for mail in mails:
        assert mail.subject.startswith(f"[{headline}]")
        check_html(mail.body_html, act)


def test_work_page_puts_what_was_returned_second_and_what_rests_last(cast, client):
    for state, title in ((S, "đã báo cáo"), (H, "tạm dừng"), (D, "đề nghị chuyển"), (P, "đang làm"), (R, "trả lại")):
        for number, due in enumerate([date(2026, 12, 15), date(2026, 11, 2), date(2026, 12, 10)]):
            put_in(issue(cast, title=f"Việc {title} {number}", due_on=due), state)
    put_in(issue(cast, title="Việc mới"), A)
    client.sign_in(cast.finance_head)
    page = client.get("/work", budget=8).text
    assert re.findall(r'<h2 class="band">(.*?)</h2>', page) == [
        "Mới giao · 1",
        "Bị trả lại, cần bổ sung · 3",
        "Quá hạn · 1",
        "Tháng 12 · 2",
        "Chờ xác nhận · 3",
        "Đơn vị đề nghị chuyển · 3",
        "Tạm dừng · 3",
    ]
    assert page.count(">Bị trả lại</span>") == 3
    assert "2 quá hạn" in page  # one of them returned


def test_work_page_of_work_that_rests_walks_through_all_of_it(cast, client):
    for number in range(130):
        task = issue(cast, title=f"Việc {number:03d}", due_on=date(2026, 12, 1) + timedelta(days=number % 9))
        task.state = (D, H, R, P, A)[number % 5]
    db.session.commit()
    client.sign_in(cast.finance_head)
    seen, path = [], "/work"
    while path:
        page = client.get(path, budget=8).text
        seen += re.findall(r"Việc (\d{3})<", page)
        found = re.search(r'href="(/work\?[^"]*after=[^"]+)"', page)
        path = found.group(1).replace("&amp;", "&") if found else ""
    assert len(seen) == len(set(seen)) == 130


def test_day_on_which_suspended_work_was_to_go_on_is_marked(cast, client):
    task = issue(cast)
    actions.suspend_task(task, "Chờ vốn", date(2026, 12, 1), by=cast.clerk)
    db.session.commit()
    for days, is_marked in ((0, False), (7, True)):
        with time_machine.travel(clock.now() + timedelta(days=days)):
            client.sign_in(cast.clerk)
            assert ('<b class="near-text">dự kiến tiếp tục' in page_of(client, task)) is is_marked
