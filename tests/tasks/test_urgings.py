"""Urging: a recorded act, by whom, to whom, by which way; by e-mail each person gets one mail."""

from datetime import date

import pytest
from sqlalchemy import text

from tests.cast import hire
from tests.tasks.test_access import put_in
from tests.tasks.test_life import issue
from tracker import clock
from tracker.db import db
from tracker.errors import NotAllowed, Refused
from tracker.history.models import HistoryEntry
from tracker.mail.models import OutboxMail
from tracker.people.models import Role, User
from tracker.tasks import actions, policy
from tracker.tasks.models import WORKING, Channel, TaskState, Urging

TODAY = date(2026, 11, 24)


def urging(key="k1", channel=Channel.PHONE, on=TODAY, **more):
    return actions.Urge(key, on, channel, **more)


def mails():
    return db.session.query(OutboxMail).order_by(OutboxMail.id).all()


@pytest.mark.parametrize("state", list(TaskState))
def test_who_urges_in_which_state(cast, state):
    task = issue(cast)
    put_in(task, state)
    may = {name for name, actor in cast.everyone.items() if policy.can_urge(actor, task)}
    assert may == ({"chairman", "vice_chairman", "clerk"} if state in (*WORKING, TaskState.DECLINED) else set())


def test_it_is_told_on_the_task_and_in_its_timeline(cast, client):
    task = issue(cast)
    task.assigned_at = clock.office_time(date(2026, 11, 1), 8)
    actions.urge(task, urging(on=date(2026, 11, 18), note="Đề nghị báo cáo"), by=cast.clerk)
    actions.urge(task, urging("k2"), by=cast.chairman)
    # Entered last, but the day before.
    letter = urging("k3", Channel.LETTER, date(2026, 11, 20), letter_number="680/UBND-VP", recipient="Cả Phòng")
    actions.urge(task, letter, by=cast.clerk)
    client.sign_in(cast.finance_officer)
    page = client.get(f"/tasks/{task.id}").text
    assert "<b>Đã đôn đốc 3 lần</b>, lần cuối 24/11 (điện thoại)" in page
    assert page.index("24/11</b> điện thoại") < page.index("20/11</b> công văn 680/UBND-VP") < page.index("18/11</b>")
    assert "đôn đốc Cả Phòng ngày 20/11/2026 (công văn 680/UBND-VP)" in page
    assert page.count("Đề nghị báo cáo") == 2
    first = db.session.query(Urging).order_by(Urging.id).first()
    assert first.recipient == "Nông Thị Hà, Trưởng phòng TC-KH"
    assert mails() == []


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("on", {"on": "25/11/2026"}),
        ("on", {"on": "23/11/2026"}),  # the day before the task was given
        ("on", {"on": ""}),
        ("letter_number", {"channel": "letter"}),
        ("channel", {"channel": "pigeon"}),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(cast, client, field, changes):
    task = issue(cast)
    client.sign_in(cast.clerk)
    body = {"form_key": "k", "channel": "phone", "on": "24/11/2026", "note": "Đề nghị báo cáo", **changes}
    page = client.post(f"/tasks/{task.id}/urgings", data=body)
    assert (page.status_code, f"urge-{field}-error" in page.text, "Đề nghị báo cáo" in page.text) == (422, True, True)
    assert db.session.query(Urging).count() == 0


def test_mail_is_sent_now_or_not_at_all(cast):
    task = issue(cast)
    task.assigned_at = clock.office_time(date(2026, 11, 1), 8)
    with pytest.raises(Refused, match="gửi ngay bây giờ"):
        actions.urge(task, urging(channel=Channel.EMAIL, on=date(2026, 11, 23)), by=cast.clerk)
    db.session.get_one(User, cast.finance_head.user_id).email = None
    with pytest.raises(Refused, match="chưa có ai có địa chỉ thư"):
        actions.urge(task, urging(channel=Channel.EMAIL), by=cast.clerk)


def test_second_press_urges_nobody_again(cast, client):
    task = issue(cast)
    client.sign_in(cast.clerk)
    body = {"form_key": "k", "channel": "email", "on": "24/11/2026", "note": "Báo cáo ngay"}
    assert [client.post(f"/tasks/{task.id}/urgings", data=body).status_code for _ in range(2)] == [303, 303]
    assert (db.session.query(Urging).count(), len(mails())) == (1, 1)
    assert db.session.query(HistoryEntry).filter_by(event="task_urged").count() == 1


def test_mail_goes_to_head_deputy_and_officer(cast):
    hire("tckh.pho", "Triệu Văn Bảo", Role.DEPUTY, cast.finance, "Phó Trưởng phòng")
    task = issue(cast)
    actions.assign_officer(task, cast.finance_officer.user_id, cast.finance_officer.name, by=cast.finance_head)
    row = actions.urge(task, urging(channel=Channel.EMAIL, recipient="không dùng", note="Báo cáo ngay"), by=cast.clerk)
    assert row.recipient == "Nông Thị Hà, Triệu Văn Bảo, Đàm Văn Sơn"
    assert {mail.to_address.partition("@")[0] for mail in mails()} == {"tckh", "tckh.pho", "tckh.cv"}
    assert all("Báo cáo ngay" in mail.body_text and "lần thứ 1" in mail.body_text for mail in mails())


def test_several_tasks_are_one_mail_for_each_person(cast):
    tasks = [issue(cast, title=f"Việc {number}") for number in range(3)]
    tasks.append(issue(cast, title="Việc của phường", lead_unit_id=cast.ward.id))
    actions.urge(tasks[0], urging("before"), by=cast.clerk)
    rows = actions.urge_all(tasks, urging("all", Channel.EMAIL, note="Công điện 12"), by=cast.chairman)
    assert [row.task_id for row in rows] == [task.id for task in tasks]
    found = {mail.to_address.partition("@")[0]: mail for mail in mails()}
    assert set(found) == {"tckh", "songhien"}
    told = found["tckh"]
    assert [title in told.body_text for title in ("Việc 0", "Việc 2", "Việc của phường")] == [True, True, False]
    assert (told.subject, "đã đôn đốc 2 lần" in told.body_text) == ("[Đôn đốc] 3 nhiệm vụ – Phòng TC-KH", True)
    assert "Việc của phường" in found["songhien"].subject
    assert actions.urge_all(tasks, urging("all", Channel.EMAIL), by=cast.chairman) == []
    assert len(mails()) == 2


def test_one_that_cannot_be_urged_stops_all(cast):
    open_task, done = issue(cast), issue(cast)
    put_in(done, TaskState.COMPLETED)
    with pytest.raises(Refused, match="hoàn thành"):
        actions.urge_all([open_task, done], urging(), by=cast.clerk)
    with pytest.raises(NotAllowed):
        actions.urge_all([open_task], urging(), by=cast.finance_head)
    assert db.session.query(Urging).count() == 0


@pytest.mark.parametrize("statement", ["UPDATE urging SET by_user_id = 99", "DELETE FROM urging"])
def test_urgings_can_only_be_added_to(cast, statement):
    actions.urge(issue(cast), urging(), by=cast.clerk)
    db.session.flush()
    with pytest.raises(Exception, match="append-only"), db.session.begin_nested():
        db.session.execute(text(statement))
