"""The log of mails: who may read it, how a mail is found, what its page tells, and sending again."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import update

from tests.mail.test_delivery import later, one, put
from tests.tasks.test_life import issue
from tracker import clock, mail
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.mail.delivery import deliver_due
from tracker.mail.log import MailFilter, list_kinds, list_mails, list_mails_of_task
from tracker.mail.models import OutboxMail, OutboxWords
from tracker.tasks.actions.urging import Urge, urge_all

BUDGET = 8


def titles(**asked):
    """The last word of the titles that are found."""
    return [row.subject.rsplit(" ", 1)[-1] for row in list_mails(MailFilter(**asked))[0]]


@pytest.fixture
def three(cast):
    """A mail to the finance head, one to the ward's chair of another kind, one that failed."""
    put(cast.finance_head, 1)
    put(cast.ward_chair, 2, kind="task_urged", to_address="songhien@example.vn")
    put(cast.finance_head, 3)
    last = db.session.scalar(db.select(db.func.max(OutboxMail.id)))
    db.session.execute(
        update(OutboxMail).where(OutboxMail.id == last).values(state="failed", last_error="550 no such mailbox")
    )
    db.session.commit()


@pytest.mark.parametrize("method", ["get", "post"])
def test_only_administrators_open_it(cast, client, three, method):
    number = db.session.scalar(db.select(db.func.min(OutboxMail.id)))
    paths = {
        "get": ["/mails", f"/mails/{number}"],
        "post": [f"/mails/{number}/retries", "/mails/retries", f"/mails/{number}/copies"],
    }
    for name, actor in cast.everyone.items():
        if name != "admin":
            client.sign_in(actor)
            assert {getattr(client, method)(path).status_code for path in paths[method]} == {403}, name


@pytest.mark.parametrize("words", ["nong ha", "Nông", "NÔNG THỊ", "No\u0302ng"])
def test_a_person_is_found_with_and_without_diacritics(three, words):
    assert titles(words=words) == ["3", "1"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "songhien"}, ["2"]),
        ({"words": "nhac so 2"}, ["2"]),
        ({"words": "'; DROP TABLE"}, []),
        ({"words": "…"}, []),
        ({"words": "so\u19b0nhac"}, ["3", "2", "1"]),  # a letter, which parts words for SQLite
        ({"kind": "task_urged"}, ["2"]),
        ({"state": "failed"}, ["3"]),
        ({"state": "queued"}, ["2", "1"]),
        ({"since": clock.today() + timedelta(days=4000)}, []),
    ],
)
def test_what_is_asked_for_is_found(three, asked, found):
    assert titles(**asked) == found


def test_days_are_days_of_the_office(cast):
    for number, hour in ((1, 23), (2, 0)):
        day = clock.today() - timedelta(days=1 if number == 1 else 0)
        with time_machine.travel(clock.office_time(day, hour, 30), tick=True):
            put(cast.finance_head, number)
    today = clock.today()
    assert titles(since=today) == ["2"]
    assert titles(until=today - timedelta(days=1)) == ["1"]
    assert titles(since=today - timedelta(days=1), until=today) == ["2", "1"]


def test_pages_follow_each_other_without_gap_or_repeat(cast, client):
    for number in range(1, 61):
        put(cast.finance_head, number)
    client.sign_in(cast.admin)
    first = client.get("/mails", budget=BUDGET).get_data(as_text=True)
    assert "Nhắc việc số 11<" in first
    assert "Nhắc việc số 10<" not in first
    rows, after = list_mails(MailFilter())
    rest, end = list_mails(MailFilter(), after)
    assert [len(rows), len(rest), end] == [50, 10, ""]
    assert not {row.id for row in rows} & {row.id for row in rest}


def test_every_filter_at_once_stays_within_the_budget(cast, client, three):
    client.sign_in(cast.admin)
    day = f"{clock.today():%d/%m/%Y}"
    page = client.get(
        f"/mails?words=nong&kind=test&state=failed&since={day}&until={day}&task=1&person=1", budget=BUDGET + 3
    )
    assert page.status_code == 200
    wrong = client.get("/mails?since=32/13/2026&state=lost&task=x&after=y", budget=BUDGET).get_data(as_text=True)
    assert "Viết ngày theo" in wrong or "31/12/2026" in wrong


@pytest.mark.parametrize("days", ["since=01/01/0001", "until=31/12/9999"])
def test_days_beyond_every_office_are_left_out(cast, client, three, days):
    client.sign_in(cast.admin)
    assert "Nhắc việc số 3<" in client.get(f"/mails?{days}", budget=BUDGET).text


def test_kinds_are_those_that_occur(three):
    assert list_kinds() == ["task_urged", "test"]


def test_the_page_of_a_mail_tells_all_and_runs_nothing(cast, client):
    put(cast.finance_head, text="<script>alert(1)</script>\nDòng hai", html="<b>đậm</b>")
    db.session.execute(update(OutboxMail).values(state="failed", last_error="550 5.1.1 <no> such mailbox", attempts=3))
    db.session.commit()
    client.sign_in(cast.admin)
    mail_id, message_id = one().id, one().message_id
    page = client.get(f"/mails/{mail_id}").get_data(as_text=True)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<b>đậm</b>" not in page
    assert "550 5.1.1 &lt;no&gt; such mailbox" in page
    assert message_id.strip("<>") in page
    assert client.get("/mails/999999").status_code == 404


def test_our_own_reasons_are_said_in_vietnamese(cast, client):
    for number, reason in enumerate(
        [
            "the account is closed",
            "Given up after five days. the connection broke: timed out",
            "replaced by the digest of 2026-11-24",
            "452 4.2.2 mailbox full",
        ]
    ):
        put(cast.finance_head, number)
        last = db.session.scalar(db.select(db.func.max(OutboxMail.id)))
        db.session.execute(update(OutboxMail).where(OutboxMail.id == last).values(state="skipped", last_error=reason))
    db.session.commit()
    client.sign_in(cast.admin)
    page = client.get("/mails").get_data(as_text=True)
    shown = [
        "Tài khoản đã khóa.",
        "Đã thôi gửi sau năm ngày. Kết nối bị đứt: timed out",
        "Đã thay bằng thư nhắc việc ngày 2026-11-24",
        "452 4.2.2 mailbox full",
    ]
    assert [words for words in shown if words not in page] == []


def test_all_failed_mails_go_out_again_at_once(cast, client, sink):
    for number in (1, 2, 3):
        put(cast.finance_head, number)
    sink.on_rcpt = lambda address: "550 closed for a while"
    assert deliver_due().failed == 3
    client.sign_in(cast.admin)
    assert "3 thư gửi hỏng" in client.get("/mails").get_data(as_text=True)
    sink.on_rcpt = lambda address: None
    assert client.post("/mails/retries").status_code == 303
    assert client.post("/mails/retries").status_code == 303, "a second press finds nothing"
    assert deliver_due().sent == 3
    entries = db.session.scalars(db.select(HistoryEntry).where(HistoryEntry.event == "mails_resent")).all()
    assert [entry.data["count"] for entry in entries] == [3]


def test_a_sent_mail_is_sent_again_as_a_mail_of_its_own(cast, client, sink):
    put(cast.finance_head)
    deliver_due()
    first = one()
    client.sign_in(cast.admin)
    assert "Đồng ý gửi lại" in client.get(f"/mails/{first.id}").get_data(as_text=True)
    for _press in range(2):  # a double click makes one copy
        assert client.post(f"/mails/{first.id}/copies", data={"number": "1"}).status_code == 303
    assert deliver_due().sent == 1
    assert len(set(sink.message_ids)) == 2
    assert {str(mail["References"]) for mail in sink.mails} == {mail.message_id("thread:task:1")}
    copied = db.session.scalars(db.select(HistoryEntry).where(HistoryEntry.event == "mail_copied")).all()
    assert len(copied) == 1
    assert client.post(f"/mails/{first.id}/copies", data={"number": "2"}).status_code == 303
    assert deliver_due().sent == 1
    keys = db.session.scalars(db.select(OutboxMail.key).order_by(OutboxMail.id)).all()
    assert keys[1:] == [f"resend:{first.id}:1", f"resend:{first.id}:2"]


@pytest.mark.parametrize("number", ["", "0", "x", "99999999999999"])
def test_a_copy_asked_for_wrongly_is_refused(cast, client, sink, number):
    put(cast.finance_head)
    deliver_due()
    client.sign_in(cast.admin)
    assert client.post(f"/mails/{one().id}/copies", data={"number": number}).status_code == 409


def test_a_waiting_mail_cannot_be_copied(cast, client):
    put(cast.finance_head)
    client.sign_in(cast.admin)
    assert client.post(f"/mails/{one().id}/copies", data={"number": "1"}).status_code == 409
    assert client.post(f"/mails/{one().id}/retries").status_code == 404


def test_the_address_that_a_mail_really_went_to_is_kept(cast, sink):
    put(cast.finance_head)
    deliver_due()
    assert one().to_address == "tckh@example.vn"


def test_a_task_names_its_mails_to_those_who_answer_for_all(cast, client):
    task = issue(cast)
    put(cast.finance_head, subject_type="task", subject_id=task.id)
    for name, sees in (("admin", True), ("clerk", True), ("chairman", True), ("finance_head", False)):
        client.sign_in(getattr(cast, name))
        page = client.get(f"/tasks/{task.id}").get_data(as_text=True)
        assert ("Thư đã gửi về việc này" in page) is sees, name
        assert (f"/mails?task={task.id}" in page) is (name == "admin"), name


def test_mails_about_several_tasks_are_found_from_each(cast):
    first, second = issue(cast), issue(cast, title="Việc thứ hai")
    db.session.commit()
    with later(60 * 24):
        urge_all([first, second], Urge("key", clock.today(), "email"), by=cast.clerk)
        db.session.commit()
    for task in (first, second):
        kinds = [row.kind for row in list_mails_of_task(task.id, 50)]
        assert kinds.count("task_urged") >= 1, task.title


def test_words_follow_what_a_mail_says(cast):
    put(cast.finance_head, 7)
    mail.withdraw([one().id])
    db.session.commit()
    assert db.session.scalar(db.select(db.func.count()).select_from(OutboxWords)) == 0
    assert titles(words="nhac") == []
