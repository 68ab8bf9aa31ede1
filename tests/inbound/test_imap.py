"""Polling a mailbox: marked as seen only when it is saved, never taken in twice, whatever breaks in between."""

from __future__ import annotations

import dataclasses
import time
from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.inbound.imap_server import CERTIFICATE, imap_server
from tests.inbound.makers import rows, write
from tests.tasks.test_life import issue
from tracker import clock
from tracker.db import db
from tracker.inbound import imap, jobs
from tracker.inbound.imap import MailboxAway, poll
from tracker.inbound.models import InboundMail, Outcome, Reason
from tracker.scheduler import Turn
from tracker.tasks.models import ProgressUpdate


@pytest.fixture
def box(app, inbound):
    """A mailbox that the settings name."""
    imap._broken.clear()
    with imap_server() as mailbox:
        app.config["SETTINGS"] = dataclasses.replace(
            app.config["SETTINGS"], inbound=settings_for(mailbox, inbound, imap_security="none")
        )
        yield mailbox


def settings_for(mailbox, inbound, **changes):
    return dataclasses.replace(
        inbound,
        imap_host="127.0.0.1",
        imap_port=mailbox.port,
        imap_user="theodoi",
        imap_password="mat khau",
        **changes,
    )


def run(app):
    return poll(app.config["SETTINGS"].inbound)


def count():
    return db.session.query(ProgressUpdate).count()


def test_what_is_unseen_is_taken_in_once_and_marked(app, cast, box):
    task = issue(cast)
    box.put(write(cast.finance_head, task))
    box.put(write(cast.finance_head, task, Auto_Submitted="auto-replied"))
    box.put(write(cast.outsider, task))
    report = run(app)
    assert (report.taken, report.refused, report.dropped) == (1, 1, 1)
    assert box.seen == {1, 2, 3}
    assert all("PEEK" in line for line in box.asked if "BODY" in line)
    assert box.asked.index("UID STORE 1 +FLAGS.SILENT (\\Seen)") > box.asked.index("UID FETCH 1 (RFC822.SIZE)")
    assert run(app).handled == 0
    assert count() == 1


@pytest.mark.parametrize("fault", ["drop", "drop_after", "NO not now"])
def test_a_connection_that_breaks_at_the_mark_costs_nothing(app, cast, box, fault):
    box.put(write(cast.finance_head, issue(cast)))
    box.on = lambda command: fault if "STORE" in command else ""
    with pytest.raises(MailboxAway):
        run(app)
    assert count() == 1
    assert box.seen == ({1} if fault == "drop_after" else set())
    box.on = lambda command: ""
    assert run(app).known == (0 if fault == "drop_after" else 1)
    assert (box.seen, count()) == ({1}, 1)


@pytest.mark.parametrize("where", ["LOGIN", "SELECT", "SEARCH", "RFC822.SIZE", "BODY"])
@pytest.mark.parametrize("fault", ["drop", "NO not now", "BAD what"])
def test_a_server_that_breaks_before_leaves_the_mail_unseen(app, cast, box, where, fault):
    box.put(write(cast.finance_head, issue(cast)))
    db.session.commit()
    box.on = lambda command: fault if where in command else ""
    with pytest.raises(MailboxAway):
        run(app)
    assert (box.seen, count()) == (set(), 0)
    box.on = lambda command: ""
    assert run(app).taken == 1


def test_the_same_mail_in_two_copies_is_one_update(app, cast, box):
    raw = write(cast.finance_head, issue(cast))
    box.put(raw)
    box.put(raw)
    report = run(app)
    assert (report.taken, report.known, box.seen, count()) == (1, 1, {1, 2}, 1)


def test_of_a_mail_that_is_too_large_only_the_head_is_fetched(app, cast, box):
    box.put(write(cast.finance_head, issue(cast), files=[("lớn.pdf", b"x" * 6_000_000)]))
    assert run(app).refused == 1
    assert rows() == [(Outcome.REFUSED, Reason.TOO_LARGE)]
    assert not any("BODY.PEEK[]" in line for line in box.asked)


def test_a_mail_that_breaks_us_stays_unseen_and_the_others_have_their_turn(app, cast, box, monkeypatch):
    task, receive = issue(cast), imap.receive
    box.put(write(cast.finance_head, task, "Hỏng"))
    box.put(write(cast.finance_head, task, "Lành"))
    db.session.commit()

    def break_at_first(raw, envelope):
        if raw == box.mails[1]:
            raise RuntimeError("broken")
        return receive(raw, envelope)

    monkeypatch.setattr(imap, "receive", break_at_first)
    report = run(app)
    assert (report.broken, report.taken, box.seen) == (1, 1, {2})


def test_mails_that_break_us_keep_no_other_out(app, cast, box, monkeypatch):
    """A stranger sends more of them than a poll takes in."""
    task, receive, tried = issue(cast), imap.receive, []
    for number in range(4):
        box.put(write(cast.finance_head, task, f"Hỏng {number}"))
    for number in range(3):
        box.put(write(cast.finance_head, task, f"Lành {number}"))
    db.session.commit()

    def break_at_most(raw, envelope):
        tried.append(raw)
        if raw in list(box.mails.values())[:4]:
            raise RuntimeError("broken")
        return receive(raw, envelope)

    monkeypatch.setattr(imap, "receive", break_at_most)
    monkeypatch.setattr(imap, "MOST_MAILS", 2)
    report = run(app)
    assert (report.broken, report.taken, box.seen) == (4, 2, {5, 6})
    tried.clear()
    assert run(app).taken == 1
    assert tried[0] == box.mails[7], "what broke before comes last"


def test_a_mail_that_cannot_be_read_is_marked_as_seen(app, cast, box):
    """It was fetched and failed again, at every poll, for ever."""
    box.put(b"Content-Type: text/html\r\n\r\n&#" + b"5" * 5000)
    box.put(write(cast.finance_head, issue(cast), "&#" + "5" * 5000).replace(b"text/plain", b"text/html"))
    report = run(app)
    assert (report.dropped, report.taken, report.broken, box.seen) == (1, 1, 0, {1, 2})


def test_a_poll_forgets_what_was_noted_long_ago(app, cast, box):
    raw = write(cast.finance_head, issue(cast), Precedence="bulk")
    box.put(raw)
    run(app)
    db.session.execute(update(InboundMail).values(received_at=clock.now() - timedelta(days=91)))
    db.session.commit()
    assert run(app).handled == 0
    assert len(rows()) == 1
    box.put(write(cast.finance_head, issue(cast)))
    run(app)
    assert rows() == [(Outcome.TAKEN, "")]


def test_a_server_that_never_answers_is_left(app, cast, box, monkeypatch):
    monkeypatch.setattr(imap, "TIME_LIMIT", 0.3)
    box.on = lambda command: "OK" if not command.startswith("LOGIN") else wait()
    with pytest.raises(MailboxAway):
        run(app)


def wait():
    time.sleep(0.8)
    return "drop"


def test_a_poll_that_takes_too_long_is_cut(app, cast, box, monkeypatch):
    monkeypatch.setattr(imap, "LONGEST_POLL", 0.3)
    box.on = lambda command: wait() if "SEARCH" in command else ""
    with pytest.raises(MailboxAway):
        run(app)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(app, cast, inbound, monkeypatch, security):
    with imap_server(tls=security == "tls") as mailbox:
        settings = settings_for(mailbox, inbound, imap_security=security)
        with pytest.raises(MailboxAway, match="certificate"):
            poll(settings)
        assert "LOGIN" not in "".join(mailbox.asked)
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        assert poll(settings).handled == 0
        assert "LOGIN" in "".join(mailbox.asked)


def test_the_job_is_quiet_where_no_mailbox_is_set_or_nothing_came(app, cast, inbound):
    assert jobs.poll_inbound(Turn(None, is_first=True)) is None


def test_the_job_reads_the_mailbox(app, cast, box):
    assert jobs.poll_inbound(Turn(None, is_first=True)) is None
    box.put(write(cast.finance_head, issue(cast)))
    db.session.commit()
    assert jobs.poll_inbound(Turn(None, is_first=True)) == "taken=1 refused=0 dropped=0 known=0 broken=0"
