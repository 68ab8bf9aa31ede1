"""Two clerks at one review: what one of them has taken away is in nobody's way."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from tests.journeys.office import Office
from tests.journeys.test_keyboard import Hands
from tracker.db import db
from tracker.directives.models import Notice, NoticeState
from tracker.review.models import Draft

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]


def test_a_card_that_a_colleague_took_away_says_so_and_holds_up_nothing(busy_office: Office) -> None:
    with busy_office.database():
        review = db.session.scalars(select(Notice.id).where(Notice.state == NoticeState.REVIEW)).first()
        gone = Draft(notice_id=review, position=99, text="Việc thừa", title="Việc thừa", is_added=True)
        db.session.add(gone)
        db.session.commit()
        ident = gone.id
    hands = Hands(busy_office.person("vanphong"))
    hands.person.open(f"/notices/{review}/review")
    with busy_office.database():
        db.session.execute(delete(Draft).where(Draft.id == ident))
        db.session.commit()
    hands.page.locator(f"#p{ident}").evaluate("(form) => form.requestSubmit()")
    said = hands.page.locator(f"#d{ident} .failed")
    said.wait_for()
    assert said.get_by_role("link").get_attribute("href") == f"/notices/{review}/review"
    # A press that waits while the answer to the one before it takes its card off the page.
    hands.page.locator(f"#d{ident}").evaluate(
        "(card) => { card.querySelector('form[id^=p]').requestSubmit(); card.remove(); }"
    )
    hands.page.locator("#review-notes .failed").wait_for()
    other = hands.page.locator("#cards > .draft[data-pending]").filter(has=hands.page.locator("[data-key=a]")).first
    number = other.get_attribute("id")
    other.locator("[data-key=a]").click()
    hands.page.locator(f"#{number}:not([data-pending])").wait_for()
    assert hands.page.locator("#review-notes .failed").count() == 0
    hands.press("z")
    hands.page.locator(f"#{number}[data-pending]").wait_for()
