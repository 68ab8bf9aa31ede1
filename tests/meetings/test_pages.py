"""The pages of a meeting, as browsers send and see them; everything works without a script."""

from datetime import date

import pytest

from tests.meetings.walks import late_task, say, start
from tests.review.notices import enter, settle
from tests.review.notices import issue as issue_notice
from tests.tasks.page_forms import read_form
from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.db import db
from tracker.directives.models import Notice
from tracker.meetings import actions
from tracker.meetings.models import Decision, Kind, Meeting, MeetingState
from tracker.meetings.walks import Walk
from tracker.reports.briefing.office import list_for_office
from tracker.tasks import actions as of_tasks
from tracker.tasks.models import Task, Urging

PAGES = 10  # queries


@pytest.fixture
def task(cast):
    return late_task(cast)


@pytest.fixture
def meeting(cast, task):
    issue(cast, due_on=date(2026, 11, 26), title="Lát vỉa hè đường Kim Đồng")
    return start(cast)


@pytest.fixture
def desk(client, cast):
    client.sign_in(cast.clerk)
    return client


def form_of(desk, meeting, kind, at=1):
    """The form of that word as the page holds it."""
    page = desk.get(f"/meetings/{meeting.id}?at={at}", budget=PAGES).text
    forms = page.split(f'name="kind" value="{kind}"')
    assert len(forms) == 2, kind
    part = "<form action='x'>" + "<input" + forms[0].rsplit("<form", 1)[1].split("<input", 1)[1]
    rest = forms[1].split("</form>")[0]
    return read_form(f"{part}name='kind' value='{kind}'{rest}</form>", "x")


def post(desk, meeting, kind, at=1, **typed):
    body = form_of(desk, meeting, kind, at) | typed
    return desk.post(f"/meetings/{meeting.id}/decisions", data=body), body


def test_who_opens_the_pages(cast, client, meeting):
    for person in ("clerk", "chairman", "finance_head", "outsider", "admin"):
        client.sign_in(cast.everyone[person])
        found, shown = (200, 200) if person in ("clerk", "chairman") else (403, 404)
        assert client.get("/meetings", budget=PAGES).status_code == found
        assert client.get("/meetings/new", budget=PAGES + 2).status_code == found
        assert client.get(f"/meetings/{meeting.id}", budget=PAGES).status_code == shown
        assert client.get(f"/meetings/{meeting.id}?at=3").status_code == 404


def test_a_meeting_is_started_from_the_agenda_and_from_a_list(desk, cast, task):
    assert 'href="/meetings/new?walk=agenda"' in desk.get("/agenda").text
    assert 'href="/meetings/new' in desk.get("/outstanding").text
    listed = desk.get(f"/tasks?unit={cast.finance.id}").text
    assert f'href="/meetings/new?asked=band%3Dopen%26unit%3D{cast.finance.id}"' in listed
    page = desk.get(f"/meetings/new?asked=band%3Dopen%26unit%3D{cast.finance.id}", budget=PAGES + 2).text
    body = read_form(page.replace('<form method="post"', '<form method="post" action="x"'), "x")
    assert (body["walk"], body["title"]) == ("list", "Giao ban tuần 48")
    body |= {"chair_id": str(cast.chairman.user_id)}
    first, second = desk.post("/meetings/new", data=body), desk.post("/meetings/new", data=body)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    refused = desk.post("/meetings/new", data=body | {"form_key": "2", "chair_id": "0"})
    assert (refused.status_code, "Chọn lãnh đạo chủ trì" in refused.text) == (422, True)


def test_one_task_a_screen_with_all_that_is_asked_about_it(desk, cast, task, meeting):
    told = progress(percent=40, difficulties="Thiếu mặt bằng", proposal="Xin thêm vốn")
    of_tasks.add_update(db.session.get_one(Task, task.id), told, by=cast.finance_head)
    page = desk.get(f"/meetings/{meeting.id}", budget=PAGES).text
    for words in (
        "1/2",
        "Phòng Tài chính - Kế hoạch",
        "40%",
        "Thiếu mặt bằng",
        "Xin thêm vốn",
        "chưa đôn đốc",
        "10/11",
    ):
        assert words in page
    assert 'rel="next"' in page
    assert 'rel="prev"' not in page
    assert 'rel="next"' not in desk.get(f"/meetings/{meeting.id}?at=2").text


def test_a_word_stands_beside_the_task_at_once_and_a_double_click_says_it_once(desk, task, meeting):
    answer, body = post(desk, meeting, "urge", reason="Báo cáo trước thứ Sáu")
    assert (answer.status_code, answer.location) == (303, f"/meetings/{meeting.id}?at=1")
    assert desk.post(f"/meetings/{meeting.id}/decisions", data=body).status_code == 303
    assert db.session.query(Urging).count() == 1
    page = desk.get(f"/meetings/{meeting.id}?at=2", budget=PAGES).text
    assert "Yêu cầu Phòng Tài chính - Kế hoạch khẩn trương thực hiện" in page
    assert "đã kết luận" in page


def test_what_the_clerk_may_not_do_is_said_before_and_after(desk, cast, task, meeting):
    assert "người có thẩm quyền thực hiện sau" in desk.get(f"/meetings/{meeting.id}").text
    answer, _ = post(desk, meeting, "extend", due_on="10/12/2026", reason="Vướng mặt bằng")
    assert "còn chờ người có thẩm quyền" in desk.get(answer.location).text
    path = f"/meetings/{meeting.id}/decisions/{db.session.query(Decision).one().id}/execution"
    assert f'action="{path}"' not in desk.get(f"/meetings/{meeting.id}").text
    desk.sign_in(cast.chairman)
    assert f'action="{path}"' in desk.get(f"/meetings/{meeting.id}").text
    assert desk.post(path, data={"at": "1"}).status_code == 303
    assert db.session.get_one(Task, task.id).due_on == date(2026, 12, 10)


def test_the_button_says_what_pressing_it_does(client, cast, task):
    meeting = start(cast, by=cast.chairman)
    client.sign_in(cast.chairman)
    page = client.get(f"/meetings/{meeting.id}", budget=PAGES).text
    part = page[page.index('value="extend"') :].split("</form>", 1)[0]
    assert ("Lùi thời hạn</button>" in part, "người có thẩm quyền thực hiện sau" in part) == (True, False)
    actions.take_over(meeting, by=cast.clerk)
    db.session.commit()
    client.sign_in(cast.clerk)
    page = client.get(f"/meetings/{meeting.id}", budget=PAGES).text
    part = page[page.index('value="extend"') :].split("</form>", 1)[0]
    assert ("Ghi vào biên bản</button>" in part, "người có thẩm quyền thực hiện sau" in part) == (True, True)


def test_the_back_button_leads_to_the_meeting_that_has_ended(client, cast, task):
    meeting = start(cast, by=cast.chairman)
    actions.end_meeting(meeting, by=cast.chairman)
    db.session.commit()
    client.sign_in(cast.chairman)
    answer = client.get(f"/meetings/{meeting.id}/end")
    assert (answer.status_code, answer.location) == (303, f"/meetings/{meeting.id}")


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(cast, desk, meeting):
    answer, _ = post(desk, meeting, "order", reason="Lập phương án cấp nước")
    assert (answer.status_code, "order-unit_id-error" in answer.text) == (422, True)
    assert "Lập phương án cấp nước" in answer.text
    assert desk.post(f"/meetings/{meeting.id}/decisions", data={"kind": "pigeon"}).status_code == 404
    for number in ("99999999999999999999", "x"):
        for field in ("unit_id", "topic_id"):
            wrong = {"kind": "order", "reason": "Việc", "unit_id": str(cast.tax.id), "form_key": "z", field: number}
            assert desk.post(f"/meetings/{meeting.id}/decisions", data=wrong).status_code == 422
        wrong = {"kind": "note", "reason": "Việc", "item": number, "form_key": "z"}
        assert desk.post(f"/meetings/{meeting.id}/decisions", data=wrong).status_code == 404
    foreign = {"kind": "note", "item": "99999", "reason": "x"}
    assert desk.post(f"/meetings/{meeting.id}/decisions", data=foreign).status_code == 404


def test_whoever_watches_records_nothing_and_is_told_who_drives(client, cast, meeting):
    client.sign_in(cast.vice_chairman)
    page = client.get(f"/meetings/{meeting.id}", budget=PAGES).text
    assert "Hoàng Thị Lan đang điều khiển" in page
    assert 'name="kind"' not in page
    item = {"kind": "order", "reason": "Việc gõ dở", "unit_id": str(cast.tax.id), "form_key": "x"}
    refused = client.post(f"/meetings/{meeting.id}/decisions", data=item)
    assert (refused.status_code, "Việc gõ dở" in refused.text) == (422, True)
    client.post(f"/meetings/{meeting.id}/driver", data={"at": "2"})
    assert client.post(f"/meetings/{meeting.id}/decisions", data=item).status_code == 303


def test_all_that_was_typed_stands_on_the_page_of_who_drives_no_longer(desk, cast, task, meeting):
    body = form_of(desk, meeting, "extend") | {"reason": "Vướng mặt bằng", "due_on": "10/12/2026"}
    order = form_of(desk, meeting, "order") | {
        "reason": "Việc gõ dở",
        "unit_id": str(cast.tax.id),
        "due_on": "11/12/2026",
    }
    say(meeting, task, Kind.NOTE, cast.clerk)
    end = end_form(desk.get(f"/meetings/{meeting.id}/end")) | {"text": "Dự thảo gõ dở."}
    actions.take_over(meeting, by=cast.chairman)
    db.session.commit()
    for typed, words in (
        (body, ("Vướng mặt bằng", "10/12/2026")),
        (order, ("Việc gõ dở", "Chi cục Thuế", "11/12/2026")),
    ):
        page = desk.post(f"/meetings/{meeting.id}/decisions", data=typed).text.split('role="alert"')[1]
        assert [word in page.split('class="meeting-desk"')[0] for word in words] == [True] * len(words)
    say(meeting, task, Kind.URGE, cast.chairman)
    lost = desk.post(f"/meetings/{meeting.id}/end", data=end)
    assert (lost.status_code, "Nguyễn Quốc Trung đang điều khiển" in lost.text) == (422, True)
    assert "Dự thảo gõ dở." in lost.text
    assert db.session.get_one(Meeting, meeting.id).is_running


def test_what_the_chair_said_of_a_date_is_read_while_it_waits_and_after(desk, cast, task, meeting):
    say(meeting, task, Kind.EXTEND, cast.clerk, due_on=date(2026, 12, 10), reason="Vướng mặt bằng")
    decision = db.session.query(Decision).one()
    path = f"/meetings/{meeting.id}/decisions/{decision.id}"
    desk.sign_in(cast.chairman)
    page = desk.get(f"/meetings/{meeting.id}").text
    assert ("Vướng mặt bằng" in page, "Thực hiện: 10/12/2026" in page) == (True, True)
    read = read_form(page, f"{path}/execution")
    decision.words = "Đồng ý gia hạn."
    db.session.commit()
    assert "Hãy xem lại câu" in desk.get(desk.post(f"{path}/execution", data=read).location).text
    page = desk.get(f"/meetings/{meeting.id}").text
    assert (f"{path}/execution" in page, "đã ghi là 10/12/2026" in page) == (False, True)
    assert "đã ghi là 10/12/2026" in desk.get(desk.post(f"{path}/execution", data={"at": "1"}).location).text
    decision.words = "Đồng ý gia hạn đến 10/12/2026."
    db.session.commit()
    desk.post(f"{path}/execution", data={"at": "1"})
    assert "Vướng mặt bằng" in desk.get(f"/meetings/{meeting.id}").text


def test_two_windows_both_texts_are_shown(desk, cast, task, meeting):
    decision = say(meeting, task, Kind.NOTE, cast.clerk)
    path = f"/meetings/{meeting.id}/decisions/{decision.id}/words"
    shown = {"version": str(decision.version), "at": "1"}
    assert desk.post(path, data=shown | {"words": "Bản một."}).status_code == 303
    both = desk.post(path, data=shown | {"words": "Bản hai."})
    assert (both.status_code, "Bản một." in both.text, both.text.count("Bản hai.")) == (409, True, 2)
    again = read_form(both.text, path)
    assert desk.post(path, data=again).status_code == 303
    assert db.session.get_one(Decision, decision.id).words == "Bản hai."
    assert desk.post(path, data=again | {"words": ""}).status_code == 422


def test_a_note_is_taken_back(desk, cast, task, meeting):
    note, urged = say(meeting, task, Kind.NOTE, cast.clerk), say(meeting, task, Kind.URGE, cast.clerk)
    path = f"/meetings/{meeting.id}/decisions/{note.id}/removal"
    shown = read_form(desk.get(f"/meetings/{meeting.id}").text, path)
    for decision in (note, urged):
        answer = desk.post(f"/meetings/{meeting.id}/decisions/{decision.id}/removal", data=shown)
        assert answer.status_code == 303
    assert [one.id for one in db.session.query(Decision)] == [urged.id]
    again = desk.post(path, data=shown)
    assert (again.status_code, "không còn trong biên bản" in desk.get(again.location).text) == (303, True)


def test_a_sentence_that_was_just_reworded_is_not_taken_back(desk, cast, task, meeting):
    note = say(meeting, task, Kind.NOTE, cast.clerk)
    path = f"/meetings/{meeting.id}/decisions/{note.id}"
    shown = read_form(desk.get(f"/meetings/{meeting.id}").text, f"{path}/removal")
    assert desk.post(f"{path}/words", data=shown | {"words": "Bản của người khác."}).status_code == 303
    refused = desk.post(f"{path}/removal", data=shown)
    page = desk.get(refused.location).text
    assert ("câu chưa bị rút" in page, "Bản của người khác." in page) == (True, True)
    anew = read_form(page, f"{path}/removal")
    assert desk.post(f"{path}/removal", data=anew).status_code == 303
    assert db.session.query(Decision).count() == 0


def test_only_the_sentence_that_was_read_is_carried_out(client, cast, task, meeting):
    other = db.session.query(Task).filter(Task.id != task.id).one()
    other_id, due_on = other.id, other.due_on
    said = say(meeting, task, Kind.EXTEND, cast.clerk, due_on=date(2026, 12, 10))
    path = f"/meetings/{meeting.id}/decisions/{said.id}"
    client.sign_in(cast.chairman)
    read = read_form(client.get(f"/meetings/{meeting.id}").text, f"{path}/execution")
    client.sign_in(cast.clerk)
    assert client.post(f"{path}/removal", data={"version": str(said.version)}).status_code == 303
    later = say(meeting, other, Kind.EXTEND, cast.clerk, form_key="2", due_on=date(2027, 6, 30))
    client.sign_in(cast.chairman)
    page = client.get(client.post(f"{path}/execution", data=read).location).text
    assert "không còn trong biên bản" in page
    db.session.expire_all()
    assert db.session.get_one(Task, other_id).due_on == due_on
    assert db.session.get_one(Decision, later.id).carried_out_at is None


def test_minutes_with_another_sentence_are_not_those_that_were_read(desk, cast, meeting):
    order = {"unit_id": cast.tax.id, "reason": "Rà soát nhà tạm"}
    said = say(meeting, None, Kind.ORDER, cast.clerk, **order)
    path = f"/meetings/{meeting.id}"
    body = end_form(desk.get(f"{path}/end"))
    assert desk.post(f"{path}/decisions/{said.id}/removal", data={"version": str(said.version)}).status_code == 303
    say(meeting, None, Kind.ORDER, cast.clerk, **order | {"form_key": "2", "reason": "Lập phương án cấp nước"})
    stale = desk.post(f"{path}/end", data=body)
    assert (stale.status_code, "Biên bản đã thay đổi" in stale.text) == (409, True)
    assert db.session.query(Notice).count() == 0


def end_form(answer):
    return read_form(answer.text.replace('<form method="post" class', '<form method="post" action="x" class'), "x")


def test_an_order_of_another_window_is_in_the_notice_too(desk, cast, task, meeting):
    say(meeting, task, Kind.URGE, cast.clerk)
    path = f"/meetings/{meeting.id}/end"
    body = end_form(desk.get(path)) | {"text": "Bản gõ dở.", "number": "142/TB"}
    order = {"unit_id": cast.tax.id, "due_on": date(2026, 12, 10), "reason": "Lập phương án cấp nước"}
    say(meeting, None, Kind.ORDER, cast.clerk, form_key="2", **order)
    stale = desk.post(path, data=body)
    assert (stale.status_code, "Biên bản đã thay đổi" in stale.text) == (409, True)
    assert (db.session.query(Notice).count(), db.session.get_one(Meeting, meeting.id).is_running) == (0, True)
    both = end_form(stale)
    assert (both["typed"], both["number"]) == ("Bản gõ dở.", "142/TB")
    assert "lập phương án cấp nước" in both["text"]
    again = end_form(desk.post(path, data=both | {"issuer": ""}))
    assert again["typed"] == "Bản gõ dở."
    assert desk.post(path, data=both).status_code == 303
    assert "lập phương án cấp nước" in db.session.query(Notice).one().source_text


def test_a_sentence_that_was_mended_meanwhile_goes_out_as_mended(desk, cast, task, meeting):
    note = say(meeting, task, Kind.NOTE, cast.clerk)
    path = f"/meetings/{meeting.id}/end"
    body = end_form(desk.get(path))
    words = {"version": str(note.version), "words": "Câu đã sửa."}
    assert desk.post(f"/meetings/{meeting.id}/decisions/{note.id}/words", data=words).status_code == 303
    both = end_form(stale := desk.post(path, data=body))
    assert (stale.status_code, "1. Câu đã sửa." in both["text"]) == (409, True)
    assert both["typed"] == body["text"].strip()
    assert desk.post(path, data=both).status_code == 303
    assert "Câu đã sửa." in db.session.query(Notice).one().source_text


def test_the_last_sentence_taken_back_or_the_first_said_meanwhile_loses_nothing(desk, cast, task, meeting):
    path = f"/meetings/{meeting.id}/end"
    empty = end_form(desk.get(path))
    note = say(meeting, task, Kind.NOTE, cast.clerk)
    first = desk.post(path, data=empty)
    body = end_form(first)
    assert (first.status_code, body["issuer"] != "", body["issued_on"]) == (409, True, "24/11/2026")
    removal = {"version": str(note.version)}
    assert desk.post(f"/meetings/{meeting.id}/decisions/{note.id}/removal", data=removal).status_code == 303
    gone = desk.post(path, data=body | {"text": "Bản gõ dở."})
    assert (gone.status_code, "Bản gõ dở." in end_form(gone)["typed"]) == (409, True)


def test_the_clerk_ends_with_a_notice_in_review(desk, cast, task, meeting):
    say(meeting, task, Kind.URGE, cast.clerk)
    body = end_form(desk.get(f"/meetings/{meeting.id}/end", budget=PAGES))
    assert "1. Yêu cầu Phòng Tài chính - Kế hoạch khẩn trương" in body["text"]
    wrong = desk.post(f"/meetings/{meeting.id}/end", data=body | {"issued_on": "30/11/2026"})
    assert wrong.status_code == 422
    assert db.session.get_one(Meeting, meeting.id).state == MeetingState.RUNNING
    first = desk.post(f"/meetings/{meeting.id}/end", data=body)
    second = desk.post(f"/meetings/{meeting.id}/end", data=body)
    held = db.session.get_one(Meeting, meeting.id)
    assert first.location == second.location == f"/notices/{held.notice_id}/review"
    assert desk.get(first.location).status_code == 200
    ended = desk.get(f"/meetings/{meeting.id}", budget=PAGES).text
    assert f'href="/tasks/{task.id}"' in ended
    assert "Mở thông báo" in ended
    assert "Quá hạn và đến hạn trong tuần" in ended
    assert f'href="/notices/{held.notice_id}/review"' in desk.get("/meetings", budget=PAGES).text
    desk.sign_in(cast.chairman)
    assert "Đang xem lại" in desk.get("/meetings").text
    settle(held.notice, cast, cast.finance)
    issue_notice(held.notice, cast.clerk)
    for path in ("/meetings", f"/meetings/{meeting.id}"):
        assert f'href="/notices/{held.notice_id}"' in desk.get(path, budget=PAGES).text


def test_the_draft_looks_back_on_the_notices_that_were_walked(desk, cast):
    first = enter(cast)
    settle(first, cast, cast.finance)
    issue_notice(first, cast.clerk)
    meeting = start(cast, walk=Walk.UNIT, unit_id=cast.tax.id)
    say(meeting, None, Kind.ORDER, cast.clerk, unit_id=cast.tax.id, due_on=date(2026, 12, 10))
    draft = desk.get(f"/meetings/{meeting.id}/end", budget=PAGES + 3).text
    assert "Thông báo kết luận số 142/TB-UBND ngày 20/11/2026 đã giao" in draft


def test_the_draft_counts_the_tasks_of_which_something_was_said(desk, cast, task, meeting):
    say(meeting, None, Kind.ORDER, cast.clerk, unit_id=cast.tax.id, due_on=date(2026, 12, 10))
    assert "xem xét" not in desk.get(f"/meetings/{meeting.id}/end", budget=PAGES).text
    say(meeting, task, Kind.URGE, cast.clerk)
    say(meeting, task, Kind.NOTE, cast.clerk)
    assert "giao ban tuần 48, xem xét 1 nhiệm vụ." in desk.get(f"/meetings/{meeting.id}/end", budget=PAGES).text


def test_a_name_that_holds_the_date_is_not_dated_again_on_the_task(desk, cast, task):
    meeting = start(cast, title="Giao ban ngày 24/11/2026")
    say(meeting, task, Kind.URGE, cast.clerk, reason="Báo cáo ngay")
    assert db.session.query(Urging).one().note == "Tại cuộc họp “Giao ban ngày 24/11/2026”: Báo cáo ngay"
    assert "Giao ban ngày 24/11/2026: Đôn đốc" in desk.get(f"/tasks/{task.id}").text


def test_a_meeting_without_a_word_ends_without_a_notice(desk, task, meeting):
    assert 'name="issuer"' not in desk.get(f"/meetings/{meeting.id}/end", budget=PAGES).text
    answer = desk.post(f"/meetings/{meeting.id}/end", data={"text": "x"})
    assert answer.location == f"/meetings/{meeting.id}"
    assert "Không có kết luận nào" in desk.get(answer.location).text


def test_a_meeting_opened_by_mistake_goes_from_the_list(desk, cast, task, meeting):
    page = f"/meetings/{meeting.id}"
    path = f"{page}/withdrawal"
    desk.sign_in(cast.chairman)
    assert "Người đang điều khiển" in desk.get(desk.post(path).location).text
    desk.sign_in(cast.finance_head)
    assert desk.post(path).status_code == 403
    desk.sign_in(cast.clerk)
    assert f'action="{path}"' in desk.get(f"{page}/end", budget=PAGES).text
    for told in ("Đã hủy cuộc họp", "không còn nữa"):
        answer = desk.post(path)
        assert (answer.location, told in desk.get("/meetings").text) == ("/meetings", True)
    assert desk.get(page).status_code == 404


def test_a_meeting_that_ended_without_a_word_is_withdrawn_by_the_office(desk, cast, task, meeting):
    actions.end_meeting(meeting, by=cast.clerk)
    db.session.commit()
    path = f"/meetings/{meeting.id}/withdrawal"
    assert f'action="{path}"' in desk.get(f"/meetings/{meeting.id}", budget=PAGES).text
    desk.sign_in(cast.chairman)
    assert f'action="{path}"' not in desk.get(f"/meetings/{meeting.id}").text


def test_what_no_browser_sends_is_refused_in_vietnamese(desk, cast, task, meeting):
    page = desk.get("/meetings/new").text
    body = read_form(page.replace('<form method="post"', '<form method="post" action="x"'), "x")
    body |= {"chair_id": str(cast.chairman.user_id)}
    for field, wrong in (("walk", "parade"), ("unit_id", "x"), ("unit_id", "99999"), ("chair_id", "x")):
        refused = desk.post("/meetings/new", data=body | {field: wrong})
        assert (refused.status_code, "hoice" in refused.text) == (422, False)
        assert "Hãy chọn" in refused.text
    order = {"kind": "order", "reason": "Việc", "unit_id": "x", "form_key": "z"}
    assert "hoice" not in desk.post(f"/meetings/{meeting.id}/decisions", data=order).text
    signs = form_of(desk, meeting, "note") | {"reason": "..."}
    assert "Nhập ý kiến của người chủ trì." in desk.post(f"/meetings/{meeting.id}/decisions", data=signs).text


def test_a_leader_ends_without_the_notice_and_the_office_goes_on(client, cast, task):
    meeting = start(cast, by=cast.chairman)
    say(meeting, task, Kind.URGE, cast.chairman)
    client.sign_in(cast.chairman)
    assert 'name="issuer"' not in client.get(f"/meetings/{meeting.id}/end").text
    assert client.post(f"/meetings/{meeting.id}/end", data={"text": "x"}).status_code == 303
    assert "Văn phòng sẽ lập thông báo" in client.get(f"/meetings/{meeting.id}").text
    assert client.get(f"/meetings/{meeting.id}/end").location == f"/meetings/{meeting.id}"
    client.sign_in(cast.clerk)
    assert "Chờ Văn phòng lập thông báo" in client.get("/meetings").text
    assert f'href="/meetings/{meeting.id}/end"' in client.get(f"/meetings/{meeting.id}").text
    assert 'name="issuer"' in client.get(f"/meetings/{meeting.id}/end").text


def titles_of(answer):
    return [part.split("</a>")[0].split(">", 1)[1] for part in answer.text.split('<td class="what"><a ')[1:]]


def test_the_office_is_told_of_exactly_the_meetings_that_its_link_opens(desk, cast, task):
    """Left running yesterday, ended, in review: these wait. What still runs, decided nothing or is closed does not."""
    for number, title in enumerate(("Đang họp", "Không kết luận", "Bỏ dở", "Vừa xong", "Đang xem", "Không ra")):
        meeting = start(cast, form_key=str(number), title=title)
        if title == "Không kết luận":
            actions.end_meeting(meeting, by=cast.clerk)
            continue
        say(meeting, task, Kind.URGE, cast.clerk, form_key=title)
        if title == "Bỏ dở":
            meeting.held_on = date(2026, 11, 23)
        elif title in ("Vừa xong", "Không ra"):
            actions.end_meeting(meeting, by=cast.clerk)
        elif title == "Đang xem":
            body = end_form(desk.get(f"/meetings/{meeting.id}/end"))
            desk.post(f"/meetings/{meeting.id}/end", data=body)
            notice_id = meeting.notice_id
    db.session.commit()
    assert desk.post(f"/meetings/{meeting.id}/closure").status_code == 303
    told = ["Đang xem", "Vừa xong", "Bỏ dở"]
    home = desk.get("/notices", budget=10).text
    assert "3 cuộc họp đã có kết luận nhưng chưa ban hành thông báo." in home
    path = home.split("chưa ban hành thông báo.")[1].split('href="')[1].split('"')[0]
    listed = desk.get(path, budget=PAGES)
    assert (titles_of(listed), "Cuộc họp chưa ra thông báo · 3" in listed.text) == (told, True)
    (written,) = list_for_office(clock.today())[cast.clerk.user_id]
    [figure] = written.write("").figures
    assert (figure.count, figure.url) == (3, path)
    settle(notice := db.session.get_one(Notice, notice_id), cast, cast.finance)
    issue_notice(notice, cast.clerk)
    assert titles_of(desk.get(path)) == told[1:]
    desk.sign_in(cast.vice_chairman)
    assert "chưa ban hành thông báo" not in desk.get("/notices").text


def test_of_a_meeting_the_office_may_make_no_notice_and_think_again(client, cast, task):
    meeting = start(cast)
    say(meeting, task, Kind.NOTE, cast.clerk)
    client.sign_in(cast.clerk)
    closure = f"/meetings/{meeting.id}/closure"
    assert client.post(closure).status_code == 403  # it still runs
    actions.end_meeting(meeting, by=cast.clerk)
    db.session.commit()
    for person, status in (("chairman", 403), ("finance_head", 404), ("clerk", 303), ("clerk", 303)):
        client.sign_in(cast.everyone[person])
        assert client.post(closure).status_code == status
    page = client.get(f"/meetings/{meeting.id}", budget=PAGES).text
    assert "Văn phòng không ra thông báo" in page
    assert closure not in page
    assert "Không ra thông báo" in client.get("/meetings").text
    assert client.get("/meetings?state=waiting").text.count('class="what"') == 0
    body = end_form(client.get(f"/meetings/{meeting.id}/end"))
    assert client.post(f"/meetings/{meeting.id}/end", data=body).status_code == 303
    assert db.session.get_one(Meeting, meeting.id).state == MeetingState.ENDED


def test_the_page_of_an_ended_meeting_counts_what_was_spoken_of(desk, cast, task, meeting):
    say(meeting, task, Kind.URGE, cast.clerk)
    say(meeting, task, Kind.NOTE, cast.clerk)
    say(meeting, None, Kind.ORDER, cast.clerk, unit_id=cast.tax.id)
    actions.end_meeting(meeting, by=cast.clerk)
    db.session.commit()
    page = desk.get(f"/meetings/{meeting.id}", budget=PAGES).text
    lede = page.split('class="lede"')[1].split("</p>")[0]
    assert "có ý kiến về 1 trong 2 nhiệm vụ" in lede
    assert "3 kết luận" in lede
    for name, tasks in (("spoken", [task.id]), ("walk", [task.id + 1])):
        assert f'href="#{name}"' in lede or name == "walk"
        part = page.split(f'aria-labelledby="{name}"')[1].split("</section>")[0]
        assert [f'href="/tasks/{number}"' in part for number in tasks] == [True]
        assert part.count('href="/tasks/') == len(tasks)
    line = desk.get("/meetings", budget=PAGES).text
    for place, figure in (("spoken", 1), ("walk", 2), ("minutes", 3)):
        assert f'href="/meetings/{meeting.id}#{place}">{figure}</a>' in line


def test_what_is_typed_into_a_sentence_that_is_gone_or_closed_is_not_lost(desk, cast, task, meeting):
    gone, kept = say(meeting, task, Kind.NOTE, cast.clerk), say(meeting, task, Kind.NOTE, cast.clerk, form_key="2")
    paths = [f"/meetings/{meeting.id}/decisions/{one.id}" for one in (gone, kept)]
    typed = {"version": "1", "words": "Câu đang gõ dở.", "at": "2"}
    assert desk.post(f"{paths[0]}/removal", data=typed).status_code == 303
    lost = desk.post(f"{paths[0]}/words", data=typed)
    assert (lost.status_code, "vừa được rút khỏi biên bản" in lost.text, "gõ dở" in lost.text) == (409, True, True)
    assert f'href="/meetings/{meeting.id}?at=2"' in lost.text
    assert "không còn trong biên bản" in desk.get(desk.post(f"{paths[0]}/execution").location).text
    actions.take_over(meeting, by=cast.chairman)
    db.session.commit()
    lost = desk.post(f"{paths[1]}/words", data=typed)
    assert (lost.status_code, "Nguyễn Quốc Trung đang điều khiển" in lost.text) == (422, True)
    actions.end_meeting(meeting, by=cast.chairman)
    desk.post(f"/meetings/{meeting.id}/end", data=end_form(desk.get(f"/meetings/{meeting.id}/end")))
    lost = desk.post(f"{paths[1]}/words", data=typed)
    assert (lost.status_code, "Biên bản đã thành thông báo" in lost.text, "gõ dở" in lost.text) == (422, True, True)


def test_fifty_meetings_a_page(desk, cast, task):
    for number in range(52):
        start(cast, form_key=str(number))
    first = desk.get("/meetings", budget=PAGES).text
    assert first.count('"what"><a href="/meetings/') == 50
    after = first.split("/meetings?after=")[1].split('"')[0]
    assert desk.get(f"/meetings?after={after}").text.count("Giao ban tuần 48") == 2
    assert desk.get("/meetings?after=x.y").status_code == 200
