"""Proposals: raised with an update, answered by a leader, closed with the task."""

import re
from dataclasses import replace
from datetime import date

import pytest

from tests.tasks.test_access import put_in
from tests.tasks.test_life import issue, progress
from tracker import history
from tracker.db import db
from tracker.errors import NotAllowed, Refused
from tracker.mail.models import OutboxMail
from tracker.people.actor import Actor
from tracker.tasks import actions, policy, queries
from tracker.tasks.models import ProgressUpdate, Proposal, ProposalState, TaskState

ASKED = "Xin bổ sung 2 tỷ đồng vốn đối ứng"


def raise_one(cast, key="u1", text=ASKED, **changes) -> Proposal:
    task = issue(cast, **changes)
    actions.add_update(task, progress(key, proposal=text), by=cast.finance_head)
    db.session.commit()
    found = db.session.query(Proposal).filter_by(task_id=task.id).one()
    return queries.get_proposal_for(cast.clerk, found.id)


def answer(client, proposal, text="Đồng ý, giao Phòng TC-KH tham mưu", **more):
    return client.post(f"/proposals/{proposal.id}/answer", data={"answer": text, **more})


def test_unit_proposes_with_its_update_and_the_accountable_leader_is_told(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_officer)
    data = {"form_key": "k", "result": "Đã thu 58 tỷ", "difficulties": "Thiếu vốn", "proposal": ASKED}
    for _ in range(2):
        assert client.post(f"/tasks/{task.id}/updates", data=data).status_code == 303
    proposal = db.session.query(Proposal).one()
    update = db.session.query(ProgressUpdate).one()
    assert (proposal.text, proposal.update_id, proposal.unit_id) == (ASKED, update.id, cast.finance.id)
    mail = db.session.query(OutboxMail).one()
    assert (mail.key, mail.to_address) == (
        f"proposal:{proposal.id}:raised:{cast.vice_chairman.user_id}",
        "phochutich@example.vn",
    )
    assert ASKED in mail.body_text
    page = client.get(f"/tasks/{task.id}").text
    assert f"Kiến nghị: {ASKED}" in page
    assert "Đồng chí Lê Minh Đức trả lời." in page
    assert "/answer" not in page


def test_office_writing_for_the_unit_raises_the_units_proposal(cast):
    task = issue(cast)
    actions.add_update(task, progress(proposal=ASKED), by=cast.clerk)
    assert db.session.query(Proposal).one().unit_id == cast.finance.id


def test_update_without_a_proposal_raises_none(cast):
    actions.add_update(issue(cast), progress(difficulties="Thiếu vốn"), by=cast.finance_head)
    assert db.session.query(Proposal).count() == db.session.query(OutboxMail).count() == 0


MAY_ANSWER = {"chairman", "vice_chairman"}


def test_who_answers_in_every_state(cast):
    proposal = raise_one(cast)
    for state in ProposalState:
        proposal.state = state
        may = {name for name, actor in cast.everyone.items() if policy.can_answer_proposal(actor, proposal)}
        assert may == (MAY_ANSWER if state == ProposalState.OPEN else set()), state


def test_nobody_answers_what_he_or_the_one_he_stands_in_for_proposed(cast):
    proposal = raise_one(cast)
    stand_in: Actor = replace(cast.chairman, for_user_id=cast.finance_head.user_id, for_name="Nông Thị Hà")
    with pytest.raises(NotAllowed):
        actions.answer_proposal(proposal, "Đồng ý", by=stand_in)


@pytest.mark.parametrize("person", ["clerk", "finance_head", "finance_officer", "admin"])
def test_others_who_see_the_task_may_not_answer(cast, client, person):
    proposal = raise_one(cast)
    client.sign_in(cast.everyone[person])
    assert answer(client, proposal).status_code == 403
    assert db.session.get_one(Proposal, proposal.id).state == ProposalState.OPEN


def test_answer_stands_on_the_page_in_the_timeline_and_in_the_mail(cast, client):
    proposal = raise_one(cast)
    client.sign_in(cast.vice_chairman)
    page = client.get(f"/tasks/{proposal.task_id}").text
    assert f'action="/proposals/{proposal.id}/answer"' in page
    reply = answer(client, proposal, next="/outstanding")
    assert (reply.status_code, reply.location) == (303, "/outstanding")
    mail = db.session.query(OutboxMail).filter_by(kind="proposal_answered").one()
    assert (mail.key, mail.to_address) == (
        f"proposal:{proposal.id}:answered:{cast.finance_head.user_id}",
        "tckh@example.vn",
    )
    assert "Lê Minh Đức trả lời kiến nghị" in mail.body_text
    assert ASKED in mail.body_text
    assert "“Đồng ý, giao Phòng TC-KH tham mưu”" in mail.body_text
    client.sign_in(cast.finance_head)
    page = client.get(f"/tasks/{proposal.task_id}").text
    assert re.search(r"<b>Lê Minh Đức</b>: Đồng ý, giao Phòng TC-KH tham mưu", page)
    assert re.search(r"Lê Minh Đức</b> trả lời kiến nghị", page)


def test_empty_answer_is_asked_for_beside_its_own_proposal(cast, client):
    first = raise_one(cast)
    actions.add_update(first.task, progress("u2", proposal="Xin thêm biên chế"), by=cast.finance_head)
    db.session.commit()
    client.sign_in(cast.vice_chairman)
    reply = answer(client, first, " ")
    assert reply.status_code == 422
    assert reply.text.count("Hãy ghi một dòng trả lời.") == 1
    assert f'id="p{first.id}-answer-error"' in reply.text


def test_second_answer_is_refused_and_what_was_typed_is_kept(cast, client):
    proposal = raise_one(cast)
    client.sign_in(cast.vice_chairman)
    assert answer(client, proposal).status_code == 303
    client.sign_in(cast.chairman)
    reply = answer(client, proposal, "Chưa xem xét năm nay")
    assert (reply.status_code, "Chưa xem xét năm nay" in reply.text) == (422, True)
    assert db.session.get_one(Proposal, proposal.id).answer == "Đồng ý, giao Phòng TC-KH tham mưu"
    assert db.session.query(OutboxMail).filter_by(kind="proposal_answered").count() == 1


def test_proposal_closes_with_the_task(cast, client):
    proposal = raise_one(cast)
    task = queries.get_task_for(cast.finance_head, proposal.task_id)
    actions.submit_completion(task, progress("s"), date(2026, 11, 24), by=cast.finance_head)
    assert proposal.state == ProposalState.OPEN
    actions.confirm_completion(task, by=cast.clerk)
    db.session.commit()
    assert proposal.state == ProposalState.CLOSED
    assert "hoàn thành trước khi" in proposal.answer
    assert "proposal_closed" in {entry.event for entry in history.list_entries("task", task.id)}
    with pytest.raises(Refused):
        actions.answer_proposal(proposal, "Đồng ý", by=cast.vice_chairman)
    client.sign_in(cast.vice_chairman)
    page = client.get(f"/tasks/{task.id}").text
    assert "đóng kiến nghị chưa trả lời" in page
    assert f"/proposals/{proposal.id}/answer" not in page


def test_only_what_is_open_is_closed(cast):
    proposal = raise_one(cast)
    actions.answer_proposal(proposal, "Đồng ý", by=cast.vice_chairman)
    actions.close_open_proposals(proposal.task, cast.clerk, "Đã hủy")
    assert (proposal.state, proposal.answer) == (ProposalState.ANSWERED, "Đồng ý")


def test_proposal_typed_into_a_form_that_went_away_comes_back(cast, client):
    task = issue(cast)
    put_in(task, TaskState.SUBMITTED)
    client.sign_in(cast.finance_head)
    data = {"form_key": "k", "result": "Đã thu 58 tỷ", "proposal": ASKED}
    reply = client.post(f"/tasks/{task.id}/updates", data=data)
    assert (reply.status_code, ASKED in reply.text) == (422, True)
    assert db.session.query(Proposal).count() == 0


def form_of(page):
    return re.search(r'<details class="fold"( open)?><summary>Thêm: khó khăn', page)


def test_second_half_of_the_form_is_folded_until_something_stands_in_it(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    assert not form_of(client.get(f"/tasks/{task.id}").text).group(1)
    typed = {"form_key": "k", "result": "Đã thu 58 tỷ", "percent": "140"}
    assert not form_of(client.post(f"/tasks/{task.id}/updates", data=typed).text).group(1)
    for field, value in {"proposal": ASKED, "document_number": "12/BC", "expected_on": "31/02/2026"}.items():
        reply = client.post(f"/tasks/{task.id}/updates", data={**typed, field: value})
        assert (reply.status_code, bool(form_of(reply.text).group(1)), value in reply.text) == (422, True, True)


def test_update_carries_its_document(cast, client):
    task = issue(cast)
    client.sign_in(cast.finance_head)
    data = {"form_key": "k", "result": "Đã báo cáo", "document_number": "215/BC-TCKH", "document_on": "25/11/2026"}
    refused = client.post(f"/tasks/{task.id}/updates", data=data)
    assert (refused.status_code, "document_on-error" in refused.text) == (422, True)
    assert client.post(f"/tasks/{task.id}/updates", data={**data, "document_on": "23/11/2026"}).status_code == 303
    assert "Văn bản kết quả: 215/BC-TCKH, 23/11/2026" in client.get(f"/tasks/{task.id}").text
