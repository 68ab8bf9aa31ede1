"""A clerk sends what a colleague has overtaken: nothing typed is lost, and the way on is a link."""

import pytest
from sqlalchemy import select

from tests.review.notices import drafts_of, enter, issue
from tracker.db import db
from tracker.directives.models import Notice
from tracker.review import actions, queries

TYPED = {"title": "Thu ngân sách quý IV", "reason": "Đã giao ở văn bản khác", "words": "Phòng Tài chính"}


@pytest.fixture
def notice(cast, client):
    entered = enter(cast)
    client.sign_in(cast.clerk)
    return entered


def merge_first_two(cast, notice):
    """The second draft is gone; its number."""
    first, second, *_ = drafts = drafts_of(notice)
    actions.merge_with_next(first, drafts, notice.source_text, by=cast.clerk)
    db.session.commit()
    return second.id


@pytest.mark.parametrize("path", ["", "/parts", "/setting-aside", "/acceptance", "/gaps"])
def test_after_the_tasks_are_given_the_notice_is_a_link(cast, client, notice, path):
    draft = drafts_of(notice)[0]
    issue(notice, cast.clerk)
    answer = client.post(f"/drafts/{draft.id}{path}", data={**TYPED, "csrf_token": "a.b-c", "version": "1"})
    assert (answer.status_code, "đã được giao" in answer.text) == (409, True)
    assert f'href="/notices/{notice.id}">Mở kết luận' in answer.text
    assert all(words in answer.text for words in TYPED.values())
    assert "a.b-c" not in answer.text


@pytest.mark.parametrize("path", ["", "/parts", "/setting-aside", "/acceptance", "/gaps"])
def test_draft_that_is_gone_is_said_with_the_way_to_the_review(cast, client, notice, path):
    gone = merge_first_two(cast, notice)
    answer = client.post(f"/drafts/{gone}{path}", data={**TYPED, "notice": str(notice.id)})
    assert (answer.status_code, "người khác vừa bỏ" in answer.text) == (404, True)
    assert f'href="/notices/{notice.id}/review">' in answer.text
    assert all(words in answer.text for words in TYPED.values())


def test_every_form_of_a_draft_names_its_notice(cast, client, notice):
    draft = drafts_of(notice)[0]
    named = f'name="notice" value="{notice.id}"'
    assert named in client.get(f"/drafts/{draft.id}").text
    assert named in client.get(f"/drafts/{draft.id}/parts").text
    page = client.get(f"/notices/{notice.id}/review").text
    assert page.count(named) == page.count('name="shown"') > 0


@pytest.mark.parametrize("named", ["", "x", "999", "-1"])
def test_without_its_notice_the_list_is_the_way_on(cast, client, notice, named):
    gone = merge_first_two(cast, notice)
    answer = client.post(f"/drafts/{gone}", data={**TYPED, "notice": named})
    assert (answer.status_code, 'href="/notices">' in answer.text) == (404, True)
    assert client.get(f"/drafts/{gone}").status_code == 404


def test_after_the_notice_was_taken_out_the_list_is_the_way_on(cast, client, notice):
    draft_id, notice_id = drafts_of(notice)[0].id, notice.id
    actions.discard_notice(queries.get_review_for(cast.clerk, notice_id), by=cast.clerk)
    db.session.commit()
    answer = client.post(f"/drafts/{draft_id}", data={**TYPED, "notice": str(notice_id)})
    assert (answer.status_code, 'href="/notices">' in answer.text) == (404, True)
    assert db.session.get(Notice, notice_id) is None


def test_nobody_else_learns_that_there_was_a_draft(cast, client, notice):
    gone = merge_first_two(cast, notice)
    for actor in (cast.chairman, cast.finance_head, cast.admin):
        client.sign_in(actor)
        answer = client.post(f"/drafts/{gone}", data={**TYPED, "notice": str(notice.id)})
        assert (answer.status_code, "dự thảo" in answer.text.lower()) == (404, False)


def enter_another(cast, notice):
    """The notice was entered by mistake and taken out, as somebody else saw; the next one comes."""
    actions.discard_notice(notice, by=cast.clerk)
    db.session.commit()
    return enter(cast, number="222/TB-UBND", title="Thông báo khác")


def test_the_button_of_a_stale_tab_takes_out_no_other_notice(cast, client, notice):
    path = f"/notices/{notice.id}/discarding"
    another = enter_another(cast, notice)
    assert client.post(path).status_code == 404
    assert db.session.scalars(select(Notice.id)).all() == [another.id]
    assert len(drafts_of(another)) > 0


def test_the_form_of_a_draft_that_is_gone_saves_into_no_other_notice(cast, client, notice):
    draft = drafts_of(notice)[0]
    path, typed = f"/drafts/{draft.id}", {"version": str(draft.version), "due_kind": "none", **TYPED}
    another = enter_another(cast, notice)
    before = [(draft.title, draft.state, draft.version) for draft in drafts_of(another)]
    answer = client.post(path, data={**typed, "notice": str(notice.id)})
    assert (answer.status_code, TYPED["title"] in answer.text) == (404, True)
    assert [(draft.title, draft.state, draft.version) for draft in drafts_of(another)] == before
