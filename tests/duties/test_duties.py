"""The life of a duty: opened once each period, through downtime, pauses, changes and handovers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from tests.duties.makers import FRIDAYS, make, on, periods, run, values
from tracker import clock
from tracker.db import db
from tracker.duties import actions, opening, queries
from tracker.duties.models import Duty, DutyPeriod
from tracker.duties.opening import DutiesFailed, open_duties
from tracker.duties.recurrence import Kind, Landing, Pattern, write_rule
from tracker.errors import NotAllowed, Refused, Stale
from tracker.history import list_entries
from tracker.jobs.models import JobRun
from tracker.jobs.queries import find_done_for
from tracker.mail.models import OutboxMail
from tracker.people.models import Post, Unit
from tracker.scheduler import TIMETABLE, Scheduler
from tracker.tasks.models import Task, TaskState

OPEN = TIMETABLE[0]


def tasks():
    """All of them, the oldest first."""
    return list(db.session.scalars(db.select(Task).order_by(Task.id)))


def events(duty):
    """What history keeps, the oldest first."""
    db.session.flush()
    return [entry.event for entry in reversed(list_entries("duty", duty.id))]


def reload(duty) -> Duty:
    """As it stands in the database."""
    return queries.load_duty(duty.id)


def test_a_task_is_opened_ahead_with_all_that_the_duty_says(cast):
    duty = make(cast, cooperating_unit_ids=[cast.ward.id], topic_id=cast.budget.id, deliverable="Báo cáo")
    assert run(2026, 12, 4) == "opened=0 left_out=0 blocked=0"
    assert run(2026, 12, 7) == "opened=1 left_out=0 blocked=0"
    [task] = tasks()
    assert (task.title, task.due_on, task.original_due_on) == (
        "Báo cáo thu ngân sách – tháng 12/2026",
        date(2026, 12, 20),
        date(2026, 12, 20),
    )
    assert (task.is_duty, task.every, task.state, task.source) == (True, None, "assigned", duty.source)
    assert (task.lead_unit_id, task.leader_id, task.topic_id) == (duty.lead_unit_id, duty.leader_id, cast.budget.id)
    told = db.session.execute(db.select(OutboxMail.user_id, OutboxMail.kind).order_by(OutboxMail.id)).all()
    assert [tuple(row) for row in told] == [
        (cast.finance_head.user_id, "task_assigned"),
        (cast.ward_chair.user_id, "task_assigned"),
    ]
    assert events(duty) == ["duty_created"]


def test_what_is_due_to_be_opened_is_opened_when_the_duty_is_set_up_and_nothing_before_today(cast):
    duty = make(cast, rule=FRIDAYS, starts_on=date(2026, 10, 1), opens_before=4, title="Lịch công tác")
    assert periods(duty) == [("2026-W48", "Lịch công tác – tuần 48/2026")]
    assert list_entries("task", tasks()[0].id)[0].by_user_id == cast.clerk.user_id


def test_a_second_run_opens_nothing_more(cast):
    duty = make(cast)
    assert [run(2026, 12, 7), run(2026, 12, 7), run(2026, 12, 8)][1:] == ["opened=0 left_out=0 blocked=0"] * 2
    assert len(periods(duty)) == len(tasks()) == 1


def test_the_key_of_a_period_keeps_it_from_being_opened_again_whatever_was_planned(cast):
    duty = make(cast)
    run(2026, 12, 7)
    db.session.execute(db.update(Duty).values(planned_until=date(2026, 11, 23)))
    db.session.commit()
    assert run(2026, 12, 8) == "opened=0 left_out=0 blocked=0"
    assert len(tasks()) == 1
    assert reload(duty).planned_until == date(2026, 12, 20)


def test_after_months_of_downtime_the_latest_period_is_opened_and_the_others_are_noted(cast):
    duty = make(cast)
    assert run(2027, 3, 25) == "opened=1 left_out=3 blocked=0"
    assert periods(duty) == [
        ("2026-M12", "missed"),
        ("2027-M1", "missed"),
        ("2027-M2", "missed"),
        ("2027-M3", "Báo cáo thu ngân sách – tháng 3/2027"),
    ]
    assert run(2027, 3, 25) == "opened=0 left_out=0 blocked=0"
    assert len(tasks()) == 1


def test_the_scheduler_makes_good_what_it_missed_without_doubling(app, cast):
    """Stop, move the clock, run: twice over, and a second process beside the first."""
    duty = make(cast, rule=FRIDAYS, opens_before=4)
    for day in ((2026, 11, 30), (2026, 12, 21), (2026, 12, 21)):
        for process in (Scheduler(app), Scheduler(app)):
            with on(date(*day), 9):
                process.tick(OPEN)
                process.tick(OPEN)
        db.session.execute(db.text("DELETE FROM job_lease"))
    assert [(code, "–" in what) for code, what in periods(duty)] == [
        ("2026-W48", True),
        ("2026-W49", True),
        ("2026-W50", False),
        ("2026-W51", True),
        ("2026-W52", True),
    ]
    assert len(tasks()) == 4
    assert find_done_for("open_duties") == date(2026, 12, 21)


@pytest.mark.parametrize(("hour", "minute", "is_open"), [(6, 59, False), (7, 0, True), (23, 0, True)])
def test_duties_are_opened_half_an_hour_before_the_reminders_are_planned(app, cast, hour, minute, is_open):
    make(cast)
    moment = clock.office_time(date(2026, 12, 7), hour, minute)
    with time_machine.travel(moment):
        Scheduler(app).tick(OPEN)
    assert bool(tasks()) is is_open


def test_nothing_is_opened_on_days_off(app, cast):
    make(cast)
    with on(date(2026, 12, 12), 9):
        Scheduler(app).tick(OPEN)
    assert tasks() == []


def test_one_duty_that_fails_harms_no_other_and_the_run_counts_as_failed(app, cast, monkeypatch):
    bad, good = make(cast, title="Hỏng"), make(cast, title="Lành")
    really = opening.serve

    def serve(duty_id, *rest):
        if duty_id == bad.id:
            db.session.add(DutyPeriod(duty_id=bad.id, due_on=date(2026, 12, 20), code="x", at=clock.now()))
            db.session.flush()
            raise RuntimeError("the power went out")
        return really(duty_id, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(opening, "serve", serve)
        with on(date(2026, 12, 7)), pytest.raises(DutiesFailed, match=rf"opened=1 .*not served: {bad.id}$"):
            open_duties(date(2026, 12, 7))
        with on(date(2026, 12, 7)):
            Scheduler(app).tick(OPEN)
    assert find_done_for("open_duties") is None
    assert "DutiesFailed" in db.session.get_one(JobRun, "open_duties").error
    assert (periods(bad), len(periods(good))) == ([], 1)
    assert run(2026, 12, 7) == "opened=1 left_out=0 blocked=0"


def test_a_paused_duty_opens_nothing_and_goes_on_with_the_next_period(cast):
    duty = make(cast, rule=FRIDAYS, opens_before=4)
    actions.pause_duty(reload(duty), "Sắp xếp lại tổ chức", by=cast.clerk)
    db.session.commit()
    assert run(2026, 12, 7) == "opened=0 left_out=1 blocked=0"
    with on(date(2026, 12, 14)):
        actions.resume_duty(reload(duty), by=cast.clerk)
        db.session.commit()
    assert [(code, what[:6]) for code, what in periods(duty)] == [
        ("2026-W48", "Báo cá"),  # was open when the pause began, and stays
        ("2026-W49", "paused"),
        ("2026-W50", "paused"),
        ("2026-W51", "Báo cá"),
    ]
    assert events(duty) == ["duty_created", "duty_paused", "duty_resumed"]
    assert [task.state for task in tasks()] == [TaskState.ASSIGNED] * 2


def test_an_ended_duty_opens_nothing_more_and_is_not_changed(cast):
    duty = make(cast, rule=FRIDAYS, opens_before=4)
    actions.end_duty(reload(duty), "Đã bãi bỏ chế độ báo cáo", by=cast.clerk)
    db.session.commit()
    assert run(2026, 12, 14) == "opened=0 left_out=0 blocked=0"
    assert len(tasks()) == 1
    duty = reload(duty)
    for again in (
        lambda: actions.end_duty(duty, "x", by=cast.clerk),
        lambda: actions.pause_duty(duty, "x", by=cast.clerk),
        lambda: actions.resume_duty(duty, by=cast.clerk),
        lambda: actions.change_duty(duty, values(cast), duty.version, by=cast.clerk),
    ):
        with pytest.raises(Refused, match="đã kết thúc"):
            again()


def test_a_duty_with_a_last_day_ends_by_itself_once_all_is_opened(cast):
    duty = make(cast, ends_on=date(2027, 1, 20))
    run(2026, 12, 7)
    run(2027, 1, 6)
    assert reload(duty).ended_on is None
    assert run(2027, 1, 21) == "opened=0 left_out=0 blocked=0"
    assert reload(duty).ended_on == date(2027, 1, 20)
    assert (len(tasks()), events(duty)) == (2, ["duty_created", "duty_ended"])


@pytest.mark.parametrize("gone", ["unit", "leader"])
def test_a_duty_whose_unit_or_leader_is_gone_waits_until_the_office_names_another(cast, gone):
    duty = make(cast)
    if gone == "unit":
        db.session.get_one(Unit, cast.finance.id).valid_to = date(2026, 11, 30)
    else:
        db.session.get_one(Post, cast.vice_chairman.post_id).ended_on = date(2026, 11, 30)
    db.session.commit()
    assert run(2026, 12, 7) == "opened=0 left_out=0 blocked=1"
    assert periods(duty) == []
    duty = reload(duty)
    mended = values(cast, lead_unit_id=cast.tax.id, leader_id=cast.chairman.user_id)
    with on(date(2026, 12, 8)):
        actions.change_duty(duty, mended, duty.version, by=cast.clerk)
        db.session.commit()
    assert [(task.lead_unit_id, task.leader_id) for task in tasks()] == [(cast.tax.id, cast.chairman.user_id)]


def test_another_day_of_the_month_does_not_open_the_same_month_again(cast):
    duty = make(cast)
    run(2026, 12, 7)
    duty = reload(duty)
    the_28th = values(cast, rule=write_rule(Pattern(Kind.MONTHLY, day=28)), title="Báo cáo thu chi")
    with on(date(2026, 12, 21)):
        actions.change_duty(duty, the_28th, duty.version, by=cast.clerk)
        db.session.commit()
    assert run(2026, 12, 30) == "opened=0 left_out=0 blocked=0"
    assert run(2027, 1, 14) == "opened=1 left_out=0 blocked=0"
    assert [code for code, _ in periods(duty)] == ["2026-M12", "2027-M1"]
    [entry] = [entry for entry in list_entries("duty", duty.id) if entry.event == "duty_changed"]
    assert entry.data == {
        "before": {"title": "Báo cáo thu ngân sách", "when": "Ngày 20 hằng tháng"},
        "after": {"title": "Báo cáo thu chi", "when": "Ngày 28 hằng tháng"},
    }


def test_another_kind_of_rule_opens_its_own_period_at_once(cast):
    duty = make(cast)
    run(2026, 12, 7)
    duty = reload(duty)
    quarterly = values(cast, rule=write_rule(Pattern(Kind.QUARTERLY, day=25, month=3)))
    with on(date(2026, 12, 21)):
        actions.change_duty(duty, quarterly, duty.version, by=cast.clerk)
        db.session.commit()
    assert [code for code, _ in periods(duty)] == ["2026-M12", "2026-Q4"]


def test_the_second_of_two_who_edit_is_told(cast):
    duty = make(cast)
    version = duty.version
    actions.change_duty(reload(duty), values(cast, title="Một"), version, by=cast.clerk)
    db.session.commit()
    with pytest.raises(Stale):
        actions.change_duty(reload(duty), values(cast, title="Hai"), version, by=cast.clerk)


def test_the_job_overtakes_no_clerk_who_has_the_form_open(cast):
    duty = make(cast)
    version = duty.version
    run(2026, 12, 7)
    duty = reload(duty)
    assert duty.version == version
    actions.change_duty(duty, values(cast, deliverable="Báo cáo giấy"), version, by=cast.clerk)


def test_the_same_form_sent_twice_is_one_duty(cast):
    one, two = (actions.create_duty(values(cast), "k1", by=cast.clerk) for _ in range(2))
    other = actions.create_duty(values(cast), "k2", by=cast.clerk)
    without = [actions.create_duty(values(cast), "", by=cast.clerk) for _ in range(2)]
    assert one.id == two.id
    assert len({one.id, other.id, *(duty.id for duty in without)}) == 4


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_on": date(2026, 10, 31)}, "Ngày cuối đứng trước"),
        ({"ends_on": date(2026, 11, 19)}, "không có kỳ nào"),
    ],
)
def test_a_time_in_which_nothing_is_due_is_refused(cast, changes, words):
    with pytest.raises(Refused, match=words):
        make(cast, **changes)


def test_only_the_office_keeps_duties(cast):
    duty = make(cast)
    acts = {
        "create": lambda by: actions.create_duty(values(cast), "", by=by),
        "change": lambda by: actions.change_duty(reload(duty), values(cast), reload(duty).version, by=by),
        "pause": lambda by: actions.pause_duty(reload(duty), "Lý do", by=by),
        "resume": lambda by: actions.resume_duty(reload(duty), by=by),
        "end": lambda by: actions.end_duty(reload(duty), "Lý do", by=by),
    }
    may = set()
    for name, actor in cast.everyone.items():
        for act, work in acts.items():
            try:
                work(actor)
                may.add((name, act))
            except NotAllowed:
                continue
    assert may == {("clerk", act) for act in acts}


def test_a_report_about_the_month_before_is_called_by_it(cast):
    the_5th = write_rule(Pattern(Kind.MONTHLY, day=5))
    duty = make(cast, rule=the_5th, is_for_last=True, landing=Landing.AFTER)
    assert periods(duty) == [("2026-M11", "Báo cáo thu ngân sách – tháng 11/2026")]
    assert tasks()[0].due_on == date(2026, 12, 7)  # the 5th is a Saturday


def test_a_year_of_mornings_opens_each_month_once(cast):
    duty = make(cast, rule=write_rule(Pattern(Kind.LAST_WORKING_DAY)), landing=Landing.BEFORE)
    day = date(2026, 11, 25)
    while day < date(2027, 11, 25):
        run(day.year, day.month, day.day)
        day += timedelta(days=3)
    assert [code for code, _ in periods(duty)] == [
        *("2026-M11", "2026-M12"),
        *(f"2027-M{month}" for month in range(1, 12)),
    ]
    assert all(task.due_on and task.due_on.weekday() < 5 for task in tasks())
