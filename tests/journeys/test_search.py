"""From any page to a task by the keyboard: «/», words without diacritics, ↓, Enter."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.browser import PHONE
from tests.journeys.office import Office

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


def test_from_any_page_to_a_task_by_keyboard(busy_office: Office) -> None:
    office, word = busy_office, busy_office.word
    clerk = office.person("vanphong")
    keys = clerk.page.keyboard
    clerk.open("/notices")
    box = clerk.page.get_by_role("textbox", name=word("Search everything"))
    keys.press("/")
    expect(box).to_be_focused()
    keys.type("ngan sach/")  # typed in a field it is a character like others
    assert box.input_value() == "ngan sach/"
    with clerk.page.expect_navigation():
        keys.press("Enter")
    expect(clerk.page.locator(".hits mark").first).to_have_text(re.compile("ngân", re.IGNORECASE))
    assert [one["id"] for one in Axe().run(clerk.page).response["violations"]] == []
    hits = clerk.page.locator("a[data-hit]")
    keys.press("/")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    expect(hits.nth(1)).to_be_focused()
    keys.press("ArrowUp")
    keys.press("ArrowUp")
    expect(clerk.page.get_by_role("searchbox")).to_be_focused()
    first = clerk.page.locator(".hits a[data-hit][href^='/tasks/']").first
    first.focus()
    title = first.inner_text()
    with clerk.page.expect_navigation():
        keys.press("Enter")
    assert title in clerk.page.locator("h1").inner_text()


def test_on_a_phone_a_link_leads_to_the_box(busy_office: Office) -> None:
    office, word = busy_office, busy_office.word
    clerk = office.person("vanphong", PHONE)
    clerk.open("/tasks")
    clerk.follow(word("Search everything"))
    expect(clerk.page.get_by_role("searchbox")).to_be_focused()
    clerk.page.get_by_role("searchbox").fill("NV-2026-0001")
    clerk.press(word("Search"))
    assert re.search(r"/tasks/\d+$", clerk.page.url)
