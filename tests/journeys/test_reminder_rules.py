"""An administrator lets starred work be reminded of more often, and sees on whom that falls next Monday."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests.journeys.browser import PHONE, Person
from tests.journeys.office import Office
from tracker import clock
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.people.models import User
from tracker.people.queries import actor_of, list_recipients
from tracker.reminders.rules.actions import drop_rules
from tracker.reminders.rules.queries import find_stored_set, fingerprint
from tracker.reminders.rules.scope import Scope
from tracker.tasks.models import Task

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

TITLE = "Kiểm tra hồ sơ ưu tiên"
STARRED = Scope(is_starred=True)


@pytest.fixture
def monday(busy_office: Office) -> date:
    """The first Monday to come that is worked."""
    with busy_office.database():
        day = clock.today() + timedelta(days=1)
        while day.isoweekday() != 1 or not office_calendar().is_working(day):
            day += timedelta(days=1)
        return day


@pytest.fixture
def task(busy_office: Office, monday: date) -> Iterator[int]:
    """A starred task that will be three working days overdue on that Monday; afterwards the rules are as before."""
    with busy_office.database():
        due_on = monday
        for _day in range(3):
            due_on = office_calendar().working_day_before(due_on)
    number = busy_office.give(TITLE, "QLDT", "pct.van", due_on)
    with busy_office.database():
        db.session.get_one(Task, number).is_starred = True
        db.session.commit()
    yield number
    with busy_office.database():
        admin = db.session.query(User).filter_by(login="quantri").one()
        stored = find_stored_set(STARRED)
        if stored:
            drop_rules(STARRED, fingerprint(stored.value), by=actor_of(admin.id))
            db.session.commit()


def line_of(person: Person, name: str) -> str:
    """What that person would be told."""
    lines = person.page.locator(".told-person").filter(has_text=name)
    return " ".join(lines.all_inner_texts())


def look(office: Office, person: Person, day: date) -> None:
    """Open the preview and ask for that day."""
    person.open("/settings/reminders")
    person.follow(office.word("Who would be told what on a day"))
    person.type(office.word("Day"), f"{day:%d/%m/%Y}")
    person.press(office.word("Show"))


def test_starred_work_every_two_days(busy_office: Office, task: int, monday: date) -> None:
    office = busy_office
    with office.database():
        head = list_recipients([db.session.get_one(Task, task).lead_unit_id])[0].name
    admin = office.person("quantri")
    admin.open("/settings")
    admin.follow(office.word("Rules of reminding"))

    # By the general rules nobody is told of it that Monday.
    look(office, admin, monday)
    assert TITLE not in line_of(admin, head)

    # Starred work gets rules of its own: overdue, then every two days instead of five.
    admin.open("/settings/reminders")
    admin.page.get_by_label(office.word("Add an exception for")).select_option("starred")
    admin.press(office.word("Add"))
    every = admin.page.locator("[name=overdue-every]")
    assert every.input_value() == "5"
    every.fill("0,5")
    admin.press(office.word("Save"))
    assert admin.page.evaluate("document.activeElement.name") == "overdue-every"
    every.fill("2")
    every.press("Enter")
    admin.page.wait_for_load_state()
    assert office.word("Saved. The rules count from the next plan on.") in admin.said

    # Now the head's line stands there.
    look(office, admin, monday)
    told = line_of(admin, head)
    assert TITLE in told
    assert f"{office.word('Overdue')}, 3 {office.word('working days overdue')}" in told

    # The Office reads the same on a telephone, and changes nothing.
    clerk = office.person("vanphong", PHONE)
    clerk.open("/settings/reminders/starred")
    assert clerk.page.locator("main [name=overdue-every]").count() == 0
    assert clerk.sees(office.word("An administrator sets these rules."))
