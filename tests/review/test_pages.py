import re
from datetime import timedelta

import pytest

from tests.review.notices import TEXT, add_local_units, drafts_of, enter, issue
from tracker import clock
from tracker.db import db
from tracker.directives.models import Directive
from tracker.people.models import Role
from tracker.review.models import Draft, DraftState, DueKind


@pytest.fixture
def notice(app, cast):
    return enter(cast)


def seed_drafts(notice, cast, count):
    """As many drafts as a long conclusion has."""
    wards = add_local_units(11)
    for number in range(count):
        draft = Draft(
            notice_id=notice.id,
            position=10 + number,
            text=f"Việc {number}",
            title=f"Việc {number}",
            leader_id=cast.chairman.user_id,
            due_kind=DueKind.NONE,
            state=DraftState.PENDING,
            reasons=[],
            doubts=[],
            units=wards,
        )
        draft.lead_unit_id = cast.tax.id if number % 2 else None
        db.session.add(draft)
    db.session.commit()


def test_nobody_else_knows_of_a_notice_in_review(client, cast, notice):
    draft = drafts_of(notice)[0]
    for actor in cast.everyone.values():
        if actor.role is Role.OFFICE:
            continue
        client.sign_in(actor)
        for path in (
            f"/notices/{notice.id}",
            f"/notices/{notice.id}/review",
            f"/notices/{notice.id}/original",
            f"/notices/{notice.id}/correction",
            f"/drafts/{draft.id}",
            f"/drafts/{draft.id}/parts",
        ):
            assert client.get(path).status_code == 404, (actor.name, path)
        for path in ("acceptance", "setting-aside", "putting-back", "merging", "one-each", "removal", "gaps", "parts"):
            assert client.post(f"/drafts/{draft.id}/{path}").status_code == 404, (actor.name, path)
        for path in ("issue", "drafts", "openness", "discarding"):
            assert client.post(f"/notices/{notice.id}/{path}").status_code == 404, (actor.name, path)
        assert client.get("/notices/new").status_code == 403
        assert notice.title not in client.get("/notices").text
        assert notice.number not in client.get(f"/tasks?notice={notice.id}").text


def test_the_list_costs_the_same_whatever_its_length(client, cast, notice):
    client.sign_in(cast.clerk)
    client.get("/notices", budget=8)
    few = client.queries
    for number in range(60):
        enter(cast, number=f"{200 + number}/TB-UBND", text="Không có gì.")
    page = client.get("/notices", budget=8)
    assert client.queries == few
    following = re.search(r'href="(/notices\?after=[^"]+)"', page.text)
    assert following
    second = client.get(following[1], budget=8)
    shown = [re.findall(r'href="/notices/(\d+)/review"', one.text) for one in (page, second)]
    assert [len(ids) for ids in shown] == [50, 11]
    assert len(set(shown[0]) | set(shown[1])) == 61


@pytest.mark.parametrize("after", ["x", "review~2026-13-01~1", "~~", "issued~2026-01-01~x"])
def test_a_broken_place_in_the_list_is_its_beginning(client, cast, notice, after):
    client.sign_in(cast.clerk)
    assert notice.title in client.get("/notices", query_string={"after": after}).text


def test_the_review_asks_a_fixed_number_of_questions(client, cast, notice):
    client.sign_in(cast.clerk)
    client.get(f"/notices/{notice.id}/review", budget=8)
    few = client.queries
    seed_drafts(notice, cast, 40)
    page = client.get(f"/notices/{notice.id}/review", budget=8)
    assert client.queries == few
    assert page.text.count('<section class="draft') == 43


def test_every_mark_is_the_exact_sentence(client, cast, notice):
    client.sign_in(cast.clerk)
    page = client.get(f"/notices/{notice.id}/review").text
    for draft in drafts_of(notice):
        assert f'<span data-start="{draft.start}">{draft.text}</span></mark>' in page
        assert f'href="#d{draft.id}"' in page
        assert f'id="d{draft.id}"' in page


def test_markup_in_the_source_is_only_text(client, cast):
    text = "Kết luận:\n1. Giao Chi cục Thuế <script>alert(1)</script> & thu ngân sách trước ngày 15/12/2026."
    notice = enter(cast, text=text, title="<i>x</i>")
    client.sign_in(cast.clerk)
    page = client.get(f"/notices/{notice.id}/review").text
    assert "<script>alert" not in page
    assert "<i>x</i>" not in page


def test_the_head_counts_and_the_button_says_how_many(client, cast, notice):
    client.sign_in(cast.clerk)
    page = client.get(f"/notices/{notice.id}/review").text
    assert "Giao 4 nhiệm vụ" in page
    assert "gửi thư cho 3 người" in page  # the tax office and the commune have nobody yet
    assert "Không có ai để gửi thư: Chi cục Thuế, UBND xã Chu Trinh" in page
    draft = drafts_of(notice)[1]
    draft.lead_unit_id = None
    db.session.commit()
    page = client.get(f"/notices/{notice.id}/review").text
    assert "2/3 xong" in page
    assert "còn 1 cần xem" in page
    assert re.search(r'<button class="btn btn-primary" disabled aria-describedby="why-not"', page)
    assert f'<a href="#d{draft.id}">2</a>' in page


def test_a_gap_is_filled_on_the_card(client, cast, notice):
    draft = drafts_of(notice)[1]
    draft.lead_unit_id, draft.due_kind, draft.due_on = None, DueKind.UNSET, None
    db.session.commit()
    client.sign_in(cast.clerk)
    refused = client.post(f"/drafts/{draft.id}/gaps", data={"lead_unit_id": cast.tax.id, "due_on": "45/12/2026"})
    assert refused.status_code == 422
    assert "45/12/2026" in refused.text
    assert f'value="{cast.tax.name}" placeholder' in refused.text
    assert "Chưa điền mục nào" in client.post(f"/drafts/{draft.id}/gaps", data={"due_on": ""}).text
    both = client.post(f"/drafts/{draft.id}/gaps", data={"due_on": "15/12/2026", "has_no_due": "y"})
    assert "Chỉ chọn một" in both.text
    assert "15/12/2026" in both.text
    answer = client.post(f"/drafts/{draft.id}/gaps", data={"lead_unit_id": cast.tax.id, "has_no_due": "y"})
    assert answer.status_code == 303
    saved = drafts_of(notice)[1]
    assert (saved.lead_unit_id, saved.due_kind) == (cast.tax.id, DueKind.NONE)


def test_a_due_date_that_has_passed_is_pointed_out(client, cast, notice):
    client.sign_in(cast.clerk)
    said = "Thời hạn này đã qua"
    assert said not in client.get(f"/notices/{notice.id}/review").text
    draft = drafts_of(notice)[0]
    draft.due_on = clock.today() - timedelta(days=1)
    db.session.commit()
    assert said in client.get(f"/notices/{notice.id}/review").text


def test_a_doubt_goes_with_the_gap_that_it_asked_to_fill(client, cast, notice):
    draft = drafts_of(notice)[1]
    draft.due_kind, draft.due_on = DueKind.UNSET, None
    draft.doubts = [{"field": "due", "key": "due_missing", "words": ""}]
    db.session.commit()
    client.sign_in(cast.clerk)
    said = "Văn bản không nêu thời hạn."
    assert said in client.get(f"/notices/{notice.id}/review").text
    client.post(f"/drafts/{draft.id}/gaps", data={"due_on": "15/12/2026"})
    assert said not in client.get(f"/notices/{notice.id}/review").text


def test_the_form_saves_every_field(client, cast, notice):
    draft = drafts_of(notice)[0]
    client.sign_in(cast.clerk)
    assert client.get(f"/drafts/{draft.id}", budget=8).status_code == 200
    answer = client.post(
        f"/drafts/{draft.id}",
        data={
            "version": draft.version,
            "title": "Thu đủ",
            "deliverable": "Báo cáo",
            "topic_id": cast.digital.id,
            "lead_unit_id": cast.finance.id,
            "units": [cast.tax.id, cast.ward.id],
            "leader_id": cast.vice_chairman.user_id,
            "due_kind": "date",
            "due_on": "20/12/2026",
            "every": "month",
        },
    )
    assert answer.status_code == 303
    saved = drafts_of(notice)[0]
    assert (saved.title, saved.deliverable, saved.topic_id) == ("Thu đủ", "Báo cáo", cast.digital.id)
    assert (saved.lead_unit_id, saved.leader_id) == (cast.finance.id, cast.vice_chairman.user_id)
    assert {unit.id for unit in saved.units} == {cast.tax.id, cast.ward.id}
    assert (saved.due_on.isoformat(), saved.every, saved.state) == ("2026-12-20", "month", DraftState.ACCEPTED)


def test_two_who_edit_see_both_texts_and_the_second_may_then_save(client, cast, notice):
    draft = drafts_of(notice)[0]
    client.sign_in(cast.clerk)
    mine = {"version": draft.version, "title": "Của tôi", "due_kind": "none"}
    client.post(f"/drafts/{draft.id}", data=mine | {"title": "Của người khác"})
    answer = client.post(f"/drafts/{draft.id}", data=mine)
    assert answer.status_code == 422
    assert "Của tôi" in answer.text
    assert "<dd>Của người khác</dd>" in answer.text
    version = re.search(r'name="version" type="hidden" value="(\d+)"', answer.text)
    assert version
    assert client.post(f"/drafts/{draft.id}", data=mine | {"version": version[1]}).status_code == 303
    assert drafts_of(notice)[0].title == "Của tôi"


def test_a_closed_unit_is_named_beside_the_field(client, cast, notice):
    draft = drafts_of(notice)[0]
    cast.tax.valid_to = notice.issued_on
    db.session.commit()
    client.sign_in(cast.clerk)
    assert "Chi cục Thuế (đã giải thể)" in client.get(f"/drafts/{draft.id}").text
    data = {"version": draft.version, "title": "Thu", "lead_unit_id": cast.tax.id, "due_kind": "none"}
    answer = client.post(f"/drafts/{draft.id}", data=data)
    assert answer.status_code == 422
    assert 'id="lead_unit_id-error"' in answer.text


def test_each_button_of_a_card_does_its_work(client, cast, notice):
    client.sign_in(cast.clerk)
    draft = drafts_of(notice)[0]
    refused = client.post(f"/drafts/{draft.id}/setting-aside", data={"reason": ""})
    assert refused.status_code == 422
    assert "lý do không giao" in refused.text
    assert client.post(f"/drafts/{draft.id}/setting-aside", data={"reason": "Trùng"}).status_code == 303
    assert client.post(f"/drafts/{draft.id}/putting-back").status_code == 303
    assert client.post(f"/drafts/{draft.id}/acceptance").status_code == 303
    assert client.get(f"/drafts/{draft.id}/parts", budget=8).status_code == 200
    parts = {"version": drafts_of(notice)[0].version, "words": "hoàn thành trước"}
    assert client.post(f"/drafts/{draft.id}/parts", data=parts | {"words": "không có"}).status_code == 422
    assert client.post(f"/drafts/{draft.id}/parts", data=parts).status_code == 303
    assert len(drafts_of(notice)) == 4
    assert client.post(f"/drafts/{draft.id}/parts", data=parts).status_code == 422  # the draft has changed since
    assert client.post(f"/drafts/{draft.id}/merging").status_code == 303
    assert client.post(f"/drafts/{draft.id}/removal").status_code == 422
    group = drafts_of(notice)[2]
    assert client.post(f"/drafts/{group.id}/one-each", data={"wanted": "0"}).status_code == 303
    assert client.post(f"/drafts/{group.id}/one-each", data={"wanted": "1"}).status_code == 303
    assert drafts_of(notice)[2].one_per_unit
    assert client.post(f"/notices/{notice.id}/drafts", data={"words": "không có"}).status_code == 422
    added = client.post(f"/notices/{notice.id}/drafts", data={"words": "chủ trì phiên họp thứ 15"})
    assert added.status_code == 303
    title = notice.title
    assert client.post(f"/notices/{notice.id}/discarding").status_code == 303
    assert title not in client.get("/notices").text


def test_giving_twice_shows_what_the_first_press_did(client, cast, notice):
    client.sign_in(cast.clerk)
    first = client.post(f"/notices/{notice.id}/issue")
    second = client.post(f"/notices/{notice.id}/issue")
    assert first.status_code == second.status_code == 303
    assert first.location == second.location == f"/notices/{notice.id}"
    page = client.get(first.location, budget=8).text
    assert "Đã giao 4 nhiệm vụ" in page
    assert "đã được giao" in page
    assert client.get(f"/notices/{notice.id}/review").status_code == 303


def test_drafts_changed_in_another_window_are_looked_at_before_they_are_given(client, cast, notice):
    client.sign_in(cast.clerk)
    draft = drafts_of(notice)[0]
    version = draft.version
    page = client.get(f"/notices/{notice.id}/review").text
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    assert f'name="shown" value="{version}"' in page
    client.post(f"/drafts/{draft.id}/setting-aside", data={"reason": "Trùng", "shown": version})
    stale = client.post(f"/notices/{notice.id}/issue", data={"seen": seen[1]})
    assert stale.status_code == 422
    assert "Người khác vừa sửa dự thảo sau khi trang này được mở." in stale.text
    again = client.post(f"/drafts/{draft.id}/setting-aside", data={"reason": "Khác", "shown": version})
    assert again.status_code == 422
    assert "Người khác vừa sửa dự thảo này sau khi trang được mở." in again.text
    assert drafts_of(notice)[0].aside_reason == "Trùng"
    seen = re.search(r'name="seen" value="(\w+)"', stale.text)
    assert seen
    assert client.post(f"/notices/{notice.id}/issue", data={"seen": seen[1]}).status_code == 303


def test_editing_after_the_tasks_are_given_is_said(client, cast, notice):
    draft = drafts_of(notice)[0]
    issue(notice, cast.clerk)
    client.sign_in(cast.clerk)
    answer = client.post(f"/drafts/{draft.id}/acceptance")
    assert answer.status_code == 409
    assert "đã được giao" in answer.text


def test_a_notice_with_something_open_is_refused_with_the_reason(client, cast, notice):
    drafts_of(notice)[0].leader_id = None
    db.session.commit()
    client.sign_in(cast.clerk)
    answer = client.post(f"/notices/{notice.id}/issue")
    assert answer.status_code == 422
    assert "Còn dở dự thảo 1" in answer.text


def test_a_unit_sees_its_own_directives_until_the_notice_is_opened(client, cast, notice):
    issue(notice, cast.clerk)
    client.sign_in(cast.finance_head)
    page = client.get(f"/notices/{notice.id}", budget=8).text
    assert "đẩy mạnh công tác thu ngân sách" in page
    assert "chính quyền số" not in page
    assert "THÔNG BÁO" not in page
    assert "142/TB-UBND" in page
    client.sign_in(cast.clerk)
    assert client.post(f"/notices/{notice.id}/openness", data={"open": "1"}).status_code == 303
    client.sign_in(cast.finance_head)
    page = client.get(f"/notices/{notice.id}").text
    assert "THÔNG BÁO" in page
    assert "chính quyền số" in page
    assert page.count("NV-2026-") == 1  # tasks of others stay theirs


def test_a_list_of_tasks_names_no_directive_of_other_units(client, cast, notice):
    issue(notice, cast.clerk)
    readers = {"Giao Chi cục Thuế": "finance_head", "Giao Phòng Văn hóa": "outsider"}
    directives = db.session.query(Directive).filter_by(notice_id=notice.id).all()
    for words, reader in readers.items():
        path = next(f"/tasks?directive={row.id}&band=done" for row in directives if row.text.startswith(words))
        for name in (*readers.values(), "clerk", "chairman"):
            client.sign_in(cast.everyone[name])
            assert (words in client.get(path).text) == (name in (reader, "clerk", "chairman")), (words, name)


@pytest.mark.parametrize("who", ["outsider", "ward_chair", "chairman", "admin"])
def test_who_does_not_review_an_issued_notice_does_not_learn_its_state(client, cast, notice, who):
    issue(notice, cast.clerk)
    client.sign_in(cast.everyone[who])
    for path in ("issue", "drafts", "openness", "discarding", "correction"):
        assert client.post(f"/notices/{notice.id}/{path}").status_code in (403, 404), path


def test_who_finds_the_issued_notice(client, cast, notice):
    issue(notice, cast.clerk)
    seen = {}
    for name, actor in cast.everyone.items():
        client.sign_in(actor)
        seen[name] = client.get(f"/notices/{notice.id}").status_code
        assert (notice.title in client.get("/notices", budget=8).text) == (seen[name] == 200)
    assert all(code == 200 for code in seen.values())
    other = enter(cast, number="143/TB-UBND")
    for draft in drafts_of(other)[1:]:
        db.session.delete(draft)
    db.session.commit()
    issue(other, cast.clerk)
    client.sign_in(cast.outsider)
    assert client.get(f"/notices/{other.id}").status_code == 404
    client.sign_in(cast.finance_officer)
    assert client.get(f"/notices/{other.id}").status_code == 200
    client.sign_in(cast.chairman)
    assert client.post(f"/notices/{other.id}/openness", data={"open": "1"}).status_code == 403


def test_the_issued_page_has_an_anchor_for_each_directive_and_counts_its_tasks(client, cast, notice):
    issue(notice, cast.clerk)
    client.sign_in(cast.chairman)
    page = client.get(f"/notices/{notice.id}", budget=8).text
    for position in (1, 2, 3):
        assert f'id="d{position}"' in page
    assert '<span class="chip calm">0/2</span>' in page


def test_the_figures_of_the_report_part_are_offered(client, cast):
    reported = (
        "Tính đến ngày 15/11/2026, tổng thu ngân sách trên địa bàn đạt trên 31,5 tỷ đồng, bằng 78% kế hoạch do UBND "
        "tỉnh giao, tăng 5% so với cùng kỳ, giảm 2,5% so với tháng trước.\n"
    )
    client.sign_in(cast.clerk)
    plain = enter(cast, number="143/TB-UBND")
    assert "Số liệu trong văn bản" not in client.get(f"/notices/{plain.id}/review").text
    queries = client.queries
    notice = enter(cast, text=TEXT.replace("1. Giao", reported + "1. Giao"))
    page = client.get(f"/notices/{notice.id}/review").text
    assert client.queries == queries + 2, "which were accepted, and which indicators there are"
    shown = " ".join(re.sub(r"<[^>]+>", " ", page[page.index("Số liệu trong văn bản") :]).split())
    for words in (
        "· 1",
        "Tổng thu ngân sách trên địa bàn : trên 31,5 tỷ đồng",
        "tính đến 15/11/2026 “Tính đến ngày 15/11/2026”",
        "đạt 78% kế hoạch do UBND tỉnh giao · suy ra kế hoạch khoảng 40,4 tỷ đồng",
        "tăng 5% so với cùng kỳ",
        "giảm 2,5% so với tháng trước",
    ):
        assert words in shown
