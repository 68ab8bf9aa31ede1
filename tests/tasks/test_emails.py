"""The mails of a task as people read them. `SNAPSHOTS=write` renews the files; read the difference."""

import os
from datetime import date
from pathlib import Path

import pytest

from tests.harness import check_html
from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.db import db
from tracker.mail.models import OutboxMail
from tracker.people.models import User
from tracker.tasks import actions, emails, queries
from tracker.tasks.models import Proposal

FOLDER = Path(__file__).parent / "snapshots"


def build(cast, name):
    """Every mail of a task, made by the real actions."""
    task = issue(cast, title="Quyết toán <vốn> & «nhà tạm»", source="Điện thoại của Chủ tịch")
    if name == "task_assigned":
        return emails.task_assigned(task)[0]
    if name == "task_sent_back":
        actions.submit_completion(task, progress(), date(2026, 11, 24), by=cast.finance_head)
        actions.send_back(task, "Thiếu biểu số liệu", by=cast.clerk)
    elif name.startswith("explanation"):
        explain(cast, task)
    elif name == "task_urged":
        actions.urge(task, actions.Urge("k", clock.today(), "email", note="Báo cáo ngay"), by=cast.clerk)
    elif name == "part_added":
        task = issue(cast, title=task.title, cooperating_unit_ids=[cast.culture.id])
        actions.add_part(task, progress(), by=cast.outsider)
    elif name.startswith("proposal"):
        actions.add_update(task, progress(proposal="Xin bổ sung <2> tỷ đồng"), by=cast.finance_head)
        if name == "proposal_answered":
            proposal = queries.get_proposal_for(cast.clerk, db.session.query(Proposal).one().id)
            actions.answer_proposal(proposal, "Đồng ý, cân đối trong quý IV", by=cast.vice_chairman)
    else:
        asked = actions.request_extension(task, date(2026, 12, 30), "Chờ quyết toán đợt 2", by=cast.finance_head)
        if name == "extension_approved":
            actions.approve_extension(asked, "Không lùi thêm", by=cast.vice_chairman)
        if name == "extension_refused":
            actions.refuse_extension(asked, "Đủ thời gian rồi", by=cast.vice_chairman)
    return db.session.query(OutboxMail).filter_by(kind=name).one()


def explain(cast, task):
    """An exchange to its end."""
    asked = actions.ask_explanation(task, "Vì sao chậm?", by=cast.chairman)
    for word in ("Chờ giá <vật liệu>", "Phòng nhận trách nhiệm"):
        if asked.state == "answered":
            actions.ask_explanation_again(asked, "Trách nhiệm của ai?", seen=asked.version, by=cast.clerk)
            db.session.query(OutboxMail).filter_by(kind="explanation_answered").delete()
        actions.explain(task, actions.Answer("objective", word, asked.version), by=cast.finance_head)
    actions.accept_explanation(asked, "subjective", "Chưa chủ động", seen=asked.version, by=cast.clerk)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "name",
    [
        "task_assigned",
        "task_sent_back",
        "extension_requested",
        "extension_approved",
        "extension_refused",
        "explanation_asked",
        "explanation_answered",
        "explanation_asked_again",
        "explanation_accepted",
        "task_urged",
        "part_added",
        "proposal_raised",
        "proposal_answered",
    ],
)
def test_mail(cast, name, language):
    db.session.query(User).update({"language": language})
    mail = build(cast, name)
    text, html = (mail.text, mail.html) if name == "task_assigned" else (mail.body_text, mail.body_html)
    text = text.replace(f"/tasks/{mail.subject_id}\n", "/tasks/1\n")
    html = html.replace(f'/tasks/{mail.subject_id}"', '/tasks/1"')
    written = {"txt": f"Subject: {mail.subject}\n\n{text}", "html": html}
    for ending, content in written.items():
        path = FOLDER / f"{name}.{language}.{ending}"
        if os.environ.get("SNAPSHOTS") == "write":
            path.write_text(content, encoding="utf-8")
        assert content == path.read_text(encoding="utf-8")
    check_html(html, name)


def test_leader_without_an_address_gets_no_mail_and_the_request_stands(cast):
    db.session.get_one(User, cast.vice_chairman.user_id).email = None
    task = issue(cast)
    actions.request_extension(task, date(2026, 12, 30), "Chờ quyết toán", by=cast.finance_head)
    assert db.session.query(OutboxMail).count() == 0
    assert task.has_open_extension


def test_keys_name_the_event_and_the_person(cast):
    task = issue(cast)
    asked = actions.request_extension(task, date(2026, 12, 30), "Chờ quyết toán", by=cast.finance_head)
    actions.approve_extension(asked, "", by=cast.vice_chairman)
    keys = {mail.key for mail in db.session.query(OutboxMail)}
    assert keys == {
        f"extension:{asked.id}:requested:{cast.vice_chairman.user_id}",
        f"extension:{asked.id}:decided:{cast.finance_head.user_id}",
    }
