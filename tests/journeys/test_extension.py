"""A ward asks for more time on a phone; the leader gives another date; the ward sees it and why."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests.journeys.browser import PHONE, Person
from tests.journeys.office import Office
from tracker import clock
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.people.models import Unit, UnitKind, User
from tracker.people.queries import actor_of, list_recipients
from tracker.tasks.actions import Assignment, issue_task
from tracker.tasks.models import Extension, Task

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

TITLE = "Báo cáo kết quả rà soát nhà tạm"


@pytest.fixture
def chair(busy_office: Office) -> str:
    """The login of the chair of a ward."""
    with busy_office.database():
        ward = db.session.scalars(select(Unit).where(Unit.kind == UnitKind.WARD).order_by(Unit.id).limit(1)).one()
        return db.session.get_one(User, list_recipients([ward.id])[0].user_id).login


@pytest.fixture
def task(busy_office: Office, chair: str) -> int:
    """A task of that ward, due in three weeks."""
    with busy_office.database():
        clerk, leader, head = (
            db.session.scalars(select(User.id).where(User.login == who)).one() for who in ("vanphong", "pct.van", chair)
        )
        unit_id = actor_of(head).unit_id
        assert unit_id is not None
        due_on = office_calendar().add_working_days(clock.today(), 15)
        values = Assignment(TITLE, lead_unit_id=unit_id, leader_id=leader, due_on=due_on, source="Điện thoại")
        issued = issue_task(values, by=actor_of(clerk))
        db.session.commit()
        return issued.id


def after(office: Office, days: int) -> date:
    """The day after so many working days."""
    with office.database():
        return office_calendar().add_working_days(clock.today(), days)


def ask(office: Office, person: Person, day: date, reason: str) -> None:
    """Fill in the folded form and send it."""
    person.unfold(office.word("Ask for more time…"))
    person.type(office.word("New due date"), f"{day:%d/%m/%Y}")
    person.type(office.word("Reason"), reason)
    person.press(office.word("Ask for more time"))


def state_of(office: Office, task: int) -> tuple[str, date | None, date | None]:
    """The last request, the due date and the original one."""
    with office.database():
        row = db.session.get_one(Task, task)
        asked = db.session.scalars(select(Extension.state).where(Extension.task_id == task).order_by(-Extension.id))
        return asked.first() or "", row.due_on, row.original_due_on


def test_ward_asks_leader_gives_another_date_ward_sees_it(busy_office: Office, chair: str, task: int) -> None:
    office = busy_office
    due_on, asked, given = (after(office, days) for days in (15, 30, 20))
    ward = office.person(chair, PHONE)
    ward.open(f"/tasks/{task}")

    # The chair asks, thinks better of it, and asks again.
    ask(office, ward, asked, "Thiếu người")
    ward.unfold(office.word("Withdraw the request…"))
    ward.press(office.word("Withdraw the request"))
    assert state_of(office, task) == ("withdrawn", due_on, due_on)
    ask(office, ward, asked, "Mưa lũ, chưa đến được 3 xóm")
    assert ward.sees(office.word("%(name)s decides.", name=leader_name(office, task)))

    # From his list the leader gives another date in the place of the one asked for.
    leader = office.person("pct.van")
    leader.open("/outstanding")
    mine = leader.page.locator(".decision").filter(has_text=TITLE)
    mine.get_by_text(office.word("Refuse…"), exact=True).click()
    mine.get_by_label(office.word("Another date")).fill(f"{given:%d/%m/%Y}")
    mine.get_by_label(office.word("Note, if any")).fill("Chỉ thêm một tuần")
    with leader.page.expect_navigation():
        mine.get_by_role("button", name=office.word("Give this date"), exact=True).click()
    assert leader.page.url == f"{office.url}/outstanding"
    assert state_of(office, task) == ("approved", given, due_on)

    # The chair sees the new date, the old one, and the leader's words.
    ward.open(f"/tasks/{task}")
    facts = ward.page.locator(".facts")
    assert f"{given:%d/%m/%Y}" in facts.inner_text()
    facts.locator("summary").click()
    assert f"{due_on:%d/%m/%Y} → {given:%d/%m/%Y}" in facts.inner_text()
    assert ward.sees("Chỉ thêm một tuần")


def leader_name(office: Office, task: int) -> str:
    """Of the accountable leader."""
    with office.database():
        return db.session.get_one(User, db.session.get_one(Task, task).leader_id).name
