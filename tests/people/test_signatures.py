"""Whatever a stand-in does for somebody, both names stand under it: on the page, the dossier and in the mails."""

from __future__ import annotations

import html
import re
from datetime import date
from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage

from tests.people.test_stand_ins import act_for, name
from tests.tasks.test_evidence import PDF
from tests.tasks.test_life import issue, progress
from tests.tasks.test_portfolio import standing_in
from tracker.db import db
from tracker.mail.models import OutboxMail
from tracker.tasks import actions, explanations, queries
from tracker.tasks.models import Proposal, Task

TODAY = date(2026, 11, 24)


def extend(cast, task, act):
    asked = actions.request_extension(task, date(2026, 12, 30), "Chờ quyết toán", by=cast.finance_head)
    act(asked, "Theo đề nghị", by=standing_in(cast.chairman, cast.vice_chairman))


def answer_proposal(cast, task, by):
    actions.add_update(task, progress("p0", proposal="Xin bổ sung 2 tỷ đồng"), by=cast.finance_head)
    actions.answer_proposal(queries.get_proposal_for(by, db.session.query(Proposal).one().id), "Đồng ý", by=by)


def judge_explanation(cast, task, by):
    actions.ask_explanation(task, "Vì sao chậm?", by=by)
    actions.explain(
        task, actions.Answer("objective", "Chờ vốn", explanations.read_marks(task).last.version), by=cast.finance_head
    )
    said = explanations.read_marks(task).last
    actions.ask_explanation_again(said, "Nêu rõ hơn", seen=said.version, by=by)
    db.session.flush()
    actions.explain(task, actions.Answer("objective", "Chờ vốn tỉnh", said.version), by=cast.finance_head)
    db.session.flush()
    actions.accept_explanation(said, "subjective", "Chủ quan", seen=said.version, by=by)


def report(cast, task):
    actions.submit_completion(task, progress("done"), TODAY, by=cast.finance_head)


def confirm(cast, task, by):
    report(cast, task)
    actions.confirm_completion(task, by=by)


def send_back(cast, task, by):
    report(cast, task)
    actions.send_back(task, "Thiếu biểu", by=by)


def pause(cast, task, by):
    actions.suspend_task(task, "Chờ tỉnh", None, by=by)
    actions.resume_task(task, "Tiếp tục", date(2026, 12, 20), by=by)


def urge(cast, task, by):
    actions.urge(task, actions.Urge("u1", TODAY, "email", note="Khẩn trương"), by=by)


BY_A_LEADERS_STAND_IN = {
    "more time": lambda cast, task, by: extend(cast, task, actions.approve_extension),
    "no more time": lambda cast, task, by: extend(cast, task, actions.refuse_extension),
    "proposal": answer_proposal,
    "explanation": judge_explanation,
    "confirmation": confirm,
    "return": send_back,
    "pause": pause,
    "urging": urge,
    "due date": lambda cast, task, by: actions.set_due_date(task, date(2026, 12, 20), "Gấp", by=by),
    "another unit": lambda cast, task, by: actions.reassign_task(
        task, actions.Reassignment(cast.tax.id, "Đúng chức năng"), by=by
    ),
    "end": lambda cast, task, by: actions.cancel_task(task, "Không còn cần", by=by),
}


def names_in(text: str, name: str) -> list[str]:
    """What stands behind each occurrence of a name."""
    told = re.sub(r"<select.*?</select>", "", text, flags=re.DOTALL)  # there he is offered, having done nothing
    plain = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", told)))
    # To whom a mail went is followed by its time: he is told there, and has signed nothing.
    return [plain[found.end() : found.end() + 40] for found in re.finditer(rf"{re.escape(name)}(?! \(\d)", plain)]


# What is decided for the leader, and the mail that says so.
MAILS = {
    "more time": "extension_approved",
    "no more time": "extension_refused",
    "proposal": "proposal_answered",
    "explanation": "explanation_accepted",
    "return": "task_sent_back",
    "pause": "task_suspended",
    "urging": "task_urged",
    "due date": "due_set",
    "another unit": "task_reassigned",
    "end": "task_cancelled",
}


def check_both_names(client, reader, task: Task, acting: str, absent: str) -> None:
    """The acting one is never named alone, and is named on each paper that tells who did something."""
    db.session.commit()
    client.sign_in(reader)
    page = client.get(f"/tasks/{task.id}").text
    dossier = client.get(f"/tasks/{task.id}/dossier").text
    for text in (page, dossier):
        behind = names_in(text, acting)
        assert behind
        for words in behind:
            assert re.match(rf"( \([^)]+\))? thay mặt {re.escape(absent)}", words), words
    for mail in db.session.query(OutboxMail):
        for words in names_in(mail.body_text, acting):
            assert words.startswith(f" thay mặt {absent}"), (mail.kind, words)


@pytest.mark.parametrize("act", list(BY_A_LEADERS_STAND_IN))
def test_a_leader_signs_by_his_stand_in(cast, client, act):
    task = issue(cast)
    db.session.flush()
    by = standing_in(cast.chairman, cast.vice_chairman)
    BY_A_LEADERS_STAND_IN[act](cast, task, by)
    check_both_names(client, cast.clerk, task, cast.chairman.name, cast.vice_chairman.name)
    if act in MAILS:
        mails = db.session.query(OutboxMail).filter_by(kind=MAILS[act]).all()
        assert mails
        assert all(f"{cast.chairman.name} thay mặt {cast.vice_chairman.name}" in mail.body_text for mail in mails)


def ask_for_time(task, by):
    actions.request_extension(task, date(2026, 12, 30), "Chờ quyết toán", by=by)


def send_file(task, by):
    update = actions.add_update(task, progress("p1"), by=by)
    actions.add_evidence(task, [FileStorage(stream=BytesIO(PDF), filename="bảng.pdf")], by=by, update=update)


BY_A_HEADS_STAND_IN = {
    "more time": ask_for_time,
    "decline": lambda task, by: actions.decline_task(task, "Ngoài chức năng", None, by=by),
    "file": send_file,
    "completion": lambda task, by: actions.submit_completion(task, progress("done"), TODAY, by=by),
}


@pytest.mark.parametrize("act", list(BY_A_HEADS_STAND_IN))
def test_a_head_signs_by_his_stand_in(cast, client, act):
    task = issue(cast)
    db.session.flush()
    BY_A_HEADS_STAND_IN[act](task, standing_in(cast.outsider, cast.finance_head))
    check_both_names(client, cast.clerk, task, cast.outsider.name, cast.finance_head.name)


def test_who_prints_for_somebody_prints_both_names(cast, client):
    task = issue(cast)
    db.session.commit()
    act_for(client, name(cast.vice_chairman, cast.chairman), cast.chairman)
    page = html.unescape(client.get(f"/tasks/{task.id}/dossier").text)
    assert f"{cast.chairman.name} thay mặt {cast.vice_chairman.name}" in page


def test_a_step_and_a_date_name_both_in_their_mails(cast):
    task = issue(cast)
    db.session.flush()
    by = standing_in(cast.outsider, cast.finance_head)
    actions.add_step(task, actions.StepPlan("Gom số liệu", cast.finance_officer.user_id, None), "k", by=by)
    [mail] = db.session.query(OutboxMail).filter_by(kind="step_given")
    assert f"{cast.outsider.name} thay mặt {cast.finance_head.name} giao việc nhỏ này" in mail.body_text
    leader = standing_in(cast.chairman, cast.vice_chairman)
    asked = actions.request_extension(task, date(2026, 12, 30), "Chờ", by=cast.finance_head)
    actions.set_due_date(task, date(2026, 12, 20), "Gấp", by=leader)
    db.session.flush()
    assert f"{cast.chairman.name} thay mặt {cast.vice_chairman.name}" in asked.decision_note


def test_what_moved_since_the_last_meeting_names_both(cast, client):
    task = issue(cast)
    db.session.flush()
    leader = standing_in(cast.chairman, cast.vice_chairman)
    actions.set_due_date(task, date(2026, 12, 28), "Chờ tỉnh", by=leader)
    other = issue(cast, title="Việc tạm dừng")
    db.session.flush()
    actions.suspend_task(other, "Chờ vốn", None, by=leader)
    db.session.commit()
    client.sign_in(cast.clerk)
    behind = names_in(client.get("/reports/since", budget=10).text, cast.chairman.name)
    assert behind
    assert all(words.startswith(f" thay mặt {cast.vice_chairman.name}") for words in behind)
