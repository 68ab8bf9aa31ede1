"""Month ends, Tết, swapped Saturdays, a year that nobody has entered. Numbers are those of the fault plan."""

from __future__ import annotations

import calendar as months
import re
from collections import defaultdict
from datetime import date, timedelta
from itertools import takewhile
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from tests.duties.makers import make
from tests.faults.clocks import TUESDAY, at, days_from, issue, run_timetable, told
from tests.faults.desk import Browser, Desk, desk
from tracker import clock
from tracker.calendar.actions import seed_year
from tracker.calendar.queries import forget_calendar, office_calendar
from tracker.db import db
from tracker.demo.bench_data.generate import make_office
from tracker.demo.bench_data.load import load_office
from tracker.duties.models import DutyPeriod
from tracker.duties.opening import open_duties
from tracker.duties.recurrence import Kind, Landing, Pattern, dates_of, land, write_rule
from tracker.people.models import Post, Role
from tracker.reminders.models import Reminder
from tracker.scheduler import Scheduler, is_time_to_plan
from tracker.tasks.models import RESTING, Task
from tracker.workdays import Calendar

pytestmark = pytest.mark.fault

DAY = timedelta(days=1)
BEFORE = (7, 3, 1, 0)
OF_TERM = re.compile(r"^(before_\d+|due_today|overdue_\d+)$")
LEAP_DAY = date(2028, 2, 29)
HEAD = "tckh@example.vn"


@pytest.fixture
def office(live, sink):
    """A live office whose mail goes to the sink."""
    live.env.update(sink.env)
    with at(TUESDAY), desk(live) as found:
        yield found


@pytest.fixture
def large(live, sink):
    """An office of thirty people, large enough for hundreds of tasks, whose mail goes to the sink."""
    live.env.update(sink.env)
    app = live.app()
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.test_client_class = Browser
    with at(date(2027, 1, 18)), app.app_context():
        put_work(500)
        post = db.session.scalars(select(Post).where(Post.role == Role.ADMIN)).one()
        yield Desk(app, SimpleNamespace(admin=SimpleNamespace(user_id=post.user_id, post_id=post.id)))
        db.session.remove()
        db.engine.dispose()


def seed(*years):
    """The office takes the proposed days off of those years."""
    for year in years:
        seed_year(year)
    db.session.commit()


@given(st.integers(1990, 2100), st.integers(1, 12), st.integers(1, 31))
def test_fault_21_no_year_and_no_month_is_too_short_for_a_duty(year, month, day):
    length = months.monthrange(year, month)[1]
    monthly = next(dates_of(write_rule(Pattern(Kind.MONTHLY, day=day)), date(year, month, 1)))
    assert monthly == date(year, month, min(day, length))
    last = next(dates_of(write_rule(Pattern(Kind.LAST_DAY)), date(year, month, 1)))
    assert last == date(year, month, length)
    assert land(last, Landing.BEFORE, Calendar()).month == month
    leap = next(dates_of(write_rule(Pattern(Kind.YEARLY, day=29, month=2)), date(year, 1, 1)))
    assert leap == date(year, 2, months.monthrange(year, 2)[1])


def test_fault_21_every_year_from_1990_to_2100_has_its_leap_day_or_the_day_before():
    dates = dates_of(write_rule(Pattern(Kind.YEARLY, day=29, month=2)), date(1990, 1, 1))
    found = list(takewhile(lambda one: one.year <= 2100, dates))
    assert [one.year for one in found] == list(range(1990, 2101))
    assert {one.day for one in found if months.isleap(one.year)} == {29}
    assert {one.day for one in found if not months.isleap(one.year)} == {28}


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(0, 30))
def test_fault_21_a_term_ends_on_a_working_day_at_every_end_of_a_month(day, count):
    calendar = Calendar.of(off=days_from(day, 4))  # every day may stand before a holiday
    last = date(day.year, day.month, months.monthrange(day.year, day.month)[1])
    end = calendar.add_working_days(last, count)
    assert calendar.is_working(end) or end == last
    assert calendar.working_days_between(last, end) == count
    assert calendar.is_overdue(last, calendar.working_day_from(last)) is False
    assert calendar.days_late(last, calendar.add_working_days(calendar.working_day_from(last), count)) == count


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        (Pattern(Kind.MONTHLY, day=31), ["31/12/27", "31/01/28", "29/02/28", "31/03/28", "30/04/28"]),
        (Pattern(Kind.LAST_DAY), ["31/12/27", "31/01/28", "29/02/28", "31/03/28", "30/04/28"]),
        (Pattern(Kind.YEARLY, day=29, month=2), ["29/02/28"]),
    ],
    ids=["day 31", "last day", "29 February"],
)
def test_fault_21_duties_are_opened_for_every_month_end(office, pattern, wanted):
    make(office.cast, rule=write_rule(pattern), starts_on=date(2027, 12, 1))
    for day in days_from(date(2027, 12, 1), 150):
        with at(day, 7):
            open_duties(day)
    due = office.read(lambda: db.session.scalars(select(DutyPeriod.due_on).order_by(DutyPeriod.due_on)).all())
    assert [f"{one:%d/%m/%y}" for one in due] == wanted


def test_fault_21_a_deadline_on_the_leap_day_is_told_of_like_any_other(office, sink):
    task_id = issue(office, LEAP_DAY, issued_on=date(2027, 11, 1))
    for day in days_from(LEAP_DAY - 14 * DAY, 21):
        with at(day, 8):
            run_timetable(Scheduler(office.app))
    stages = {row[2]: row[0] for row in told(office) if row[1] == task_id}
    assert stages["due_today"] == LEAP_DAY
    assert stages["overdue_1"] == LEAP_DAY + DAY
    assert {"before_3": LEAP_DAY - 5 * DAY, "before_1": LEAP_DAY - DAY}.items() <= stages.items()


def reached(calendar, due_on, today):
    """The nearest stage that a term has reached, and its rank. Written anew here: it judges the plan."""
    late = calendar.days_late(due_on, today)
    if late:
        count = (late - 1) // 5 * 5 + 1
        return count, f"overdue_{count}"
    left = calendar.days_left(due_on, today)
    near = [count for count in BEFORE if left <= count]
    return (-near[-1], f"before_{near[-1]}" if near[-1] else "due_today") if near else (None, "")


def put_work(count):
    """So many tasks that fall due around Tết 2027, given out long before."""
    work = make_office(count, count, date(2027, 1, 19), units=3, users=9, is_staffed=True)
    for row in work.tasks:
        row["deadline"] = (date(2027, 1, 25) + row["id"] % 35 * DAY).isoformat()
    load_office(work, is_lean=True)
    db.session.execute(update(Task).values(assigned_at=clock.office_time(date(2026, 6, 1), 9)))
    db.session.commit()


def stages_of(day):
    """(task, stage) told on that day of what has a term."""
    rows = db.session.execute(
        select(Reminder.task_id, Reminder.stage).where(Reminder.planned_on == day, Reminder.mail_id.is_not(None))
    )
    return {(task_id, stage) for task_id, stage in rows if OF_TERM.match(stage)}


def read_due_dates():
    """Every task's dates and changes of date."""
    return db.session.execute(select(Task.id, Task.due_on, Task.original_due_on).order_by(Task.id)).all()


def test_fault_22_tet_is_moved_with_500_tasks_open(large, sink):
    office = large
    before, highest = office.read(read_due_dates), defaultdict(lambda: -99)
    terms = dict(db.session.execute(select(Task.id, Task.due_on).where(Task.state.not_in(RESTING))).all())
    calendars = []
    for day in days_from(date(2027, 1, 25), 30):
        with at(day, 8):
            if day == date(2027, 1, 28):
                move_tet(office)
            calendar = office.read(lambda: forget_calendar() or office_calendar())
            calendars.append(calendar)
            run_timetable(Scheduler(office.app))
        wanted = set()
        for task_id, due_on in terms.items() if calendar.is_working(day) else ():
            rank, stage = reached(calendar, due_on, day)
            if rank is not None and rank > highest[task_id]:
                highest[task_id] = rank
                wanted.add((task_id, stage))
        assert office.read(lambda day=day: stages_of(day)) == wanted, day
    assert len({tuple(sorted(calendar.off)) for calendar in calendars}) == 2, "the table was changed in between"
    assert office.read(read_due_dates) == before
    rows = [row[1:] for row in told(office)]
    assert len(set(rows)) == len(rows)
    assert len(set(sink.message_ids)) == len(sink.mails)


def move_tet(office):
    """The Government decides otherwise: Tết begins two days later and is longer, a Saturday is worked for it."""
    admin = office.browser(office.cast.admin)
    for day in ("2027-02-04", "2027-02-05"):
        assert admin.post(f"/calendar/days/{day}/deletion").status_code == 303
    for day in ("11/02/2027", "12/02/2027", "15/02/2027"):
        form = {"day": day, "kind": "off", "name": "Tết Nguyên Đán"}
        assert admin.post("/calendar/days", data=form).status_code == 303
    form = {"day": "20/02/2027", "kind": "worked", "name": "Làm bù"}
    assert admin.post("/calendar/days", data=form).status_code == 303


@pytest.mark.parametrize(
    ("worked", "off", "due_on"),
    [
        (date(2026, 1, 10), date(2026, 1, 2), date(2026, 1, 12)),
        (date(2026, 8, 22), date(2026, 8, 31), date(2026, 8, 24)),
    ],
    ids=["new year", "independence day"],
)
def test_fault_23_a_swapped_saturday_is_a_working_day(office, sink, worked, off, due_on):
    task_id = issue(office, due_on, issued_on=date(2025, 10, 1))
    seed(2025, 2026)
    calendar, settings = office_calendar(), office.app.config["SETTINGS"]
    assert (worked.weekday(), off.weekday() < 5) == (5, True)
    assert (calendar.is_working(worked), calendar.is_working(off)) == (True, False)
    assert calendar.working_days_between(off - DAY, off) == 0
    for day, is_due in ((worked, True), (worked + DAY, False), (off, False)):
        assert is_time_to_plan(clock.office_time(day, 8), None, settings) is is_due, day
    for day in days_from(worked - 3 * DAY, 6):
        with at(day, 8):
            run_timetable(Scheduler(office.app))
    stages = {row[2]: row[0] for row in told(office) if row[1] == task_id}
    assert {"before_1": worked, "due_today": due_on}.items() <= stages.items()
    assert worked + DAY not in {row[0] for row in told(office)}


def test_fault_24_a_term_that_ends_in_tet_ends_with_the_first_working_day_after_it(office, sink):
    due_on = date(2027, 2, 6)
    task_id = issue(office, due_on, issued_on=date(2026, 11, 2))
    seed(2026, 2027)
    calendar = office_calendar()
    first = calendar.working_day_from(due_on)
    second = calendar.add_working_days(first, 1)
    tet = days_from(due_on - 2 * DAY, (first - due_on).days + 2)
    assert len(tet) >= 7
    assert not any(calendar.is_working(day) for day in tet)
    arrived = {}
    for day in days_from(date(2027, 1, 25), 28):
        count = sink.recipients.count(HEAD)
        with at(day, 8):
            run_timetable(Scheduler(office.app))
        arrived[day] = sink.recipients.count(HEAD) - count
    assert not any(arrived[day] for day in tet)
    stages = {row[2]: row[0] for row in told(office) if row[1] == task_id}
    assert (stages["due_today"], stages["overdue_1"]) == (first, second)
    head = office.cast.finance_head.user_id
    assert (second, task_id, "overdue_1", head) in told(office), "the head, on the first day of being late"
    assert arrived[first] == arrived[second] == 1


@pytest.mark.parametrize("day", [date(2027, 1, 2), date(2027, 1, 4)], ids=["Saturday", "Monday"])
def test_fault_25_a_year_that_nobody_has_entered_counts_weekends_only(office, sink, day):
    issue(office, date(2026, 12, 31), issued_on=date(2026, 10, 1))
    seed(2026)
    with at(day, 8):
        forget_calendar()
        assert not office_calendar().knows(2027)
        assert office_calendar().is_working(date(2027, 1, 1)), "a Friday, and nobody has said that it is off"
        assert [office_calendar().is_working(one) for one in days_from(date(2027, 1, 2), 3)] == [False, False, True]
        process = Scheduler(office.app)
        run_timetable(process)
        assert sink.recipients.count(HEAD) == (1 if day.weekday() < 5 else 0)
        for actor in office.cast.everyone.values():
            browser = office.browser(actor)
            pages = [browser.get(path, follow_redirects=True) for path in ("/", "/tasks", "/agenda")]
            assert all(page.status_code in (200, 403) for page in pages), actor
        admin = office.browser(office.cast.admin)
        for page in ("/system", "/calendar"):
            assert "Chưa nhập ngày nghỉ năm 2027" in admin.get(page).get_data(as_text=True), page
        assert admin.post("/calendar/years/2027").status_code == 303
        assert "Chưa nhập ngày nghỉ" not in admin.get("/system").get_data(as_text=True)


def test_fault_25_terms_over_the_end_of_the_known_years_do_not_stop_the_plan(office, sink):
    seed(2026)
    terms = [date(2026, 12, 30), date(2027, 1, 1), date(2027, 2, 6), date(2100, 12, 31)]
    tasks = [issue(office, due_on, issued_on=date(2026, 10, 1)) for due_on in terms]
    for day in days_from(date(2026, 12, 28), 9):
        count = sink.recipients.count(HEAD)
        with at(day, 8):
            run_timetable(Scheduler(office.app), 2)
        assert sink.recipients.count(HEAD) <= count + 1
    rows = told(office)
    stages = {(task_id, stage): day for day, task_id, stage, _person in rows}
    assert stages[tasks[0], "overdue_1"] == date(2026, 12, 31)
    assert stages[tasks[1], "due_today"] == date(2027, 1, 1)
    assert tasks[3] not in {row[1] for row in rows if OF_TERM.match(row[2])}
