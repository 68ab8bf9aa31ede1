"""The panel of the filter: opened in place with the keyboard, or as a page of its own where nothing runs."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.browser import DESK, PHONE, Person
from tests.journeys.office import Office

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


def asked(person: Person) -> dict[str, list[str]]:
    """What the address of the list says."""
    return parse_qs(urlsplit(person.page.url).query)


def axe_faults(person: Person) -> list[str]:
    """Everything that axe has to say about the page as it stands."""
    return [one["id"] for one in Axe().run(person.page).response["violations"]]


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_panel_opens_in_place_and_loses_nothing(running_office: Office, screen: dict[str, Any]) -> None:
    office, word = running_office, running_office.word
    clerk = office.person("vanphong", screen)
    clerk.open("/tasks?band=open&starred=1&officer=0")
    clerk.page.get_by_role("searchbox").fill("thu")
    opener = clerk.page.get_by_role("button", name=word("Filter"), exact=True)
    opener.focus()
    clerk.page.keyboard.press("Enter")
    clerk.page.wait_for_selector("details.finder-more[open]")
    assert clerk.page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert asked(clerk) == {"band": ["open"], "starred": ["1"], "officer": ["0"]}  # still the same page
    assert clerk.page.get_by_role("searchbox").input_value() == "thu"
    starred = clerk.page.get_by_role("checkbox", name=word("★ Starred"))
    assert starred.is_checked()
    assert axe_faults(clerk) == []
    starred.uncheck()
    clerk.page.get_by_label(word("Unit"), exact=True).select_option(index=1)
    with clerk.page.expect_navigation():
        clerk.page.locator(".finder-marks button").click()
    assert {**asked(clerk), "unit": []} == {"band": ["open"], "q": ["thu"], "officer": ["0"], "unit": []}
    assert re.fullmatch(r"\d+", asked(clerk)["unit"][0])
    assert clerk.page.locator(".chosen .chip").count() == 3


def test_panel_that_cannot_be_fetched_is_opened_as_a_page(running_office: Office) -> None:
    """The network fails once: the button does what it does without scripts, and what was typed goes along."""
    office, word = running_office, running_office.word
    clerk = office.person("vanphong")
    clerk.open("/tasks?band=overdue&duty=1")
    clerk.page.get_by_role("searchbox").fill("thu")
    clerk.page.evaluate("() => { window.fetch = () => Promise.reject(new Error('gone')); }")
    with clerk.page.expect_navigation():
        clerk.page.get_by_role("button", name=word("Filter"), exact=True).click()
    assert urlsplit(clerk.page.url).path == "/tasks/filters"
    assert asked(clerk) == {"band": ["overdue"], "q": ["thu"], "duty": ["1"]}
    assert clerk.page.get_by_label(word("Recurring")).is_checked()
    assert axe_faults(clerk) == []
    with clerk.page.expect_navigation():
        clerk.page.locator(".finder-marks button").click()
    assert asked(clerk) == {"band": ["overdue"], "q": ["thu"], "duty": ["1"]}
    assert urlsplit(clerk.page.url).path == "/tasks"
