"""What is only noted: mails that cannot be read, mails of strangers of which the head alone is read; for how long."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.inbound.makers import answers, rows, take_in, write
from tests.inbound.test_receive import updates
from tests.tasks.test_life import issue
from tracker import clock
from tracker.db import db
from tracker.inbound import actions as inbound_actions
from tracker.inbound import commands as inbound_commands
from tracker.inbound.models import InboundMail, Outcome, Reason

pytestmark = pytest.mark.usefixtures("inbound")


def test_a_number_too_long_for_us_breaks_nothing(cast):
    """Python refuses to read a number of 5000 digits, as an entity of HTML may have."""
    raw = write(cast.finance_head, issue(cast), "Xong &#" + "5" * 5000)
    raw = raw.replace(b"text/plain", b"text/html")
    assert take_in(raw).outcome == Outcome.TAKEN
    assert updates()[0].result.startswith("Xong \ufffd")
    assert take_in(b"Content-Type: text/html\n\n&#" + b"5" * 5000).outcome == Outcome.DROPPED


def broken(raw):
    raise RecursionError("too deep")


@pytest.mark.parametrize("name", ["read_head", "read_mail"])
def test_a_mail_that_cannot_be_read_is_noted_once(cast, monkeypatch, name):
    raw = write(cast.finance_head, issue(cast), message_id="none")
    monkeypatch.setattr(inbound_actions, name, broken)
    row = take_in(raw)
    assert (row.outcome, row.reason, row.is_answered) == (Outcome.DROPPED, Reason.UNREADABLE, False)
    assert row.key == hashlib.sha256(raw).hexdigest()
    assert take_in(raw) is None
    assert (updates(), answers(), len(rows())) == ([], [], 1)


def test_of_a_large_mail_that_cannot_be_read_the_pipe_says_nothing(app, cast, inbound, monkeypatch):
    """It would be tried again for days."""
    raw = write(cast.finance_head, issue(cast), files=[("lớn.pdf", b"x" * 6_000_000)])
    db.session.commit()
    monkeypatch.setattr(inbound_commands, "read_head", broken)
    done = app.test_cli_runner().invoke(inbound_commands.inbound, input=raw)
    assert (done.exit_code, done.output, rows()) == (0, "", [(Outcome.DROPPED, Reason.UNREADABLE)])


def test_the_pipe_forgets_what_was_noted_long_ago(app, cast, inbound):
    take_in(write(cast.finance_head, issue(cast), Precedence="bulk")).received_at = clock.now() - timedelta(days=91)
    db.session.commit()
    raw = write(cast.finance_head, issue(cast))
    db.session.commit()
    assert app.test_cli_runner().invoke(inbound_commands.inbound, input=raw).exit_code == 0
    assert rows() == [(Outcome.TAKEN, "")]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"to": "theodoi@example.vn"}, Reason.UNKNOWN_ADDRESS),
        ({"Auto_Submitted": "auto-replied"}, Reason.AUTOMATIC),
        ({"sender": "la@example.vn"}, Reason.OTHER_SENDER),
        ({"Authentication_Results": "mx.example.vn; dmarc=fail"}, Reason.NOT_GENUINE),
    ],
)
def test_of_a_strangers_mail_the_head_alone_is_read(cast, monkeypatch, changes, reason):
    monkeypatch.setattr(inbound_actions, "read_mail", broken)
    assert take_in(write(cast.finance_head, issue(cast), **changes)).reason == reason


def test_a_mail_that_is_known_is_not_read_again(cast, monkeypatch):
    raw = write(cast.finance_head, issue(cast))
    assert take_in(raw).outcome == Outcome.TAKEN
    monkeypatch.setattr(inbound_actions, "read_mail", broken)
    assert take_in(raw) is None


def test_what_was_only_noted_is_forgotten_after_three_months(cast, monkeypatch):
    task = issue(cast)
    taken, refused, old, older, new = (
        take_in(write(cast.finance_head, task, **changes))
        for changes in [{}, {"sender": "la@example.vn"}, *[{"Precedence": "bulk"}] * 3]
    )
    for row in (taken, refused, old, older):
        row.received_at = clock.now() - timedelta(days=91)
    new.received_at = clock.now() - timedelta(days=89)
    ids = [taken.id, refused.id, new.id]
    monkeypatch.setattr(inbound_actions, "_MOST_FORGOTTEN", 1)
    inbound_actions.forget_old()
    assert len(rows()) == 4, "so many at a time"
    inbound_actions.forget_old()
    inbound_actions.forget_old()
    assert list(db.session.scalars(select(InboundMail.id).order_by(InboundMail.id))) == ids
