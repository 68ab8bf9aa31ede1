"""Delivery over real SMTP: what is sent, what waits, what fails, and what nobody wants any more."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest
import time_machine
from sqlalchemy import update

from tracker import clock, mail
from tracker.db import db
from tracker.mail import actions, claims, wanted
from tracker.mail.delivery import MOST_REFUSALS, deliver_due
from tracker.mail.marks import Marks
from tracker.mail.models import MailState, OutboxMail
from tracker.people.models import User


def put(actor, number=1, **changes):
    """Queue a mail to that person."""
    values = {
        "key": f"test:{actor.user_id}:{number}",
        "kind": "test",
        "user_id": actor.user_id,
        "to_name": actor.name,
        "to_address": "old@example.vn",
        "subject": f"Nhắc việc số {number}",
        "text": "Kính gửi đồng chí,\nviệc sắp đến hạn.",
        "html": "<p>việc sắp đến hạn</p>",
        "thread": "task:1",
        **changes,
    }
    mail.put(mail.Message(**values))
    db.session.commit()


def states():
    """State by subject's last word."""
    rows = db.session.execute(db.select(OutboxMail.subject, OutboxMail.state).order_by(OutboxMail.id))
    return {subject.rsplit(" ", 1)[-1]: state for subject, state in rows}


def one():
    """The only mail."""
    return db.session.scalars(db.select(OutboxMail).execution_options(populate_existing=True)).one()


def later(minutes):
    """The clock, so many minutes on."""
    return time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=True)


def test_a_mail_arrives_with_the_headers_it_needs(app, cast, sink):
    put(cast.finance_head)
    assert deliver_due().sent == 1
    received = sink.mails[0]
    assert received["To"] == "Nông Thị Hà <tckh@example.vn>", "the present address, not the queued one"
    assert received["From"] == "UBND thành phố Cao Bằng <chidao@example.vn>"
    assert received["Message-ID"] == one().message_id
    assert received["References"] == mail.message_id("thread:task:1")
    assert received["Auto-Submitted"] == "auto-generated"
    assert abs(parsedate_to_datetime(received["Date"]) - clock.now()) < timedelta(minutes=1)
    assert "việc sắp đến hạn" in received.get_body(("plain",)).get_content()
    assert "<p>việc sắp đến hạn</p>" in received.get_body(("html",)).get_content()
    sent = one()
    assert (sent.state, sent.lease_token, sent.last_error) == (MailState.SENT, None, "")
    assert deliver_due().handled == 0


def test_many_mails_share_one_connection_and_the_urgent_ones_go_first(app, cast, sink):
    for number in range(1, 31):
        put(cast.finance_head, number, urgency=1 if number == 30 else 5)
    assert deliver_due().sent == 30
    assert sink.connections == 1
    assert sink.subjects[0].endswith(" 30")


def test_a_limit_is_kept(app, cast, sink):
    for number in range(1, 6):
        put(cast.finance_head, number)
    assert deliver_due(3).sent == 3
    assert len(sink.mails) == 3


def test_what_is_not_due_waits(app, cast, sink):
    put(cast.finance_head, due_at=clock.now() + timedelta(hours=1))
    assert deliver_due().handled == 0
    with later(61):
        assert deliver_due().sent == 1


def test_one_bad_recipient_of_five_fails_with_the_servers_words(app, cast, sink):
    for number, actor in enumerate(list(cast.everyone.values())[:5], 1):
        put(actor, number)
    sink.on_rcpt = lambda address: "550 5.1.1 no such mailbox here" if address == "vanphong@example.vn" else None
    report = deliver_due()
    assert (report.sent, report.failed) == (4, 1)
    failed = db.session.scalars(db.select(OutboxMail).where(OutboxMail.state == MailState.FAILED)).one()
    assert failed.last_error == "550 5.1.1 no such mailbox here"
    assert failed.user_id == cast.clerk.user_id


def test_a_content_that_the_server_refuses_fails(app, cast, sink):
    put(cast.finance_head)
    sink.on_data = lambda address: "554 looks like spam"
    assert deliver_due().failed == 1
    assert one().last_error == "554 looks like spam"


def test_a_temporary_refusal_is_tried_again_later_and_later(app, cast, sink):
    put(cast.finance_head)
    sink.on_rcpt = lambda address: "451 4.7.1 Greylisted"
    for minutes in (1, 5, 15, 30, 60, 60):
        before = clock.now()
        assert deliver_due().put_off == 1
        waits = one().due_at - before
        assert timedelta(minutes=minutes) <= waits < timedelta(minutes=minutes, seconds=30)
        with later(minutes - 0.5):
            assert deliver_due().handled == 0, "not before its time"
        db.session.execute(update(OutboxMail).values(due_at=clock.now()))
        db.session.commit()
    sink.on_rcpt = lambda address: None
    assert deliver_due().sent == 1


def test_five_days_of_refusals_end_as_a_failure(app, cast, sink):
    put(cast.finance_head)
    sink.on_rcpt = lambda address: "451 try later"
    db.session.execute(update(OutboxMail).values(attempts=claims.MOST_ATTEMPTS - 1))
    db.session.commit()
    assert deliver_due().failed == 1
    assert one().last_error == "Given up after five days. 451 try later"
    assert sum(claims.BACK_OFF[: claims.MOST_ATTEMPTS], timedelta()) + (
        claims.MOST_ATTEMPTS - len(claims.BACK_OFF)
    ) * claims.BACK_OFF[-1] >= timedelta(days=5)


def test_a_server_that_wants_fewer_mails_is_left_alone(app, cast, sink):
    for number in range(1, 21):
        put(cast.finance_head, number)
    taken = []
    sink.on_data = lambda address: taken.append(1) if len(taken) < 10 else "451 too many, slow down"
    report = deliver_due()
    assert (report.sent, report.put_off) == (10, MOST_REFUSALS)
    assert report.paused
    sink.on_data = lambda address: None
    with later(2):
        assert deliver_due().sent == 10


def test_a_server_that_is_away_stops_the_run_and_fails_nothing(app, cast, sink):
    for number in range(1, 31):
        put(cast.finance_head, number)
    sink.stop()
    report = deliver_due()
    assert report.paused
    assert report.handled == 0
    assert deliver_due().handled == 0, "all of them wait, so there is one try per step"
    assert set(states().values()) == {MailState.QUEUED}
    sink.start()
    with later(2):
        assert deliver_due().sent == 30
    assert len(set(sink.message_ids)) == 30


def test_the_first_mail_that_passes_wakes_those_that_wait_for_the_server(app, cast, sink):
    put(cast.finance_head, 1)
    sink.stop()
    for _ in range(4):
        db.session.execute(update(OutboxMail).values(due_at=clock.now()))
        db.session.commit()
        deliver_due()
    assert one().due_at > clock.now() + timedelta(minutes=20)
    sink.start()
    put(cast.ward_chair, 2)
    assert deliver_due().sent == 2


def test_a_wrong_password_pauses_and_fails_nothing(app, cast, sink):
    put(cast.finance_head)
    sink.password = "right"
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = dataclasses.replace(settings, smtp_user="tracker", smtp_password="wrong")
    report = deliver_due()
    assert report.paused.startswith("sign-in refused: 535")
    assert one().state == MailState.QUEUED
    app.config["SETTINGS"] = settings
    assert deliver_due(is_first=True).paused.startswith("sign-in refused: 530"), "the setting is missing altogether"
    app.config["SETTINGS"] = dataclasses.replace(settings, smtp_user="tracker", smtp_password="right")
    assert deliver_due(is_first=True).sent == 1, "a restart with the right password sends at once"


def test_without_encryption_nothing_leaves_when_it_is_demanded(app, cast, sink):
    put(cast.finance_head)
    app.config["SETTINGS"] = dataclasses.replace(app.config["SETTINGS"], smtp_security="starttls")
    assert "STARTTLS" in deliver_due().paused
    assert sink.mails == []
    assert one().state == MailState.QUEUED


@pytest.mark.parametrize(
    "damage",
    [
        {"to_name": "Nông Thị\r\nBcc: all@example.vn"},
        {"subject": "Nhắc việc\nX-Evil: 1"},
        {"message_id": "<broken\n@example.vn>"},
        {"message_id": "broken"},
    ],
)
def test_a_mail_that_cannot_be_written_fails_alone(app, cast, sink, damage):
    put(cast.finance_head, 1)
    put(cast.ward_chair, 2)
    first = db.session.scalar(db.select(OutboxMail.id).order_by(OutboxMail.id))
    db.session.execute(update(OutboxMail).where(OutboxMail.id == first).values(**damage))
    db.session.commit()
    report = deliver_due()
    assert (report.sent, report.failed) == (1, 1)
    assert sink.recipients == ["songhien@example.vn"]


@pytest.mark.parametrize(
    "address", ["hà@example.vn", "no at sign", "a@b.vn\r\nRCPT TO:<c@d.vn>", "a@b.vn, c@d.vn", "<>"]
)
def test_an_address_that_no_mail_may_carry_fails_alone(app, cast, sink, address):
    put(cast.finance_head, 1)
    put(cast.ward_chair, 2)
    db.session.execute(update(User).where(User.id == cast.finance_head.user_id).values(email=address))
    db.session.commit()
    report = deliver_due()
    assert (report.sent, report.failed) == (1, 1)
    assert sink.recipients == ["songhien@example.vn"]


def test_what_is_sent_is_a_sound_mail(app, cast, sink):
    put(cast.finance_head, text="Dòng một\nDòng hai\n.\nsau dấu chấm", html="<p>" + "Việc " * 500 + "</p>")
    assert deliver_due().sent == 1
    [received] = sink.mails
    assert received.defects == []
    assert [part.defects for part in received.iter_parts()] == [[], []]
    text = received.get_body(("plain",)).get_content()
    assert text.replace("\r\n", "\n") == "Dòng một\nDòng hai\n.\nsau dấu chấm"
    assert received.get_body(("html",)).get_content() == "<p>" + "Việc " * 500 + "</p>"
    assert received["List-Id"] == "<theo-doi-chi-dao.example.vn>"
    assert received["Subject"] == "Nhắc việc số 1"


def test_a_very_long_title_still_arrives(app, cast, sink):
    put(cast.finance_head, subject="Triển khai " * 90)
    assert deliver_due().sent == 1


def test_the_account_is_asked_again_before_sending(app, cast, sink):
    put(cast.finance_head, 1)
    put(cast.ward_chair, 2)
    put(cast.outsider, 3)
    db.session.execute(update(User).where(User.id == cast.finance_head.user_id).values(is_enabled=False))
    db.session.execute(update(User).where(User.id == cast.ward_chair.user_id).values(email=None))
    db.session.commit()
    report = deliver_due()
    assert (report.sent, report.skipped, report.failed) == (1, 1, 1)
    assert states() == {"1": MailState.SKIPPED, "2": MailState.FAILED, "3": MailState.SENT}


def test_a_held_queue_sends_nothing_until_it_is_released(app, cast, sink):
    put(cast.finance_head)
    actions.hold("restored")
    db.session.commit()
    assert "held" in deliver_due().paused
    assert sink.mails == []
    actions.release_hold(by=cast.admin)
    db.session.commit()
    assert deliver_due().sent == 1


def test_the_claims_of_a_dead_sender_come_back_when_their_lease_ends(app, cast, sink):
    put(cast.finance_head)
    assert len(claims.claim(10)) == 1
    db.session.commit()
    assert deliver_due().handled == 0
    with later(11):
        report = deliver_due()
    assert (report.freed, report.sent) == (1, 1)


def test_a_sender_that_lost_its_lease_does_not_send(app, cast, sink):
    put(cast.finance_head)
    [letter] = claims.claim(10)
    db.session.commit()
    with later(11):
        assert deliver_due().sent == 1
    assert not claims.still_ours([letter])
    assert not claims.mark_sent(letter)
    claims.mark_failed(letter, "late")
    assert one().state == MailState.SENT


def test_a_second_sender_finds_nothing_to_claim(app, cast, sink):
    put(cast.finance_head)
    assert len(claims.claim(10)) == 1
    assert claims.claim(10) == []


def test_stopping_gives_back_what_was_claimed(app, cast, sink):
    for number in range(1, 6):
        put(cast.finance_head, number)
    deliver_due(is_stopping=lambda: len(sink.mails) >= 2)
    assert sorted(states().values()) == [MailState.QUEUED] * 3 + [MailState.SENT] * 2
    assert deliver_due().sent == 3


def test_a_connection_that_the_server_closes_between_mails_is_opened_again(app, cast, sink):
    for number in range(1, 4):
        put(cast.finance_head, number)
    asked = []

    def closes_once(address):
        asked.append(address)
        return "421 too many mails on this connection" if len(asked) == 2 else None

    sink.on_rcpt = closes_once
    report = deliver_due()
    assert (report.sent, report.put_off) == (3, 0)
    assert sink.connections == 2


def test_nothing_is_sent_for_work_that_was_undone(app, cast, sink):
    mail.put(mail.Message("test:undone", "test", cast.clerk.user_id, "Lan", "lan@example.vn", "s", "t", "<p>h</p>"))
    db.session.rollback()
    assert deliver_due().handled == 0


def test_a_key_is_taken_once(app, cast, sink):
    put(cast.finance_head)
    put(cast.finance_head)
    assert deliver_due().sent == 1


def test_put_tells_whether_the_key_was_new(app, cast):
    message = mail.Message("test:once", "test", cast.clerk.user_id, "Lan", "lan@example.vn", "s", "t", "<p>h</p>")
    assert mail.put(message)
    assert not mail.put(message)


def test_a_mail_that_trips_its_check_fails_alone(app, cast, sink):
    def trip(letter):
        raise KeyError("no such track")

    wanted.register(app, "tripping", trip)
    try:
        put(cast.finance_head, 1, kind="tripping")
        put(cast.finance_head, 2)
        assert deliver_due().sent == 1
    finally:
        del app.extensions["mail_wanted"].checks["tripping"]
    assert states() == {"1": MailState.FAILED, "2": MailState.SENT}


def test_what_was_sent_by_a_clock_ahead_takes_no_room(app, cast, sink):
    app.config["SETTINGS"] = dataclasses.replace(app.config["SETTINGS"], mails_per_minute=5)
    now = clock.now()
    for number in range(5):
        put(cast.finance_head, number)
    with time_machine.travel(now + timedelta(days=1), tick=True):
        assert deliver_due().sent == 5
    put(cast.finance_head, 9)
    with time_machine.travel(now + timedelta(hours=3), tick=True):
        assert deliver_due().sent == 1


def test_a_mail_is_marked_also_while_the_process_ends_and_starts_no_thread(app, cast, sink, monkeypatch):
    put(cast.finance_head)
    begin = Marks.begin

    def begin_at_the_end(self, *args, **kwargs):
        self._pool.shutdown()
        return begin(self, *args, **kwargs)

    monkeypatch.setattr(Marks, "begin", begin_at_the_end)
    assert deliver_due().sent == 1
    assert deliver_due().handled == 0
    assert len(sink.mails) == 1
