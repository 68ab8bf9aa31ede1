"""The preview says what the plan will do: the same people, tasks and stages, on any day to come."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import time_machine

from tests.cast import hire
from tests.reminders.rules.sent import sent
from tracker import clock
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.mail.models import OutboxMail
from tracker.people.models import Role, StandIn, User
from tracker.reminders.actions import plan_reminders
from tracker.reminders.models import Reminder, ReminderPreference
from tracker.reminders.rules import actions
from tracker.reminders.rules.book import Audience, RuleKind, default_book
from tracker.reminders.rules.foretelling import Asked, foretell
from tracker.reminders.rules.limits import in_order
from tracker.reminders.rules.queries import find_set, fingerprint, forget_rules, rule_book
from tracker.reminders.rules.scope import GENERAL, Scope
from tracker.tasks.actions import Assignment, issue_task
from tracker.tasks.models import Task, TaskState

URL = "/settings/reminders/preview"
TODAY = date(2026, 11, 24)  # a Tuesday
DEFAULT = in_order(default_book().general)


@contextmanager
def on(day, hour=7, minute=30):
    """The office's clock on that day."""
    with time_machine.travel(datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.OFFICE_ZONE)):
        yield


@pytest.fixture
def work(cast):
    """Tasks at every stage of a term and of a life, some starred, some with an officer."""
    with on(date(2026, 11, 2)):
        for number in range(24):
            due_on = TODAY + timedelta(days=number - 12)
            values = Assignment(
                f"Việc {number}",
                lead_unit_id=(cast.finance.id, cast.ward.id, cast.office.id)[number % 3],
                leader_id=(cast.chairman, cast.vice_chairman)[number % 2].user_id,
                topic_id=(cast.budget.id, cast.digital.id, None)[number % 3],
                cooperating_unit_ids=[cast.culture.id] if number % 2 else [],
                due_on=None if number == 23 else due_on,
            )
            task = issue_task(values, by=cast.clerk)
            task.is_starred = number % 5 == 0
            task.officer_id = cast.finance_officer.user_id if number % 6 == 0 else None
            if number % 4 == 1:
                task.state = TaskState.IN_PROGRESS
            elif number % 4 == 2:
                task.state = TaskState.SUBMITTED
                task.waits_since = TODAY - timedelta(days=number % 7)
    db.session.flush()


def foretold(day, **asked):
    """(person, task, stage) of everything that the preview tells."""
    forget_rules()
    found = foretell(Asked(day, **asked), rule_book(), office_calendar(), clock.today())
    assert found.people_in_all == len(found.people)
    assert found.lines_in_all == sum(person.count for person in found.people)
    assert [person.count for person in found.people] == [len(person.tasks) for person in found.people]
    return {
        (person.user_id, task.task_id, stage)
        for person in found.people
        for task in person.tasks
        for stage in task.stages
    }


def planned(day):
    """What the plan of that day really wrote and sends."""
    rows = db.session.query(Reminder).filter(Reminder.planned_on == day, Reminder.mail_id.is_not(None))
    return {(row.user_id, row.task_id, row.stage) for row in rows}


def plan_until(day):
    """Plan each working day before that one, then that day; the mails of each leave at once."""
    walked = TODAY
    while walked <= day:
        if office_calendar().is_working(walked):
            with on(walked):
                plan_reminders(walked)
                db.session.query(OutboxMail).update({"state": "sent"})
                db.session.flush()
        walked += timedelta(days=1)


def starred_every_two(cast):
    actions.add_exception(Scope(is_starred=True), by=cast.admin)
    present = find_set(Scope(is_starred=True))
    rules = tuple(
        replace(one, every=2, weekdays=frozenset({1, 3, 5}), hour=9) if one.kind == RuleKind.OVERDUE else one
        for one in present.rules
    )
    actions.save_rules(replace(present, rules=rules), fingerprint(present), by=cast.admin)


def everyone_is_told(cast):
    present = find_set(GENERAL)
    rules = tuple(replace(one, audience=frozenset(Audience)) for one in present.rules)
    actions.save_rules(replace(present, rules=rules), fingerprint(present), by=cast.admin)


def some_choose(cast):
    for who, values in (
        (cast.ward_chair, {"weekly_on": 1}),
        (cast.outsider, {"is_opted_out": True}),
        (cast.finance_head, {"weekly_on": 5, "hour": 14}),
    ):
        db.session.add(ReminderPreference(user_id=who.user_id, **values))
    db.session.flush()


def somebody_is_away(cast):
    deputy = hire("tckh.pho", "Lục Thị Phó", Role.DEPUTY, cast.finance, "Phó trưởng phòng")
    stand_in = StandIn(
        post_id=cast.finance_head.post_id,
        user_id=deputy.user_id,
        from_on=TODAY,
        until_on=TODAY + timedelta(days=20),
        at=clock.now(),
        given_by_id=cast.admin.user_id,
    )
    db.session.add(stand_in)
    db.session.flush()


@pytest.fixture
def whole_lists(monkeypatch):
    """Every line, also of those who have many."""
    monkeypatch.setattr("tracker.reminders.rules.foretelling.MOST_LINES", 100)


@pytest.mark.usefixtures("whole_lists")
@pytest.mark.parametrize("ahead", [0, 1, 3, 6, 9])
@pytest.mark.parametrize("change", [None, starred_every_two, everyone_is_told, some_choose, somebody_is_away])
def test_the_plan_does_what_the_preview_said(cast, work, change, ahead):
    if change:
        change(cast)
    day = TODAY + timedelta(days=ahead)
    with on(TODAY, 6):
        said = foretold(day)
    plan_until(day)
    assert said == planned(day)
    assert said or ahead != 1


def test_what_today_has_told_is_not_told_again(cast, work):
    with on(TODAY):
        assert foretold(TODAY)
        plan_reminders(TODAY)
        assert foretold(TODAY) == set()


def test_a_person_a_unit_a_name(cast, work):
    with on(TODAY):
        everyone = foretold(TODAY)
        for asked, user_ids in (
            ({"unit_id": cast.finance.id}, {cast.finance_head.user_id, cast.finance_officer.user_id}),
            ({"who": "nong thi"}, {cast.finance_head.user_id}),
            ({"user_id": cast.ward_chair.user_id}, {cast.ward_chair.user_id}),
            ({"who": "không ai"}, set()),
        ):
            found = foretold(TODAY, **asked)
            assert {row[0] for row in found} == user_ids
            assert found == {row for row in everyone if row[0] in user_ids}


def test_the_page_tells_how_it_goes_out_within_its_budget(cast, work, client):
    starred_every_two(cast)
    some_choose(cast)
    client.sign_in(cast.admin)
    page = client.get(f"{URL}?on=25/11/2026", budget=8).text
    assert "Thứ Tư 25/11/2026" in page
    assert "thư tổng hợp lúc 14:00; mục tắt được chỉ gửi T6" in page
    assert "thư tổng hợp lúc 07:30" in page
    assert "Sắp đến hạn, 3 ngày làm việc nữa" in page
    assert client.get(URL, budget=8).text.count("Thứ Tư 25/11/2026") == 1  # the next working day by itself


def test_pages_of_people_and_the_rest_of_a_long_list(cast, client, monkeypatch):
    with on(date(2026, 11, 2)):
        for number in range(25):
            values = Assignment(
                f"Việc {number}",
                lead_unit_id=cast.finance.id,
                leader_id=cast.chairman.user_id,
                cooperating_unit_ids=[cast.culture.id],
                due_on=TODAY + timedelta(days=1),
            )
            issue_task(values, by=cast.clerk)
    monkeypatch.setattr("tracker.reminders.rules.foretelling.PEOPLE_ON_A_PAGE", 1)
    monkeypatch.setattr("tracker.reminders.rules.views.foretelling.PEOPLE_ON_A_PAGE", 1)
    client.sign_in(cast.clerk)
    first = client.get(f"{URL}?on=2026-11-25").text
    assert "2 người" in first
    assert first.count('class="told-person"') == 1
    assert first.count("<li><a") == 20
    assert "và 5 nhiệm vụ nữa" in first or "5" in first
    second = client.get(f"{URL}?on=2026-11-25&page=2").text
    assert second.count('class="told-person"') == 1
    assert "Trang trước" in second
    whole = client.get(f"{URL}?on=2026-11-25&user={cast.finance_head.user_id}").text
    assert whole.count("<li><a") == 25
    assert client.get(f"{URL}?on=2026-11-25&page=99999999").status_code == 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/02/2027", "Hãy ghi ngày"),
        ("mai", "Hãy ghi ngày"),
        ("23/11/2026", "Hãy chọn từ hôm nay trở đi"),
        ("01/01/2030", "Hãy chọn từ hôm nay trở đi"),
    ],
)
def test_a_day_that_cannot_be_foretold(cast, client, typed, sentence):
    client.sign_in(cast.admin)
    answer = client.get(URL, query_string={"on": typed})
    assert (answer.status_code, typed in answer.text, "told-person" in answer.text) == (422, True, False)
    assert sentence in answer.text or "ngày/tháng/năm" in answer.text


def test_a_day_off_says_so(cast, work, client):
    client.sign_in(cast.admin)
    assert "Đó là ngày nghỉ" in client.get(f"{URL}?on=2026-11-28").text


def test_rules_are_tried_before_they_are_saved(cast, work, client):
    client.sign_in(cast.admin)
    only_leaders = sent(DEFAULT, due_today__audience=["head", "leader"])
    page = client.post("/settings/reminders/general/preview", data=only_leaders).text
    assert "Theo quy tắc chưa lưu: Quy tắc chung." in page
    assert cast.vice_chairman.name in page or cast.chairman.name in page
    assert fingerprint(find_set(GENERAL)) == fingerprint(DEFAULT)
    refused = client.post("/settings/reminders/general/preview", data=sent(DEFAULT, overdue__days="0"))
    assert (refused.status_code, 'id="overdue-days-error"' in refused.text) == (422, True)


def test_who_has_left_is_not_named(cast, work):
    db.session.get_one(User, cast.ward_chair.user_id).is_enabled = False
    db.session.flush()
    with on(TODAY):
        assert cast.ward_chair.user_id not in {row[0] for row in foretold(TODAY)}


def test_closed_work_is_not_named(cast, work):
    db.session.query(Task).update({"closed_on": TODAY})
    with on(TODAY):
        assert foretold(TODAY) == set()
