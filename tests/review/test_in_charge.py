"""The accountable leader is the one who is in charge of the topic, else of the lead unit, else who chaired."""

from __future__ import annotations

import html

from tests.review.notices import drafts_of, enter, entry
from tests.tasks.test_new import form
from tests.tasks.test_portfolio import put_in_charge
from tracker.db import db
from tracker.review import actions
from tracker.tasks.models import Task


def test_a_draft_gets_who_is_in_charge_and_says_of_what(cast, client):
    put_in_charge(cast, cast.vice_chairman, topic=cast.budget)
    notice = enter(cast)
    leaders = [draft.leader_id for draft in drafts_of(notice)]
    assert leaders == [cast.vice_chairman.user_id, cast.chairman.user_id, cast.chairman.user_id]
    assert [draft.in_charge_of for draft in drafts_of(notice)] == ["Thu ngân sách", "", ""]
    client.sign_in(cast.clerk)
    page = html.unescape(client.get(f"/notices/{notice.id}/review").text)
    assert page.count("phụ trách Thu ngân sách") == 1


def test_the_unit_counts_where_the_topic_is_nobodys(cast):
    put_in_charge(cast, cast.vice_chairman, unit=cast.culture)
    put_in_charge(cast, cast.vice_chairman, unit=cast.ward)
    drafts = drafts_of(enter(cast))
    assert [draft.in_charge_of for draft in drafts] == ["", "Phòng VH-TT", ""]  # each ward its own task: no lead unit
    assert drafts[1].leader_id == cast.vice_chairman.user_id


def test_correcting_who_chaired_leaves_who_is_in_charge(cast):
    put_in_charge(cast, cast.vice_chairman, topic=cast.budget)
    put_in_charge(cast, cast.chairman, topic=cast.digital)
    notice = enter(cast)
    drafts = drafts_of(notice)
    changed = entry(cast, leader_id=cast.vice_chairman.user_id)
    actions.correct_facts(notice, drafts, changed, version=notice.version, by=cast.clerk)
    chair, vice = cast.chairman.user_id, cast.vice_chairman.user_id
    assert [draft.leader_id for draft in drafts] == [vice, chair, vice]


def test_the_clerk_may_choose_another_and_the_reason_goes(cast):
    put_in_charge(cast, cast.vice_chairman, topic=cast.budget)
    notice = enter(cast)
    draft = drafts_of(notice)[0]
    fill = {"lead_unit_id": None, "due_on": None, "has_no_due": False}
    actions.fill_gaps(draft, notice, leader_id=cast.chairman.user_id, **fill, by=cast.clerk)
    assert (draft.leader_id, draft.in_charge_of) == (cast.chairman.user_id, "")


def test_the_unit_that_fills_a_gap_brings_its_leader(cast):
    put_in_charge(cast, cast.vice_chairman, unit=cast.finance)
    notice = enter(cast, leader_id=None)
    draft = drafts_of(notice)[1]
    assert draft.leader_id is None
    fill = {"leader_id": None, "due_on": None, "has_no_due": False}
    actions.fill_gaps(draft, notice, lead_unit_id=cast.finance.id, **fill, by=cast.clerk)
    assert draft.leader_id == cast.vice_chairman.user_id


def test_a_task_without_a_text_goes_to_who_is_in_charge(cast, client):
    put_in_charge(cast, cast.vice_chairman, topic=cast.budget)
    put_in_charge(cast, cast.chairman, unit=cast.ward)
    db.session.commit()
    client.sign_in(cast.clerk)
    assert "Theo phân công: lĩnh vực, rồi đơn vị chủ trì" in client.get("/tasks/new", budget=10).text
    expected = []
    for topic_id, unit, chosen, leader in (
        (cast.budget.id, cast.ward, 0, cast.vice_chairman),
        (0, cast.ward, 0, cast.chairman),
        (cast.budget.id, cast.ward, cast.chairman.user_id, cast.chairman),
    ):
        values = {"topic_id": topic_id, "lead_unit_id": unit.id, "leader_id": chosen, "form_key": f"k{len(expected)}"}
        assert client.post("/tasks/new", data=form(cast, **values)).status_code == 303
        expected.append(leader.user_id)
    assert list(db.session.scalars(db.select(Task.leader_id).order_by(Task.id))) == expected
    nobody = client.post("/tasks/new", data=form(cast, lead_unit_id=cast.finance.id, leader_id=0))
    assert nobody.status_code == 422
    assert "chưa phân công cho lãnh đạo nào" in html.unescape(nobody.text)


def test_without_portfolios_the_leader_is_chosen_as_before(cast, client):
    client.sign_in(cast.clerk)
    assert "Theo phân công" not in client.get("/tasks/new").text
    answer = client.post("/tasks/new", data=form(cast, leader_id=0))
    assert (answer.status_code, "Chọn lãnh đạo phụ trách." in html.unescape(answer.text)) == (422, True)
    assert db.session.scalar(db.select(Task.id)) is None
