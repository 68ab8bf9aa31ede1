"""A unit says that a figure of its line is wrong, and the Office answers."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import hire
from tests.tasks.test_life import issue
from tests.tasks.test_portfolio import standing_in
from tracker import clock
from tracker.db import db
from tracker.errors import NotAllowed, Refused
from tracker.history.models import HistoryEntry
from tracker.mail.models import OutboxMail
from tracker.meetings.disputes import actions, policy, queries
from tracker.meetings.disputes.models import TRANSITIONS, DisputeState, FigureDispute
from tracker.people.models import Role
from tracker.reports.scoreboard.asked import Asked
from tracker.reports.scoreboard.figures import Figure
from tracker.reports.scoreboard.periods import Preset, period_of

WHY = actions.Objection("Việc NV-2026-0001 đã xong ngày 20/11", "NV-2026-0001")


def asked(cast, **changes):
    today = clock.today()
    return Asked(period_of(Preset.MONTH, today), today, unit_id=cast.finance.id).but(**changes)


def raise_one(cast, figure=Figure.OVERDUE, why=WHY, **changes) -> FigureDispute:
    issue(cast, title="Việc quá hạn", due_on=clock.today() - timedelta(days=9))
    dispute = actions.raise_dispute(figure, asked(cast, **changes), why, by=cast.finance_head)
    db.session.flush()
    return dispute


def mails(kind: str) -> list[str]:
    found = select(OutboxMail.to_address).where(OutboxMail.kind == kind).order_by(OutboxMail.to_address)
    return list(db.session.scalars(found))


# May raise one about the finance room's line; may answer one that waits; may read it.
MAY = {
    "chairman": (False, False, True),
    "vice_chairman": (False, False, True),
    "clerk": (False, True, True),
    "finance_head": (True, False, True),
    "finance_officer": (False, False, True),
    "ward_chair": (False, False, False),
    "outsider": (False, False, False),
    "admin": (False, False, True),
}


def test_who_may_do_what_in_every_state(cast):
    dispute = raise_one(cast)
    for state in DisputeState:
        dispute.state = state
        db.session.flush()
        for name, actor in cast.everyone.items():
            raises, answers, reads = MAY[name]
            assert policy.raises_dispute(actor, cast.finance.id) is raises, name
            assert policy.can_answer(actor, dispute) is (answers and state is DisputeState.OPEN), (name, state)
            seen = select(FigureDispute.id).where(policy.visible_to(actor))
            assert (db.session.scalar(seen) is not None) is reads, name
        assert dispute.can("accept") is ((state, "accept") in TRANSITIONS)


def test_the_figure_is_kept_as_it_stood_and_the_office_is_told(cast):
    dispute = raise_one(cast)
    assert (dispute.number, dispute.codes, dispute.state) == (1, "NV-2026-0001", DisputeState.OPEN)
    assert mails("dispute_raised") == ["vanphong@example.vn"]
    entry = db.session.scalars(select(HistoryEntry).where(HistoryEntry.event == "dispute_raised")).one()
    assert (entry.subject_type, entry.subject_id, entry.data["reason"]) == ("unit", cast.finance.id, WHY.reason)


def test_one_waits_per_figure_and_period(cast):
    first = raise_one(cast)
    again = actions.raise_dispute(Figure.OVERDUE, asked(cast), WHY, by=cast.finance_head)
    assert again.id == first.id
    assert len(mails("dispute_raised")) == 1
    with pytest.raises(Refused):
        actions.raise_dispute(Figure.OVERDUE, asked(cast), actions.Objection("Khác"), by=cast.finance_head)
    with pytest.raises(Refused):  # the codes are part of what is said
        actions.raise_dispute(Figure.OVERDUE, asked(cast), actions.Objection(WHY.reason), by=cast.finance_head)
    other = actions.raise_dispute(Figure.ALL, asked(cast), WHY, by=cast.finance_head)
    before = actions.raise_dispute(
        Figure.OVERDUE, asked(cast, period=asked(cast).period.before), WHY, by=cast.finance_head
    )
    assert len({first.id, other.id, before.id}) == 3
    actions.answer_dispute(first, "Đã xác nhận hoàn thành", accepts=True, by=cast.clerk)
    db.session.flush()
    assert actions.raise_dispute(Figure.OVERDUE, asked(cast), WHY, by=cast.finance_head).id > before.id


@pytest.mark.parametrize(("accepts", "state"), [(True, DisputeState.ACCEPTED), (False, DisputeState.REJECTED)])
def test_the_answer_goes_back_to_the_unit_once(cast, accepts, state):
    dispute = raise_one(cast)
    for _ in range(2):
        actions.answer_dispute(dispute, "Đã kiểm tra", accepts=accepts, by=cast.clerk)
    assert (dispute.state, dispute.answered_by_id) == (state, cast.clerk.user_id)
    assert mails("dispute_answered") == ["tckh@example.vn"]
    with pytest.raises(Refused):
        actions.answer_dispute(dispute, "Khác", accepts=not accepts, by=cast.clerk)
    with pytest.raises(NotAllowed):
        actions.answer_dispute(dispute, "Khác", accepts=True, by=cast.finance_head)


def test_from_the_list_to_the_mark_and_to_the_answer(cast, client):
    issue(cast, title="Việc quá hạn", due_on=clock.today() - timedelta(days=9))
    client.sign_in(cast.finance_officer)
    assert "Đề nghị xem lại số liệu này" not in client.get("/scoreboard/overdue").text
    client.sign_in(cast.finance_head)
    page = client.get("/scoreboard/overdue", budget=9).text
    form = html.unescape(re.search(r'href="(/scoreboard/overdue/disputes[^"]+)"', page)[1])
    assert "Quá hạn: 1" in client.get(form, budget=9).text
    assert client.post(form, data={"reason": " "}).status_code == 422
    assert client.post(form, data={"reason": WHY.reason}).status_code == 303
    client.sign_in(cast.clerk)
    mark = re.search(r'<a class="flag" href="(/disputes/\d+)"', client.get("/scoreboard", budget=10).text)[1]
    assert mark in client.get("/disputes", budget=8).text
    assert WHY.reason in client.get(mark, budget=8).text
    assert client.post(f"{mark}/answer", data={"accepts": "0", "answer": ""}).status_code == 422
    assert client.post(f"{mark}/answer", data={"accepts": "0", "answer": "Báo cáo chưa gửi"}).status_code == 303
    assert "flag" not in client.get("/scoreboard").text
    client.sign_in(cast.finance_head)
    assert "Giữ nguyên số liệu" in client.get("/disputes?show=all").text
    assert "Báo cáo chưa gửi" in client.get(mark).text


def test_codes_are_those_of_tasks_that_the_sender_may_see(cast, client):
    own = issue(cast, title="Việc quá hạn", due_on=clock.today() - timedelta(days=9))
    other = issue(cast, title="Việc của phường", lead_unit_id=cast.ward.id)
    db.session.commit()
    client.sign_in(cast.finance_head)
    typed = {"reason": WHY.reason, "codes": f"{own.code.lower()}; {other.code}, NV-9999"}
    page = html.unescape(client.post("/scoreboard/overdue/disputes", data=typed).text)
    assert f"Không tìm thấy nhiệm vụ có mã {other.code}, NV-9999 trong" in page
    assert typed["codes"] in page
    assert WHY.reason in page
    assert client.post("/scoreboard/overdue/disputes", data={**typed, "codes": own.code.lower()}).status_code == 303
    assert db.session.scalars(select(FigureDispute.codes)).one() == own.code


def test_codes_that_are_too_many_are_refused_beside_their_field_and_stay_there(cast, client):
    codes = [issue(cast, title=f"Việc {number}").code for number in range(38)]
    db.session.commit()
    client.sign_in(cast.finance_head)
    typed = {"reason": WHY.reason, "codes": " ".join(codes)}
    answer = client.post("/scoreboard/all/disputes", data=typed)
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    assert "Ô này ghi được nhiều nhất 35 mã, đồng chí đã ghi 38 mã." in page
    assert typed["codes"] in page
    assert WHY.reason in page
    typed["codes"] = " ".join(codes[:35])
    assert client.post("/scoreboard/all/disputes", data=typed).status_code == 303
    assert db.session.scalars(select(FigureDispute.codes)).one() == ", ".join(codes[:35])


def test_the_second_of_two_who_answer_reads_both_answers(cast, client):
    dispute = raise_one(cast)
    db.session.commit()
    client.sign_in(hire("hai", "Nguyễn Thị Hai", Role.OFFICE, cast.office, "Chuyên viên"))
    actions.answer_dispute(dispute, "Đã sửa ngày hoàn thành", accepts=True, by=cast.clerk)
    db.session.commit()
    answer = client.post(f"/disputes/{dispute.id}/answer", data={"accepts": "0", "answer": "Báo cáo gửi muộn"})
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    for words in ("vừa có người trả lời", "Đã sửa ngày hoàn thành", "Báo cáo gửi muộn"):
        assert words in page, words
    assert db.session.scalars(select(FigureDispute.answer)).one() == "Đã sửa ngày hoàn thành"


def test_a_period_to_come_has_no_figures_to_dispute(cast, client):
    client.sign_in(cast.finance_head)
    later = "/scoreboard/overdue/disputes?period=month&from=2099-11-15"
    assert client.get(later).status_code == 404
    assert client.post(later, data={"reason": WHY.reason}).status_code == 404
    assert "Đề nghị xem lại số liệu này" not in client.get(later.replace("/disputes", "")).text


def test_a_stand_in_signs_by_both_names(cast, client):
    issue(cast, title="Việc quá hạn", due_on=clock.today() - timedelta(days=9))
    deputy, colleague = standing_in(cast.outsider, cast.finance_head), standing_in(cast.admin, cast.clerk)
    dispute = actions.raise_dispute(Figure.OVERDUE, asked(cast), WHY, by=deputy)
    db.session.flush()
    actions.answer_dispute(dispute, "Đã kiểm tra", accepts=True, by=colleague)
    db.session.commit()
    raised, answered = (f"{one.name} thay mặt {one.for_name}" for one in (deputy, colleague))
    client.sign_in(cast.chairman)
    page = html.unescape(client.get(f"/disputes/{dispute.id}", budget=8).text)
    assert (page.count(raised), page.count(answered)) == (1, 1)
    found = db.session.scalars(select(OutboxMail).where(OutboxMail.kind == "dispute_answered"))
    assert all(answered in mail.body_text and answered in html.unescape(mail.body_html) for mail in found)
    assert mails("dispute_answered") == ["tckh@example.vn", "vhtt@example.vn"]


@pytest.mark.parametrize("person", ["chairman", "vice_chairman", "finance_head", "finance_officer", "admin"])
def test_only_the_office_answers(cast, client, person):
    dispute = raise_one(cast)
    client.sign_in(getattr(cast, person))
    assert "Đã sửa cho đúng" not in client.get(f"/disputes/{dispute.id}").text
    answer = client.post(f"/disputes/{dispute.id}/answer", data={"accepts": "1", "answer": "Đồng ý"})
    assert answer.status_code == 403


@pytest.mark.parametrize("person", ["ward_chair", "outsider"])
def test_another_unit_never_hears_of_it(cast, client, person):
    dispute = raise_one(cast)
    client.sign_in(getattr(cast, person))
    assert client.get(f"/disputes/{dispute.id}").status_code == 404
    assert WHY.reason not in client.get("/disputes?show=all").text


def test_pages_of_disputes_lose_none(cast):
    raise_one(cast)
    for number in range(55):
        day = clock.today() - timedelta(days=31 * (number + 1))
        actions.raise_dispute(Figure.ALL, asked(cast, period=period_of(Preset.MONTH, day)), WHY, by=cast.finance_head)
    first = queries.list_disputes(cast.clerk, only_open=True)
    second = queries.list_disputes(cast.clerk, only_open=True, after=first.after)
    total = queries.count_open(cast.clerk)
    assert len({row.id for row in (*first.rows, *second.rows)}) == len(first.rows) + len(second.rows) == total > 50
