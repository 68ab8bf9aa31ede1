from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import func, select

from tests.review.notices import TEXT, drafts_of, enter, entry
from tracker.db import db
from tracker.directives.models import Notice
from tracker.errors import NotAllowed, Refused
from tracker.review import actions
from tracker.review.models import Draft, DueKind
from tracker.tasks.actions import Assignment, issue_task

FACTS = {
    "step": "facts",
    "form_key": "abc",
    "title": "Kết luận phiên họp thứ 15",
    "issuer": "UBND thành phố Cao Bằng",
    "number": "142/TB-UBND",
    "issued_on": "20/11/2026",
    "held_on": "18/11/2026",
    "leader_id": "0",
    "text": TEXT,
}


def count_notices() -> int:
    return db.session.scalar(select(func.count(Notice.id))) or 0


def test_the_notice_becomes_drafts_with_their_exact_place(app, cast):
    notice = enter(cast)
    drafts = drafts_of(notice)
    assert [draft.position for draft in drafts] == [1, 2, 3]
    assert all(notice.source_text[draft.start : draft.end] == draft.text for draft in drafts)
    assert drafts[0].lead_unit == cast.tax
    assert [unit.id for unit in drafts[0].units] == [cast.finance.id]
    assert (drafts[0].due_kind, drafts[0].due_on) == (DueKind.DATE, date(2026, 12, 15))
    assert drafts[0].topic_id == cast.budget.id
    assert drafts[0].leader_id == cast.chairman.user_id


def test_a_group_that_is_the_sole_owner_gets_one_task_each(app, cast):
    draft = drafts_of(enter(cast))[2]
    assert draft.one_per_unit
    assert {unit.id for unit in draft.units} == {cast.ward.id, cast.commune.id}
    assert draft.lead_unit is None


def test_who_led_a_topic_before_is_suggested_with_the_figure(app, cast):
    for _ in range(4):
        task = Assignment("Thu", cast.culture.id, cast.chairman.user_id, topic_id=cast.budget.id)
        issue_task(task, by=cast.clerk)
    text = "Chủ tịch kết luận:\n1. Đẩy mạnh công tác thu ngân sách trước ngày 15/12/2026.\n"
    draft = drafts_of(enter(cast, text=text))[0]
    assert draft.lead_unit == cast.culture
    assert ("lead_by_history", "4/4") in [(reason["key"], reason["words"]) for reason in draft.reasons]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " \n "}, "text"),
        ({"text": "…!"}, "text"),
        ({"text": "a" * 2_000_001}, "text"),
        ({"text": "TỐI MẬT\n" + TEXT}, "text"),
        ({"issued_on": date(2026, 11, 25), "held_on": None}, "issued_on"),
        ({"issued_on": date(2026, 11, 17)}, "issued_on"),
    ],
)
def test_bad_input_is_refused_beside_its_field(app, cast, changes, field):
    with pytest.raises(Refused) as refused:
        actions.start_review(entry(cast, **changes), by=cast.clerk)
    assert refused.value.field == field


@pytest.mark.parametrize("issuer", ["ỦY BAN NHÂN DÂN THÀNH PHỐ CAO BẰNG", "Uỷ ban nhân dân TP. Cao Bằng"])
def test_a_number_is_taken_however_its_issuer_is_written(app, cast, issuer):
    enter(cast)
    with pytest.raises(Refused) as refused:
        actions.start_review(entry(cast, issuer=issuer), by=cast.clerk)
    assert refused.value.field == "number"


@pytest.mark.parametrize("number", ["142/TB-UBND", "142 / tb-ubnd", "Số: 142/TB–UBND"])
def test_a_number_is_taken_once_per_issuer_and_year(app, cast, number):
    enter(cast)
    with pytest.raises(Refused) as refused:
        actions.start_review(entry(cast, number=number), by=cast.clerk)
    assert refused.value.field == "number"
    actions.start_review(entry(cast, issuer="UBND tỉnh"), by=cast.clerk)
    actions.start_review(entry(cast, issued_on=date(2025, 11, 20), held_on=None), by=cast.clerk)


def test_an_issuer_or_number_whose_key_is_longer_than_itself_is_kept_whole(app, cast):
    notice = enter(cast, issuer="ß" * 200, number="ß" * 60)
    assert (notice.issuer, notice.number) == ("ß" * 200, "ß" * 60)


def test_notices_without_a_number_are_not_compared(app, cast):
    enter(cast, number="")
    enter(cast, number="")
    assert count_notices() == 2


def test_only_the_office_enters(app, cast):
    for actor in cast.everyone.values():
        if not actor.is_office:
            with pytest.raises(NotAllowed):
                actions.start_review(entry(cast), by=actor)


def test_discarding_takes_the_notice_and_its_drafts(app, cast):
    actions.discard_notice(enter(cast), by=cast.clerk)
    db.session.commit()
    assert count_notices() == 0
    assert db.session.scalar(select(func.count(Draft.id))) == 0


def test_the_text_is_read_into_the_second_step(client, cast):
    client.sign_in(cast.clerk)
    assert client.get("/notices/new", budget=3).status_code == 200
    page = client.post("/notices/new", data={"step": "text", "text": TEXT}).text
    assert 'value="142/TB-UBND"' in page
    assert 'value="20/11/2026"' in page
    assert 'value="18/11/2026"' in page
    assert f'<option selected value="{cast.chairman.user_id}">' in page
    assert count_notices() == 0


def test_the_second_step_makes_the_notice_once(client, cast):
    client.sign_in(cast.clerk)
    first = client.post("/notices/new", data=FACTS)
    second = client.post("/notices/new", data=FACTS)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert count_notices() == 1


def test_a_known_number_is_said_beside_the_field_with_a_link(client, cast):
    notice = enter(cast)
    client.sign_in(cast.clerk)
    answer = client.post("/notices/new", data=FACTS)
    assert answer.status_code == 422
    assert "đã có trong sổ" in answer.text
    assert f'href="/notices/{notice.id}"' in answer.text
    assert "hoàn thành trước ngày 15/12/2026" in answer.text  # what was typed is still there


def test_the_page_knows_how_large_a_file_may_be(client, cast):
    client.sign_in(cast.clerk)
    page = client.get("/notices/new").text
    assert f'data-limit="{25 * 1024 * 1024}"' in page
    assert 'data-too-large="Tệp lớn hơn 25 MB.' in page


def test_ten_megabytes_are_refused_and_kept(client, cast):
    client.sign_in(cast.clerk)
    text = "Giao việc. " * 900_000
    answer = client.post("/notices/new", data={"step": "text", "text": text}, check=False)
    assert answer.status_code == 422
    assert "2.000.000" in answer.text
    assert len(answer.text) > 9_000_000


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("anh.png", b"\x89PNG\r\n\x1a\n....IHDR", ".docx"),
        ("hong.docx", b"PK\x03\x04 not a document", ""),
        ("rong.txt", b"  \n ", ""),
        ("mat.txt", "TỐI MẬT\nGiao phòng Tài chính.".encode(), "Tối mật".upper()),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_the_field(client, cast, name, data, said):
    client.sign_in(cast.clerk)
    answer = client.post("/notices/new", data={"step": "text", "file": (BytesIO(data), name)})
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert said in answer.text


def test_the_original_is_kept_and_given_back_as_it_was(client, cast):
    client.sign_in(cast.clerk)
    data = ("\ufeff" + TEXT).encode()
    page = client.post("/notices/new", data={"step": "text", "file": (BytesIO(data), "Kết luận 142.txt")}).text
    signed = page.split('name="original" type="hidden" value="')[1].split('"')[0]
    answer = client.post("/notices/new", data=FACTS | {"original": signed})
    notice = db.session.scalars(select(Notice)).one()
    assert answer.location.endswith(f"/notices/{notice.id}/review")
    assert notice.original_name == "Kết luận 142.txt"
    original = client.get(f"/notices/{notice.id}/original")
    assert original.data == data
    assert original.headers["Content-Disposition"].startswith("attachment")
    assert original.headers["X-Content-Type-Options"] == "nosniff"
    original.close()
    client.sign_in(cast.chairman)
    assert client.get(f"/notices/{notice.id}/original").status_code == 404


def test_a_forged_original_is_ignored(client, cast):
    client.sign_in(cast.clerk)
    client.post("/notices/new", data=FACTS | {"original": '[1, "x.pdf"].forged'})
    assert db.session.scalars(select(Notice)).one().original_file_id is None


@pytest.mark.parametrize(
    ("when", "kind"), [("trước ngày 20 hằng tháng", "none"), ("", "unset"), ("trước ngày 20/12/2026", "date")]
)
def test_recurring_work_needs_no_due_date(app, cast, when, kind):
    order = f"1. Giao Chi cục Thuế báo cáo kết quả thu ngân sách {when}".rstrip() + ".\n"
    opening = "Chủ tịch UBND thành phố kết luận, yêu cầu:\n"
    [draft] = drafts_of(enter(cast, text=opening + order))
    assert (draft.due_kind, draft.every) == (kind, "month" if kind == "none" else None)


def test_what_was_confirmed_wrongly_is_put_right_in_the_review(client, cast):
    enter(cast, number="90/TB-UBND")
    notice = enter(cast, leader_id=None)
    own = drafts_of(notice)[0]
    own.leader_id = cast.vice_chairman.user_id
    db.session.commit()
    client.sign_in(cast.clerk)
    path, review = f"/notices/{notice.id}/correction", f"/notices/{notice.id}/review"
    assert path in client.get(review).text
    assert 'value="142/TB-UBND"' in client.get(path, budget=8).text
    facts = {
        "version": notice.version,
        "title": "Kết luận",
        "issuer": "UBND thành phố Cao Bằng",
        "number": "143/TB-UBND",
        "issued_on": "20/11/2026",
        "held_on": "18/11/2026",
        "leader_id": cast.chairman.user_id,
    }
    for wrong, field in (({"number": "90/TB-UBND"}, "number"), ({"held_on": "21/11/2026"}, "issued_on")):
        refused = client.post(path, data=facts | wrong)
        assert (refused.status_code, f'id="{field}-error"' in refused.text) == (422, True)
    assert client.post(path, data=facts).location == review
    stale = client.post(path, data=facts | {"title": "Muộn"})
    assert (stale.status_code, "Muộn" in stale.text) == (422, True)
    leaders = [draft.leader_id for draft in drafts_of(notice)]
    assert leaders == [cast.vice_chairman.user_id, cast.chairman.user_id, cast.chairman.user_id]
    assert (notice.number, notice.title) == ("143/TB-UBND", "Kết luận")
