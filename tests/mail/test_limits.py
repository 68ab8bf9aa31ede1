"""How many mails may go out in a minute, and by which channels."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import update

from tests.mail.test_delivery import later, put
from tracker import clock
from tracker.db import db
from tracker.mail import channels, claims
from tracker.mail.delivery import deliver_due
from tracker.mail.models import MailState, OutboxMail
from tracker.mail.smtp import Permanent


@pytest.fixture
def limited(app, sink):
    """Five mails in a minute."""
    app.config["SETTINGS"] = dataclasses.replace(app.config["SETTINGS"], mails_per_minute=5)
    return sink


def test_no_more_go_out_in_a_minute_than_is_set(cast, limited):
    for number in range(12):
        put(cast.finance_head, number)
    assert deliver_due().sent == 5
    report = deliver_due()  # a restart, or another process: the count is in the database
    assert (report.sent, report.is_full, report.paused) == (0, True, "")
    with later(0.5):
        assert deliver_due().sent == 0
    with later(1.1):
        assert deliver_due().sent == 5
    with later(2.3):
        assert deliver_due().sent == 2


def test_what_another_sender_has_in_hand_counts(cast, limited):
    for number in range(9):
        put(cast.finance_head, number)
    assert len(claims.claim(3)) == 3
    db.session.commit()
    assert deliver_due().sent == 2


def test_a_run_waits_for_the_next_free_places(cast, limited):
    for number in range(7):
        put(cast.finance_head, number)
    assert deliver_due().sent == 5
    ago = clock.now() - timedelta(seconds=59)
    db.session.execute(update(OutboxMail).where(OutboxMail.sent_at.is_not(None)).values(sent_at=ago))
    db.session.commit()
    assert deliver_due(patience=20).sent == 2


def test_without_a_limit_all_go(cast, sink):
    for number in range(60):
        put(cast.finance_head, number)
    assert deliver_due().sent == 60


class Telegraph:
    """Another channel, for this test: keeps what it is given."""

    def __init__(self, settings):
        self.sent = Telegraph.told

    told: list[tuple[str, str]] = []

    def __enter__(self):
        return self

    def __exit__(self, *error):
        """Nothing is kept open."""

    def prepare(self, letter, address, extra):
        """As `Channel.prepare`."""
        return letter.subject.encode()

    def send(self, address, prepared, last_word):
        """As `Channel.send`."""
        if "3" in prepared.decode():
            raise Permanent("no such office")
        last_word()
        self.sent.append((address, prepared.decode()))


@pytest.fixture
def telegraph(app):
    """The channel, registered for the length of a test."""
    makers = app.extensions.setdefault("mail_channels", {"email": channels.Email})
    channels.register(app, "telegraph", Telegraph)
    Telegraph.told.clear()
    yield Telegraph
    del makers["telegraph"]


def test_a_channel_is_added_by_registering_it(cast, sink, telegraph):
    put(cast.finance_head, 1)
    put(cast.finance_head, 2, channel="telegraph", key="telegraph:2")
    put(cast.finance_head, 3, channel="telegraph", key="telegraph:3")
    report = deliver_due()
    assert (report.sent, report.failed) == (2, 1)
    assert telegraph.told == [("tckh@example.vn", "Nhắc việc số 2")]
    assert len(sink.mails) == 1


def test_one_channel_that_is_away_holds_up_no_other(cast, sink, telegraph):
    put(cast.finance_head, 1)
    put(cast.finance_head, 2, channel="telegraph", key="telegraph:2")
    sink.stop()
    report = deliver_due()
    assert report.sent == 1
    assert report.paused
    states = db.session.execute(db.select(OutboxMail.channel, OutboxMail.state)).all()
    assert sorted(map(tuple, states)) == [("email", MailState.QUEUED), ("telegraph", MailState.SENT)]
    sink.start()
    with time_machine.travel(clock.now() + timedelta(minutes=2), tick=True):
        assert deliver_due().sent == 1
