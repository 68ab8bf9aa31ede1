"""A leader sets or moves a due date himself, and what follows it; work without a date; the whole story of its dates."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from tests.review.notices import enter
from tests.review.notices import issue as issue_notice
from tests.tasks.test_access import DATED, put_in
from tests.tasks.test_life import issue
from tests.tasks.test_more_time import ask, set_office, standing_in
from tracker import clock
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import NotAllowed, Refused
from tracker.history.models import HistoryEntry
from tracker.mail.models import OutboxMail
from tracker.people.models import User
from tracker.tasks import actions, policy, register
from tracker.tasks.bands import Band, Limits
from tracker.tasks.models import Extension, Step, Task, TaskDueChange, TaskState
from tracker.tasks.register import TaskFilter
from tracker.tasks.status import Today

FORM = {"due_on": "30/12/2026", "reason": "Tỉnh yêu cầu"}
SET_DUE = {"chairman": DATED, "vice_chairman": DATED, "stand_in_of_leader": DATED, "head_as_leader": DATED}
SET_DUE_WITH_OFFICE = {**SET_DUE, "clerk": DATED}


def dates_of(task):
    return [
        (row.from_due_on, row.to_due_on)
        for row in db.session.query(TaskDueChange).filter_by(task_id=task.id).order_by(TaskDueChange.id)
    ]


@pytest.mark.parametrize("state", list(TaskState))
def test_who_sets_dates_in_which_state(cast, state):
    people = {
        **cast.everyone,
        "stand_in_of_head": standing_in(cast.finance_officer, cast.finance_head),
        "stand_in_of_leader": standing_in(cast.chairman, cast.vice_chairman),
        "head_as_leader": standing_in(cast.finance_head, cast.vice_chairman),
    }
    task = issue(cast)
    put_in(task, state)
    for office_decides, table in ((False, SET_DUE), (True, SET_DUE_WITH_OFFICE)):
        may = {name for name, one in people.items() if policy.can_set_due(one, task, office_decides=office_decides)}
        assert may == {name for name, states in table.items() if state in states}


@pytest.mark.parametrize("state", sorted(set(TaskState) - DATED))
def test_dates_of_what_is_reported_or_over_stay(cast, client, state):
    task = issue(cast)
    put_in(task, state)
    client.sign_in(cast.chairman)
    answer = client.post(f"/tasks/{task.id}/due-date", data=FORM)
    assert (answer.status_code, "Tỉnh yêu cầu" in answer.text) == (422, True)
    assert db.session.get_one(Task, task.id).due_on == date(2026, 12, 15)


def test_a_leader_moves_the_date_either_way(cast, client):
    task = issue(cast)
    client.sign_in(cast.chairman)
    for typed in ("30/12/2026", "01/12/2026"):
        answer = client.post(f"/tasks/{task.id}/due-date", data={**FORM, "due_on": typed})
        assert answer.status_code == 303
    task = db.session.get_one(Task, task.id)
    assert (task.due_on, task.original_due_on) == (date(2026, 12, 1), date(2026, 12, 15))
    assert dates_of(task) == [
        (None, date(2026, 12, 15)),
        (date(2026, 12, 15), date(2026, 12, 30)),
        (date(2026, 12, 30), date(2026, 12, 1)),
    ]
    page = client.get(f"/tasks/{task.id}").text
    assert "chuyển thời hạn từ 15/12/2026 sang 30/12/2026" in page
    assert "Tỉnh yêu cầu" in page


def test_the_first_date_of_a_task_becomes_its_original_one(cast, client):
    task = issue(cast, due_on=None)
    client.sign_in(cast.vice_chairman)
    assert "Đặt thời hạn…" in client.get(f"/tasks/{task.id}").text
    client.post(f"/tasks/{task.id}/due-date", data=FORM)
    client.post(f"/tasks/{task.id}/due-date", data={**FORM, "due_on": "15/01/2027"})
    task = db.session.get_one(Task, task.id)
    assert (task.due_on, task.original_due_on) == (date(2027, 1, 15), date(2026, 12, 30))
    page = client.get(f"/tasks/{task.id}").text
    assert ("đặt thời hạn 30/12/2026" in page, "Đổi thời hạn…" in page) == (True, True)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("due_on", "", "Ghi thời hạn."),
        ("due_on", "23/11/2026", "Thời hạn không thể ở quá khứ"),
        ("due_on", "15/12/2026", "Thời hạn hiện nay đã là ngày này"),
        ("due_on", "31/02/2026", "Không có ngày 31/02/2026"),
        ("reason", " ", "Nêu lý do đặt thời hạn này."),
    ],
)
def test_bad_date_is_said_beside_the_field_and_nothing_is_lost(cast, client, field, value, says):
    task = issue(cast)
    client.sign_in(cast.chairman)
    answer = client.post(f"/tasks/{task.id}/due-date", data={**FORM, field: value})
    assert (answer.status_code, f'id="set-due-{field}-error"' in answer.text, says in answer.text) == (422, True, True)
    kept = FORM["due_on" if field == "reason" else "reason"]
    assert kept in answer.text
    assert dates_of(task) == [(None, date(2026, 12, 15))]


def test_today_can_be_the_due_date(cast):
    task = issue(cast)
    actions.set_due_date(task, clock.today(), "Làm ngay", by=cast.chairman)
    assert task.due_on == date(2026, 11, 24)


def test_second_press_sets_nothing_and_tells_nobody_again(cast, client):
    task = issue(cast)
    client.sign_in(cast.chairman)
    assert [client.post(f"/tasks/{task.id}/due-date", data=FORM).status_code for _ in range(2)] == [303, 303]
    assert len(dates_of(task)) == 2
    assert sorted(mail.to_address for mail in db.session.query(OutboxMail)) == [
        "phochutich@example.vn",
        "tckh@example.vn",
    ]


def test_roles_without_the_right_are_refused(cast, client):
    task = issue(cast)
    for actor in (cast.finance_head, cast.finance_officer, cast.clerk, cast.admin):
        client.sign_in(actor)
        assert client.post(f"/tasks/{task.id}/due-date", data=FORM).status_code == 403
    set_office(cast, office_decides_extensions=True)
    client.sign_in(cast.clerk)
    assert f"/tasks/{task.id}/due-date" in client.get(f"/tasks/{task.id}?open=set_due").text
    assert client.post(f"/tasks/{task.id}/due-date", data=FORM).status_code == 303


def test_an_open_request_is_closed_with_a_note(cast, client):
    task = issue(cast)
    asked = ask(cast, task)
    client.sign_in(cast.chairman)
    assert "Đề nghị gia hạn được khép lại cùng lúc." in client.get(f"/tasks/{task.id}?open=set_due").text
    client.post(f"/tasks/{task.id}/due-date", data={**FORM, "due_on": "22/12/2026"})
    asked = db.session.get_one(Extension, asked.id)
    assert (asked.state, asked.decision_note) == ("refused", "Nguyễn Quốc Trung đã đặt thời hạn 22/12/2026.")
    assert db.session.get_one(Task, task.id).has_open_extension is False
    page = client.get(f"/tasks/{task.id}").text
    assert "khép lại đề nghị gia hạn đến 30/12/2026" in page
    mail = db.session.query(OutboxMail).filter_by(kind="due_set", to_address="tckh@example.vn").one()
    assert "Đề nghị gia hạn được khép lại cùng lúc." in mail.body_text


def test_who_asked_does_not_set_the_date_in_a_leaders_post(cast):
    task = issue(cast)
    ask(cast, task)
    head_as_leader = standing_in(cast.finance_head, cast.vice_chairman)
    with pytest.raises(Refused) as refused:
        actions.set_due_date(task, date(2026, 12, 30), "Tự đặt", by=head_as_leader)
    assert "lãnh đạo khác" in refused.value.sentence
    with pytest.raises(NotAllowed):
        actions.set_due_date(task, date(2026, 12, 30), "Tự đặt", by=cast.finance_head)


def add_step(cast, task, due_on, **more):
    step = Step(
        task_id=task.id,
        title=f"Bước {due_on}",
        due_on=due_on,
        created_at=clock.now(),
        by_user_id=cast.finance_head.user_id,
        **more,
    )
    db.session.add(step)
    db.session.flush()
    return step


def test_steps_behind_the_new_date_are_pulled_to_it(cast, client):
    task = issue(cast)
    before, behind, undated = (add_step(cast, task, day) for day in (date(2026, 12, 5), date(2026, 12, 14), None))
    done = add_step(cast, task, date(2026, 12, 14), done_at=clock.now())
    removed = add_step(cast, task, date(2026, 12, 14), removed_at=clock.now())
    actions.set_due_date(task, date(2026, 12, 10), "Tỉnh yêu cầu sớm hơn", by=cast.chairman)
    db.session.commit()
    assert [step.due_on for step in (before, behind, undated, done, removed)] == [
        date(2026, 12, 5),
        date(2026, 12, 10),
        None,
        date(2026, 12, 14),
        date(2026, 12, 14),
    ]
    client.sign_in(cast.finance_head)
    page = client.get(f"/tasks/{task.id}").text
    assert "kéo việc nhỏ «Bước 2026-12-14» từ 14/12/2026 về 10/12/2026" in page
    assert db.session.query(HistoryEntry).filter_by(event="step_pulled").count() == 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_mail_of_a_date_reads_in_both_languages(cast, language):
    db.session.query(User).update({"language": language})
    first, moved = issue(cast, due_on=None), issue(cast)
    for task in (first, moved):
        actions.set_due_date(task, date(2026, 12, 30), "Tỉnh yêu cầu", by=cast.vice_chairman)
    mails = db.session.query(OutboxMail).order_by(OutboxMail.id).all()
    assert [mail.to_address for mail in mails] == ["tckh@example.vn"] * 2  # the accountable leader set it himself
    says = {
        "vi": (
            "Nhiệm vụ trước đây không có thời hạn. Thời hạn nay là 30/12/2026.",
            "Thời hạn trước đây là 15/12/2026. Thời hạn nay là 30/12/2026.",
        ),
        "en": (
            "The task had no due date. It is now due on 30/12/2026.",
            "The due date was 15/12/2026. It is now 30/12/2026.",
        ),
    }[language]
    for mail, sentence in zip(mails, says, strict=True):
        assert sentence in mail.body_text
        assert "Tỉnh yêu cầu" in mail.body_html


# --- open work without a due date ----------------------------------------------------------------------------------


def months_ago(cast, months, days=0, **values):
    """A task without a due date, assigned on the 24th so many months ago and some days more."""
    when = clock.now().replace(year=2026, month=11 - months) - timedelta(days=days)
    task = issue(cast, due_on=None, title=f"Việc {months} tháng {days} ngày", **values)
    task.assigned_at = when
    db.session.flush()
    return task


@pytest.mark.parametrize(
    ("months", "days", "says", "is_marked"),
    [
        (0, 0, "giao chưa đầy 1 tháng", False),
        (1, -1, "giao chưa đầy 1 tháng", False),
        (1, 0, "giao 1 tháng trước", False),
        (3, -1, "giao 2 tháng trước", False),
        (3, 0, "giao 3 tháng trước", True),
        (8, 3, "giao 8 tháng trước", True),
    ],
)
def test_work_without_a_date_shows_its_age(cast, client, months, days, says, is_marked):
    task = months_ago(cast, months, days)
    client.sign_in(cast.chairman)
    for path, budget in (("/tasks?band=no_due", 8), ("/outstanding", 10), (f"/tasks/{task.id}", 17)):
        page = client.get(path, budget=budget).text
        assert says in page, path
        assert (f'<span class="chip near">{says}</span>' in page) is is_marked, path


def test_the_office_says_after_how_many_months_work_is_marked(cast, client):
    set_office(cast, no_due_warning_months=6)
    months_ago(cast, 5)
    months_ago(cast, 6)
    client.sign_in(cast.clerk)
    page = client.get("/tasks?band=no_due").text
    assert "giao từ 6 tháng trở lên thì được đánh dấu" in page
    assert re.findall(r'<span class="chip near">(.*?)</span>', page) == ["giao 6 tháng trước"]


def test_what_waits_or_is_over_has_no_age(cast, client):
    for state in (TaskState.SUBMITTED, TaskState.SUSPENDED, TaskState.COMPLETED):
        put_in(months_ago(cast, 4), state)
    client.sign_in(cast.clerk)
    for band in ("no_due", "waiting", "suspended", "done"):
        assert "giao 4 tháng trước" not in client.get(f"/tasks?band={band}").text


def test_pages_of_work_without_a_date_run_from_the_oldest_on(cast, client):
    for number in range(120):
        issue(cast, due_on=None, title=f"Việc {number:03d}")
    issue(cast, title="Việc có hạn")
    client.sign_in(cast.clerk)
    seen, path = [], "/tasks?band=no_due"
    while path:
        page = client.get(path, budget=8).text
        seen += re.findall(r"Việc (\d{3})<", page)
        found = re.search(r'href="(/tasks\?[^"]*after=[^"]+)"', page)
        path = found.group(1).replace("&amp;", "&") if found else ""
    assert seen == [f"{number:03d}" for number in range(120)]


def test_work_without_a_date_is_read_from_an_index(app, cast, dialect):
    limits = Limits.of(Today.of(clock.today(), office_calendar()))
    seen = []

    def note(conn, cursor, statement, values, *rest):
        seen.append((statement, values))

    for number in range(60):
        issue(cast, due_on=None, title=f"Việc {number}")
    db.session.flush()
    if dialect == "postgres":  # so few rows are read whole; we ask which way it would take with many
        db.session.connection().exec_driver_sql("SET LOCAL enable_seqscan = off")
        db.session.connection().exec_driver_sql("SET LOCAL enable_bitmapscan = off")
    event.listen(db.engine, "before_cursor_execute", note)
    register.list_tasks(cast.chairman, TaskFilter(band=Band.NO_DUE), limits, "9999-12-31.5")
    event.remove(db.engine, "before_cursor_execute", note)
    explain = "EXPLAIN" if dialect == "postgres" else "EXPLAIN QUERY PLAN"
    rows = db.session.connection().exec_driver_sql(f"{explain} {seen[-1][0]}", seen[-1][1])
    plan = " ".join(str(row[-1]) for row in rows)
    assert "ix_task_open_due" in plan
    assert not re.search("TEMP B-TREE|Sort", plan), plan


# --- dates that a later notice moves -------------------------------------------------------------------------------


def test_a_later_notice_that_moves_the_date_closes_the_request_and_says_so(cast, client):
    task = issue(cast)
    ask(cast, task)
    step = add_step(cast, task, date(2026, 12, 14))
    notice = enter(cast)
    issue_notice(notice, cast.clerk)
    directive = db.session.query(Directive).filter_by(notice_id=notice.id).first()
    actions.continue_task(task, directive, notice, due_on=date(2026, 12, 10), by=cast.clerk)
    db.session.commit()
    client.sign_in(cast.finance_head)
    page = client.get(f"/tasks/{task.id}").text
    assert "khép lại đề nghị gia hạn đến 30/12/2026" in page
    assert f"{notice.reference} đã ấn định thời hạn mới." in page
    assert db.session.get_one(Step, step.id).due_on == date(2026, 12, 10)


# --- the whole story -----------------------------------------------------------------------------------------------

DAYS = st.integers(1, 400).map(lambda number: date(2026, 11, 24) + timedelta(days=number))
ACTS = st.lists(
    st.tuples(st.sampled_from(["request", "withdraw", "approve", "counter", "refuse", "set_due"]), DAYS),
    max_size=12,
)


def carry_out(cast, task, waiting, act, day):
    """One act, whoever may do it; what a rule refuses changes nothing."""
    reason = f"{act} {day}"
    if act == "request":
        return actions.request_extension(task, day, reason, by=cast.finance_head)
    if act == "set_due":
        actions.set_due_date(task, day, reason, by=cast.chairman)
    elif waiting is not None and act == "withdraw":
        actions.withdraw_extension(waiting, by=cast.finance_head)
    elif waiting is not None and act == "refuse":
        actions.refuse_extension(waiting, reason, by=cast.chairman)
    elif waiting is not None:
        actions.approve_extension(waiting, "", by=cast.chairman, due_on=day if act == "counter" else None)
    return waiting


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.none() | DAYS, acts=ACTS)
def test_the_original_date_never_changes_and_the_rows_tell_every_date(cast, first, acts):
    task, waiting, original = issue(cast, due_on=first), None, first
    dates = [first]
    for act, day in acts:
        before = task.due_on
        try:
            waiting = carry_out(cast, task, waiting, act, day)
        except Refused:
            assert task.due_on == before
        db.session.flush()
        if task.due_on != before:
            dates.append(task.due_on)
        original = original or task.due_on
        assert task.original_due_on == original
    assert dates_of(task) == list(zip([None, *dates], dates, strict=False))
    open_ones = db.session.query(Extension).filter_by(task_id=task.id, state="open").count()
    assert (open_ones == 1) is task.has_open_extension


def test_stand_in_is_named_beside_the_absent_leader(cast, client):
    task = issue(cast)
    by = replace(cast.chairman, for_user_id=cast.vice_chairman.user_id, for_name=cast.vice_chairman.name)
    actions.set_due_date(task, date(2026, 12, 30), "Tỉnh yêu cầu", by=by)
    client.sign_in(cast.clerk)
    assert "Nguyễn Quốc Trung thay mặt Lê Minh Đức" in client.get(f"/tasks/{task.id}").text
