"""Servers that fail, freeze or refuse, and senders that are killed at random. Numbers are those of the fault plan."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, update

from config import ROOT
from tests.faults.desk import desk
from tests.faults.test_mail_faults import count, expire_leases, queue, states
from tests.smtp import DROP
from tracker import clock, mail
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.mail.claims import SERVER_AWAY
from tracker.mail.delivery import FRESH_SECONDS, deliver_due
from tracker.mail.models import MailState, OutboxMail
from tracker.reminders.models import Reminder
from tracker.scheduler import TIMETABLE, Scheduler
from tracker.tasks import actions
from tracker.tasks.models import ProgressUpdate

pytestmark = pytest.mark.fault

PLAN = next(job for job in TIMETABLE if job.name == "plan_reminders")


@pytest.fixture
def office(live, sink):
    """A live office whose mail goes to the sink."""
    live.env.update(sink.env)
    with desk(live) as found:
        yield found


def queue_many(office, number):
    """So many mails to one person."""
    head = office.cast.finance_head
    for index in range(number):
        mail.put(
            mail.Message(f"m:{index}", "test", head.user_id, head.name, "x@example.vn", f"s {index}", "t", "<p>h</p>")
        )
    db.session.commit()


def later(**how):
    """The clock, so much on."""
    return time_machine.travel(clock.now() + timedelta(**how), tick=True)


def test_fault_03_senders_killed_at_random_lose_nothing(live, office, sink, rounds):
    """Two senders are killed again and again. Full size (`make faults`): 3,000 mails and 29 kills."""
    is_full = rounds >= 200
    mails, kills = (3000, 29) if is_full else (150, 3)
    seed = int(os.environ.get("SEED", random.SystemRandom().randrange(10**6)))
    print(f"SEED={seed}")
    dice, done = random.Random(seed), 0
    queue_many(office, mails)
    senders = [live.start("jobs", "run", "deliver_mail") for _ in range(2)]
    while done < kills:
        before = len(sink.mails)
        with contextlib.suppress(AssertionError):  # a sender may have nothing left that is not leased
            sink.wait_for(min(before + dice.randrange(1, 12), mails), seconds=6)
        victim = dice.randrange(2)
        senders[victim].send_signal(signal.SIGKILL)
        senders[victim].wait(20)
        done += 1
        expire_leases_of_the_dead(senders[1 - victim].poll() is not None)
        senders[victim] = live.start("jobs", "run", "deliver_mail")
    for sender in senders:
        sender.communicate(timeout=240)
    expire_leases()
    live.run("jobs", "run", "deliver_mail")
    copies = Counter(sink.message_ids).values()  # counted once: thousands of headers are read for it
    assert count(select(func.count()).where(OutboxMail.state == MailState.SENT)) == mails, f"SEED={seed}"
    assert len(copies) == mails, f"lost; SEED={seed}"
    assert len(sink.mails) - mails <= kills, f"SEED={seed}"
    assert max(copies) <= 2, f"SEED={seed}"


def expire_leases_of_the_dead(other_is_dead):
    """Only when nobody lives does time seem to pass: a living sender's lease must not be taken from it."""
    if other_is_dead:
        expire_leases()


@pytest.mark.parametrize(("point", "copies"), [("after_claim", 1), ("before_dot", 1), ("after_data", 2)])
def test_fault_04_frozen_beyond_its_lease(live, office, sink, point, copies):
    """Only a sender that freezes after the server's 250 costs a copy."""
    queue_many(office, 1)
    frozen = live.start("jobs", "run", "deliver_mail", FAULT=f"freeze_{point}")
    wait_until_stopped(frozen.pid)
    # A lease lasts minutes: whoever outlives his has not asked for longer than an answer is believed.
    time.sleep(FRESH_SECONDS)
    expire_leases()
    live.run("jobs", "run", "deliver_mail")
    assert states() == [MailState.SENT]
    frozen.send_signal(signal.SIGCONT)
    assert frozen.wait(60) == 0
    assert states() == [MailState.SENT]
    assert (len(sink.mails), len(set(sink.message_ids))) == (copies, 1)


def wait_until_stopped(pid, seconds=60):
    """Until the process has been frozen."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
            if stat.read().rpartition(")")[2].split()[0] == "T":
                return
        time.sleep(0.05)
    raise AssertionError("it did not freeze")


def test_fault_05_connection_drops_after_the_mail_was_handed_over(office, sink):
    """The server took it and never said so: one more copy, with the same Message-ID, and the log of mails says why."""
    queue_many(office, 2)
    dropped = []

    def drop_once(address):
        if not dropped:
            dropped.append(1)
            return DROP
        return None

    sink.on_data = drop_once
    report = deliver_due()
    assert (report.sent, report.put_off) == (1, 1)
    waiting = select(OutboxMail.last_error).where(OutboxMail.state == MailState.QUEUED)
    assert office.read(lambda: db.session.scalar(waiting)).startswith("the connection broke")
    with later(minutes=2):
        assert deliver_due().sent == 1
    assert (len(sink.mails), len(set(sink.message_ids))) == (3, 2)


@pytest.mark.parametrize("off", [{"seconds": 5}, {"hours": 5}, {"days": 3}], ids=["5 s", "5 h", "3 d"])
def test_fault_08_scheduler_off_over_due_times(office, sink, off):
    """What fell due meanwhile is told once, in one digest per person."""
    cast, now = office.cast, clock.now()
    start = clock.office_time(office_calendar().add_working_days(clock.today(), 3), 7, 29)
    for days in (1, 2):
        with clock.at(now - timedelta(days=30)):
            due_on = office_calendar().add_working_days(clock.to_office(start).date(), days)
            given = actions.Assignment(f"Việc {days}", cast.finance.id, cast.chairman.user_id, due_on=due_on)
            actions.issue_task(given, by=cast.clerk)
    db.session.commit()
    with time_machine.travel(start + timedelta(minutes=2) + timedelta(**off), tick=True):
        for _restart in range(2):
            Scheduler(office.app).tick(PLAN)
            deliver_due(is_first=True)
            db.session.rollback()
    digests = [str(found["Message-ID"]) for found in sink.mails]
    assert len(digests) == len(set(digests)) == len({found["To"] for found in sink.mails})
    told = office.read(lambda: db.session.execute(select(Reminder.task_id, Reminder.user_id, Reminder.stage)).all())
    assert len(told) == len(set(told))
    if clock.to_office(start + timedelta(**off)).date() == clock.to_office(start).date():
        assert len(digests) >= 1


def test_fault_09_three_days_of_refusals_then_up(office, sink):
    """Nothing is lost, nothing fails, the server is asked once per step, and everything comes once."""
    queue_many(office, 30)
    sink.stop()
    start, tries = clock.now(), 0
    for minutes in range(0, 3 * 24 * 60, 30):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=True):
            report = deliver_due()
            tries += bool(report.paused)
            assert (report.sent, report.failed) == (0, 0)
    assert tries <= 3 * 24 + 4, "one connection per step, however many mails wait"
    assert set(states()) == {MailState.QUEUED}
    sink.start()
    with time_machine.travel(start + timedelta(days=3, hours=1), tick=True):
        assert deliver_due().sent == 30
    assert len(sink.mails) == len(set(sink.message_ids)) == 30


def test_fault_10_one_of_five_recipients_is_refused(office, sink):
    queue(office.cast, 5)
    refused = []

    def refuse_third(address):
        refused.append(address)
        return "550 5.1.1 no such mailbox" if len(refused) == 3 else None

    sink.on_rcpt = refuse_third
    report = deliver_due()
    assert (report.sent, report.failed) == (4, 1)
    assert sorted(states()) == [MailState.FAILED] + [MailState.SENT] * 4
    page = office.browser(office.cast.admin).get("/mails?state=failed").get_data(as_text=True)
    assert "550 5.1.1 no such mailbox" in page


def test_fault_11_a_server_that_never_answers_is_given_up(live, office, sink):
    """The time limit is a setting. Nothing is blamed on the mail, and the web reads and writes meanwhile."""
    queue_many(office, 2)
    sink.on_rcpt = lambda address: time.sleep(6) or "451 late"
    begin = time.monotonic()
    sender = live.start("jobs", "run", "deliver_mail", SMTP_TIMEOUT="1")
    browser, slowest = office.browser(office.cast.admin), 0.0
    while sender.poll() is None and time.monotonic() - begin < 60:
        asked = time.monotonic()
        assert browser.get("/mails").status_code == 200
        slowest = max(slowest, time.monotonic() - asked)
        time.sleep(0.2)
    assert sender.wait(60) == 0
    assert set(states()) == {MailState.QUEUED}
    assert slowest < 5
    sink.on_rcpt = lambda address: None
    with later(minutes=61):
        assert deliver_due().sent == 2


def test_fault_12_wrong_password_then_corrected(live, office, sink):
    queue_many(office, 2)
    sink.password = "right"
    live.run("jobs", "run", "deliver_mail", SMTP_USER="tracker", SMTP_PASSWORD="wrong")
    assert set(states()) == {MailState.QUEUED}
    waiting = office.read(lambda: db.session.scalar(select(OutboxMail.last_error).limit(1)))
    assert waiting.startswith(f"{SERVER_AWAY}sign-in refused: 535")
    assert "từ chối đăng nhập" in office.browser(office.cast.admin).get("/system").get_data(as_text=True)
    live.run("jobs", "run", "deliver_mail", SMTP_USER="tracker", SMTP_PASSWORD="right")
    assert states() == [MailState.SENT] * 2


def test_fault_13_a_server_that_takes_ten_a_minute(office, sink, rounds):
    """451 beyond its limit: everything arrives once, and what is urgent first. Full size: 1,000 mails."""
    number = 1000 if rounds >= 200 else 60
    queue_many(office, number)
    with db.session.begin_nested():
        db.session.execute(update(OutboxMail).where(OutboxMail.subject == f"s {number - 1}").values(urgency=1))
    db.session.commit()
    start, taken = clock.now(), []

    def limited(address):
        if sum(clock.now() - at < timedelta(minutes=1) for at in taken[-10:]) >= 10:
            return "451 4.7.1 too many, slow down"
        taken.append(clock.now())
        return None

    sink.on_data = limited
    minutes = 0
    while len(sink.mails) < number and minutes < number * 3:
        with time_machine.travel(start + timedelta(minutes=minutes), tick=True):
            assert deliver_due().failed == 0
        minutes += 1
    assert len(sink.mails) == len(set(sink.message_ids)) == number
    assert sink.subjects[0] == f"s {number - 1}"


@pytest.mark.parametrize("damage", ["name", "surrogate", "title"])
def test_fault_14_a_poisoned_mail_stops_nothing(office, sink, dialect, damage):
    """Written past every check. A lone surrogate cannot even be stored on either database."""
    values = {
        "name": {"to_name": "Hà\r\nBcc: all@example.vn"},
        "surrogate": {"subject": "Việc \udcff"},
        "title": {"subject": "Đ" * 300, "to_name": "Hà\nX"},
    }[damage]
    queue_many(office, 3)
    first = office.read(lambda: db.session.scalar(select(func.min(OutboxMail.id))))
    try:
        db.session.execute(update(OutboxMail).where(OutboxMail.id == first).values(**values))
        db.session.commit()
    except UnicodeEncodeError:
        db.session.rollback()
        assert damage == "surrogate"
        assert deliver_due().sent == 3
        return
    report = deliver_due()
    assert (report.sent, report.failed) == (2, 1)
    assert states()[0] == MailState.FAILED


def test_fault_15_work_that_is_undone_leaves_no_mail(office, sink, monkeypatch):
    """The request fails after its mail was put: neither the work nor the mail is there."""
    cast = office.cast
    given = actions.Assignment("Giải ngân", cast.finance.id, cast.chairman.user_id, due_on=clock.today())
    task_id = actions.issue_task(given, by=cast.clerk).id
    db.session.commit()
    before, put, queued = len(states()), mail.put, []

    def put_and_fail(message):
        queued.append(put(message))
        raise RuntimeError("the power is gone")

    monkeypatch.setattr(mail, "put", put_and_fail)
    form = {"form_key": "k", "result": "Đã giải ngân 3 tỷ", "proposal": "Đề nghị bố trí thêm vốn"}
    with pytest.raises(RuntimeError):
        office.browser(cast.finance_head).post(f"/tasks/{task_id}/updates", data=form)
    assert queued
    assert len(states()) == before
    assert count(select(func.count()).select_from(ProgressUpdate)) == 0


# One press of a browser in a process of its own, which may end before it answers.
PRESS = """
import sys
from config import Settings
from tracker import create_app
app = create_app(Settings.from_env())
app.config["WTF_CSRF_ENABLED"] = False
client = app.test_client()
with client.session_transaction() as cookie:
    cookie.update(_user_id=sys.argv[1], _fresh=True)
answer = client.post(sys.argv[2], data=dict(zip(sys.argv[3::2], sys.argv[4::2])), follow_redirects=True)
print(answer.status_code, "Đã lưu" in answer.text)
"""


def test_fault_16_killed_between_commit_and_answer_and_pressed_again(live, office, sink):
    """The person sees no answer and presses again: one update, one mail, and the page says that it is saved."""
    cast = office.cast
    given = actions.Assignment("Giải ngân", cast.finance.id, cast.chairman.user_id, due_on=clock.today())
    task_id = actions.issue_task(given, by=cast.clerk).id
    db.session.commit()
    before = count(select(func.count()).select_from(OutboxMail))
    with office.browser(cast.finance_head).session_transaction() as cookie:
        token = cookie["_user_id"]
    form = ("form_key", "once", "result", "Đã giải ngân 3 tỷ đồng", "proposal", "Đề nghị bố trí thêm vốn")
    command = [sys.executable, "-c", PRESS, token, f"/tasks/{task_id}/updates", *form]
    ask = {"cwd": ROOT, "capture_output": True, "text": True, "check": False}
    assert subprocess.run(command, env=live.environment({"FAULT": "before_response"}), **ask).returncode == 9
    again = subprocess.run(command, env=live.environment(), **ask)
    assert again.stdout.strip() == "200 True", again.stderr
    assert count(select(func.count()).select_from(ProgressUpdate)) == 1
    sent = office.read(lambda: db.session.scalars(select(OutboxMail.user_id).offset(before)).all())
    assert sent
    assert len(sent) == len(set(sent)), "one mail each"
