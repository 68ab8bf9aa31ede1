"""What leaves the tracker by hand: a calendar's address, and a text for Zalo, with the urging that follows it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

import icalendar
import pytest
from sqlalchemy import select

from tests.journeys.browser import PHONE, SCREENS, Person
from tests.journeys.office import Office
from tests.journeys.test_pages import faults_of
from tracker.db import db
from tracker.people.models import Unit
from tracker.tasks.models import Channel, Task, Urging

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

HEAD, UNIT = "tnmt", "TNMT"


def fetch(address: str) -> tuple[Any, str]:
    """As a calendar program reads it: no cookie, no script."""
    with build_opener(ProxyHandler({})).open(Request(address)) as answer:
        return icalendar.Calendar.from_ical(answer.read()), answer.headers["Content-Type"]


def days_of(address: str) -> dict[str, date]:
    calendar, _kind = fetch(address)
    return {str(one["SUMMARY"]): one["DTSTART"].dt for one in calendar.walk("VEVENT")}


def test_a_head_takes_his_due_dates_along_and_revokes_a_lost_telephone(busy_office: Office) -> None:
    office = busy_office
    due_on = office.in_working_days(12)
    office.give("Tập huấn phòng cháy rừng", UNIT, "pct.dat", due_on)
    head = office.person(HEAD, PHONE)
    head.open("/account")
    head.follow(office.word("Calendars on phone and computer"))
    head.type(office.word("Name of the calendar"), "Điện thoại của tôi")
    head.press(office.word("Create the address"))
    address = head.field(office.word("Address")).input_value()
    assert not list(faults_of(head, "/account/calendars"))
    assert head.page.get_by_role("link", name=office.word("Open in the calendar of this device")).get_attribute(
        "href"
    ) == address.replace("http:", "webcal:")

    calendar, kind = fetch(address)
    assert kind == "text/calendar; charset=utf-8"
    assert str(calendar["X-WR-CALNAME"]) == "Điện thoại của tôi"
    mine = {name: day for name, day in days_of(address).items() if "Tập huấn phòng cháy rừng" in name}
    assert list(mine.values()) == [due_on]

    head.open("/account/calendars")
    assert address not in head.page.content()
    line = head.page.locator(".decision").filter(has_text="Điện thoại của tôi")
    with head.page.expect_navigation():
        line.get_by_role("button").click()
    assert line.count() == 0
    request = head.page.request.get(address)
    assert (request.status, request.body()) == (404, b"")


@pytest.fixture
def late_task(busy_office: Office) -> int:
    """A task of that unit that is overdue, and the unit's number."""
    with busy_office.database():
        due = select(Task.id).join(Task.lead_unit).where(Unit.code == UNIT, Task.state == "in_progress")
        found = db.session.scalar(due.order_by(Task.sort_due_on, Task.id).limit(1))
        assert found is not None
        return int(found)


def clipboard(person: Person) -> str:
    return str(person.page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.parametrize("screen", SCREENS)
def test_the_office_copies_a_task_and_records_the_urging(busy_office: Office, late_task: int, screen: str) -> None:
    office = busy_office
    clerk = office.person("vanphong", SCREENS[screen])
    clerk.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=office.url)
    clerk.open(f"/tasks/{late_task}")
    clerk.unfold(office.word("Copy for Zalo"))
    clerk.page.get_by_role("button", name=office.word("Copy"), exact=True).click()
    clerk.page.get_by_role("status").filter(has_text=office.word("Copied")).wait_for()
    text = clipboard(clerk)
    assert text.startswith("UBND THÀNH PHỐ CAO BẰNG – đôn đốc\nNV-")
    assert "http" not in text
    assert not list(faults_of(clerk, "/tasks"))
    clerk.follow(office.word("Record the urging by Zalo…"))
    assert clerk.field(office.word("Way")).input_value() == "zalo"
    clerk.press(office.word("Urge"))
    with office.database():
        last = db.session.scalar(select(Urging).where(Urging.task_id == late_task).order_by(Urging.id.desc()).limit(1))
        assert last is not None
        assert last.channel == Channel.ZALO


def test_one_press_on_the_list_copies_what_is_pressing_in_a_unit(busy_office: Office, late_task: int) -> None:
    office = busy_office
    with office.database():
        unit = db.session.scalar(select(Unit.id).where(Unit.code == UNIT))
    clerk = office.person("vanphong")
    clerk.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=office.url)
    clerk.open(f"/tasks?band=overdue&unit={unit}")
    clerk.page.get_by_role("link", name=office.word("Copy for Zalo"), exact=True).click()
    clerk.page.get_by_role("status").filter(has_text=office.word("Copied")).wait_for()
    assert re.search(r"Phòng TN&MT: \d+ việc quá hạn", clipboard(clerk))
    clerk.follow(office.word("Record the urging by Zalo…"))
    assert not list(faults_of(clerk, "/zalo"))
    assert clerk.page.locator("textarea").input_value() == clipboard(clerk)
    clerk.press(office.word("Record the urging by Zalo…"))
    assert clerk.field(office.word("Way")).input_value() == "zalo"


def test_without_the_clipboard_the_text_is_marked_or_shown(busy_office: Office, late_task: int) -> None:
    """As on an intranet without TLS, where browsers give no clipboard: the older way, which marks the text."""
    office = busy_office
    clerk = office.person("vanphong")
    clerk.page.add_init_script("delete Navigator.prototype.clipboard; document.execCommand = () => window.isAllowed")
    clerk.open(f"/tasks/{late_task}")
    clerk.unfold(office.word("Copy for Zalo"))
    for is_allowed, said in ((True, "Copied"), (False, "Marked: press Ctrl+C")):
        clerk.page.evaluate("(value) => (window.isAllowed = value)", is_allowed)
        clerk.page.get_by_role("button", name=office.word("Copy"), exact=True).click()
        clerk.page.get_by_role("status").filter(has_text=office.word(said)).wait_for()
        marked = clerk.page.evaluate("getSelection().toString()")
        assert marked.startswith("UBND THÀNH PHỐ")
    with office.database():
        unit = db.session.scalar(select(Unit.id).where(Unit.code == UNIT))
    clerk.open(f"/tasks?band=overdue&unit={unit}")
    with clerk.page.expect_navigation():
        clerk.page.get_by_role("link", name=office.word("Copy for Zalo"), exact=True).click()
    assert clerk.page.url.endswith(f"/units/{unit}/zalo")
