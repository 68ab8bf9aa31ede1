"""The plan on a real database: who is told, once, in one digest, whatever has gone wrong in between."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from tests.reminders.planned import digests, ledger, on, plan
from tracker import clock
from tracker.db import db
from tracker.mail.models import MailState, OutboxMail
from tracker.people.models import User
from tracker.reminders.models import Reminder
from tracker.reminders.queries import facts_of, list_reminders_of, timeline_of
from tracker.reminders.rules.book import Audience, Rule, RuleBook, RuleKind, RuleSet
from tracker.reminders.wanted import are_digests_wanted
from tracker.tasks.models import Task, TaskState
from tracker.workdays import Calendar

_EVERYONE = frozenset({Audience.OFFICER, Audience.HEAD, Audience.COOPERATING})
# Only the due date is told of, to everyone who does the work: what is tried here holds for every rule.
BOOK = RuleBook(
    RuleSet(
        (
            *(Rule(RuleKind.BEFORE, days, _EVERYONE) for days in (7, 3, 1)),
            Rule(RuleKind.DUE_TODAY, 0, _EVERYONE),
            Rule(RuleKind.OVERDUE, 1, _EVERYONE, every=5),
        ),
        head_after=0,
        leader_after=0,
    )
)


@pytest.fixture(autouse=True)
def rules(use):
    """The office has these rules."""
    use(BOOK)


def test_one_digest_holds_all_that_a_person_must_be_told(issue, cast):
    issue(date(2026, 11, 20), "Việc quá hạn")
    issue(date(2026, 11, 26), "Việc sắp đến hạn")
    issue(date(2026, 11, 24), "Việc hết hạn hôm nay")
    issue(date(2027, 3, 1), "Việc còn xa")
    issue(None, "Việc không thời hạn")
    report = plan(date(2026, 11, 24))
    assert (report.digests, report.reminders) == (1, 3)
    [mail] = digests()
    assert mail.user_id == cast.finance_head.user_id
    assert mail.subject == "1 quá hạn, 1 đến hạn hôm nay, 1 sắp đến hạn – Phòng TC-KH"
    assert mail.body_text.index("Việc quá hạn") < mail.body_text.index("Việc hết hạn hôm nay")
    assert "còn xa" not in mail.body_text
    assert "không thời hạn" not in mail.body_text


def test_heads_of_cooperating_units_and_the_officer_are_told_too_and_cooperation_stands_apart(issue, cast):
    task = issue(date(2026, 11, 26), cooperating_unit_ids=[cast.ward.id])
    task.officer_id = cast.finance_officer.user_id
    db.session.commit()
    plan(date(2026, 11, 24))
    people = {mail.user_id: mail for mail in digests()}
    assert set(people) == {cast.finance_head.user_id, cast.finance_officer.user_id, cast.ward_chair.user_id}
    assert people[cast.ward_chair.user_id].subject == "1 việc phối hợp – Phường Sông Hiến"
    assert "Phối hợp" in people[cast.ward_chair.user_id].body_text
    assert "Phối hợp" not in people[cast.finance_head.user_id].body_text


def test_a_second_plan_on_the_same_day_adds_nothing(issue):
    issue(date(2026, 11, 26))
    plan(date(2026, 11, 24))
    report = plan(date(2026, 11, 24))
    assert (report.reminders, report.digests, len(digests())) == (0, 0, 1)


def test_what_becomes_due_after_the_digest_of_the_day_is_told_by_the_next_plan(issue, cast):
    issue(date(2026, 11, 26), "Việc thứ nhất")
    plan(date(2026, 11, 24))
    late = issue(date(2026, 11, 25), "Việc thứ hai")
    assert plan(date(2026, 11, 24)).reminders == 0
    assert ledger(late) == []
    assert plan(date(2026, 11, 25)).digests == 1
    assert ledger(late) == [("due_today", cast.finance_head.user_id)]
    assert "Việc thứ hai" in digests()[-1].body_text


def test_three_days_of_downtime_lose_nothing_and_flood_nobody(issue, cast):
    task = issue(date(2026, 11, 30))
    plan(date(2026, 11, 19))
    assert plan(date(2026, 12, 1)).digests == 1
    assert [stage for stage, _ in ledger(task)] == ["before_7", "overdue_1"]
    passed = db.session.scalars(db.select(Reminder.passed).order_by(Reminder.id)).all()
    assert passed == ["", "before_3 before_1 due_today"]


def test_a_stage_that_had_been_reached_when_the_task_was_issued_is_not_told(issue):
    task = issue(date(2026, 11, 26), issued=date(2026, 11, 24))
    assert plan(date(2026, 11, 24)).digests == 0
    assert [stage for stage, _ in ledger(task, "told_at_issue")] == ["before_3"]
    assert plan(date(2026, 11, 25)).digests == 1
    assert [stage for stage, _ in ledger(task)] == ["before_1"]


def test_a_moved_due_date_opens_a_fresh_set(issue):
    task = issue(date(2026, 11, 26))
    plan(date(2026, 11, 24))
    task.due_on = date(2026, 11, 27)
    db.session.commit()
    assert plan(date(2026, 11, 25)).digests == 1
    assert [stage for stage, _ in ledger(task)] == ["before_3"], "the digest of the 24th never left: it told nothing"


@pytest.mark.parametrize("state", [TaskState.SUBMITTED, TaskState.COMPLETED])
def test_what_is_reported_or_closed_is_not_reminded_of(issue, state):
    task = issue(date(2026, 11, 20))
    task.state = state
    if state == TaskState.COMPLETED:
        task.closed_on = date(2026, 11, 19)
    db.session.commit()
    assert plan(date(2026, 11, 24)).reminders == 0


def test_people_who_cannot_be_reached_get_no_row_and_are_told_when_they_can(issue, cast):
    task = issue(date(2026, 11, 20))
    db.session.execute(update(User).where(User.id == cast.finance_head.user_id).values(email=None))
    assert plan(date(2026, 11, 24)).digests == 0
    db.session.execute(update(User).where(User.id == cast.finance_head.user_id).values(email="ha@example.vn"))
    assert plan(date(2026, 11, 25)).digests == 1
    assert ledger(task) == [("overdue_1", cast.finance_head.user_id)]


def test_the_clock_going_back_sends_nothing_again(issue):
    task = issue(date(2026, 11, 30))
    plan(date(2026, 12, 1))
    for day in (25, 27, 30):
        assert plan(date(2026, 11, day)).reminders == 0
    assert [stage for stage, _ in ledger(task)] == ["overdue_1"]


def test_digests_that_never_left_are_replaced_by_one(issue, cast):
    first, second = issue(date(2026, 11, 26), "Việc thứ nhất"), issue(date(2026, 12, 8), "Việc thứ hai")
    plan(date(2026, 11, 24))
    plan(date(2026, 11, 25))
    report = plan(date(2026, 11, 27))
    assert report.replaced == 1
    old, middle, new = digests()
    assert (old.state, middle.state, new.state) == (MailState.SKIPPED, MailState.SKIPPED, MailState.QUEUED)
    assert old.last_error == "replaced by the digest of 2026-11-25"
    assert "Việc thứ nhất" in new.body_text
    assert "Việc thứ hai" in new.body_text
    assert new.body_text.count("Việc thứ nhất") == 1
    assert [row.planned_on for row in list_reminders_of(second.id)] == [date(2026, 11, 27)]
    assert list_reminders_of(first.id)[0].people == 1


def test_a_digest_of_which_nothing_is_left_to_do_is_not_wanted(issue):
    first, second = issue(date(2026, 11, 26)), issue(date(2026, 11, 25))
    plan(date(2026, 11, 24))
    [mail] = digests()
    first.state, first.closed_on = TaskState.COMPLETED, date(2026, 11, 24)
    db.session.commit()
    with on(date(2026, 11, 24)):
        rest = are_digests_wanted([mail])[mail.id]
    assert (rest.subject, rest.text.count("* Giải ngân")) == ("1 sắp đến hạn – Phòng TC-KH", 1)
    second.state = TaskState.SUBMITTED
    db.session.commit()
    assert are_digests_wanted([mail])[mail.id]


def test_the_task_page_tells_what_was_sent_and_what_comes_next(issue, cast):
    task = issue(date(2026, 11, 30), cooperating_unit_ids=[cast.ward.id])
    with on(date(2026, 11, 18)):
        assert facts_of(task) == [("Lần nhắc tiếp theo", "Thứ Năm 19/11/2026, 07:30")]
    plan(date(2026, 11, 19))
    [line] = timeline_of(task)
    assert line == {
        "at": clock.office_time(date(2026, 11, 19), 7, 30),
        "text": "gửi tới 2 người · đang chờ gửi",
    }
    sent_at = clock.office_time(date(2026, 11, 19), 7, 31)
    db.session.execute(update(OutboxMail).values(state=MailState.SENT, sent_at=sent_at))
    assert timeline_of(task) == [{"at": sent_at, "text": "gửi tới 2 người · đã gửi"}]
    db.session.execute(
        update(OutboxMail).where(OutboxMail.user_id == cast.ward_chair.user_id).values(state=MailState.FAILED)
    )
    assert timeline_of(task)[0]["text"] == "gửi tới 2 người · 1 người chưa nhận được"
    task.state = TaskState.SUBMITTED
    assert facts_of(task) == []


def test_a_plan_is_all_or_nothing(issue, monkeypatch):
    issue(date(2026, 11, 26))

    def fails(*rest):
        raise RuntimeError("the power went out")

    with monkeypatch.context() as patched:
        patched.setattr("tracker.mail.withdraw", fails)
        with pytest.raises(RuntimeError):
            plan(date(2026, 11, 24))
        db.session.rollback()
    assert digests() == []
    assert plan(date(2026, 11, 24)).digests == 1


def test_the_office_is_told_of_the_work_that_it_leads(issue, cast):
    issue(date(2026, 11, 26), lead_unit_id=cast.office.id)
    plan(date(2026, 11, 24))
    assert [mail.user_id for mail in digests()] == [cast.clerk.user_id]


@pytest.mark.parametrize("pattern", ["1111111111111111", "1000000000000001", "0100110001000010", "0000000000000001"])
def test_over_any_pattern_of_downtime_each_stage_is_told_at_most_once_to_each_person(issue, pattern):
    tasks = [issue(date(2026, 11, 20) + timedelta(days=3 * number)) for number in range(5)]
    day, told = date(2026, 11, 16), {}
    for ran in pattern:
        if ran == "1" and day.weekday() < 5:
            plan(day)
            for task in tasks:
                stages = [stage for stage, _ in ledger(task)]
                assert len(stages) == len(set(stages))
                assert stages[: len(told.get(task.id, []))] == told.get(task.id, [])
                told[task.id] = stages
                overdue = Calendar().is_overdue(db.session.get_one(Task, task.id).due_on, day)
                assert not overdue or any(stage.startswith("overdue") for stage in stages)
        day += timedelta(days=1)
