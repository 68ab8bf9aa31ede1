"""A conclusion of forty directives, from the pasted text to «Giao», without the mouse."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import select, update

from tests.journeys.browser import PHONE, Person
from tests.journeys.long_notice import text_of
from tests.journeys.office import Office
from tests.journeys.test_small_jobs import tab_to
from tracker import clock
from tracker.db import db
from tracker.directives.models import Notice, NoticeState
from tracker.people.models import User, UserSession
from tracker.people.queries import list_units
from tracker.people.unit_words import find_units
from tracker.review.models import Draft
from tracker.review.queries import list_drafts

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

REASON = "Đã giao tại văn bản khác"
LEADS = {
    "quy chế văn hóa công sở": "noi vu",
    "chấp hành quy định": "cong an",
    "chiếu sáng": "qldt",
    "biển tên đường": "phong qldt",
    "để xe trên vỉa hè": "phuong hgiang",
}
COUNT_CLICKS = "window.clicks = 0; addEventListener('pointerdown', () => (window.clicks += 1), true);"


class Hands:
    """Somebody who uses the keys only; counts them."""

    def __init__(self, person: Person) -> None:
        self.person, self.page, self.pressed = person, person.page, 0

    def press(self, *keys: str) -> None:
        """One after the other; each is answered before the next."""
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1
            self.person.waits_for_cards()

    def type(self, words: str) -> None:
        """Into the field that has the focus."""
        self.page.keyboard.type(words)
        self.pressed += len(words)

    def paste(self, words: str) -> None:
        """One press."""
        self.page.keyboard.insert_text(words)
        self.pressed += 1

    @property
    def card(self) -> Any:
        """The current one."""
        return self.page.locator("#cards > .draft.on")

    @property
    def is_pending(self) -> bool:
        """Whether nobody has looked at it."""
        return self.card.get_attribute("data-pending") is not None


def start(office: Office, person: Person) -> Hands:
    """From the empty form to the review."""
    hands = Hands(person)
    person.page.add_init_script(COUNT_CLICKS)
    person.page.on("dialog", lambda dialog: dialog.accept())
    person.open("/notices/new")
    tab_to(person, office.word("Text of the notice"))
    hands.paste(text_of(clock.today()))
    for button in ("Read the text", "Find the directives"):
        tab_to(person, office.word(button))
        with person.page.expect_navigation():
            person.page.keyboard.press("Enter")
    assert person.page.locator("#cards > .draft").count() == 40
    hands.pressed = 0
    return hands


def axe_faults(person: Person) -> list[str]:
    """Everything that axe has to say about the page as it stands."""
    violations = Axe().run(person.page).response["violations"]
    return [f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes'][:3]]}" for one in violations]


@pytest.mark.parametrize("dialect", [pytest.param("sqlite", marks=pytest.mark.sqlite)])
def test_forty_directives_without_the_mouse(new_office: Office) -> None:
    office = new_office
    hands = start(office, office.person("vanphong"))
    faults = axe_faults(hands.person)
    date_what_is_open(hands)
    hands.press("k")
    while hands.is_pending:
        look_at(office, hands, hands.card.inner_text())
    faults += axe_faults(hands.person)
    keys = hands.pressed
    assert keys < 40 * 8, f"{keys} keys"
    assert hands.page.locator("#review-top").inner_text().startswith("40/40")
    hands.press("g")
    with hands.page.expect_navigation():
        hands.page.keyboard.press("Control+Enter")
    assert "39" in hands.person.said
    assert hands.page.evaluate("window.clicks") == 0
    assert not faults, "\n".join(faults)
    with office.database():
        check_what_was_given()


def date_what_is_open(hands: Hands) -> None:
    """What is open stands first: two without a date, which is typed without its year, and one without a unit."""
    numbers = hands.page.locator("#cards > .draft > div:first-child > a").all_inner_texts()
    assert numbers[:4] == ["28", "29", "33", "30"]
    assert "Văn bản không nêu thời hạn" in hands.card.inner_text()
    for day, key in (("15/3", "n"), ("20.3", "")):
        hands.press("d")
        hands.type(day)
        hands.press("Enter", *filter(None, [key]))
    assert "20/03/" in hands.card.inner_text()
    assert hands.page.locator("#why-not a").all_inner_texts() == ["33"]


def look_at(office: Office, hands: Hands, words: str) -> None:
    """What a clerk does with this card; most are as they should be."""
    letters = next((letters for phrase, letters in LEADS.items() if phrase in words), "")
    if letters:
        choose_lead(hands, letters)
    elif "chợ Xanh" in words or "hộ kinh doanh tại chợ" in words:
        hands.press("x")
        hands.type(REASON)
        hands.press("Enter")
    elif "danh mục các tuyến đường" in words:
        split(hands)
    elif "lớp tập huấn" in words and "biên soạn" not in words:
        before = hands.page.locator("#cards > .draft").count()
        hands.press("m", "Enter")
        assert hands.page.locator("#cards > .draft").count() == before - 1
        hands.press("Enter")
    elif "chế biến gỗ" in words:
        cooperate(hands)
    elif "vỉa hè phố Kim Đồng" in words:
        type_through_a_reload(hands)
    elif "phòng cháy tại các chung cư" in words:
        meet_another_clerk(office, hands)
    else:
        hands.press("Enter")


def choose_lead(hands: Hands, letters: str) -> None:
    """A few letters, the one that is lit, saved."""
    hands.press("u")
    hands.type(letters)
    hands.press("Enter", "Enter", "Enter")


def split(hands: Hands) -> None:
    """At «đồng thời»; both parts keep unit and date."""
    before = hands.page.locator("#cards > .draft").count()
    hands.press("s")
    hands.page.locator(".inset form").wait_for()
    places = hands.page.locator(".inset label").filter(has_text="‖").all_inner_texts()
    downs = next(place for place, words in enumerate(places) if "‖ đồng thời" in words)
    hands.press(*["ArrowDown"] * downs, "Enter")
    assert hands.page.locator("#cards > .draft").count() == before + 1
    hands.press("Enter", "Enter")


def cooperate(hands: Hands) -> None:
    """Two more units; the last one is taken away again."""
    hands.press("c")
    for letters in ("dtham", "TC-KH"):
        hands.type(letters)
        hands.press("Enter")
    assert hands.page.locator(".edit .unit-chip").count() == 3
    hands.press("Backspace", "Enter", "Enter")


def type_through_a_reload(hands: Hands) -> None:
    """The browser is closed in the middle of a word; nothing is lost."""
    hands.press("t")
    hands.type("Lát lại vỉa hè phố Kim Đồng")
    hands.page.reload()
    hands.page.locator(".kept").wait_for()
    hands.press("e")
    assert hands.page.locator(".edit textarea").input_value() == "Lát lại vỉa hè phố Kim Đồng"
    hands.press("End")
    hands.type(", Bế Văn Đàn")
    hands.press("Control+Enter")
    assert "Lát lại vỉa hè phố Kim Đồng, Bế Văn Đàn" in hands.card.inner_text()
    assert hands.page.evaluate("localStorage.length") == 0
    hands.press("Enter")


def meet_another_clerk(office: Office, hands: Hands) -> None:
    """Two windows on one draft: the later sees both texts in the card, and may then save."""
    hands.press("t")
    hands.type("Kiểm tra phòng cháy chung cư, nhà cao tầng")
    other = Hands(office.person("chanhvp"))
    other.person.open(
        re.sub(r"^https?://[^/]+", "", hands.page.url).split("#")[0] + f"#{hands.card.get_attribute('id')}"
    )
    other.press("t")
    other.type("Kiểm tra các chung cư")
    other.press("Enter")
    hands.press("Enter")
    assert "Kiểm tra các chung cư" in hands.card.locator(".draft-title").inner_text()
    assert hands.card.locator(".edit textarea").input_value() == "Kiểm tra phòng cháy chung cư, nhà cao tầng"
    assert hands.card.get_by_role("alert").count() == 1
    hands.press("Enter")
    assert hands.card.locator(".draft-title").inner_text() == "Kiểm tra phòng cháy chung cư, nhà cao tầng"


def check_what_was_given() -> None:
    """The database says the same as the screen."""
    notice = db.session.scalars(select(Notice).where(Notice.number == "268/TB-UBND")).one()
    assert notice.state == NoticeState.ISSUED
    drafts = {draft.title: draft for draft in list_drafts(notice.id)}
    leads = {title: draft.lead_unit.code for title, draft in drafts.items() if draft.lead_unit}
    for words, code in (("công sở", "NV"), ("chiếu sáng", "QLDT"), ("biển tên", "QLDT"), ("để xe", "PHG")):
        assert [lead for title, lead in leads.items() if words in title] == [code], words
    mill = next(draft for title, draft in drafts.items() if "chế biến gỗ" in title)
    assert [unit.code for unit in mill.units] == ["HKL", "PDT"]
    assert [draft.aside_reason for draft in drafts.values() if draft.aside_reason] == [REASON]


TYPED = [
    *("tckh", "TC-KH", "tai chinh", "Tài chính", "phuong de tham", "dtham", "Đề Thám", "đt", "qldt", "QLĐT", "thue"),
    *("bao hiem", "bhxh", "chi cuc", "p", "ubnd", "xa", "phòng y tế", "yt", "ban qlda", "vh tt", "không có đâu", " - "),
]


def test_the_list_and_the_server_mean_the_same_units(busy_office: Office) -> None:
    office = busy_office
    clerk = office.person("vanphong")
    with office.database():
        review = db.session.scalars(select(Notice.id).where(Notice.state == NoticeState.REVIEW)).first()
        units = list_units(clock.today())
        names = [unit.name for unit in units]
        expected = {typed: [unit.name for unit in find_units(typed, units)] for typed in [*TYPED, *names]}
    clerk.open(f"/notices/{review}/review")
    found = clerk.page.evaluate(
        """async (typed) => {
          const { readUnits, search } = await import("/static/review/units.js");
          const units = readUnits(document.getElementById("all-units"));
          return Object.fromEntries(typed.map((words) => [words, search(words, units).map((unit) => unit.name)]));
        }""",
        list(expected),
    )
    found[" - "] = []  # nothing is typed yet: the list shows all units, the server is sent nothing
    assert found == expected
    assert all(expected[name][0] == name for name in names)


@pytest.mark.parametrize("dialect", [pytest.param("sqlite", marks=pytest.mark.sqlite)])
def test_a_date_that_another_clerk_gave_first_is_shown_beside_the_one_just_typed(new_office: Office) -> None:
    hands = start(new_office, new_office.person("vanphong"))
    hands.press("d")
    hands.type("15/3")
    other = Hands(new_office.person("chanhvp"))
    other.person.open(re.sub(r"^https?://[^/]+", "", hands.page.url))
    other.press("d")
    other.type("20/3")
    other.press("Enter", "n", "d")
    other.type("21/3")
    hands.press("Enter")
    assert "20/03/" in hands.card.locator("dl").inner_text()
    assert hands.card.locator(".edit [name=due_on]").input_value() == "15/3"
    hands.press("Enter")
    assert "15/03/" in hands.card.locator("dl").inner_text()
    assert other.card.locator("[name=due_on]").input_value() == "21/3", "nobody touches what is being typed"


@pytest.fixture
def at_review(busy_office: Office) -> Hands:
    """A clerk before the notice that waits for review."""
    hands = Hands(busy_office.person("vanphong"))
    with busy_office.database():
        review = db.session.scalars(select(Notice.id).where(Notice.state == NoticeState.REVIEW)).first()
    hands.page.on("dialog", lambda dialog: dialog.accept())
    hands.person.open(f"/notices/{review}/review")
    return hands


def test_letters_do_nothing_while_a_word_is_being_composed(at_review: Hands) -> None:
    hands = at_review
    before = hands.page.content()
    for extra in ("isComposing: true", "keyCode: 229"):
        hands.page.evaluate(
            f"() => document.body.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'e', bubbles: true, {extra} }}))"
        )
    assert hands.page.content() == before
    hands.press("t")
    hands.type("xanh dẫn nước ?")
    assert hands.page.locator(".edit textarea").input_value() == "xanh dẫn nước ?"
    assert hands.page.locator("dialog[open], .aside-form[open]").count() == 0
    hands.press("Escape")
    assert hands.page.locator(".edit").count() == 0


def test_letters_that_telex_joins_count_as_they_were_pressed(at_review: Hands) -> None:
    hands = at_review
    first = hands.card.get_attribute("id")
    joined = "(key) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))"
    hands.page.evaluate(joined, "ạ")
    assert hands.card.get_attribute("id") != first, "J after a vowel"
    hands.page.evaluate(joined, "đ")
    assert hands.page.evaluate("document.activeElement.name") == "due_on"
    hands.press("Escape")


def test_an_order_that_comes_back_is_continued_by_two_keys(at_review: Hands) -> None:
    hands = at_review
    card = hands.page.locator("#cards > .draft", has=hands.page.locator(".earlier[open]"))
    ident = card.get_attribute("id")
    while hands.card.get_attribute("id") != ident:
        hands.press("j")
    hands.press("f")
    assert hands.page.evaluate("document.activeElement.value").startswith("continue:")
    hands.press("Enter")
    assert "open" not in hands.page.locator(f"#{ident}").evaluate("(card) => Object.keys(card.dataset)")
    assert hands.card.get_attribute("id") == ident
    hands.press("j", "k")
    assert hands.card.get_attribute("id") == ident


def test_every_state_of_the_page_is_open_to_all(at_review: Hands) -> None:
    hands = at_review
    faults = {}
    for state, keys in {
        "fresh": (),
        "editing": ("e",),
        "choosing": ("Escape", "c", "t", "a"),
        "refused": ("Control+a", "Backspace", "Escape", "Escape", "d", "Control+a", "9", "9", "Enter"),
        "splitting": ("Escape", "s"),
        "keys": ("Escape", "?"),
    }.items():
        hands.press(*keys)
        hands.page.wait_for_timeout(150)
        faults[state] = axe_faults(hands.person)
    hands.press("Escape")
    assert not any(faults.values()), faults


def test_what_was_typed_outlives_the_session_and_goes_at_sign_out(busy_office: Office, at_review: Hands) -> None:
    office, hands = busy_office, at_review
    title = hands.card.locator(".draft-title").inner_text()
    hands.press("t")
    hands.type("Tên gõ khi phiên đã hết")
    with office.database():
        ended = select(User.id).where(User.login == "vanphong").scalar_subquery()
        db.session.execute(update(UserSession).where(UserSession.user_id == ended).values(ended_at=clock.now()))
        db.session.commit()
    with hands.page.expect_navigation():
        hands.page.keyboard.press("Enter")
    office.sign_in(hands.person, "vanphong")
    assert hands.person.sees("Tên gõ khi phiên đã hết")
    hands.person.press(office.word("Send it now"))
    assert hands.page.locator(".draft-title").filter(has_text="Tên gõ khi phiên đã hết").count() == 1
    assert hands.page.locator(".kept").count() == 0, "it is saved: nothing is offered again"
    hands.press("t")
    hands.type(title)
    hands.press("Enter", "t")
    hands.type("Gõ dở")
    assert "Gõ dở" in hands.page.evaluate("JSON.stringify(localStorage)")
    hands.person.open("/account")
    hands.person.press(office.word("Sign out"))
    assert hands.page.evaluate("localStorage.length") == 0


def test_a_unit_is_chosen_with_the_thumb(busy_office: Office, at_review: Hands) -> None:
    phone = busy_office.person("vanphong", PHONE)
    phone.page.goto(at_review.page.url)
    card = phone.page.locator("#cards > .draft").first
    card.locator("[data-field=title]").tap()
    field = card.get_by_role("combobox", name=busy_office.word("Cooperating units"))
    field.tap()
    field.press_sequentially("ngoc xuan")
    card.get_by_role("option", name="UBND phường Ngọc Xuân").tap()
    assert card.locator(".unit-chip").last.inner_text().startswith("Phường Ngọc Xuân")
    card.get_by_role("button", name=busy_office.word("Cancel")).tap()
    with busy_office.database():
        assert db.session.scalar(select(Draft.id).limit(1))
