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
from tracker.tasks.models import Proposal, Step

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
    elif name == "part_added":
        task = issue(cast, title=task.title, cooperating_unit_ids=[cast.culture.id])
        actions.add_part(task, progress(), by=cast.outsider)
    elif name in OTHERS:
        OTHERS[name](cast, task)
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


def give_step(cast, task):
    """To the officer, by his head."""
    step = actions.StepPlan("Gom <số liệu> các phường", cast.finance_officer.user_id, date(2026, 12, 10))
    actions.add_step(task, step, "k", by=cast.finance_head)


def change_leader(cast, task):
    """The chairman instead of his deputy; a unit that cooperates goes on with it."""
    edit(cast, task, [cast.culture], cast.chairman.user_id)


def end_cooperation(cast, task):
    """One of two cooperating units less."""
    edit(cast, task, [cast.culture, cast.ward], task.leader_id, keep=[cast.ward])


def edit(cast, task, units, leader_id, keep=None):
    """The Office saves the form of the task."""
    task.cooperating_units = units
    db.session.flush()
    task = queries.get_task_for(cast.clerk, task.id)
    kept = tuple(unit.id for unit in (units if keep is None else keep))
    words = task.title, task.deliverable, task.topic_id, leader_id, kept, task.due_words
    actions.edit_task(task, actions.Edit(*words), by=cast.clerk)


def urge(cast, task):
    """By mail."""
    actions.urge(task, actions.Urge("k", clock.today(), "email", note="Báo cáo ngay"), by=cast.clerk)


OTHERS = {
    "task_urged": urge,
    "step_given": give_step,
    "leader_changed": change_leader,
    "cooperation_ended": end_cooperation,
}


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
        "leader_changed",
        "cooperation_ended",
        "step_given",
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


def mails(kind):
    return db.session.query(OutboxMail).filter_by(kind=kind).order_by(OutboxMail.id).all()


def test_a_unit_that_no_longer_cooperates_is_led_nowhere(cast):
    """It can open the task no more, so its mail has no link; units that stay hear nothing."""
    end_cooperation(cast, issue(cast))
    (mail,) = mails("cooperation_ended")
    assert (mail.to_address, mail.thread) == ("vhtt@example.vn", f"task:{mail.subject_id}")
    assert "/tasks/" not in mail.body_text + mail.body_html
    assert not mails("leader_changed")


def test_new_leader_of_reassigned_work_is_told_unless_he_did_it_himself(cast):
    for by, count in ((cast.clerk, 1), (cast.chairman, 1)):
        task = issue(cast, title=f"Việc do {by.name} chuyển")
        wanted = actions.Reassignment(cast.tax.id, "Đúng chức năng", leader_id=cast.chairman.user_id)
        actions.reassign_task(task, wanted, by=by)
        assert len(mails("leader_changed")) == count
    (mail,) = mails("leader_changed")
    assert mail.user_id == cast.chairman.user_id
    assert "“Đúng chức năng”" in mail.body_text


def test_leader_who_stays_is_not_told(cast):
    task = issue(cast)
    wanted = actions.Reassignment(cast.tax.id, "Đúng chức năng", leader_id=task.leader_id)
    actions.reassign_task(task, wanted, by=cast.clerk)
    assert not mails("leader_changed")


def test_step_is_told_to_whoever_gets_it_each_time_once(cast):
    """Sent twice, edited without giving it away, taken back and given again."""
    task, officer = issue(cast), cast.finance_officer.user_id
    for _press in range(2):
        actions.add_step(task, actions.StepPlan("Gom số liệu", officer), "k", by=cast.finance_head)
    step = db.session.query(Step).one()
    step.task = task
    for title, who, count in (
        ("Gom số liệu", officer, 1),
        ("Gom đủ số liệu", officer, 1),
        ("Gom đủ số liệu", None, 1),
        ("Gom đủ số liệu", officer, 2),
    ):
        actions.edit_step(step, actions.StepPlan(title, who, date(2026, 12, 1)), by=cast.finance_head)
        assert len(mails("step_given")) == count
    assert {mail.user_id for mail in mails("step_given")} == {officer}
    assert "thời hạn 01/12/2026" in mails("step_given")[-1].body_text


def test_step_without_an_officer_or_an_address_tells_nobody(cast):
    task = issue(cast)
    actions.add_step(task, actions.StepPlan("Gom số liệu"), "k", by=cast.finance_head)
    db.session.get_one(User, cast.finance_officer.user_id).email = None
    actions.add_step(task, actions.StepPlan("Tự làm", cast.finance_officer.user_id), "l", by=cast.finance_head)
    assert not mails("step_given")
