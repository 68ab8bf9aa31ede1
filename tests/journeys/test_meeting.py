"""The Monday meeting without the mouse: from the agenda to the notice that is issued, and its new task."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.journeys.browser import DESK, PHONE, Person
from tests.journeys.office import Office
from tests.journeys.test_keyboard import axe_faults
from tests.journeys.test_pages import CRAMPED, SIDEWAYS
from tracker import clock
from tracker.db import db
from tracker.meetings.models import Meeting
from tracker.people.models import Unit
from tracker.tasks.models import Task, Urging

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

PROJECTOR = {"viewport": {"width": 1920, "height": 1080}}
FIRST, SECOND = "Giải phóng mặt bằng tuyến đường nối khu đô thị Đề Thám", "Rà soát tiêu chí nông thôn mới nâng cao"
ORDER = "Lập phương án chỉnh trang vỉa hè đường Kim Đồng"


class Driver:
    """Whoever drives, by keys only."""

    def __init__(self, person: Person) -> None:
        self.person, self.page = person, person.page

    def say(self, key: str, words: str, day: date | None = None) -> None:
        """A letter opens the form, the hand is in its first field; Ctrl+Enter saves."""
        self.page.keyboard.press(key)
        if day is not None:
            self.page.keyboard.insert_text(f"{day:%d/%m/%Y}")
            self.page.keyboard.press("Tab")
        self.page.keyboard.insert_text(words)
        self.save()

    def save(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Control+Enter")

    def turn(self, key: str, place: str) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        assert self.page.locator(".meeting-top .place").inner_text() == place

    @property
    def minutes(self) -> list[str]:
        return self.page.locator(".minutes .typed").all_inner_texts()


@pytest.mark.parametrize("dialect", [pytest.param("sqlite", marks=pytest.mark.sqlite)])
def test_from_the_agenda_to_the_issued_notice(new_office: Office) -> None:
    office = new_office
    first = office.give(FIRST, "TNMT", "chutich", clock.today() - timedelta(days=20))
    second = office.give(SECOND, "KT", "chutich", clock.today() - timedelta(days=6))
    moved, due = office.in_working_days(15), office.in_working_days(20)

    leader = Driver(office.person("chutich", PROJECTOR))
    leader.person.open("/agenda")
    leader.person.follow(office.word("Walk it in a meeting"))
    leader.person.press(office.word("Start the meeting"))
    assert leader.page.locator(".stop h1").inner_text() == FIRST
    faults = axe_faults(leader.person)
    leader.say("g", "Vướng giải phóng mặt bằng", moved)
    leader.turn("ArrowRight", "2/2")
    leader.say("d", "Báo cáo trước thứ Sáu")
    leader.say("n", "Phó Chủ tịch trực tiếp kiểm tra hiện trường")
    leader.turn("k", "1/2")
    leader.page.keyboard.press("?")
    assert leader.page.locator("#key-list").is_visible()
    leader.page.keyboard.press("Escape")
    give_order(office, leader, due)
    assert len(leader.minutes) == 4
    assert leader.minutes[0].endswith(f"hoàn thành trước ngày {moved:%d/%m/%Y}.")
    faults += axe_faults(leader.person)

    clerk = office.person("vanphong", DESK)
    make_notice(office, clerk)
    faults += axe_faults(clerk)
    give(office, clerk)
    assert not faults

    with office.database():
        assert db.session.get_one(Task, first).due_on == moved
        assert [row.task_id for row in db.session.scalars(select(Urging))] == [second]
        given = db.session.scalars(select(Task).where(Task.notice_id.is_not(None))).one()
        lead = db.session.get_one(Unit, given.lead_unit_id)
        assert (given.title, lead.code, given.due_on) == (ORDER, "QLDT", due)
        meeting = db.session.scalars(select(Meeting)).one().id
    look_at_it_on_a_phone(office, meeting)


def give_order(office: Office, leader: Driver, due: date) -> None:
    """A new directive: its unit is chosen by typing."""
    leader.page.keyboard.press("m")
    leader.page.locator("#order-unit_id").select_option(label="Phòng Quản lý đô thị")
    leader.page.keyboard.press("Tab")
    leader.page.keyboard.insert_text(f"{due:%d/%m/%Y}")
    leader.page.keyboard.press("Tab")
    leader.page.keyboard.insert_text(ORDER)
    leader.save()


def make_notice(office: Office, clerk: Person) -> None:
    """The clerk goes on with the meeting, and ends it."""
    clerk.open("/meetings")
    with clerk.page.expect_navigation():
        clerk.page.locator(".meetings .what a").click()
    clerk.press(office.word("Drive it here"))
    clerk.follow(office.word("End the meeting…"))
    clerk.press(office.word("End and make the notice"))


def give(office: Office, clerk: Person) -> None:
    """What goes on is settled already; the note becomes no task; the new directive is given."""
    note = clerk.page.locator("section.draft").filter(has_text="hiện trường")
    note.locator("summary").filter(has_text=office.word("Do not assign…")).click()
    note.get_by_placeholder(office.word("Why is no task given?")).fill("Đã giao miệng")
    note.get_by_role("button", name=office.word("Set aside")).click()
    clerk.waits_for_cards()
    clerk.press(clerk.page.locator(".give button").inner_text())


def look_at_it_on_a_phone(office: Office, meeting: int) -> None:
    """The list, the start and the minutes are no wider than the screen, and a thumb hits every button."""
    person = office.person("vanphong", PHONE)
    for path in ("/meetings", "/meetings/new", f"/meetings/{meeting}"):
        person.open(path)
        assert person.page.evaluate(SIDEWAYS)["page"] <= 390, path
        assert person.page.evaluate(CRAMPED) == [], path
