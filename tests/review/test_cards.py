"""The answers to a press that a script on the review page puts in place itself."""

import re
from datetime import date

import pytest

from tests.harness import check_html
from tests.review.notices import drafts_of, enter
from tests.review.test_pages import seed_drafts
from tracker.db import db
from tracker.people.models import UnitKind
from tracker.review.models import DraftState, DueKind

CARD = "text/vnd.tracker.card+html"
MOST_QUERIES = 24


@pytest.fixture
def notice(app, cast):
    return enter(cast)


@pytest.fixture
def desk(client, cast):
    client.sign_in(cast.clerk)
    return client


def known(notice):
    return " ".join(f"{draft.id}.{draft.version}.{draft.position}" for draft in drafts_of(notice))


def press(client, path, **data):
    """As the script does: which cards the page shows goes along."""
    answer = client.post(path, data=data, headers={"Accept": CARD})
    assert answer.content_type == f"{CARD}; charset=utf-8", answer.text
    check_html(f"<!doctype html><title>x</title>{answer.text}", path)
    return answer


def cards_in(answer):
    return [int(number) for number in re.findall(r'<section class="draft[^"]*" id="d(\d+)"', answer.text)]


def order_in(answer):
    return [int(number) for number in re.search(r'data-order="([\d ]*)"', answer.text)[1].split()]


def fields_of(draft, **changes):
    """What the editor of the card sends."""
    values = {
        "version": draft.version,
        "title": draft.title,
        "lead_unit_id": draft.lead_unit.name if draft.lead_unit else "",
        "units": [unit.id for unit in draft.units],
        "leader_id": draft.leader_id or "",
        "topic_id": draft.topic_id or "",
        "due_kind": str(draft.due_kind),
        "due_on": f"{draft.due_on:%d/%m/%Y}" if draft.due_on else "",
        "every": draft.every or "",
        "deliverable": draft.deliverable,
    }
    return values | changes


def test_only_the_card_and_the_head_come_back(desk, notice):
    draft = drafts_of(notice)[0]
    answer = press(desk, f"/drafts/{draft.id}/acceptance", shown=draft.version, known=known(notice))
    assert answer.status_code == 200
    assert cards_in(answer) == [draft.id]
    assert 'id="review-top"' in answer.text
    assert "data-source" not in answer.text
    assert drafts_of(notice)[0].state == DraftState.ACCEPTED


def test_a_split_brings_the_new_card_those_after_it_and_the_source(desk, notice):
    first, second, third = drafts_of(notice)
    answer = press(desk, f"/drafts/{second.id}/parts", version=second.version, words="trình trước", known=known(notice))
    new = order_in(answer)[2]
    assert order_in(answer) == [first.id, second.id, new, third.id]
    assert cards_in(answer) == [second.id, new, third.id]
    assert "data-source" in answer.text
    merged = press(desk, f"/drafts/{second.id}/merging", known=known(notice))
    assert order_in(merged) == [first.id, second.id, third.id]


def test_the_place_of_a_split_is_asked_inside_the_card(desk, notice):
    draft = drafts_of(notice)[0]
    answer = desk.get(f"/drafts/{draft.id}/parts", headers={"Accept": CARD}, budget=8)
    assert answer.content_type.startswith(CARD)
    assert "<html" not in answer.text
    assert f'action="/drafts/{draft.id}/parts"' in answer.text


def test_what_another_clerk_changed_comes_with_the_next_answer(desk, notice):
    first, second, _third = drafts_of(notice)
    before = known(notice)
    desk.post(f"/drafts/{second.id}/setting-aside", data={"reason": "Trùng"})
    answer = press(desk, f"/drafts/{first.id}/acceptance", known=before)
    assert cards_in(answer) == [first.id, second.id]
    again = press(desk, f"/drafts/{first.id}/acceptance", known=known(notice))
    assert cards_in(again) == [first.id]


@pytest.mark.parametrize("claim", ["", "x", "1", "1.2", "....", "a b c 1.1.1"])
def test_a_page_that_knows_nothing_gets_every_card(desk, notice, claim):
    ids = [draft.id for draft in drafts_of(notice)]
    answer = press(desk, f"/drafts/{ids[0]}/acceptance", known=claim)
    assert set(cards_in(answer)) >= set(ids[1:])
    assert "data-source" in answer.text


def test_a_refusal_is_the_same_sentence_in_the_card(desk, notice):
    draft = drafts_of(notice)[0]
    answer = press(desk, f"/drafts/{draft.id}/setting-aside", reason="", known=known(notice))
    assert answer.status_code == 422
    assert cards_in(answer) == [draft.id]
    assert "lý do không giao" in answer.text
    assert drafts_of(notice)[0].state == DraftState.PENDING


def test_a_card_that_is_no_longer_as_shown_is_refused_and_shown(desk, notice):
    draft = drafts_of(notice)[0]
    version, before = draft.version, known(notice)
    desk.post(f"/drafts/{draft.id}/setting-aside", data={"reason": "Trùng"})
    answer = press(desk, f"/drafts/{draft.id}/acceptance", shown=version, known=before)
    assert answer.status_code == 422
    assert "Người khác vừa sửa dự thảo này" in answer.text
    assert "Trùng" in answer.text


def test_the_editor_saves_through_the_form_of_the_draft(desk, cast, notice):
    draft = drafts_of(notice)[0]
    changes = {"title": "Thu đủ", "lead_unit_id": "tckh", "units": [cast.tax.id], "due_on": "5.12"}
    answer = press(desk, f"/drafts/{draft.id}", **fields_of(draft, **changes), known=known(notice))
    assert answer.status_code == 200, answer.text
    saved = drafts_of(notice)[0]
    assert (saved.title, saved.lead_unit_id, saved.due_on) == ("Thu đủ", cast.finance.id, date(2026, 12, 5))
    assert [unit.id for unit in saved.units] == [cast.tax.id]
    assert "đã lưu" not in desk.get(f"/notices/{notice.id}/review").text, "no sentence waits for the next page"


def test_the_words_of_the_text_are_no_reason_for_another_unit(desk, cast, notice):
    draft = drafts_of(notice)[0]
    page = desk.get(f"/notices/{notice.id}/review").text
    assert (f"— “{draft.lead_mention}”" in page, "văn bản ghi" in page) == (True, False)
    other = cast.finance if draft.lead_unit_id != cast.finance.id else cast.tax
    units = [unit.id for unit in draft.units if unit.id != other.id]
    answer = press(desk, f"/drafts/{draft.id}", **fields_of(draft, lead_unit_id=other.name, units=units))
    assert f"— văn bản ghi “{draft.lead_mention}”" in answer.text


def test_the_editor_is_told_what_is_wrong_field_by_field(desk, notice):
    draft = drafts_of(notice)[0]
    changes = {"title": "", "lead_unit_id": "phong", "due_on": "31/2"}
    answer = press(desk, f"/drafts/{draft.id}", **fields_of(draft, **changes), known=known(notice))
    assert answer.status_code == 422
    assert set(re.findall(r'data-error="(\w+)"', answer.text)) == {"title", "lead_unit_id", "due_on"}
    assert "Không rõ “phong” là đơn vị nào" in answer.text


def test_of_two_editors_the_second_sees_what_the_first_saved(desk, notice):
    draft = drafts_of(notice)[0]
    mine, before = fields_of(draft, title="Của tôi"), known(notice)
    press(desk, f"/drafts/{draft.id}", **fields_of(draft, title="Của người khác"), known=before)
    answer = press(desk, f"/drafts/{draft.id}", **mine, known=before)
    assert answer.status_code == 422
    assert "Của người khác" in answer.text
    version = re.search(r'data-version="(\d+)"', answer.text)
    again = press(desk, f"/drafts/{draft.id}", **(mine | {"version": version[1]}), known=known(notice))
    assert again.status_code == 200
    assert drafts_of(notice)[0].title == "Của tôi"


def test_a_gap_takes_words_for_the_unit_and_a_day_without_its_year(desk, cast, notice):
    draft = drafts_of(notice)[1]
    draft.lead_unit_id, draft.due_kind, draft.due_on = None, DueKind.UNSET, None
    db.session.commit()
    refused = press(desk, f"/drafts/{draft.id}/gaps", lead_unit_id="không có đâu", known=known(notice))
    assert refused.status_code == 422
    assert 'value="không có đâu"' in refused.text
    done = press(desk, f"/drafts/{draft.id}/gaps", lead_unit_id="chi cục thuế", due_on="15/3", known=known(notice))
    assert done.status_code == 200
    saved = drafts_of(notice)[1]
    assert (saved.lead_unit_id, saved.due_on) == (cast.tax.id, date(2027, 3, 15))  # issued on 20/11/2026


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("20/11", date(2026, 11, 20)),
        ("19.11", date(2027, 11, 19)),
        ("1-2", date(2027, 2, 1)),
        ("29/2", date(2028, 2, 29)),
        ("31/12/2026", date(2026, 12, 31)),
    ],
)
def test_the_year_that_is_left_out_is_the_next_one(desk, notice, typed, day):
    draft = drafts_of(notice)[0]
    data = fields_of(draft, due_on=typed, due_kind="date")
    assert press(desk, f"/drafts/{draft.id}", **data, known=known(notice)).status_code == 200
    assert drafts_of(notice)[0].due_on == day


def test_an_answer_asks_a_fixed_number_of_questions(desk, cast, notice):
    draft = drafts_of(notice)[0]
    press(desk, f"/drafts/{draft.id}/acceptance", known=known(notice))
    few = desk.queries
    assert few <= MOST_QUERIES
    seed_drafts(notice, cast, 40)
    press(desk, f"/drafts/{draft.id}/putting-back", known=known(notice))
    assert desk.queries <= few


def test_what_is_doubtful_comes_first_and_numbers_stay(desk, notice):
    first, second, third = drafts_of(notice)
    third.leader_id = None
    second.doubts = [{"field": "order", "key": "order_soft", "words": "nghiên cứu"}]
    db.session.commit()
    address = f"/notices/{notice.id}/review"
    assert cards_in(desk.get(address)) == [second.id, third.id, first.id]
    by_text = desk.get(f"{address}?order=text")
    assert cards_in(by_text) == [first.id, second.id, third.id]
    assert cards_in(desk.get(f"{address}?order=<x>")) == [second.id, third.id, first.id]
    back = desk.post(f"/drafts/{second.id}/acceptance", headers={"Referer": f"http://localhost{address}?order=text"})
    assert back.location == f"{address}?order=text#d{second.id}"
    page = desk.get(address).text
    assert f'<a class="skip" href="#d{third.id}">' in page


def test_the_units_stand_once_on_the_page(desk, cast, notice):
    seed_drafts(notice, cast, 40)
    page = desk.get(f"/notices/{notice.id}/review").text
    assert page.count(cast.ward.short_name.join('""')) == 1
    assert page.count('<option value="UBND phường Số 1"') == 1
    assert UnitKind.WARD not in page


def test_a_notice_given_meanwhile_is_said_as_a_page(desk, notice):
    draft = drafts_of(notice)[0]
    desk.post(f"/notices/{notice.id}/issue")
    answer = desk.post(f"/drafts/{draft.id}/acceptance", headers={"Accept": CARD})
    assert answer.status_code == 409
    assert answer.mimetype == "text/html"
    assert "đã được giao" in answer.text


def test_nobody_else_gets_a_card(client, cast, notice):
    draft = drafts_of(notice)[0]
    client.sign_in(cast.finance_head)
    assert client.post(f"/drafts/{draft.id}/acceptance", headers={"Accept": CARD}).status_code == 404
    client.sign_out()
    assert client.post(f"/drafts/{draft.id}/acceptance", headers={"Accept": CARD}).status_code == 401
