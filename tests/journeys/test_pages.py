"""Every main page, on a desk and on a phone: nothing scrolls sideways, nothing shuts anybody out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.browser import PHONE, SCREENS, Person
from tests.journeys.office import Office

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

EVERYONE = ("/account", "/account/password", "/account/calendars", "/notices", "/no-such-page")
PAGES = {
    "bqlda": (
        *("/work", "/work?part=coop", "/tasks/{working}", "/notices/{issued}", *EVERYONE),
        *("/indicators", "/search?q=giai+phong"),
    ),
    "tnmt": (
        *("/scoreboard?period=year", "/scoreboard/overdue?period=year", "/scoreboard/overdue/disputes?period=year"),
        *("/disputes?show=all", "/disputes/{dispute}"),
    ),
    "pct.dat": (
        *("/outstanding", "/outstanding?by=unit&mine=0", "/outstanding?starred=1", "/outstanding/filters"),
        *("/outstanding/print", "/tasks?band=overdue", "/tasks?band=done", "/tasks/{waiting_for_leader}"),
        *("/notices/{issued}", "/indicators", "/indicators?outlook=short", "/indicators/{limit}", "/indicators/{rate}"),
    ),
    "chutich": (
        *("/scoreboard", "/scoreboard?period=year", "/scoreboard?period=year&way=leader"),
        *("/scoreboard?period=year&way=topic", "/scoreboard?period=quarter&as_of={month_ago}"),
        *(
            "/scoreboard/overdue?period=year",
            "/scoreboard/extended?period=year",
            "/scoreboard/all?way=topic&line={topic}",
        ),
        *("/reports", "/reports/status?by=leader", "/reports/burn", "/reports/burn/{month_ago}?band=overdue"),
        *("/reports/heat", "/reports/since", "/reports/since/became_overdue?since=01/01/{year}", "/reports/reviews"),
        *("/reports/reviews?scope=year", "/reports/notices/{issued}", "/agenda", "/portfolios"),
        *("/search", "/search?q=giai+phong+mat+bang", "/search?q=vu+minh+dat&kind=people", "/search?q=khong+co+gi"),
        *("/search?q=dat&kind=topics", "/tasks?band=open&topic={topic}", "/meetings", "/meetings/{running}"),
    ),
    "vanphong": (
        *("/notices/new", "/notices/{in_review}/review", "/drafts/{draft}", "/drafts/{draft}/parts", "/tasks/new"),
        *("/tasks/{submitted}", "/tasks/filters?starred=1", "/outstanding", "/notices/{issued}", "/settings/reminders"),
        *("/portfolios", "/portfolios/distribution", "/disputes", "/disputes/{dispute}", "/disputes/{settled}"),
        *("/indicators/{revenue}", "/indicators/{houses}", "/indicators/{limit}", "/indicators/{limit}/edit"),
        *(
            "/indicators/new",
            "/readings/{reading}/correction",
            "/readings/{reading}/removal",
            "/notices/{issued}/figures",
        ),
        *(
            "/meetings",
            "/meetings?state=waiting",
            "/meetings/new",
            "/meetings/{running}",
            "/meetings/{running}/end",
            "/meetings/{ended}",
        ),
        *("/meetings/{ended}/end", "/meetings/{noticed}"),
    ),
    "quantri": (
        *("/people", "/people/new", "/people/1", "/units", "/units/new", "/units/1", "/calendar", "/system"),
        *("/settings", "/settings/reminders", "/settings/reminders/preview", "/tasks?band=no_due"),
        *("/topics?sentence=thu", "/topics/new", "/topics/1", "/lessons", "/lessons?kind=topic_word&state=once"),
        "/portfolios/terms/new",
    ),
}
SIDEWAYS = """() => {
  const isWide = (node) => node.getBoundingClientRect().right > innerWidth + 1;
  const wide = [...document.querySelectorAll("body *")].filter(isWide);
  return {page: document.documentElement.scrollWidth, nodes: wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 99))};
}"""

# What a thumb presses: a phone needs 44 px. Links inside a line of text are let off.
CRAMPED = """() => [...document.querySelectorAll(".btn, .chips .chip, .ways a, .thumb a, .form-control, .form-select")]
  .filter((node) => node.checkVisibility() && node.getBoundingClientRect().height < 43.9)
  .slice(0, 3).map((node) => node.outerHTML.slice(0, 99))"""

# The bar at the thumb keeps to one line of short names.
THUMB = """() => [...document.querySelectorAll(".thumb a")].filter((node) => node.getBoundingClientRect().height > 50)
  .map((node) => node.innerText)"""

# Nothing of the page lies above it.
ABOVE = """() => {
  const place = (node) => Number(getComputedStyle(node).zIndex) || 0;
  const bar = document.querySelector(".thumb");
  return bar ? [...document.querySelectorAll("main *")].filter((node) => place(node) > 0 && place(node) >= place(bar))
    .slice(0, 3).map((node) => node.outerHTML.slice(0, 99)) : [];
}"""


def width_of(person: Person) -> int:
    """Of the window."""
    assert person.page.viewport_size
    return person.page.viewport_size["width"]


def faults_of(person: Person, path: str) -> Iterator[str]:
    """What somebody would stumble over on the page that is open."""
    width = person.page.evaluate(SIDEWAYS)
    if width["page"] > width_of(person):
        yield f"{path}: {width['page']} px wide: {width['nodes']}"
    if width_of(person) == PHONE["viewport"]["width"] and (cramped := person.page.evaluate(CRAMPED)):
        yield f"{path}: too small for a thumb: {cramped}"
    if wrapped := person.page.evaluate(THUMB):
        yield f"{path}: the bar at the thumb takes two lines: {wrapped}"
    if above := person.page.evaluate(ABOVE):
        yield f"{path}: lies above the bar at the thumb: {above}"
    for violation in Axe().run(person.page, options={"resultTypes": ["violations"]}).response["violations"]:
        if violation["impact"] in ("serious", "critical"):
            nodes = [node["html"][:160] + " " + node["failureSummary"] for node in violation["nodes"][:3]]
            yield f"{path}: {violation['id']}: {violation['help']}: {nodes}"


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("login", PAGES)
def test_everybody_can_use_every_page(busy_office: Office, numbers: dict[str, Any], login: str, screen: str) -> None:
    person = busy_office.person(login, SCREENS[screen])
    faults = []
    for path in PAGES[login]:
        person.page.goto(person.url + path.format(**numbers))
        faults += faults_of(person, path)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("screen", SCREENS)
def test_strangers_can_use_the_sign_in_page(busy_office: Office, screen: str) -> None:
    person = busy_office.window(SCREENS[screen])
    person.open("/sign-in")
    faults = list(faults_of(person, "/sign-in"))
    person.type(busy_office.word("User name or e-mail"), "chutich")
    person.type(busy_office.word("Password"), "sai mật khẩu")
    person.press(busy_office.word("Sign in"))
    faults += faults_of(person, "/sign-in, refused")
    assert not faults, "\n".join(faults)
