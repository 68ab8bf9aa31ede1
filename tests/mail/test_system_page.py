"""The administrator's page: is the scheduler alive, does the queue move, what failed, and the two buttons."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.mail.test_delivery import put
from tracker import clock
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.jobs import actions as jobs
from tracker.jobs.models import Heartbeat
from tracker.mail import actions
from tracker.mail.claims import SERVER_AWAY
from tracker.mail.delivery import deliver_due
from tracker.mail.models import MailState, OutboxMail


def test_only_administrators_see_it(cast, client):
    for name, actor in cast.everyone.items():
        client.sign_in(actor)
        assert client.get("/system").status_code == (200 if name == "admin" else 403), name


def test_it_says_that_no_scheduler_runs(cast, client):
    client.sign_in(cast.admin)
    page = client.get("/system", budget=10).get_data(as_text=True)
    assert "Bộ lập lịch chưa từng chạy" in page
    assert "flask --app wsgi scheduler" in page
    assert client.get("/healthz", check=False).status_code == 503


def test_it_shows_the_heartbeat_the_leader_and_the_last_runs(cast, client):
    now = clock.now()
    assert jobs.take_lease("scheduler", "host:1:aa")
    jobs.beat("host:1:aa", now, is_leader=True)
    jobs.beat("host:2:bb", now, is_leader=False)
    jobs.note_run("plan_reminders", now, outcome="digests=3 reminders=8", done_for=clock.today())
    jobs.note_run("deliver_mail", now, error="OSError: nothing works")
    client.sign_in(cast.admin)
    page = client.get("/system").get_data(as_text=True)
    shown = [
        "đang chạy",
        "host:1:aa",
        "đang phụ trách",
        "dự phòng",
        "thư nhắc việc 3, lượt nhắc 8",
        "24/11/2026",
        "nothing works",
    ]
    assert [words for words in shown if words not in page] == []
    assert client.get("/healthz", check=False).status_code == 200


def test_a_silent_scheduler_is_told_after_five_minutes(cast, client):
    jobs.beat("host:1:aa", clock.now(), is_leader=True)
    db.session.execute(update(Heartbeat).values(seen_at=clock.now() - timedelta(minutes=6)))
    client.sign_in(cast.admin)
    assert "không có tín hiệu từ" in client.get("/system").get_data(as_text=True)
    assert client.get("/healthz", check=False).status_code == 503


def test_a_failed_mail_is_shown_with_the_servers_words_and_can_be_sent_again(cast, client, sink):
    put(cast.finance_head)
    sink.on_rcpt = lambda address: "550 5.1.1 no such mailbox"
    deliver_due()
    client.sign_in(cast.admin)
    page = client.get("/system").get_data(as_text=True)
    assert "550 5.1.1 no such mailbox" in page
    assert "Nông Thị Hà" in page
    mail_id = db.session.scalar(db.select(OutboxMail.id))
    message_id = db.session.scalar(db.select(OutboxMail.message_id))
    sink.on_rcpt = lambda address: None
    assert client.post(f"/system/mails/{mail_id}/resend").status_code == 303
    assert deliver_due().sent == 1
    assert sink.message_ids == [message_id]
    entry = db.session.scalars(db.select(HistoryEntry).where(HistoryEntry.event == "mail_resent")).one()
    assert entry.by_user_id == cast.admin.user_id
    assert client.post(f"/system/mails/{mail_id}/resend").status_code == 404, "it has arrived"


@pytest.mark.parametrize("path", ["/system/mails/1/resend", "/system/mail-release"])
def test_only_administrators_press_the_buttons(cast, client, path):
    for name, actor in cast.everyone.items():
        if name != "admin":
            client.sign_in(actor)
            assert client.post(path).status_code == 403, name


def test_a_held_queue_is_shown_and_released(cast, client):
    put(cast.finance_head)
    actions.hold("restored")
    client.sign_in(cast.admin)
    assert "Thư đang được giữ lại" in client.get("/system").get_data(as_text=True)
    assert client.post("/system/mail-release").status_code == 303
    assert "Thư đang được giữ lại" not in client.get("/system").get_data(as_text=True)


def test_trouble_with_the_server_is_a_banner(cast, client):
    put(cast.finance_head)
    db.session.execute(update(OutboxMail).values(last_error=f"{SERVER_AWAY}Connection refused"))
    client.sign_in(cast.admin)
    page = client.get("/system").get_data(as_text=True)
    assert "Máy chủ thư chưa nhận thư" in page
    assert "Connection refused" in page
    assert db.session.scalar(db.select(OutboxMail.state)) == MailState.QUEUED


def test_the_timetable_says_what_runs_next(cast, client):
    client.sign_in(cast.admin)
    page = client.get("/system").get_data(as_text=True)
    assert "24/11/2026, 07:30" in page
    assert "24/11/2026, 07:00" in page, "duties are opened half an hour earlier"
    assert "mỗi phút" in page
    jobs.note_run("plan_reminders", clock.now(), outcome="digests=0", done_for=clock.today())
    assert "25/11/2026, 07:30" in client.get("/system").get_data(as_text=True), "today is done"


@pytest.mark.parametrize(
    ("trouble", "answer", "sentence"),
    [
        ("held", "held", "Thư đang được giữ lại"),
        ("stuck", "stuck", "Có thư chờ gửi đã hơn 15 phút"),
        ("away", "away", "Máy chủ thư không nhận thư đã hơn 15 phút"),
        ("silent", "ok", "Bộ lập lịch không chạy"),
        ("", "ok", ""),
    ],
)
def test_trouble_stands_on_every_page_of_an_administrator_and_in_healthz(cast, client, trouble, answer, sentence):
    jobs.beat("host:1:aa", clock.now() - timedelta(minutes=6 if trouble == "silent" else 0), is_leader=True)
    ago = clock.now() - timedelta(minutes=16)
    if trouble == "silent":
        db.session.execute(update(Heartbeat).values(seen_at=ago))
    elif trouble == "held":
        actions.hold("restored")
    elif trouble:
        put(cast.finance_head)
        away = {"last_error": f"{SERVER_AWAY}refused", "due_at": clock.now() + timedelta(minutes=5)}
        changed = {"created_at": ago, "due_at": ago, **(away if trouble == "away" else {})}
        db.session.execute(update(OutboxMail).values(**changed))
    health = client.get("/healthz", check=False)
    assert health.status_code == (503 if trouble else 200)
    assert health.get_json()["mail"] == answer
    assert health.get_json()["scheduler"] == ("silent" if trouble == "silent" else "ok")
    for actor, sees in ((cast.admin, bool(trouble)), (cast.clerk, False)):
        client.sign_in(actor)
        page = client.get("/account").get_data(as_text=True)
        assert ("Xem cách xử lý" in page) is sees
        assert not sees or sentence in page


def test_a_new_installation_is_starting(client, cast):
    answer = client.get("/healthz", check=False)
    assert (answer.status_code, answer.get_json()["scheduler"]) == (503, "starting")
