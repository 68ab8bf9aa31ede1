"""What changes between the planning of a reminder and its sending. Numbers are those of the fault plan."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.faults.desk import Desk, desk
from tests.tasks.test_life import progress
from tracker import clock
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.mail import actions as mail_actions
from tracker.mail import delivery
from tracker.mail.delivery import deliver_due
from tracker.mail.models import MailState, OutboxMail
from tracker.people.models import User
from tracker.reminders.actions import plan_reminders
from tracker.tasks import actions
from tracker.tasks.queries import get_task_for

pytestmark = pytest.mark.fault


@pytest.fixture
def office(live, sink):
    """A live office whose mail goes to the sink."""
    live.env.update(sink.env)
    with desk(live) as found:
        yield found


def plan(office: Desk) -> int:
    """A task of finance that is due tomorrow, and the digest that says so in the outbox."""
    tomorrow = office_calendar().add_working_days(clock.today(), 1)
    with clock.at(clock.now() - timedelta(days=30)):
        task = actions.Assignment("Giải ngân", office.cast.finance.id, office.cast.chairman.user_id, due_on=tomorrow)
        issued = actions.issue_task(task, by=office.cast.clerk)
    plan_reminders(clock.today())
    db.session.commit()
    return issued.id


def close(office: Desk, task_id: int) -> None:
    """The unit reports and the Office confirms."""
    task = get_task_for(office.cast.clerk, task_id)
    actions.submit_completion(task, progress(), clock.today(), by=office.cast.finance_head)
    actions.confirm_completion(task, by=office.cast.clerk)
    db.session.commit()


def outcomes(office: Desk):
    """(state, reason) of every mail."""
    found = select(OutboxMail.state, OutboxMail.last_error).order_by(OutboxMail.id)
    return office.read(lambda: [tuple(row) for row in db.session.execute(found)])


def between_claim_and_send(monkeypatch, happen):
    """At the place where a test may end the process, something else happens instead."""
    monkeypatch.setattr(delivery, "crash_at", lambda place: happen() if place == "after_claim" else None)


SKIPPED = (MailState.SKIPPED, "everything in it is done, has another due date or is somebody else's")


def test_fault_52_task_closed_after_reminder_queued(live, office, sink):
    """The sender dies with the mail in its hand; the task is closed before another one takes over."""
    task_id = plan(office)
    assert live.run("jobs", "run", "deliver_mail", check=False, FAULT="after_claim").returncode == 9
    assert [state for state, _reason in outcomes(office)] == [MailState.SENDING]
    close(office, task_id)
    db.session.execute(update(OutboxMail).values(lease_until=clock.now() - timedelta(seconds=1)))
    db.session.commit()
    live.run("jobs", "run", "deliver_mail")
    assert (outcomes(office), sink.mails) == ([SKIPPED], [])


def test_fault_52_task_closed_while_the_reminder_is_being_sent(office, sink, monkeypatch):
    task_id = plan(office)
    between_claim_and_send(monkeypatch, lambda: close(office, task_id))
    report = deliver_due()
    assert (report.sent, report.skipped) == (0, 1)
    assert (outcomes(office), sink.mails) == ([SKIPPED], [])


def test_fault_52_task_that_stays_open_is_reminded_of(office, sink, monkeypatch):
    plan(office)
    between_claim_and_send(monkeypatch, lambda: None)
    assert deliver_due().sent == 1
    assert sink.recipients == ["tckh@example.vn"]


def move(office: Desk, address: str | None) -> None:
    """The head of finance gets another address."""
    db.session.execute(update(User).where(User.id == office.cast.finance_head.user_id).values(email=address))
    db.session.commit()


@pytest.mark.parametrize("is_claimed", [False, True], ids=["while queued", "while being sent"])
def test_fault_53_address_changed_while_queued(office, sink, monkeypatch, is_claimed):
    plan(office)
    if is_claimed:
        between_claim_and_send(monkeypatch, lambda: move(office, "moi@example.vn"))
    else:
        move(office, "moi@example.vn")
    assert deliver_due().sent == 1
    assert sink.recipients == ["moi@example.vn"]


@pytest.mark.parametrize("is_claimed", [False, True], ids=["while queued", "while being sent"])
def test_fault_53_address_taken_away_is_a_failure_that_is_seen_and_can_be_mended(office, sink, monkeypatch, is_claimed):
    plan(office)
    if is_claimed:
        between_claim_and_send(monkeypatch, lambda: move(office, None))
    else:
        move(office, None)
    report = deliver_due()
    assert (report.failed, sink.mails) == (1, [])
    assert outcomes(office) == [(MailState.FAILED, "the person has no mail address")]
    page = office.browser(office.cast.admin).get("/system").get_data(as_text=True)
    assert "Nông Thị Hà" in page
    monkeypatch.undo()
    move(office, "moi@example.vn")
    mail_actions.resend(db.session.scalars(select(OutboxMail)).one(), by=office.cast.admin)
    db.session.commit()
    assert deliver_due().sent == 1
    assert sink.recipients == ["moi@example.vn"]
