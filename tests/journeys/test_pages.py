"""Every main page, on a desk and on a phone: nothing scrolls sideways, nothing shuts anybody out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import select

from tests.journeys.browser import PHONE, SCREENS, Person
from tests.journeys.office import Office
from tracker.db import db
from tracker.directives.models import Notice, NoticeState
from tracker.indicators.models import Indicator
from tracker.people.models import Unit
from tracker.review.models import Draft
from tracker.tasks.models import Extension, ExtensionState, Task, TaskState

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

EVERYONE = ("/account", "/account/password", "/account/calendars", "/notices", "/no-such-page")
PAGES = {
    "bqlda": ("/work", "/work?part=coop", "/tasks/{working}", "/notices/{issued}", *EVERYONE),
    "pct.dat": (
        *(
            "/outstanding",
            "/outstanding?by=unit&mine=0",
            "/outstanding?starred=1",
            "/outstanding/filters",
            "/outstanding/print",
        ),
        *("/tasks?band=overdue", "/tasks?band=done", "/tasks/{waiting_for_leader}", "/notices/{issued}"),
        *("/reports", "/reports/status?by=leader", "/reports/burn", "/reports/heat", "/indicators"),
    ),
    "vanphong": (
        *("/notices/new", "/notices/{in_review}/review", "/drafts/{draft}", "/drafts/{draft}/parts", "/tasks/new"),
        *("/tasks/{submitted}", "/tasks/filters?starred=1", "/outstanding", "/notices/{issued}", "/settings/reminders"),
        *("/portfolios", "/portfolios/distribution"),
        *("/indicators/{revenue}", "/indicators/{houses}", "/indicators/new", "/notices/{issued}/figures"),
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


@pytest.fixture(scope="module")
def numbers(running_office: Office) -> dict[str, int]:
    """A task in each state that shows something of its own, and the two notices."""
    working = select(Task.id).where(Task.state == TaskState.IN_PROGRESS).order_by(Task.id)
    with running_office.database():
        return {
            "working": find(working.join(Task.lead_unit).where(Unit.code == "BQLDA")),
            "submitted": find(select(Task.id).where(Task.state == TaskState.SUBMITTED)),
            "waiting_for_leader": find(select(Extension.task_id).where(Extension.state == ExtensionState.OPEN)),
            "issued": find(select(Notice.id).where(Notice.number == "131/TB-UBND")),
            "in_review": find(select(Notice.id).where(Notice.state == NoticeState.REVIEW)),
            "revenue": find(select(Indicator.id).where(Indicator.name.like("Thu %")).order_by(Indicator.year.desc())),
            "houses": find(select(Indicator.id).where(Indicator.is_per_ward).order_by(Indicator.year.desc())),
            "draft": find(select(Draft.id).join(Notice).where(Notice.state == NoticeState.REVIEW).order_by(Draft.id)),
        }


def find(statement: Any) -> int:
    """The first of them, which must be there."""
    found = db.session.scalar(statement.limit(1))
    assert found is not None, statement
    return int(found)


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
    for violation in Axe().run(person.page).response["violations"]:
        if violation["impact"] in ("serious", "critical"):
            nodes = [node["html"][:160] + " " + node["failureSummary"] for node in violation["nodes"][:3]]
            yield f"{path}: {violation['id']}: {violation['help']}: {nodes}"


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("login", PAGES)
def test_everybody_can_use_every_page(busy_office: Office, numbers: dict[str, int], login: str, screen: str) -> None:
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
