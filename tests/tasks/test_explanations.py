"""Why work is late: who asks, answers and accepts, in one thread, and what a late report of completion must say."""

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tasks.test_access import put_in
from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.db import db
from tracker.errors import NotAllowed, Refused
from tracker.history.models import HistoryEntry
from tracker.mail.models import OutboxMail
from tracker.people.actor import Actor
from tracker.settings.models import OfficeSetting
from tracker.settings.queries import forget_settings
from tracker.tasks import actions, policy
from tracker.tasks.explanations import EVENTS, find_last_explanation, is_unexplained
from tracker.tasks.models import Cause, Explanation, ExplanationState, ProgressUpdate, Task, TaskState
from tracker.tasks.models.explanation import TRANSITIONS

LATE = date(2026, 11, 13)
WHY = "Chờ hướng dẫn của Sở; sẽ xong trước 30/11."
BODY = {"cause": "objective", "explanation": WHY}


def answer(explanation=None, cause=Cause.OBJECTIVE, text=WHY):
    return actions.Answer(cause, text, explanation.version if explanation else 0)


def entries(task, event=None):
    found = db.session.query(HistoryEntry).filter_by(subject_type="task", subject_id=task.id)
    found = found.filter(HistoryEntry.event == event if event else HistoryEntry.event.in_(EVENTS))
    return found.order_by(HistoryEntry.id).all()


def switch(name, value):
    db.session.merge(OfficeSetting(name=name, value=value, changed_at=clock.now(), changed_by_id=1))
    db.session.flush()
    forget_settings()


def stand_in(cast, absent):
    """The outsider acts in the post of the absent one."""
    return Actor(
        user_id=cast.outsider.user_id,
        name=cast.outsider.name,
        role=absent.role,
        unit_id=absent.unit_id,
        unit_name=absent.unit_name,
        for_user_id=absent.user_id,
        for_name=absent.name,
    )


@pytest.fixture
def late(cast):
    """The vice chairman's task, overdue since the 16th."""
    task = issue(cast, due_on=LATE)
    db.session.commit()
    return task


@pytest.fixture
def asked(cast, late):
    """The chairman asks, though another leader is accountable."""
    return actions.ask_explanation(late, "Vì sao chậm?", by=cast.chairman)


# Written out: who may do what while the exchange stands so. The accountable leader is the vice chairman.
ANSWERERS = {"finance_head"}
DECIDERS = {"chairman", "vice_chairman", "clerk"}


@pytest.mark.parametrize(
    ("state", "answers", "decides"),
    [
        (ExplanationState.ASKED, ANSWERERS, set()),
        (ExplanationState.ANSWERED, ANSWERERS, DECIDERS),
        (ExplanationState.ACCEPTED, set(), set()),
        (ExplanationState.CLOSED, set(), set()),
    ],
)
def test_who_may_do_what_in_which_state(cast, asked, state, answers, decides):
    asked.state = state
    may = {name for name, actor in cast.everyone.items() if policy.can_answer_explanation(actor, asked)}
    assert may == answers
    may = {name for name, actor in cast.everyone.items() if policy.can_decide_explanation(actor, asked)}
    assert may == decides


@pytest.mark.parametrize("state", list(TaskState))
def test_who_asks_in_which_state(cast, late, state):
    put_in(late, state)
    may = {name for name, actor in cast.everyone.items() if policy.can_ask_explanation(actor, late)}
    closed_for_good = state in (TaskState.CANCELLED, TaskState.SUPERSEDED)
    assert may == (set() if closed_for_good else {"chairman", "vice_chairman", "clerk"})


def test_another_leader_than_the_accountable_one_decides_only_what_he_asked(cast, late):
    explanation = actions.explain(late, answer(), by=cast.finance_head)
    assert not policy.can_decide_explanation(cast.chairman, explanation)
    explanation.asked_by_id = cast.chairman.user_id
    assert policy.can_decide_explanation(cast.chairman, explanation)
    assert policy.can_decide_explanation(stand_in(cast, cast.chairman), explanation)


def test_nobody_accepts_what_he_or_whom_he_stands_for_has_answered(cast, asked):
    deputy = stand_in(cast, cast.finance_head)
    actions.explain(asked.task, answer(asked), by=deputy)
    assert entries(asked.task, "explanation_answered")[0].for_name == cast.finance_head.name
    for role in (cast.vice_chairman, cast.clerk):
        assert not policy.can_decide_explanation(stand_in(cast, role), asked)
        with pytest.raises(NotAllowed):
            actions.accept_explanation(asked, "objective", "", seen=asked.version, by=stand_in(cast, role))
    actions.accept_explanation(asked, "objective", "", seen=asked.version, by=cast.clerk)


def test_from_question_to_acceptance_with_the_cause_corrected(cast, asked):
    task = asked.task
    actions.explain(task, answer(asked), by=cast.finance_head)
    actions.ask_explanation_again(asked, "Nêu rõ trách nhiệm", seen=asked.version, by=cast.vice_chairman)
    assert (asked.state, asked.decision_note) == (ExplanationState.ASKED, "Nêu rõ trách nhiệm")
    actions.explain(task, answer(asked, text="Phòng nhận trách nhiệm"), by=cast.finance_head)
    assert (asked.state, asked.decision_note, asked.decided_by_id) == (ExplanationState.ANSWERED, "", None)
    actions.accept_explanation(asked, Cause.SUBJECTIVE, "Chậm do phân công", seen=asked.version, by=cast.clerk)
    assert (asked.state, asked.cause, asked.confirmed_cause) == ("accepted", "objective", "subjective")
    told = [(entry.event, entry.data.get("note"), entry.data.get("cause")) for entry in entries(task)]
    assert told == [
        ("explanation_asked", "Vì sao chậm?", None),
        ("explanation_answered", WHY, "objective"),
        ("explanation_asked_again", "Nêu rõ trách nhiệm", None),
        ("explanation_answered", "Phòng nhận trách nhiệm", "objective"),
        ("explanation_accepted", "Chậm do phân công", "subjective"),
    ]


def test_only_one_exchange_runs(cast, asked):
    with pytest.raises(Refused, match="Đã có yêu cầu"):
        actions.ask_explanation(asked.task, "Còn gì nữa?", by=cast.clerk)
    assert actions.ask_explanation(asked.task, "Vì sao chậm?", by=cast.chairman) is asked
    assert len(entries(asked.task)) == 1
    actions.explain(asked.task, answer(asked), by=cast.finance_head)
    actions.accept_explanation(asked, "objective", "", seen=asked.version, by=cast.clerk)
    again = actions.ask_explanation(asked.task, "Vì sao vẫn chưa xong?", by=cast.clerk)
    assert again.id != asked.id


def test_presses_of_the_same_button_count_once(cast, asked):
    task, first = asked.task, answer(asked)
    for _ in range(2):
        actions.explain(task, first, by=cast.finance_head)
    seen = asked.version
    for _ in range(2):
        actions.ask_explanation_again(asked, "Chưa rõ", seen=seen, by=cast.clerk)
    actions.explain(task, answer(asked), by=cast.finance_head)
    seen = asked.version
    for _ in range(2):
        actions.accept_explanation(asked, "objective", "", seen=seen, by=cast.clerk)
    assert [entry.event.removeprefix("explanation_") for entry in entries(task)] == [
        *("asked", "answered", "asked_again", "answered", "accepted")
    ]


def test_what_was_written_meanwhile_is_read_first(cast, asked):
    task, old = asked.task, asked.version
    actions.explain(task, answer(asked), by=cast.finance_head)
    with pytest.raises(Refused, match="Vừa có người ghi thêm"):
        actions.explain(task, actions.Answer("objective", "Bản khác", old), by=cast.finance_head)
    seen = asked.version
    actions.explain(task, answer(asked, text="Bản đã sửa"), by=cast.finance_head)
    with pytest.raises(Refused, match="Vừa có người ghi thêm"):
        actions.accept_explanation(asked, "objective", "", seen=seen, by=cast.clerk)
    actions.accept_explanation(asked, "objective", "", seen=asked.version, by=cast.clerk)
    with pytest.raises(Refused, match="đã được xử lý"):
        actions.ask_explanation_again(asked, "Muộn", seen=asked.version, by=cast.vice_chairman)


def test_unasked_a_unit_explains_only_a_delay_and_once(cast, late):
    in_time = issue(cast)
    with pytest.raises(Refused, match="chưa quá hạn"):
        actions.explain(in_time, answer(), by=cast.finance_head)
    with pytest.raises(NotAllowed):
        actions.explain(late, answer(), by=cast.finance_officer)
    explanation = actions.explain(late, answer(), by=cast.finance_head)
    assert (explanation.asked_by_id, explanation.state) == (None, ExplanationState.ANSWERED)
    actions.accept_explanation(explanation, "objective", "", seen=explanation.version, by=cast.clerk)
    with pytest.raises(Refused, match="đã được chấp nhận"):
        actions.explain(late, answer(text="Thêm"), by=cast.finance_head)


def test_cancelled_work_needs_no_explanation(cast, asked):
    task = asked.task
    actions.close_running_explanation(task, cast.clerk, "Nhiệm vụ đã hủy.")
    actions.close_running_explanation(task, cast.clerk, "Nhiệm vụ đã hủy.")
    assert (asked.state, asked.decision_note) == (ExplanationState.CLOSED, "Nhiệm vụ đã hủy.")
    assert len(entries(task, "explanation_closed")) == 1
    put_in(task, TaskState.CANCELLED)
    with pytest.raises(Refused, match="không phải giải trình"):
        actions.ask_explanation(task, "Vì sao?", by=cast.clerk)


def complete(client, task, **more):
    body = {"form_key": "k", "result": "Đã xong", "completed_on": "24/11/2026", **more}
    return client.post(f"/tasks/{task.id}/completion", data=body)


def test_late_report_says_why_in_the_same_form(cast, client, late):
    client.sign_in(cast.finance_head)
    assert 'id="done-explanation"' in client.get(f"/tasks/{late.id}").text
    page = complete(client, late)
    assert (page.status_code, 'id="done-cause' in page.text, "Đã xong" in page.text) == (422, True, True)
    assert "chọn nguyên nhân và ghi giải trình" in page.text
    page = complete(client, late, cause="subjective")
    assert (page.status_code, "done-explanation-error" in page.text) == (422, True)
    assert re.search(r'checked[^>]*value="subjective"|value="subjective"[^>]*checked', page.text)
    page = complete(client, late, explanation=WHY)
    assert (page.status_code, WHY in page.text) == (422, True)
    assert db.session.query(ProgressUpdate).count() == 0
    assert complete(client, late, **BODY).status_code == 303
    row = db.session.query(Explanation).one()
    assert (row.state, row.cause, row.answer, row.asked_by_id) == ("answered", "objective", WHY, None)
    assert complete(client, late, **BODY).status_code == 303  # the Back button
    assert len(entries(late)) == 1


def test_report_answers_the_question_that_is_open(cast, asked):
    task = asked.task
    with pytest.raises(Refused):
        actions.submit_completion(task, progress(), date(2026, 11, 24), by=cast.finance_head)
    actions.submit_completion(task, progress("k2"), date(2026, 11, 24), by=cast.finance_head, delay=answer())
    assert (asked.state, asked.answer) == (ExplanationState.ANSWERED, WHY)


@pytest.mark.parametrize("duty", [False, True])
def test_only_the_day_of_completion_decides_whether_it_is_late(cast, duty):
    for number, (day, owed) in enumerate({date(2026, 11, 13): False, date(2026, 11, 16): True}.items()):
        task = issue(cast, due_on=LATE)
        task.is_duty, task.assigned_at = duty, clock.office_time(date(2026, 11, 2), 8)
        if owed:
            with pytest.raises(Refused):
                actions.submit_completion(task, progress(f"a{number}"), day, by=cast.finance_head)
        else:
            chosen_by_mistake = actions.Answer("objective", "")
            actions.submit_completion(task, progress(f"b{number}"), day, by=cast.finance_head, delay=chosen_by_mistake)
            assert find_last_explanation(task) is None


def test_explained_delay_is_not_asked_again(cast, client, late):
    actions.explain(late, answer(), by=cast.finance_head)
    client.sign_in(cast.finance_head)
    assert 'id="done-explanation"' not in client.get(f"/tasks/{late.id}").text
    assert complete(client, late).status_code == 303


def test_office_that_requires_none_asks_for_none(cast, client, late):
    switch("explanation_required", "0")
    client.sign_in(cast.clerk)
    assert "Chưa có giải trình" not in client.get(f"/tasks/{late.id}").text
    client.sign_in(cast.finance_head)
    assert 'id="done-explanation"' not in client.get(f"/tasks/{late.id}").text
    assert complete(client, late).status_code == 303


def test_delay_of_completed_work_is_explained_afterwards(cast, asked):
    task = asked.task
    put_in(task, TaskState.COMPLETED)
    actions.explain(task, answer(asked), by=cast.finance_head)
    actions.accept_explanation(asked, "objective", "", seen=asked.version, by=cast.clerk)
    assert asked.state == ExplanationState.ACCEPTED


def test_unexplained_says_the_same_in_sql(cast):
    states = [None, *ExplanationState]
    tasks = {}
    for state in states:
        tasks[state] = issue(cast, due_on=LATE)
        if state:
            actions.ask_explanation(tasks[state], "Vì sao?", by=cast.clerk).state = state
    db.session.flush()
    for required, expected in {
        "1": {None, ExplanationState.ASKED, ExplanationState.CLOSED},
        "0": {ExplanationState.ASKED},
    }.items():
        switch("explanation_required", required)
        found = set(db.session.query(Task.id).filter(is_unexplained()).all())
        assert {state for state in states if (tasks[state].id,) in found} == expected


def test_thread_is_read_as_a_conversation(cast, client, late):
    client.sign_in(cast.chairman)
    page = client.get(f"/tasks/{late.id}").text
    assert "Chưa có giải trình" in page
    path = f"/tasks/{late.id}/explanation-requests"
    assert client.post(path, data={"question": " "}).status_code == 422
    assert client.post(path, data={"question": "Vì sao chậm?"}).status_code == 303
    row = db.session.query(Explanation).one()
    client.sign_in(cast.finance_head)
    page = client.get(f"/tasks/{late.id}").text
    assert ("Vì sao chậm?" in page, "Gửi giải trình" in page) == (True, True)
    assert client.post(f"/tasks/{late.id}/explanations", data={"seen": 1, "explanation": WHY}).status_code == 422
    assert client.post(f"/tasks/{late.id}/explanations", data={"seen": 1, **BODY}).status_code == 303
    assert re.search(rf">\s*{re.escape(WHY)}</textarea>", client.get(f"/tasks/{late.id}").text)
    client.sign_in(cast.clerk)
    page = client.get(f"/tasks/{late.id}").text
    assert page.index("Vì sao chậm?") < page.index(WHY)
    again = {"seen": db.session.get_one(Explanation, row.id).version, "note": "Trách nhiệm của ai?"}
    assert client.post(f"/explanations/{row.id}/return", data={**again, "note": ""}).status_code == 422
    assert client.post(f"/explanations/{row.id}/return", data=again).status_code == 303
    client.sign_in(cast.finance_head)
    version = db.session.get_one(Explanation, row.id).version
    client.post(f"/tasks/{late.id}/explanations", data={"seen": version, **BODY, "explanation": "Của Phòng"})
    client.sign_in(cast.chairman)
    stale = {"seen": version, "confirmed_cause": "subjective", "note": "Chưa chủ động"}
    page = client.post(f"/explanations/{row.id}/acceptance", data=stale)
    assert (page.status_code, "Chưa chủ động" in page.text) == (422, True)
    now = {**stale, "seen": db.session.get_one(Explanation, row.id).version}
    assert client.post(f"/explanations/{row.id}/acceptance", data={**now, "confirmed_cause": "x"}).status_code == 422
    assert client.post(f"/explanations/{row.id}/acceptance", data=now).status_code == 303
    page = client.get(f"/tasks/{late.id}").text
    assert "sửa nguyên nhân thành chủ quan" in page
    assert [page.index(said) for said in (WHY, "Trách nhiệm của ai?", "Của Phòng", "Chưa chủ động")] == sorted(
        page.index(said) for said in (WHY, "Trách nhiệm của ai?", "Của Phòng", "Chưa chủ động")
    )


def test_who_may_not_is_refused(cast, client, asked):
    actions.explain(asked.task, answer(asked), by=cast.finance_head)
    task, row, body = asked.task, asked.id, {**BODY, "confirmed_cause": "objective", "note": "a", "question": "b"}
    db.session.commit()
    for name in ("finance_officer", "finance_head", "admin"):
        client.sign_in(cast.everyone[name])
        paths = [f"/explanations/{row}/acceptance", f"/explanations/{row}/return"]
        paths.append(f"/tasks/{task.id}/explanation-requests")
        paths += [f"/tasks/{task.id}/explanations"] if name != "finance_head" else []
        for path in paths:
            assert client.post(path, data={"seen": asked.version, **body}).status_code == 403, (name, path)


def kinds():
    mails = db.session.query(OutboxMail).order_by(OutboxMail.id)
    return [(mail.kind.removeprefix("explanation_"), mail.to_address.partition("@")[0]) for mail in mails]


def test_whose_turn_it_is_gets_a_mail(cast, late):
    explanation = actions.ask_explanation(late, "Vì sao chậm?", by=cast.chairman)
    actions.explain(late, answer(explanation), by=cast.finance_head)
    actions.ask_explanation_again(explanation, "Chưa rõ", seen=explanation.version, by=cast.clerk)
    actions.explain(late, answer(explanation), by=cast.finance_head)
    actions.accept_explanation(explanation, "subjective", "", seen=explanation.version, by=cast.clerk)
    assert kinds() == [
        ("asked", "tckh"),
        ("answered", "chutich"),
        ("asked_again", "tckh"),
        ("answered", "chutich"),
        ("accepted", "tckh"),
    ]


def test_unasked_answer_goes_to_the_accountable_leader_and_the_office(cast, late):
    actions.explain(late, answer(), by=cast.finance_head)
    assert sorted(kinds()) == [("answered", "phochutich"), ("answered", "vanphong")]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "explain", "accept", "ask_again", "close"]),
        st.sampled_from(["chairman", "vice_chairman", "clerk", "finance_head", "finance_officer", "ward_chair"]),
        st.sampled_from(["objective", "subjective"]),
        st.booleans(),
    ),
    max_size=14,
)
VERBS = {"explain": "answer", "accept": "accept", "ask_again": "ask_again", "close": "close"}


def act(cast, task, step, number):
    """One press of somebody, with an old page where the last value says so."""
    verb, name, cause, is_stale = step
    by, last = cast.everyone[name], find_last_explanation(task)
    seen = (last.version if last else 0) - is_stale
    if verb == "ask":
        actions.ask_explanation(task, f"Câu hỏi {number}", by=by)
    elif verb == "explain":
        actions.explain(task, actions.Answer(cause, f"Trả lời {number}", seen), by=by)
    elif verb == "close":
        actions.close_running_explanation(task, by, "Hủy")
    elif last and verb == "accept":
        actions.accept_explanation(last, cause, "", seen=seen, by=by)
    elif last:
        actions.ask_explanation_again(last, f"Bổ sung {number}", seen=seen, by=by)


def stands(task):
    """The state of every exchange about the task."""
    rows = db.session.query(Explanation.state).filter_by(task_id=task.id).order_by(Explanation.id)
    return [ExplanationState(state) for (state,) in rows]


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_sequence_leaves_the_table_or_loses_a_line(cast, steps):
    task = issue(cast, due_on=LATE)
    told = 0
    for number, step in enumerate(steps):
        before = stands(task)
        try:
            with db.session.begin_nested():
                act(cast, task, step, number)
        except (Refused, NotAllowed):
            db.session.expire_all()
            assert (stands(task), len(entries(task))) == (before, told)
            continue
        db.session.flush()
        after, told_now = stands(task), len(entries(task))
        if (after, told_now) == (before, told):
            continue  # nothing was running, or it was a second press
        assert told_now == told + 1
        if len(after) == len(before):
            assert after[:-1] == before[:-1]
            assert TRANSITIONS[before[-1], VERBS[step[0]]] == after[-1]
        else:
            assert after == [*before, {"ask": ExplanationState.ASKED, "explain": ExplanationState.ANSWERED}[step[0]]]
        assert sum(state in ("asked", "answered") for state in after) <= 1
        told = told_now
