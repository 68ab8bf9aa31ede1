"""More time: until when and how often it may be asked for, who withdraws, who decides, another date, and the traces."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine

from tests.tasks.test_access import put_in
from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.calendar.actions import add_day
from tracker.db import db
from tracker.errors import NotAllowed, Refused
from tracker.history.models import HistoryEntry
from tracker.mail.models import OutboxMail
from tracker.settings.actions import save_settings
from tracker.settings.book import OfficeSettings
from tracker.settings.queries import forget_settings
from tracker.tasks import actions, policy, queries
from tracker.tasks.models import OPEN_STATES, WORKING, Extension, ExtensionState, Task, TaskState
from tracker.tasks.terms import last_day_to_ask
from tracker.workdays import Calendar

LATER = date(2026, 12, 30)
ONLY_A_LEADER = "Nay chỉ lãnh đạo mới đặt được thời hạn khác."


def set_office(cast, **values):
    """As the administrator would."""
    seen = {name: str(int(getattr(OfficeSettings(), name))) for name in values}
    save_settings({name: str(int(value)) for name, value in values.items()}, seen, by=cast.admin)
    db.session.commit()
    forget_settings()


def ask(cast, task, new_due_on=LATER, by=None):
    return actions.request_extension(task, new_due_on, "Chờ quyết toán", by=by or cast.finance_head)


def give(cast, task, times):
    """So many requests, each approved, each a week longer."""
    for number in range(times):
        asked = ask(cast, task, date(2026, 12, 22) + timedelta(weeks=number))
        actions.approve_extension(asked, "", by=cast.vice_chairman)
    db.session.commit()


def standing_in(person, absent):
    """That person in the post of the absent one."""
    return replace(
        person,
        role=absent.role,
        title=absent.title,
        unit_id=absent.unit_id,
        unit_name=absent.unit_name,
        for_user_id=absent.user_id,
        for_name=absent.name,
    )


@pytest.fixture
def task(cast) -> Task:
    """Finance leads, due on Tuesday 15/12/2026."""
    return issue(cast)


@pytest.fixture
def people(cast):
    """Everyone, and those who stand in for the head and for the accountable leader."""
    return {
        **cast.everyone,
        "stand_in_of_head": standing_in(cast.finance_officer, cast.finance_head),
        "stand_in_of_leader": standing_in(cast.chairman, cast.vice_chairman),
        "head_as_leader": standing_in(cast.finance_head, cast.vice_chairman),
    }


# --- who, and in which state -------------------------------------------------------------------------------------

OPEN = set(OPEN_STATES)
REQUEST = {"finance_head": set(WORKING), "stand_in_of_head": set(WORKING)}
WITHDRAW = {"finance_head": OPEN, "stand_in_of_head": OPEN}
# The head asked; who is, or stands in for, a leader decides, but never the head himself in a leader's post.
DECIDE = {"chairman": OPEN, "vice_chairman": OPEN, "stand_in_of_leader": OPEN}
DECIDE_WITH_OFFICE = {**DECIDE, "clerk": OPEN}


@pytest.mark.parametrize("state", list(TaskState))
def test_who_asks_in_which_state(task, people, state):
    put_in(task, state)
    may = {name for name, actor in people.items() if policy.can_request_extension(actor, task)}
    assert may == {name for name, states in REQUEST.items() if state in states}


@pytest.mark.parametrize("state", list(TaskState))
def test_who_withdraws_and_who_decides_in_which_state(cast, task, people, state):
    asked = ask(cast, task)
    put_in(task, state)
    for rule, table in (
        (policy.can_withdraw_extension, WITHDRAW),
        (policy.can_decide_extension, DECIDE),
        (lambda actor, one: policy.can_decide_extension(actor, one, office_decides=True), DECIDE_WITH_OFFICE),
    ):
        may = {name for name, actor in people.items() if rule(actor, asked)}
        assert may == {name for name, states in table.items() if state in states}


@pytest.mark.parametrize("decided", [ExtensionState.APPROVED, ExtensionState.REFUSED, ExtensionState.WITHDRAWN])
def test_what_is_decided_is_neither_withdrawn_nor_decided_again(cast, task, people, decided):
    asked = ask(cast, task)
    asked.state = decided
    assert not any(policy.can_withdraw_extension(actor, asked) for actor in people.values())
    assert not any(policy.can_decide_extension(actor, asked, office_decides=True) for actor in people.values())


def test_request_of_a_stand_in_is_not_decided_by_him_in_another_post(cast, task, people):
    asked = ask(cast, task, by=people["stand_in_of_head"])
    officer_as_leader = standing_in(cast.finance_officer, cast.vice_chairman)
    for act in (actions.approve_extension, actions.refuse_extension):
        with pytest.raises(NotAllowed):
            act(asked, "Tự quyết", by=officer_as_leader)
    actions.approve_extension(asked, "", by=people["stand_in_of_leader"])
    entry = db.session.query(HistoryEntry).filter_by(event="extension_approved").one()
    assert (entry.by_name, entry.for_name) == ("Nguyễn Quốc Trung", "Lê Minh Đức")
    entry = db.session.query(HistoryEntry).filter_by(event="extension_requested").one()
    assert (entry.by_name, entry.for_name) == ("Đàm Văn Sơn", "Nông Thị Hà")


# --- until when --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due_on", "days", "last"),
    [
        (date(2026, 12, 15), 0, date(2026, 12, 15)),
        (date(2026, 12, 15), 1, date(2026, 12, 16)),
        (date(2026, 12, 18), 1, date(2026, 12, 21)),  # a weekend lies between
        (date(2026, 12, 19), 0, date(2026, 12, 21)),  # a Saturday: the term really ends on Monday
        (date(2026, 12, 15), -1, date(2026, 12, 14)),
        (date(2026, 12, 14), -1, date(2026, 12, 11)),
        (date(2026, 12, 15), -5, date(2026, 12, 8)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),  # New Year is off
    ],
)
def test_last_day_to_ask(due_on, days, last):
    assert last_day_to_ask(due_on, Calendar.of([date(2027, 1, 1)]), days) == last


@pytest.mark.parametrize(
    ("days", "asked_on", "is_too_late"),
    [
        (20, date(2027, 1, 12), False),
        (20, date(2027, 1, 13), True),
        (0, date(2026, 12, 15), False),
        (0, date(2026, 12, 16), True),
        (-2, date(2026, 12, 11), False),
        (-2, date(2026, 12, 14), True),
    ],
)
def test_nobody_asks_after_the_last_day(cast, client, task, days, asked_on, is_too_late):
    if days != OfficeSettings().extension_until_days_late:
        set_office(cast, extension_until_days_late=days)
    form = {"new_due_on": "01/03/2027", "reason": "Chờ quyết toán đợt 2"}
    with time_machine.travel(clock.now() + (asked_on - clock.today())):
        client.sign_in(cast.finance_head)
        page = client.get(f"/tasks/{task.id}").text
        assert (ONLY_A_LEADER in page, f"/tasks/{task.id}/extensions" in page) == (is_too_late, not is_too_late)
        answer = client.post(f"/tasks/{task.id}/extensions", data=form)
    assert answer.status_code == (422 if is_too_late else 303)
    if is_too_late:  # the form was open while the day passed: what was typed is not lost
        assert ONLY_A_LEADER in answer.text
        assert "Chờ quyết toán đợt 2" in answer.text


def test_days_off_push_the_last_day_back(cast, task):
    set_office(cast, extension_until_days_late=1)
    add_day(date(2026, 12, 16), False, "Nghỉ bù", by=cast.admin)
    with time_machine.travel(clock.now() + timedelta(days=23)):  # 17/12/2026
        assert ask(cast, task).state == ExtensionState.OPEN


# --- how often ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("at_most", "given", "is_refused"), [(3, 2, False), (3, 3, True), (1, 1, True), (0, 4, False)])
def test_after_so_many_approvals_only_a_leader_gives_more(cast, client, task, at_most, given, is_refused):
    if at_most != OfficeSettings().extension_at_most:
        set_office(cast, extension_at_most=0)
    give(cast, task, given)
    if at_most == 1:
        save_settings({"extension_at_most": "1"}, {"extension_at_most": "0"}, by=cast.admin)
    client.sign_in(cast.finance_head)
    page = client.get(f"/tasks/{task.id}").text
    assert (ONLY_A_LEADER in page, f"/tasks/{task.id}/extensions" in page) == (is_refused, not is_refused)
    answer = client.post(f"/tasks/{task.id}/extensions", data={"new_due_on": "30/03/2027", "reason": "Lần nữa"})
    assert answer.status_code == (422 if is_refused else 303)
    assert (f"Đã gia hạn {given} lần" in answer.text) is is_refused


def test_refused_and_withdrawn_requests_do_not_use_up_approvals(cast, task):
    set_office(cast, extension_at_most=1)
    actions.refuse_extension(ask(cast, task), "Đủ thời gian", by=cast.vice_chairman)
    actions.withdraw_extension(ask(cast, task), by=cast.finance_head)
    give(cast, task, 1)
    with pytest.raises(Refused):
        ask(cast, task, date(2027, 2, 1))


@pytest.mark.parametrize(("flag_from", "flagged"), [(2, [2, 3]), (3, [3]), (0, [])])
def test_repeated_requests_are_counted_and_flagged(cast, client, task, flag_from, flagged):
    if flag_from != OfficeSettings().extension_flag_from:
        set_office(cast, extension_flag_from=flag_from)
    seen = []
    client.sign_in(cast.vice_chairman)
    for number in (1, 2, 3):
        actions.withdraw_extension(ask(cast, task), by=cast.finance_head)  # does not count
        asked = ask(cast, task)
        page = client.get(f"/tasks/{task.id}").text
        if f'<span class="chip near">xin gia hạn lần {number}</span>' in page:
            seen.append(number)
        actions.refuse_extension(asked, "Đủ thời gian", by=cast.vice_chairman)
    assert seen == flagged
    subjects = [mail.subject for mail in db.session.query(OutboxMail).filter_by(kind="extension_requested")]
    for number in (1, 2, 3):
        assert any(f"[Xin gia hạn lần {number}]" in subject for subject in subjects) is (number in flagged)
    numbers = [row.data["number"] for row in db.session.query(HistoryEntry).filter_by(event="extension_refused")]
    assert sorted(numbers) == [1, 2, 3]
    assert "xin gia hạn lần 3, từ 15/12/2026" in client.get(f"/tasks/{task.id}").text


# --- withdrawing -------------------------------------------------------------------------------------------------


def test_the_unit_withdraws_its_request(cast, client, task):
    asked = ask(cast, task)
    client.sign_in(cast.finance_head)
    path = f"/extensions/{asked.id}/withdrawal"
    assert f'action="{path}"' in client.get(f"/tasks/{task.id}").text
    assert [client.post(path).status_code for _ in range(2)] == [303, 303]
    page = client.get(f"/tasks/{task.id}").text
    assert page.count("rút đề nghị gia hạn đến 30/12/2026") == 1
    assert (path in page, f"/tasks/{task.id}/extensions" in page) == (False, True)
    asked = db.session.get_one(Extension, asked.id)
    assert (asked.state, asked.decided_by_id, asked.task_id) == ("withdrawn", cast.finance_head.user_id, task.id)
    assert db.session.get_one(Task, task.id).due_on == date(2026, 12, 15)


def test_only_the_lead_unit_withdraws(cast, client, task):
    asked = ask(cast, task)
    for actor in (cast.finance_officer, cast.vice_chairman, cast.clerk, cast.admin):
        client.sign_in(actor)
        assert client.post(f"/extensions/{asked.id}/withdrawal").status_code == 403
        assert f"/extensions/{asked.id}/withdrawal" not in client.get(f"/tasks/{task.id}").text


def test_what_is_decided_meanwhile_is_not_withdrawn(cast, client, task):
    asked = ask(cast, task)
    actions.approve_extension(asked, "", by=cast.vice_chairman)
    client.sign_in(cast.finance_head)
    answer = client.post(f"/extensions/{asked.id}/withdrawal")
    assert (answer.status_code, "đã được quyết định" in answer.text) == (409, True)


# --- deciding ----------------------------------------------------------------------------------------------------


def test_another_date_is_given(cast, client, task):
    asked = ask(cast, task)
    client.sign_in(cast.vice_chairman)
    answer = client.post(f"/extensions/{asked.id}/approval", data={"note": "Chỉ thêm một tuần", "due_on": "22/12/2026"})
    assert answer.status_code == 303
    asked, task = db.session.get_one(Extension, asked.id), db.session.get_one(Task, task.id)
    assert (asked.state, asked.new_due_on, asked.decided_due_on) == ("approved", LATER, date(2026, 12, 22))
    assert (task.due_on, task.original_due_on, task.has_open_extension) == (
        date(2026, 12, 22),
        date(2026, 12, 15),
        False,
    )
    mail = db.session.query(OutboxMail).filter_by(kind="extension_approved").one()
    assert "Đơn vị xin đến 30/12/2026; thời hạn mới là 22/12/2026." in mail.body_text
    page = client.get(f"/tasks/{task.id}").text
    assert "cho thời hạn 22/12/2026 (đơn vị xin đến 30/12/2026)" in page
    assert "Chỉ thêm một tuần" in page
    entry = db.session.query(HistoryEntry).filter_by(event="extension_approved").one()
    assert entry.data == {
        "asked": "2026-12-30",
        "old": "2026-12-15",
        "new": "2026-12-22",
        "note": "Chỉ thêm một tuần",
        "number": 1,
    }


@pytest.mark.parametrize("day", ["15/12/2026", "14/12/2026", "23/11/2026", "hôm nay"])
def test_another_date_lies_behind_the_present_one(cast, client, task, day):
    asked = ask(cast, task)
    client.sign_in(cast.vice_chairman)
    answer = client.post(f"/extensions/{asked.id}/approval", data={"note": "Đồng ý nhé", "due_on": day})
    assert (answer.status_code, 'id="decide-due_on-error"' in answer.text) == (422, True)
    assert "Đồng ý nhé" in answer.text
    assert f'value="{day}"' in answer.text
    assert db.session.get_one(Extension, asked.id).state == "open"


def test_another_date_for_overdue_work_is_still_to_come(cast, task):
    asked = ask(cast, task)
    with time_machine.travel(clock.now() + timedelta(days=30)):  # 24/12/2026
        for day in (date(2026, 12, 23), date(2026, 12, 24)):
            with pytest.raises(Refused) as refused:
                actions.approve_extension(asked, "", by=cast.vice_chairman, due_on=day)
            assert refused.value.field == "due_on"
        actions.approve_extension(asked, "", by=cast.vice_chairman, due_on=date(2026, 12, 25))
    assert task.due_on == date(2026, 12, 25)


def test_the_date_asked_for_typed_once_more_is_an_ordinary_approval(cast, task):
    asked = ask(cast, task)
    actions.approve_extension(asked, "", by=cast.vice_chairman, due_on=LATER)
    assert (task.due_on, asked.decided_due_on) == (LATER, None)


def test_refusal_needs_a_reason_also_from_the_list(cast, client, task):
    asked = ask(cast, task)
    client.sign_in(cast.vice_chairman)
    answer = client.post(f"/extensions/{asked.id}/refusal", data={"next": "/outstanding"})
    assert (answer.status_code, 'id="decide-note-error"' in answer.text) == (422, True)
    assert "Nêu lý do không đồng ý" in answer.text
    assert '<input type="hidden" name="next" value="/outstanding">' in answer.text
    assert db.session.get_one(Extension, asked.id).state == "open"
    sent = {"next": "/outstanding", "note": "Đủ thời gian"}
    assert client.post(f"/extensions/{asked.id}/refusal", data=sent).location == "/outstanding"
    mail = db.session.query(OutboxMail).filter_by(kind="extension_refused").one()
    assert "Đủ thời gian" in mail.body_text


def test_refusal_with_another_date_asks_which_is_meant(cast, client, task):
    asked = ask(cast, task)
    client.sign_in(cast.vice_chairman)
    data = {"note": "Không lùi", "due_on": "22/12/2026"}
    answer = client.post(f"/extensions/{asked.id}/refusal", data=data)
    assert (answer.status_code, "Muốn cho thời hạn này, bấm «Đồng ý»" in answer.text) == (422, True)
    assert db.session.get_one(Extension, asked.id).state == "open"


def test_the_office_decides_where_it_is_delegated(cast, client, task):
    client.sign_in(cast.clerk)
    first = ask(cast, task)
    for verb in ("approval", "refusal"):
        assert client.post(f"/extensions/{first.id}/{verb}", data={"note": "Không"}).status_code == 403
    assert db.session.query(OutboxMail).filter_by(to_address="vanphong@example.vn").count() == 0
    actions.withdraw_extension(first, by=cast.finance_head)
    set_office(cast, office_decides_extensions=True)
    second = ask(cast, task)
    told = {mail.to_address for mail in db.session.query(OutboxMail).filter(OutboxMail.key.like(f"%:{second.id}:%"))}
    assert told == {"phochutich@example.vn", "vanphong@example.vn"}
    page = client.get(f"/tasks/{task.id}").text
    assert f'action="/extensions/{second.id}/approval"' in page
    assert client.post(f"/extensions/{second.id}/approval").status_code == 303
    assert db.session.get_one(Task, task.id).due_on == LATER
    client.sign_in(cast.finance_head)
    ask(cast, task, date(2027, 1, 15))
    assert "Lê Minh Đức hoặc Văn phòng quyết định." in client.get(f"/tasks/{task.id}").text


def test_second_press_of_the_request_is_the_same_request(cast, client, task):
    client.sign_in(cast.finance_head)
    form = {"new_due_on": "30/12/2026", "reason": "Chờ quyết toán"}
    assert [client.post(f"/tasks/{task.id}/extensions", data=form).status_code for _ in range(2)] == [303, 303]
    assert db.session.query(Extension).count() == 1
    assert db.session.query(OutboxMail).count() == 1
    other = client.post(f"/tasks/{task.id}/extensions", data={**form, "reason": "Vì lý do khác"})
    assert (other.status_code, "Vì lý do khác" in other.text) == (422, True)


# --- what overtakes a request ------------------------------------------------------------------------------------


def test_a_request_that_closes_by_itself_says_so(cast, client, task):
    ask(cast, task)
    actions.submit_completion(task, progress(), date(2026, 11, 24), by=cast.finance_head)
    actions.confirm_completion(task, by=cast.clerk)
    db.session.commit()
    client.sign_in(cast.finance_head)
    page = client.get(f"/tasks/{task.id}").text
    assert "khép lại đề nghị gia hạn đến 30/12/2026" in page
    assert "Nhiệm vụ đã hoàn thành trước khi có quyết định." in page


def test_without_a_request_nothing_is_closed(cast, task):
    actions.close_open_extension(task, cast.clerk, "Không có gì")
    assert db.session.query(HistoryEntry).filter_by(event="extension_closed").count() == 0


# --- every date that the task has had ------------------------------------------------------------------------------


def test_every_change_of_the_date_is_told_in_order(cast, client, task):
    client.sign_in(cast.finance_officer)
    before = client.get(f"/tasks/{task.id}").text
    assert "due-changes" not in before
    give(cast, task, 2)
    with time_machine.travel(clock.now() + timedelta(days=1)):
        actions.set_due_date(task, date(2026, 12, 20), "Chủ tịch yêu cầu sớm hơn", by=cast.chairman)
        client.sign_in(cast.finance_officer)
        page = client.get(f"/tasks/{task.id}").text
    told = re.search(r'<details class="mt-1 due-changes">(.*?)</details>', page, re.DOTALL).group(1)
    lines = [re.sub(r"\s+", " ", re.sub("<[^>]+>", "", line)).strip() for line in re.findall("<li.*?</li>", told, re.S)]
    assert "đã đổi 3 lần" in told
    assert lines == [
        "15/12/2026 · Hoàng Thị Lan, 24/11",
        "15/12/2026 → 22/12/2026 · Lê Minh Đức, 24/11 Chờ quyết toán",
        "22/12/2026 → 29/12/2026 · Lê Minh Đức, 24/11 Chờ quyết toán",
        "29/12/2026 → 20/12/2026 · Nguyễn Quốc Trung, 25/11 Chủ tịch yêu cầu sớm hơn",
    ]
    assert "ban đầu 15/12/2026" in page


def test_counts_of_a_task_without_requests(cast, task):
    assert queries.count_extensions(task) == (0, 0)
