"""A clock that is wrong, a host in another zone, nodes that disagree. Numbers are those of the fault plan."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from tests.faults.clocks import TUESDAY, ask_in_zone, at, issue, run_timetable, start_node, told
from tests.faults.desk import desk
from tracker import clock, history, mail
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.jobs.models import JobRun
from tracker.jobs.queries import read_state
from tracker.mail.claims import LEASE, claim
from tracker.mail.delivery import LEAST_LEASE, deliver_due
from tracker.mail.models import MailState, OutboxMail
from tracker.scheduler import Scheduler

pytestmark = pytest.mark.fault

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def office(live, sink):
    """A live office on a Tuesday morning whose mail goes to the sink."""
    live.env.update(sink.env)
    with at(TUESDAY), desk(live) as found:
        yield found


def queue(office, count, kind="test"):
    """So many mails of one kind in the outbox."""
    actor = office.cast.outsider
    for number in range(count):
        key = f"{kind}:{number}"
        mail.put(mail.Message(key, kind, actor.user_id, actor.name, "x@example.vn", "s", "t", "<p>h</p>"))
    db.session.commit()


def set_back(back):
    """The clock, an hour or a day behind the Tuesday morning on which the test began."""
    return time_machine.travel(clock.now() - back, tick=True)


def states(office):
    """How many mails are in which state."""
    return office.read(lambda: Counter(db.session.scalars(select(OutboxMail.state))))


def test_fault_17_clock_jumps_a_day_ahead(office, sink):
    near = issue(office, TUESDAY + 6 * DAY)
    process, person = Scheduler(office.app), office.browser(office.cast.finance_head)
    run_timetable(process, 2)
    assert sink.recipients.count("tckh@example.vn") == 1
    assert person.get("/work").status_code == 200
    queue(office, 1)
    claim(20)  # by a sender that has died
    db.session.commit()
    with at(TUESDAY + DAY):
        run_timetable(process, 3)
        assert sink.recipients.count("tckh@example.vn") == 2, "one digest more"
        assert sink.recipients.count("vhtt@example.vn") == 1, "the mail that was freed"
        assert Counter(told(office)).most_common(1)[0][1] == 1
        assert {row[0] for row in told(office) if row[1] == near} == {TUESDAY, TUESDAY + DAY}
        answer = person.get("/work")
        assert (answer.status_code, "/sign-in" in answer.location) == (303, True)
        assert db.session.scalars(select(JobRun.error)).all() == [""] * db.session.query(JobRun).count()
    assert len(set(sink.message_ids)) == len(sink.mails)
    assert set(states(office)) == {MailState.SENT}


@pytest.mark.parametrize("back", [DAY, HOUR], ids=["a day", "an hour"])
def test_fault_18_clock_goes_back_and_nothing_is_sent_again(office, sink, back):
    issue(office, TUESDAY + 6 * DAY)
    issue(office, TUESDAY - 7 * DAY, "Việc quá hạn")
    process, person = Scheduler(office.app), office.browser(office.cast.finance_head)
    with at(TUESDAY - DAY):
        run_timetable(process)
    run_timetable(process)
    rows, first = told(office), len(sink.mails)
    assert "tckh@example.vn" in sink.recipients
    with set_back(back):
        run_timetable(process, 3)
        assert len(sink.mails) == first
        assert told(office) == rows
        assert person.get("/work").status_code == 303, "a cookie from the future is none"
        assert office.browser(office.cast.finance_head).get("/work").status_code == 200
    assert person.get("/work").status_code == 200
    run_timetable(process, 2)
    assert (len(sink.mails), told(office)) == (first, rows), "nor when it is right again"
    with at(TUESDAY + DAY):
        run_timetable(process)
    assert len(sink.mails) > first
    assert Counter(row[1:] for row in told(office)).most_common(1)[0][1] == 1


@pytest.mark.parametrize("back", [DAY, HOUR], ids=["a day", "an hour"])
def test_fault_18_what_people_do_stays_in_the_order_in_which_they_did_it(office, back):
    task_id = issue(office, TUESDAY + 30 * DAY)
    clerk = office.browser(office.cast.clerk)
    assert clerk.post(f"/tasks/{task_id}/suspension", data={"reason": "Chờ vốn"}).status_code == 303
    with clock.at(clock.now() - back):
        history.record(office.cast.clerk, "task_resumed", "task", task_id, note="")
        db.session.commit()
    history.record(office.cast.clerk, "task_urged", "task", task_id)
    db.session.commit()
    events = office.read(lambda: [entry.event for entry in history.list_entries("task", task_id)])
    assert events == ["task_urged", "task_resumed", "task_suspended", "task_issued"]


@pytest.mark.parametrize("back", [DAY, HOUR], ids=["a day", "an hour"])
def test_fault_18_leases_of_the_dead_do_not_outlive_them_by_as_much_as_the_clock_went_back(office, sink, back):
    """They were given by a clock that was ahead: to wait until they end would be silence for a day."""
    queue(office, 3)
    dead = Scheduler(office.app)
    assert dead.beat()
    assert len(claim(20)) == 3
    db.session.commit()
    with set_back(back):
        assert not office.read(read_state).is_alive, "a heartbeat from the future is none"
        alive = Scheduler(office.app)
        run_timetable(alive)
        assert office.read(read_state).is_alive, "another leads at once"
        assert states(office) == {MailState.QUEUED: 3}, "they are free again, and wait for the time they were given"
    run_timetable(alive)
    assert (len(sink.mails), states(office)) == (3, {MailState.SENT: 3})


ZONES = {"Asia/Ho_Chi_Minh": {25200}, "America/New_York": {-14400, -18000}, "Asia/Kolkata": {19800}}


def test_fault_19_the_hosts_zone_changes_no_time_to_the_minute(office, live, sink):
    issue(office, TUESDAY - 30 * DAY)
    issue(office, TUESDAY + 120 * DAY)
    found = {zone: ask_in_zone(live, zone) for zone in ZONES}
    assert {zone: set(answer["offset"]) for zone, answer in found.items()} == ZONES, "the host was in that zone"
    here = found["Asia/Ho_Chi_Minh"]["told"]
    assert all(answer["told"] == here for answer in found.values())
    assert {row["office"][-6:] for row in here} == {"+07:00"}
    assert {row["plan_at"][11:16] for row in here} == {"00:30"}
    assert {row["is_time"] for row in here} == {True, False}
    assert any(len(row["words"]) > 1 for row in here), "a digest was among what was compared"
    assert [mail["Date"] for mail in sink.mails] == ["Sun, 01 Nov 2026 12:58:00 +0700"] * len(ZONES)


def run_side_by_side(live, *nodes):
    """Each (seconds ahead, words) to its end."""
    started = [start_node(live, ahead, *words) for ahead, words in nodes]
    outputs = [node.communicate(timeout=120)[0] for node in started]
    assert [node.returncode for node in started] == [0] * len(started), outputs


def test_fault_20_nodes_that_differ_by_90_seconds_plan_once(office, live, sink):
    issue(office, office_calendar().add_working_days(clock.today(), 1))
    plan = ("jobs", "run", "plan_reminders")
    run_side_by_side(live, (0, plan), (90, plan))
    digests = office.read(
        lambda: db.session.scalar(select(func.count(OutboxMail.id)).where(OutboxMail.kind == "digest"))
    )
    assert digests == 1
    rows = [row[1:] for row in told(office)]
    assert rows
    assert len(set(rows)) == len(rows)


def test_fault_20_the_lease_of_a_mail_outlasts_any_such_difference(office, live, sink):
    assert timedelta(seconds=90) < LEASE - LEAST_LEASE, "a sender stops long before another clock frees its mails"
    queue(office, 60)
    send = ("jobs", "run", "deliver_mail")
    run_side_by_side(live, (0, send), (90, send))
    deliver_due()  # what one of them had claimed while the other found nothing left
    assert (len(sink.mails), len(set(sink.message_ids))) == (60, 60)
    assert states(office) == {MailState.SENT: 60}


def test_fault_20_one_of_two_leads_whatever_their_clocks_say(office):
    """The lease is kept by the clocks of the processes: the one ahead takes the lead, once, and keeps it."""
    behind, ahead = Scheduler(office.app), Scheduler(office.app)
    now, leaders = clock.now(), []
    for second in range(0, 600, 15):
        with clock.at(now + timedelta(seconds=second)):
            behind_leads = behind.beat()
        with clock.at(now + timedelta(seconds=second + 90)):
            ahead_leads = ahead.beat()
        leaders.append((behind_leads, ahead_leads))
    assert leaders[0] == (True, True), "for the length of one beat both believe it"
    assert set(leaders[1:]) == {(False, True)}
