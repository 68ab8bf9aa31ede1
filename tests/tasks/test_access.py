"""Who finds a task, who sees which button, and that the buttons and the answers agree."""

import re
from datetime import date

import pytest

from tests.tasks.page_forms import open_ways
from tests.tasks.test_life import issue, progress
from tracker.db import db
from tracker.tasks import actions, policy
from tracker.tasks.models import OPEN_STATES, WORKING, Extension, ProgressUpdate, Proposal, Step, Task, TaskState
from tracker.tasks.views.acts import ACTS

BUTTONS = {
    "accept": "/acceptance",
    "update": "/updates",
    "submit": "/completion",
    "confirm": "/confirmation",
    "send_back": "/return",
    "extend": "/extensions",
    "set_due": "/due-date",
    "add_evidence": "/evidence",
    "assign_officer": "/officer",
    "decline": "/declines",
    "insist": "/insistence",
    "reassign": "/reassignments",
    "suspend": "/suspension",
    "resume": "/resumption",
    "cancel": "/cancellation",
    "supersede": "/supersession",
    "reopen": "/reopening",
    "star": "/star",
    "ask_explanation": "/explanation-requests",
    "urge": "/urgings",
    "plan_steps": "/steps",
    "add_part": "/parts",
    "measure": "/measure",
}
UNIT = {"accept", "update", "add_evidence"}
HEAD = UNIT | {"submit", "extend", "assign_officer", "decline", "plan_steps"}
DIRECT = {"insist", "reassign", "suspend", "resume", "cancel", "star", "ask_explanation", "urge"}
# What each person may do to a task of the finance room, and in which states the table lets him.
MAY = {
    "chairman": DIRECT | {"set_due"},
    "vice_chairman": DIRECT | {"confirm", "send_back", "reopen", "set_due", "measure"},
    "clerk": DIRECT | {"update", "confirm", "send_back", "add_evidence", "supersede", "reopen", "measure"},
    "finance_head": HEAD,
    "finance_officer": UNIT,
    "outsider": {"add_evidence", "add_part"},
    "admin": set(),
}
OPEN = set(OPEN_STATES)
DATED = {*WORKING, TaskState.DECLINED, TaskState.SUSPENDED}
WHEN = {
    "accept": {TaskState.ASSIGNED},
    "update": set(WORKING),
    "submit": set(WORKING),
    "extend": set(WORKING),
    "set_due": DATED,
    "confirm": {TaskState.SUBMITTED},
    "send_back": {TaskState.SUBMITTED},
    "add_evidence": OPEN,
    "assign_officer": OPEN,
    "decline": {TaskState.ASSIGNED, TaskState.ACCEPTED},
    "insist": {TaskState.DECLINED},
    "reassign": set(WORKING) | {TaskState.DECLINED, TaskState.SUSPENDED},
    "suspend": set(WORKING),
    "resume": {TaskState.SUSPENDED},
    "cancel": OPEN,
    "supersede": OPEN,
    "reopen": {TaskState.COMPLETED, TaskState.CANCELLED},
    "star": OPEN,
    "ask_explanation": OPEN | {TaskState.COMPLETED},
    "urge": {*WORKING, TaskState.DECLINED},
    "plan_steps": set(WORKING),
    "add_part": {*WORKING, TaskState.SUBMITTED},
    "measure": OPEN,
}
BODY = {
    "form_key": "k",
    "result": "Đã thu",
    "completed_on": "24/11/2026",
    "new_due_on": "30/12/2026",
    "due_on": "30/12/2026",
    "reason": "Thiếu biểu số liệu",
    "note": "Đúng chức năng",
    "successor": "142/TB-UBND",
    "question": "Vì sao chậm?",
    "cause": "objective",
    "confirmed_cause": "objective",
    "explanation": "Chờ hướng dẫn",
    "channel": "phone",
    "on": "24/11/2026",
    "title": "Gom số liệu",
}


def put_in(task: Task, state: TaskState) -> None:
    """As if its story had led there."""
    task.state = state
    is_reported = state in (TaskState.SUBMITTED, TaskState.COMPLETED)
    task.reported_on = date(2026, 11, 24) if is_reported else None
    task.completed_on = date(2026, 11, 24) if state == TaskState.COMPLETED else None
    task.closed_on = date(2026, 11, 24) if state not in OPEN_STATES else None
    db.session.commit()


@pytest.mark.parametrize("state", list(TaskState))
@pytest.mark.parametrize("person", list(MAY))
def test_buttons_are_what_the_person_may_do_now(cast, client, person, state):
    task = issue(cast, cooperating_unit_ids=[cast.culture.id])
    put_in(task, state)
    client.sign_in(cast.everyone[person])
    page = "".join(open_ways(client, f"/tasks/{task.id}"))
    shown = {verb for verb, path in BUTTONS.items() if f'action="/tasks/{task.id}{path}"' in page}
    assert shown == {verb for verb in MAY[person] if state in WHEN[verb]}


@pytest.mark.parametrize("person", ["chairman", "finance_head", "clerk", "admin"])
def test_address_opens_only_a_form_that_the_person_may_use(cast, client, person):
    task = issue(cast)
    client.sign_in(cast.everyone[person])
    for name in (*BUTTONS, *(act.name for act in ACTS), "nothing", ""):
        page = client.get(f"/tasks/{task.id}?open={name}").text
        opened = re.findall(r'<details open data-way="(\w+)">', page)
        assert opened in ([name], []), name
        assert not opened or name in MAY[person]


@pytest.mark.parametrize("person", ["chairman", "finance_officer", "outsider", "admin", "clerk"])
def test_posting_without_the_button_is_refused(cast, client, person):
    task = issue(cast, cooperating_unit_ids=[cast.culture.id])
    client.sign_in(cast.everyone[person])
    for verb in set(BUTTONS) - MAY[person] - {"add_evidence"}:
        answer = client.post(f"/tasks/{task.id}{BUTTONS[verb]}", data=BODY)
        assert answer.status_code == 403, verb


def test_extension_is_decided_by_leaders_only(cast):
    task = issue(cast)
    extension = actions.request_extension(task, date(2026, 12, 30), "Chờ quyết toán", by=cast.finance_head)
    may = {name for name, actor in cast.everyone.items() if policy.can_decide_extension(actor, extension)}
    assert may == {"chairman", "vice_chairman"}


def test_nothing_of_a_task_is_found_by_other_units(app, cast, client):
    """Every address that holds a task, an extension or a file: the ward finds none of them, whatever the method."""
    task = issue(cast)
    actions.add_update(task, progress(proposal="Xin bổ sung vốn"), by=cast.finance_head)
    extension = actions.request_extension(task, date(2026, 12, 30), "Chờ quyết toán", by=cast.finance_head)
    db.session.commit()
    actions.add_step(task, actions.StepPlan("Gom số liệu"), "k", by=cast.finance_head)
    explanation = actions.ask_explanation(task, "Vì sao chậm?", by=cast.clerk)
    db.session.commit()
    known = {
        "task_id": task.id,
        "extension_id": extension.id,
        "evidence_id": 1,
        "explanation_id": explanation.id,
        "step_id": db.session.query(Step.id).scalar(),
        "update_id": db.session.query(ProgressUpdate.id).scalar(),
        "proposal_id": db.session.query(Proposal).one().id,
    }
    client.sign_in(cast.ward_chair)
    asked = 0
    for rule in app.url_map.iter_rules():
        if not rule.arguments or not rule.arguments <= set(known):
            continue
        path = rule.rule
        for name, value in known.items():
            path = re.sub(rf"<int:{name}>", str(value), path)
        for method in rule.methods & {"GET", "POST"}:
            assert client.open(path, method=method, data=BODY).status_code == 404, f"{method} {path}"
            asked += 1
    assert asked >= 19


def test_text_typed_into_a_form_that_went_away_comes_back(cast, client):
    task = issue(cast)
    actions.submit_completion(task, progress(), date(2026, 11, 24), by=cast.finance_head)
    client.sign_in(cast.finance_officer)
    answer = client.post(f"/tasks/{task.id}/updates", data={"form_key": "late", "result": "Thêm 3 tỷ đồng"})
    assert answer.status_code == 422
    assert "Thêm 3 tỷ đồng" in answer.text
    assert "Chờ xác nhận" in re.search(r'<div class="note danger".*?</div>', answer.text, re.DOTALL).group()


def test_extension_decided_meanwhile_is_said_and_changes_nothing(cast, client):
    task = issue(cast)
    actions.request_extension(task, date(2026, 12, 30), "Chờ quyết toán", by=cast.finance_head)
    db.session.commit()
    extension = db.session.query(Extension).one()
    client.sign_in(cast.vice_chairman)
    assert client.post(f"/extensions/{extension.id}/refusal", data={"note": "Làm sớm"}).status_code == 303
    client.sign_in(cast.chairman)
    answer = client.post(f"/extensions/{extension.id}/approval", data={"note": "Đồng ý nhé"})
    assert (answer.status_code, "Đồng ý nhé" in answer.text) == (422, True)
    assert db.session.get_one(Task, task.id).due_on == date(2026, 12, 15)


def test_head_passes_work_to_officers_of_his_unit_only(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    assert client.post(f"/tasks/{task.id}/officer", data={"officer_id": cast.outsider.user_id}).status_code == 409
    client.post(f"/tasks/{task.id}/officer", data={"officer_id": cast.finance_officer.user_id})
    assert db.session.get_one(Task, task.id).officer_id == cast.finance_officer.user_id
    assert "giao" in client.get(f"/tasks/{task.id}").text


def test_another_unit_is_not_told_whose_officer_it_named(cast, client):
    task = issue(cast, cooperating_unit_ids=[cast.culture.id])
    client.sign_in(cast.outsider)
    for officer in (cast.outsider, cast.finance_officer):
        assert client.post(f"/tasks/{task.id}/officer", data={"officer_id": officer.user_id}).status_code == 403


def test_new_work_stands_first_however_late_it_is_due(cast, client):
    for number in range(55):
        actions.accept_task(issue(cast, title=f"Việc cũ {number}"), by=cast.finance_head)
    issue(cast, title="Việc mới", due_on=date(2027, 12, 31))
    db.session.commit()
    client.sign_in(cast.finance_head)
    page = client.get("/work").text
    assert page.index("Việc mới") < page.index("Việc cũ 0<")
    assert re.findall(r'<h2 class="band">(.*?)</h2>', page) == ["Mới giao · 1", "Tháng 12 · 55"]
