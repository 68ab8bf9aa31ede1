"""The screens: who finds what, what they cost, the preview, refusals that keep what was typed, both languages."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.duties.makers import FRIDAYS, THE_20TH, make, on, run
from tests.tasks.test_life import issue
from tracker.db import db
from tracker.duties import queries
from tracker.duties.models import Duty
from tracker.people.models import Unit, User

FORM = {
    "title": "Báo cáo giải ngân",
    "source": "Quy chế làm việc",
    "lead_unit_id": "1",
    "leader_id": "1",
    "topic_id": "0",
    "kind": "monthly",
    "day": "20",
    "landing": "before",
    "is_for_last": "0",
    "starts_on": "01/11/2026",
    "form_key": "k1",
}
SEES = {"chairman", "vice_chairman", "clerk", "admin", "finance_head", "finance_officer", "ward_chair"}
ACTS = {"edit": {}, "pause": {"reason": "Lý do"}, "resumption": {}, "end": {"reason": "Lý do"}}


def form_of(cast, **changes):
    """What a browser sends."""
    ids = {"lead_unit_id": str(cast.finance.id), "leader_id": str(cast.vice_chairman.user_id)}
    return {**FORM, **ids, **changes}


def test_who_finds_a_duty_and_what_the_others_get(cast, client):
    duty = make(cast, cooperating_unit_ids=[cast.ward.id])
    for name, actor in cast.everyone.items():
        client.sign_in(actor)
        found = client.get(f"/duties/{duty.id}", budget=8).status_code
        listed = duty.title in client.get("/duties", budget=8).text
        assert (found, listed) == ((200, True) if name in SEES else (404, False)), name


@pytest.mark.parametrize("act", list(ACTS))
def test_only_the_office_acts_on_it(cast, client, act):
    duty = make(cast, cooperating_unit_ids=[cast.ward.id])
    for name, actor in cast.everyone.items():
        if name == "clerk":
            continue
        client.sign_in(actor)
        answer = client.post(f"/duties/{duty.id}/{act}", data={**form_of(cast), **ACTS[act]})
        assert answer.status_code == (403 if name in SEES else 404), name
        page = client.get(f"/duties/{duty.id}").text
        assert f"/duties/{duty.id}/{act}" not in page, name
        assert client.get("/duties/new").status_code == 403, name


def test_the_office_sets_one_up_with_a_look_at_the_dates_first(cast, client):
    client.sign_in(cast.clerk)
    assert "Xem trước" in client.get("/duties/new", budget=8).text
    answer = client.post("/duties/new", data=form_of(cast, preview="1", title="", lead_unit_id="0"))
    assert answer.status_code == 200
    for shown in ("Thứ Sáu 18/12/2026", "ngày 20/12 là ngày nghỉ", "04/12/2026", "tháng 4/2027", "Ngày 20 hằng tháng"):
        assert shown in answer.text
    assert 'class="wrong"' not in answer.text, "what else is missing is asked for when it is saved"
    assert db.session.scalar(db.select(db.func.count(Duty.id))) == 0
    answer = client.post("/duties/new", data=form_of(cast))
    again = client.post("/duties/new", data=form_of(cast))
    assert (answer.status_code, answer.location) == (303, again.location)
    duty = db.session.scalars(db.select(Duty)).one()
    assert (duty.rule, duty.landing, duty.opens_before) == (THE_20TH, "before", 10)
    page = client.get(answer.location, budget=8).text
    assert "Thứ Sáu 18/12/2026" in page
    assert "lập nhiệm vụ định kỳ" in page


@pytest.mark.parametrize(
    ("typed", "shown", "rule"),
    [
        ({"kind": "weekly", "weekday": "4", "interval": "1"}, "Thứ Sáu hằng tuần", "FREQ=WEEKLY;INTERVAL=1;BYDAY=FR"),
        ({"kind": "weekly", "weekday": "0", "interval": "2"}, "Thứ Hai, 2 tuần", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ({"kind": "last_working_day"}, "Ngày làm việc cuối tháng", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ({"kind": "last_day", "landing": "after"}, "Ngày cuối tháng", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ({"kind": "nth_weekday", "weekday": "1", "position": "-1"}, "Thứ Ba cuối cùng", "FREQ=MONTHLY;BYDAY=-1TU"),
        (
            {"kind": "quarterly", "in_quarter": "3"},
            "Ngày 20 tháng cuối quý",
            "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=20",
        ),
        ({"kind": "half_yearly", "in_half": "6"}, "tháng 6 và tháng 12", "FREQ=MONTHLY;BYMONTH=6,12;BYMONTHDAY=20"),
        (
            {"kind": "yearly", "day": "29", "in_year": "2"},
            "Ngày 29/02 hằng năm",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
        ),
    ],
)
def test_each_pattern_is_kept_shown_and_opened_for_correction_as_it_was_typed(cast, client, typed, shown, rule):
    client.sign_in(cast.clerk)
    answer = client.post("/duties/new", data=form_of(cast, **typed))
    duty = db.session.scalars(db.select(Duty)).one()
    assert duty.rule == rule
    assert shown in client.get(answer.location).text
    page = client.get(f"/duties/{duty.id}/edit").text
    assert f'<option selected value="{typed["kind"]}">' in page
    for name, value in typed.items():
        if name not in ("kind", "landing"):
            field = (
                rf'name="{name}"[^>]*value="{value}"' if name in ("day", "interval") else f'selected value="{value}"'
            )
            assert re.search(field, page), name


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day": "32"}, "từ 1 đến 31"),
        ({"day": "hai mươi"}, "từ 1 đến 31"),
        ({"kind": "yearly", "day": "31", "in_year": "4"}, "từ 1 đến 30"),
        ({"kind": "weekly", "interval": "0"}, "từ 1 đến 26"),
        ({"opens_before": "61"}, "từ 1 đến 60"),
        ({"starts_on": ""}, "Ghi ngày bắt đầu tính."),
        ({"ends_on": "01/10/2026"}, "Ngày cuối đứng trước ngày bắt đầu"),
        ({"source": ""}, "Ghi căn cứ giao việc"),
        ({"lead_unit_id": "0"}, "Chọn"),
        ({"kind": "hourly"}, "Chọn"),
        ({"landing": "sideways"}, "Chọn"),
        ({"is_for_last": "2"}, "Chọn"),
    ],
)
def test_a_refusal_says_how_to_mend_it_and_keeps_what_was_typed(cast, client, typed, words):
    client.sign_in(cast.clerk)
    answer = client.post("/duties/new", data=form_of(cast, **typed))
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="Báo cáo giải ngân"' in answer.text
    assert db.session.scalar(db.select(db.func.count(Duty.id))) == 0


def test_the_second_of_two_clerks_keeps_his_text(cast, client):
    duty = make(cast)
    client.sign_in(cast.clerk)
    page = client.get(f"/duties/{duty.id}/edit", budget=10).text
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    first = client.post(f"/duties/{duty.id}/edit", data=form_of(cast, version=version, title="Của người trước"))
    second = client.post(f"/duties/{duty.id}/edit", data=form_of(cast, version=version, title="Của người sau"))
    assert (first.status_code, second.status_code) == (303, 422)
    assert "Của người sau" in second.text
    assert db.session.scalars(db.select(Duty.title)).one() == "Của người trước"
    page = client.get(f"/duties/{duty.id}").text
    assert "Nhiệm vụ: Báo cáo thu ngân sách → Của người trước" in page
    client.sign_in(cast.admin)
    page = client.get("/history?event=duty_changed").text
    assert "Của người trước" in page
    assert "sửa nhiệm vụ định kỳ" in page


@pytest.mark.parametrize("version", ["²", "9" * 4301, ""])
def test_a_version_that_is_no_number_is_an_old_one(cast, client, version):
    duty = make(cast)
    client.sign_in(cast.clerk)
    answer = client.post(f"/duties/{duty.id}/edit", data=form_of(cast, version=version, title="Tên khác"))
    assert (answer.status_code, "Tên khác" in answer.text) == (422, True)


def test_pause_resume_and_end_on_the_page(cast, client):
    duty = make(cast, rule=FRIDAYS, opens_before=4)
    client.sign_in(cast.clerk)
    refused = client.post(f"/duties/{duty.id}/pause", data={"reason": " "})
    assert (refused.status_code, "Ghi lý do." in refused.text) == (422, True)
    client.post(f"/duties/{duty.id}/pause", data={"reason": "Sáp nhập đơn vị"})
    page = client.get(f"/duties/{duty.id}").text
    assert "Tạm dừng từ 24/11/2026" in page
    assert "Sáp nhập đơn vị" in page
    assert "Tạm dừng từ 24/11/2026" in client.get("/duties").text
    assert client.post(f"/duties/{duty.id}/pause", data={"reason": "Lần nữa"}).status_code == 422
    client.post(f"/duties/{duty.id}/resumption")
    assert client.post(f"/duties/{duty.id}/resumption").status_code == 409
    assert "Tạm dừng từ" not in client.get(f"/duties/{duty.id}").text
    client.post(f"/duties/{duty.id}/end", data={"reason": "Hết nhiệm kỳ"})
    page = client.get(f"/duties/{duty.id}").text
    assert "Kết thúc ngày 24/11/2026" in page
    assert f'action="/duties/{duty.id}/' not in page
    assert duty.title not in client.get("/duties").text
    assert duty.title in client.get("/duties?ended=1").text


def test_periods_are_listed_with_their_tasks_or_why_there_is_none(cast, client):
    duty = make(cast)
    run(2027, 1, 25)
    client.sign_in(cast.vice_chairman)
    with on(date(2027, 1, 25), 9):
        client.sign_in(cast.vice_chairman)
        page = client.get(f"/duties/{duty.id}", budget=8).text
        listed = client.get("/duties", budget=8).text
    assert "không mở: hệ thống ngừng hoạt động" in page
    assert re.search(r'href="/tasks/\d+">tháng 1/2027</a>', page)
    assert "Quá hạn" in page
    assert "tháng 1/2027" in listed


def test_the_task_of_a_period_says_so_and_links_to_the_duty(cast, client):
    duty = make(cast, cooperating_unit_ids=[cast.ward.id])
    run(2026, 12, 7)
    [task_id] = [row.task_id for row in queries.list_periods(duty)]
    words = "Ngày 20 hằng tháng – kỳ tiếp theo 20/01/2027"
    for actor, links in ((cast.clerk, True), (cast.finance_head, True), (cast.ward_chair, False)):
        client.sign_in(actor)
        page = client.get(f"/tasks/{task_id}").text
        assert f'<a href="/duties/{duty.id}">{words}</a>' in page if links else f"<dd>{words}</dd>" in page
        assert '<span class="chip quiet">định kỳ</span>' in page
    client.sign_in(cast.clerk)
    assert '<span class="chip quiet">định kỳ</span>' in client.get("/tasks").text
    client.sign_in(cast.finance_head)
    page = client.get("/work").text
    assert '<span class="chip quiet">định kỳ</span>' in page
    assert 'href="/duties">Nhiệm vụ định kỳ của đơn vị</a>' in page


def test_a_duty_without_a_unit_is_pointed_out(cast, client):
    duty = make(cast)
    db.session.get_one(Unit, cast.finance.id).valid_to = date(2026, 11, 20)
    client.sign_in(cast.clerk)
    for path in ("/duties", f"/duties/{duty.id}"):
        assert "Đơn vị chủ trì không còn" in client.get(path).text


def test_a_recurring_task_from_before_is_set_up_by_one_look_and_one_press(cast, client):
    task = issue(cast, title="Báo cáo dịch bệnh", every="month", due_on=date(2026, 11, 30), source="Điện thoại")
    issue(cast, title="Trực hằng ngày", every="day", due_on=None)
    client.sign_in(cast.clerk)
    listed = client.get("/duties", budget=8).text
    assert "Báo cáo dịch bệnh" in listed
    assert "Trực hằng ngày" not in listed
    assert f'<a href="/duties/new?task={task.id}">Lập nhiệm vụ định kỳ</a>' in client.get(f"/tasks/{task.id}").text
    page = client.get(f"/duties/new?task={task.id}").text
    assert 'value="Báo cáo dịch bệnh"' in page
    assert "Ngày 30 hằng tháng" in page
    assert "tháng 12/2026" in page
    assert "tháng 11/2026" not in page.split("<tbody>")[1]
    sent = form_of(cast, title=task.title, kind="last_working_day", starts_on="30/11/2026")
    answers = [client.post(f"/duties/new?task={task.id}", data={**sent, "form_key": key}) for key in ("a", "b")]
    assert answers[0].location == answers[1].location
    duty = db.session.scalars(db.select(Duty)).one()
    assert (duty.first_task_id, duty.planned_until) == (task.id, date(2026, 11, 30))
    assert "Chưa lập" not in client.get("/duties").text
    assert "Ngày làm việc cuối tháng – kỳ tiếp theo 31/12/2026" in client.get(f"/tasks/{task.id}").text


def test_nobody_else_is_offered_to_set_it_up(cast, client):
    task = issue(cast, every="month")
    for actor in (cast.vice_chairman, cast.finance_head, cast.admin):
        client.sign_in(actor)
        assert "/duties/new" not in client.get(f"/tasks/{task.id}").text
        assert "/duties/new" not in client.get("/duties").text


def test_long_lists_go_on(cast, client):
    for number in range(53):
        db.session.add(_copy(make(cast) if number == 0 else db.session.scalars(db.select(Duty)).first(), number))
    client.sign_in(cast.clerk)
    page = client.get("/duties", budget=8).text
    assert page.count('<td class="lead">') == 50
    following = re.search(r'href="(/duties\?after=\d+)"', page)[1]
    assert client.get(following, budget=8).text.count('<td class="lead">') == 4


def _copy(duty, number):
    columns = {column.key: getattr(duty, column.key) for column in Duty.__table__.columns if column.key != "id"}
    return Duty(**columns | {"title": f"Báo cáo {number}", "form_key": None, "version": 1})


@pytest.mark.parametrize("after", ["x", "-1", "99999999999", "%00"])
def test_a_list_asked_from_nowhere_is_a_list(cast, client, after):
    client.sign_in(cast.clerk)
    assert client.get(f"/duties?after={after}").status_code == 200


def test_in_english(cast, client):
    duty = make(cast, rule=FRIDAYS, landing="before", opens_before=4)
    db.session.get_one(User, cast.clerk.user_id).language = "en"
    client.sign_in(cast.clerk)
    page = client.get(f"/duties/{duty.id}").text
    assert "Friday of every week, if a day off, the working day before" in page
    assert "week 49/2026" in page
    assert "set the duty up" in page
    assert "Set up the duty" not in client.get("/duties/new").text
    assert "– tuần 48/2026" in client.get("/tasks").text
