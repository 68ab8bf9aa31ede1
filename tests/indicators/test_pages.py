"""The screens: who finds what, what they cost, what is typed and what is refused, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.cast import hire
from tests.indicators.makers import houses, make, plan, read, readings_of, report
from tests.reminders.planned import on
from tests.review.notices import issue as give
from tests.review.notices import settle
from tests.tasks.test_life import issue
from tracker.db import db
from tracker.directives.models import Notice
from tracker.indicators import actions, queries
from tracker.indicators.models import Indicator, Reading
from tracker.people.models import Role, User
from tracker.review.views import figures
from tracker.tasks import actions as tasks
from tracker.tasks.actions.measure import Measure, set_measure
from tracker.tasks.models import Task

OCTOBER = date(2026, 10, 31)
SEEING = {"chairman", "vice_chairman", "clerk", "admin", "finance_head", "finance_officer"}
KEEPING = {"clerk", "admin"}


@pytest.fixture
def revenue(cast) -> Indicator:
    """216 of 403 and of 565 at the end of October, with last year behind it."""
    before = make(cast, year=2025)
    for month, day, value in ((9, 30, "180"), (10, 31, "200"), (12, 31, "300")):
        read(before, date(2025, month, day), value, cast.clerk)
    indicator = make(cast, previous_id=before.id)
    plan(indicator, "Tỉnh giao", "403", cast.clerk)
    plan(indicator, "HĐND thành phố giao", "565", cast.clerk)
    read(indicator, date(2026, 7, 31), "150", cast.clerk)
    read(indicator, OCTOBER, "216", cast.clerk)
    db.session.commit()
    return indicator


def test_the_page_says_what_is_needed(cast, client, revenue):
    client.sign_in(cast.vice_chairman)
    page = client.get(f"/indicators/{revenue.id}", budget=10).text
    for words in (
        "Còn 187 tỷ trong 2 tháng: 93,5 tỷ/tháng, gấp 4,3 lần bình quân 10 tháng.",
        "Còn 349 tỷ trong 2 tháng: 174,5 tỷ/tháng, gấp 8,1 lần bình quân 10 tháng.",
        "53,6%",
        "38,2%",
        "Cùng kỳ năm trước: 200 tỷ, tăng 8%.",
        "259,2 tỷ",  # at the average pace
        "260 tỷ",  # at that of the last three months
        "324 tỷ",  # in last year's rhythm
        "Giữ tốc độ hiện nay thì không đạt kế hoạch này.",
        'class="line reading"',
        'class="line before"',
    ):
        assert words in page, words
    assert "Ghi số liệu" not in page


def test_a_rate_has_no_pace(cast, client):
    before = make(cast, name="Tỷ lệ hộ nghèo", unit="%", kind="level", less_is_better=True, year=2025)
    read(before, date(2025, 10, 15), "4.1", cast.clerk)
    rate = make(cast, name="Tỷ lệ hộ nghèo", unit="%", kind="level", less_is_better=True, previous_id=before.id)
    plan(rate, "Tỉnh giao", "3.5", cast.clerk)
    read(rate, OCTOBER, "3.8", cast.clerk)
    db.session.commit()
    client.sign_in(cast.chairman)
    page = client.get(f"/indicators/{rate.id}", budget=10).text
    for words in ("3,8/tối đa 3,5%", "Còn cao hơn mức giao", "Cùng kỳ năm trước: 4,1%, thấp hơn 0,3 điểm phần trăm."):
        assert words in page, words
    assert "/tháng" not in page
    assert "Dự báo" not in page


def test_the_last_month_is_told_in_days(cast, client):
    indicator = make(cast)
    plan(indicator, "Tỉnh giao", "100", cast.clerk)
    with on(date(2026, 12, 10)):
        read(indicator, date(2026, 12, 10), "95", cast.clerk)
        db.session.commit()
        client.sign_in(cast.vice_chairman)
        page, listed = client.get(f"/indicators/{indicator.id}").text, client.get("/indicators").text
    assert "Còn 5 tỷ trong 21 ngày." in page
    assert "tỷ/tháng" not in page
    assert "tỷ/tháng" not in listed


def test_a_year_that_was_not_read_to_its_end_says_so(cast, client):
    indicator = make(cast)
    plan(indicator, "Tỉnh giao", "403", cast.clerk)
    read(indicator, OCTOBER, "353", cast.clerk)
    db.session.commit()
    with on(date(2027, 2, 1)):
        client.sign_in(cast.vice_chairman)
        page = client.get(f"/indicators/{indicator.id}").text
    assert "Chưa có số liệu cả năm" in page
    assert "Còn 50 tỷ" not in page
    assert "Giữ tốc độ hiện nay" not in page


def test_a_limit_of_what_is_added_up(cast, client):
    client.sign_in(cast.clerk)
    form = {
        "name": "Số vụ tai nạn giao thông",
        "unit": "vụ",
        "year": "2026",
        "kind": "cumulative",
        "less_is_better": "y",
    }
    assert client.post("/indicators/new", data={**form, "is_enabled": "y"}).status_code == 303
    indicator = db.session.scalars(db.select(Indicator)).one()
    plan(indicator, "Tỉnh giao", "40", cast.clerk)
    passing = (date(2026, 10, 30), "38", "Giữ tốc độ hiện nay thì vượt mức giao này.")
    for day, value, words in (passing, (OCTOBER, "42", "Đã vượt mức giao")):
        read(indicator, day, value, cast.clerk)
        db.session.commit()
        page = client.get(f"/indicators/{indicator.id}").text
        assert words in page
        assert "tối đa 40 vụ" in page
        assert "Đã đạt kế hoạch" not in page
        assert "vụ/tháng" not in page


def test_in_english_too(cast, client, revenue):
    db.session.get_one(User, cast.vice_chairman.user_id).language = "en"
    client.sign_in(cast.vice_chairman)
    page = client.get(f"/indicators/{revenue.id}").text
    assert "187 tỷ left in 2 months: 93.5 tỷ/month, 4.3 times the average of 10 months." in page


def test_who_finds_it(cast, client, revenue):
    for name, actor in cast.everyone.items():
        client.sign_in(actor)
        found = client.get(f"/indicators/{revenue.id}", budget=11 if name == "admin" else 10).status_code
        listed = f"/indicators/{revenue.id}" in client.get("/indicators", budget=10).text
        assert (found, listed) == ((200, True) if name in SEEING else (404, False)), name


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("edit", {"name": "Tên khác"}),
        ("targets", {"set_by": "Tỉnh giao", "value": "1", "unit_id": "0"}),
        ("tasks", {"code": "NV-2026-0001"}),
        ("tasks/{task}/removal", {}),
    ],
)
def test_only_keepers_change_it(cast, client, revenue, path, form):
    task = issue(cast)
    for name, actor in cast.everyone.items():
        if name not in KEEPING:
            client.sign_in(actor)
            answer = client.post(f"/indicators/{revenue.id}/{path.format(task=task.id)}", data=form)
            assert answer.status_code == (403 if name in SEEING else 404), name
            assert client.get("/indicators/new").status_code == 403


def test_an_indicator_is_made_and_goes_on_next_year(cast, client):
    client.sign_in(cast.clerk)
    form = {
        "name": "Giải ngân vốn đầu tư công",
        "unit": "tỷ đồng",
        "year": "2026",
        "kind": "cumulative",
        "topic_id": str(cast.budget.id),
        "lead_unit_id": str(cast.finance.id),
        "previous_id": "0",
        "is_enabled": "y",
        "form_key": "k",
    }
    assert client.get("/indicators/new", budget=10).status_code == 200
    assert client.post("/indicators/new", data={**form, "name": "", "year": "26"}).status_code == 422
    one, two = (client.post("/indicators/new", data=form) for _ in range(2))
    assert (one.status_code, one.location) == (303, two.location)
    made = db.session.scalars(db.select(Indicator)).one()
    page = client.get(f"/indicators/new?after={made.id}", budget=10).text
    assert 'value="2027"' in page
    assert f'<option selected value="{made.id}">' in page
    answer = client.post(f"/indicators/{made.id}/edit", data={**form, "version": "1", "unit": "triệu đồng"})
    assert answer.status_code == 303
    assert "sửa chỉ tiêu" in client.get(answer.location).text
    assert client.post(f"/indicators/{made.id}/edit", data={**form, "version": "1"}).status_code == 422


def test_enormous_numbers_leave_the_page_standing(cast, client):
    before = make(cast, year=2025)
    read(before, date(2025, 10, 31), "0.0001", cast.clerk)
    read(before, date(2025, 12, 31), "999999999999999", cast.clerk)
    indicator = make(cast, previous_id=before.id)
    plan(indicator, "Tỉnh giao", "999999999999999", cast.clerk)
    read(indicator, OCTOBER, "999999999999999", cast.clerk)
    db.session.commit()
    client.sign_in(cast.chairman)
    assert client.get(f"/indicators/{indicator.id}", budget=10).status_code == 200
    assert client.get("/indicators", budget=8).status_code == 200


@pytest.mark.parametrize("version", ["²", "9" * 4301, ""])
def test_a_version_that_is_no_number_is_stale(cast, client, version):
    indicator = make(cast)
    client.sign_in(cast.clerk)
    form = {"name": "Tên", "unit": "tỷ đồng", "year": "2026", "kind": "cumulative", "version": version}
    answer = client.post(f"/indicators/{indicator.id}/edit", data=form)
    assert (answer.status_code, "Có người khác vừa lưu" in answer.text) == (422, True)


@pytest.mark.parametrize("year", ["9" * 20, "-" + "9" * 20, "9" * 4301])
def test_a_year_that_no_table_holds_is_refused(cast, client, year):
    client.sign_in(cast.clerk)
    form = {"name": "Tên", "unit": "tỷ đồng", "year": year, "kind": "cumulative"}
    assert client.post("/indicators/new", data=form).status_code == 422


@pytest.mark.parametrize(
    ("typed", "value", "says"),
    [
        ("1.234,5", "1234.5", "1.234,5 tỷ"),
        ("1234.5", "1234.5", "1.234,5 tỷ"),
        ("1.234", "1234", "1.234 tỷ"),
        ("0", "0", "0 tỷ"),
        ("0,125", "0.125", "0,125 tỷ"),
        ("1,234", None, "có thể hiểu theo hai cách. Ghi 1.234 nếu là hàng nghìn, 1,2340 nếu là số lẻ."),
        ("1,234.5", None, "ví dụ 1.234,5"),
        ("-5", None, "ví dụ 1.234,5"),
        ("", None, "Nhập số liệu."),
    ],
)
def test_numbers_as_people_type_them(cast, client, typed, value, says):
    indicator = make(cast)
    client.sign_in(cast.finance_head)
    form = {"as_of": "31/10/2026", "value": typed, "unit_id": "0", "form_key": "k"}
    answer = client.post(f"/indicators/{indicator.id}/readings", data=form)
    assert answer.status_code == (422 if value is None else 303)
    assert says in (client.get(answer.location) if value else answer).text
    assert readings_of(indicator) == ([("31/10", Decimal(value), "typed")] if value else [])


def test_less_than_before_is_asked_about(cast, client, revenue):
    client.sign_in(cast.finance_officer)
    form = {"as_of": "20/11/2026", "value": "21,6", "unit_id": "0", "form_key": "k"}
    answer = client.post(f"/indicators/{revenue.id}/readings", data=form)
    again = client.post(f"/indicators/{revenue.id}/readings", data=form)
    page = client.get(answer.location).text
    assert "Số này nhỏ hơn 216 tỷ của ngày 31/10/2026." in page
    assert "Số liệu này đã được ghi trước đó." in page
    assert again.status_code == 303
    assert len(readings_of(revenue)) == 3


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("1.696", "Số này gấp hơn 3 lần kế hoạch 565 tỷ."),
        ("1.695", None),
        ("9.999.999.999.999", "Số này gấp hơn 3 lần kế hoạch 565 tỷ."),
        ("10.000.000.000.000", "Phần nguyên có tối đa 13 chữ số."),
    ],
)
def test_far_beyond_the_plan_is_asked_about(cast, client, revenue, typed, says):
    client.sign_in(cast.finance_officer)
    form = {"as_of": "20/11/2026", "value": typed, "unit_id": "0", "form_key": "k"}
    answer = client.post(f"/indicators/{revenue.id}/readings", data=form)
    page = client.get(answer.location).text if answer.status_code == 303 else answer.text
    assert (says or "Số này") in page if says else "Số này" not in page
    assert len(readings_of(revenue)) == (3 if answer.status_code == 303 else 2)
    if typed == "9.999.999.999.999":
        assert "tăng trên 10.000%" in page


def test_far_beyond_the_last_reading_is_asked_about_after_a_correction_too(cast, client):
    rate = make(cast, name="Tỷ lệ hộ nghèo", unit="%", kind="level")
    read(rate, date(2026, 9, 30), "3.5", cast.clerk)
    wrong = read(rate, OCTOBER, "3.4", cast.clerk)
    db.session.commit()
    client.sign_in(cast.clerk)
    form = {"as_of": "31/10/2026", "value": "35,1", "unit_id": "0", "note": "Gõ nhầm"}
    answer = client.post(f"/readings/{wrong.id}/correction", data=form)
    assert "Số này gấp hơn 10 lần 3,5% của ngày 30/09/2026." in client.get(answer.location).text


def test_a_closed_year_says_what_became_of_its_plans(cast, client):
    indicator = make(cast, year=2025)
    plan(indicator, "Tỉnh giao", "300", cast.clerk)
    plan(indicator, "HĐND thành phố giao", "400", cast.clerk)
    read(indicator, date(2025, 10, 31), "200", cast.clerk)
    db.session.commit()
    client.sign_in(cast.chairman)
    path = f"/indicators/{indicator.id}"
    assert client.get(path).text.count("cần số liệu ngày 31/12") == 2
    read(indicator, date(2025, 12, 31), "310.5", cast.clerk)
    db.session.commit()
    page = client.get(path).text
    assert "Hết năm: đạt kế hoạch." in page
    assert "Hết năm: không đạt kế hoạch." in page
    assert "Dự báo" not in page
    assert 'class="line forecast"' not in page
    db.session.get_one(User, cast.chairman.user_id).language = "en"
    db.session.commit()
    client.sign_in(cast.chairman)
    page = client.get(path).text
    assert "310.5 tỷ đồng" in page
    assert "310,5" not in page


def test_a_ward_gives_its_own_number_and_no_other(cast, client):
    indicator = houses(cast)
    client.sign_in(cast.ward_chair)
    page = client.get(f"/indicators/{indicator.id}", budget=10).text
    assert f'<option value="{cast.ward.id}">' in page
    assert f'<option value="{cast.commune.id}">' not in page
    assert "đơn vị có số liệu" not in page, "of other wards it reads nothing"
    for unit, status in ((cast.ward, 303), (cast.commune, 422)):
        form = {"as_of": "31/10/2026", "value": "7", "unit_id": str(unit.id)}
        assert client.post(f"/indicators/{indicator.id}/readings", data=form).status_code == status
    mine = db.session.scalars(db.select(Reading)).one()
    assert mine.unit_id == cast.ward.id
    other = read(indicator, OCTOBER, "3", cast.clerk, cast.commune.id)
    db.session.commit()
    assert client.post(f"/readings/{other.id}/removal").status_code == 404
    assert client.get(f"/readings/{other.id}/correction").status_code == 404
    form = {"as_of": "31/10/2026", "value": "8", "unit_id": str(cast.ward.id), "note": "đếm lại"}
    assert client.post(f"/readings/{mine.id}/correction", data={**form, "note": ""}).status_code == 422
    assert client.post(f"/readings/{mine.id}/correction", data=form).status_code == 303
    page = client.get(f"/indicators/{indicator.id}", budget=10).text
    assert "7 nhà → 8 nhà" in page
    assert "Phường Sông Hiến: 8 nhà" in page
    assert "11 nhà" in page, "the sum of the wards"
    assert "Xã Chu Trinh" not in page
    client.sign_in(cast.finance_head)
    page = client.get(f"/indicators/{indicator.id}", budget=10).text
    assert "2/2 đơn vị có số liệu" in page
    assert "7 nhà → 8 nhà" in page


def test_one_ward_that_is_ahead_moves_neither_the_day_nor_the_pace_of_all(cast, client):
    indicator = houses(cast)
    plan(indicator, "Thành phố giao", "43", cast.clerk)
    for unit, value in ((cast.ward, "10"), (cast.commune, "20")):
        read(indicator, OCTOBER, value, cast.clerk, unit.id)
    read(indicator, date(2026, 11, 20), "11", cast.clerk, cast.ward.id)
    db.session.commit()
    client.sign_in(cast.chairman)
    page = " ".join(re.sub(r"<[^>]+>", "", client.get(f"/indicators/{indicator.id}", budget=10).text).split())
    assert "30 nhà tính đến 31/10/2026 (cộng các phường, xã; 1 đơn vị đã có số liệu mới hơn)" in page
    assert "6,5 nhà/tháng" in page
    read(indicator, date(2026, 11, 20), "23", cast.clerk, cast.commune.id)
    db.session.commit()
    page = " ".join(re.sub(r"<[^>]+>", "", client.get(f"/indicators/{indicator.id}", budget=10).text).split())
    assert "34 nhà tính đến 20/11/2026 (cộng các phường, xã)" in page


def test_a_second_press_on_a_reading_tells_what_became_of_it(cast, client):
    indicator = make(cast)
    corrected, removed = (
        read(indicator, day, value, cast.finance_officer) for day, value in ((OCTOBER, "261"), (date(2026, 9, 30), "9"))
    )
    db.session.commit()
    form = {"as_of": "31/10/2026", "value": "216", "unit_id": "0", "note": "gõ nhầm"}
    for path, data in (
        (f"/readings/{corrected.id}/correction", form),
        (f"/readings/{removed.id}/removal", {"reason": "nhầm"}),
    ):
        client.sign_in(cast.finance_head)
        for times in (0, 1):
            answer = client.post(path, data=data)
            assert (answer.status_code, answer.location) == (303, f"/indicators/{indicator.id}")
            page = client.get(answer.location).text
            assert page.count("Số liệu này đã được sửa hoặc bỏ trước đó.") == times
        client.sign_in(cast.outsider)
        assert client.post(path, data=data).status_code == 404
    assert readings_of(indicator) == [("31/10", Decimal(216), "typed")]


def test_an_indicator_with_nothing_yet(cast, client):
    indicator = make(cast)
    client.sign_in(cast.chairman)
    page = client.get(f"/indicators/{indicator.id}", budget=10).text
    assert "Chưa có số liệu" in page
    assert "Chưa giao kế hoạch" in page
    assert "—" in client.get("/indicators", budget=8).text


def test_the_list_costs_the_same_for_many(cast, client, revenue):
    client.sign_in(cast.chairman)
    client.get("/indicators", budget=8)
    few = client.queries
    for _ in range(6):
        indicator = houses(cast)
        plan(indicator, "Tỉnh giao", "10", cast.clerk, cast.ward.id)
        read(indicator, OCTOBER, "3", cast.clerk, cast.ward.id)
    db.session.commit()
    client.get("/indicators", budget=8)
    assert client.queries == few


def test_tasks_of_an_indicator_are_shown_to_those_who_see_them(cast, client, revenue):
    ours, other = issue(cast), issue(cast, title="Việc của phòng khác", lead_unit_id=cast.culture.id)
    client.sign_in(cast.clerk)
    for task in (ours, other):
        answer = client.post(f"/indicators/{revenue.id}/tasks", data={"code": task.code.lower()})
        assert answer.status_code == 303
    assert client.post(f"/indicators/{revenue.id}/tasks", data={"code": "NV-1999-1"}).status_code == 422
    refused = client.post(f"/indicators/{revenue.id}/tasks", data={"code": ours.code, "whole_directive": "y"})
    assert "không xuất phát từ kết luận" in refused.text
    fact = "Thu ngân sách nhà nước trên địa bàn: 216/403\u00a0tỷ (Tỉnh giao) · cần 93,5\u00a0tỷ/tháng"
    assert fact in client.get(f"/tasks/{ours.id}").text
    client.sign_in(cast.finance_head)
    page = client.get(f"/indicators/{revenue.id}", budget=10).text
    assert ours.code in page
    assert other.title not in page
    client.sign_in(cast.outsider)
    page = client.get(f"/tasks/{other.id}").text
    assert fact in page
    assert f'href="/indicators/{revenue.id}"' in page
    page = client.get(f"/indicators/{revenue.id}", budget=10).text
    assert (other.title in page, ours.title in page) == (True, False)
    client.sign_in(cast.clerk)
    assert client.post(f"/indicators/{revenue.id}/tasks/{ours.id}/removal").status_code == 303
    assert fact not in client.get(f"/tasks/{ours.id}").text


def test_all_tasks_of_a_directive(cast, client, revenue):
    notice = report(cast)
    settle(notice, cast, cast.finance)
    give(notice, cast.clerk)
    client.sign_in(cast.clerk)
    task = db.session.scalars(db.select(Task).where(Task.notice_id == notice.id)).first()
    form = {"code": task.code, "whole_directive": "y"}
    assert client.post(f"/indicators/{revenue.id}/tasks", data=form).status_code == 303
    page = client.get(f"/indicators/{revenue.id}", budget=10).text
    assert task.code in page
    assert "Tất cả nhiệm vụ của ý kiến 1, 143/TB-UBND" in page
    assert "216/403\u00a0tỷ" in client.get(f"/tasks/{task.id}").text
    path = re.search(r"/indicators/\d+/directives/\d+/removal", page)[0]
    assert client.post(path).status_code == 303
    assert queries.list_tasks(cast.clerk, revenue) == []
    page = client.get(f"/indicators/{revenue.id}").text
    assert "gỡ liên kết nhiệm vụ" in page
    assert page.count("ý kiến 1, 143/TB-UBND") == 1
    assert "đẩy mạnh công tác thu" not in page
    client.sign_in(cast.finance_head)
    page = client.get(f"/indicators/{revenue.id}").text
    assert (task.code in page, "143/TB-UBND" in page) == (False, False)


def test_numbers_of_units_are_taken_over_with_one_press(cast, client):
    indicator = houses(cast)
    works = [issue(cast, lead_unit_id=unit.id) for unit in (cast.ward, cast.commune, cast.culture)]
    for task, number in zip(works, (4, 5, 6), strict=True):
        set_measure(task, Measure("nhà" if number < 6 else "hồ sơ", 10), by=cast.clerk)
        tasks.add_update(task, tasks.Progress(f"k{number}", "Đã xong", measured=number), by=cast.clerk)
        actions.link_task(indicator, task, by=cast.clerk)
    db.session.commit()
    client.sign_in(cast.ward_chair)
    page = client.get(f"/indicators/{indicator.id}", budget=10).text
    assert page.count('name="update"') == 1, "a ward only its own"
    client.sign_in(cast.clerk)
    page = client.get(f"/indicators/{indicator.id}", budget=10).text
    assert page.count('name="update"') == 2, "what is counted in something else is not offered"
    update = re.search(r'name="update" value="(\d+)"', page)[1]
    for _ in range(2):
        assert client.post(f"/indicators/{indicator.id}/updates", data={"update": update}).status_code == 303
    for malformed in ("", "²", "9" * 30, "0"):
        client.post(f"/indicators/{indicator.id}/updates", data={"update": malformed})
    assert len(readings_of(indicator)) == 1
    client.post(f"/indicators/{indicator.id}/updates")
    assert {(one[1], one[2]) for one in readings_of(indicator)} == {(4, "update"), (5, "update")}
    assert 'name="update"' not in client.get(f"/indicators/{indicator.id}").text


def figure_paths(page):
    return re.findall(r'action="(/notices/\d+/figures/\d+)"', page)


def test_a_figure_is_accepted_with_one_press_and_only_once(cast, client):
    indicator, notice = make(cast), report(cast)
    client.sign_in(cast.clerk)
    page = client.get(f"/notices/{notice.id}/review").text
    (path,) = figure_paths(page)
    form = dict(re.findall(r'name="(indicator_id|as_of|with_plans)" value="([^"]*)"', page))
    for sentence in ("Đã nhận số liệu vào chỉ tiêu.", "Số liệu này đã được nhận trước đó."):
        answer = client.post(path, data=form)
        assert answer.status_code == 303
        page = client.get(answer.location).text
        assert sentence in page
    assert readings_of(indicator) == [("31/10", Decimal(216), "notice")]
    targets = queries.list_targets([indicator.id])[indicator.id]
    assert [(one.set_by, one.value) for one in targets] == [("Tỉnh giao", 403), ("HĐND thành phố giao", 565)]
    assert figure_paths(page) == []
    assert f'Đã nhận vào <a href="/indicators/{indicator.id}">' in page
    page = client.get(f"/indicators/{indicator.id}", budget=10).text
    assert "Còn 187 tỷ trong 2 tháng: 93,5 tỷ/tháng, gấp 4,3 lần bình quân 10 tháng." in page
    assert "bằng 53,6% kế hoạch tỉnh giao" in page
    client.sign_in(cast.finance_head)
    page = client.get(f"/indicators/{indicator.id}", budget=10).text
    assert "bằng 53,6%" not in page, "a unit reads its own part of a notice"
    assert f"/notices/{notice.id}" not in page


def test_a_plan_that_is_known_stays(cast, client):
    indicator, notice = make(cast, unit="triệu đồng"), report(cast)
    plan(indicator, "UBND tỉnh giao", "402500", cast.clerk)
    client.sign_in(cast.clerk)
    page = client.get(f"/notices/{notice.id}/review").text
    form = dict(re.findall(r'name="(indicator_id|as_of|with_plans)" value="([^"]*)"', page))
    client.post(figure_paths(page)[0], data=form)
    assert readings_of(indicator) == [("31/10", Decimal(216_000), "notice")]
    targets = queries.list_targets([indicator.id])[indicator.id]
    assert [(one.set_by, one.value) for one in targets] == [("UBND tỉnh giao", 402500), ("HĐND thành phố giao", 565000)]


def test_a_new_indicator_in_the_same_form(cast, client):
    notice = report(cast)
    client.sign_in(cast.clerk)
    page = client.get(f"/notices/{notice.id}/review").text
    assert figure_paths(page) == [], "nothing is near, so it is asked"
    path = re.search(r'href="(/notices/\d+/figures/\d+)"', page)[1]
    assert client.get(path, budget=10).status_code == 200
    form = {"indicator_id": "0", "name": "", "as_of": "31/10/2026", "with_plans": "y"}
    assert client.post(path, data=form).status_code == 422
    for _ in range(2):
        assert client.post(path, data={**form, "name": "Thu ngân sách"}).status_code == 303
    made = db.session.scalars(db.select(Indicator)).one()
    assert (made.name, made.unit, made.year) == ("Thu ngân sách", "tỷ đồng", 2026)
    assert readings_of(made) == [("31/10", Decimal(216), "notice")]
    assert client.post(f"/notices/{notice.id}/figures/1", data=form).status_code == 404


def test_figures_of_an_issued_notice(cast, client):
    make(cast)
    notice = report(cast)
    settle(notice, cast, cast.finance)
    give(notice, cast.clerk)
    for name, actor in cast.everyone.items():
        client.sign_in(actor)
        status = client.get(f"/notices/{notice.id}/figures", budget=10).status_code
        linked = client.get(f"/notices/{notice.id}")
        assert (status == 200) == (name in KEEPING), name
        assert (f"/notices/{notice.id}/figures" in linked.text) == (name in KEEPING), name
    client.sign_in(cast.admin)
    page = client.get(f"/notices/{notice.id}/figures").text
    answer = client.post(figure_paths(page)[0], data={"indicator_id": "0", "name": "Thu", "as_of": "31/10/2026"})
    assert (answer.status_code, "/figures#f" in answer.location) == (303, True)


def test_a_notice_that_is_discarded_takes_its_readings_with_it(cast, client):
    indicator, notice = make(cast), report(cast)
    client.sign_in(cast.clerk)
    page = client.get(f"/notices/{notice.id}/review").text
    client.post(figure_paths(page)[0], data={"indicator_id": str(indicator.id), "as_of": "31/10/2026"})
    assert len(readings_of(indicator)) == 1
    assert client.post(f"/notices/{notice.id}/discarding").status_code == 303
    assert db.session.scalar(db.select(db.func.count(Notice.id))) == 0
    assert readings_of(indicator) == []
    client.sign_in(cast.finance_head)
    page = client.get(f"/indicators/{indicator.id}").text
    assert "bỏ số liệu" in page
    assert "Kết luận nhập nhầm đã được bỏ." in page
    assert "143/TB-UBND" not in page, "nobody but the Office knows of a draft"


def test_a_notice_in_review_is_named_and_quoted_to_the_office_alone(cast, client):
    indicator, notice = make(cast), report(cast)
    client.sign_in(cast.clerk)
    page = client.get(f"/notices/{notice.id}/review").text
    client.post(figure_paths(page)[0], data={"indicator_id": str(indicator.id), "as_of": "31/10/2026"})
    correction = f"/readings/{db.session.scalars(db.select(Reading.id)).one()}/correction"
    db.session.get_one(Notice, notice.id).open_to_all = True
    for is_issued in (False, True):
        if is_issued:
            settle(notice, cast, cast.finance)
            give(notice, cast.clerk)
        db.session.commit()
        for name in SEEING:
            client.sign_in(cast.everyone[name])
            page = client.get(f"/indicators/{indicator.id}", budget=11 if name == "admin" else 10).text
            sees = name == "clerk" or is_issued
            assert ("143/TB-UBND" in page) == sees, name
            quoted = sees and name not in {"finance_head", "finance_officer"}
            assert ("bằng 53,6% kế hoạch" in page) == quoted, name
            form = client.get(correction, budget=10)
            assert ("bằng 53,6% kế hoạch" in form.text) == (quoted and form.status_code == 200), name


def test_a_figure_that_another_clerk_accepts_meanwhile_leaves_no_empty_indicator(cast, client, monkeypatch):
    notice = report(cast)
    before = figures.find_figure
    client.sign_in(cast.clerk)
    page = client.get(f"/notices/{notice.id}/review").text
    path = re.search(r'href="(/notices/\d+/figures/\d+)"', page)[1]
    form = {"indicator_id": "0", "name": "Thu ngân sách", "as_of": "31/10/2026", "with_plans": "y"}
    assert client.post(path, data=form).status_code == 303
    monkeypatch.setattr(figures, "find_figure", lambda *place: replace(before(*place), taken=None))
    client.sign_in(hire("haivanphong", "Nông Thị Hai", Role.OFFICE, None, "Chuyên viên"))
    answer = client.post(path, data={**form, "name": "Tổng thu"})
    assert (answer.status_code, "Số liệu này đã được nhận trước đó." in answer.text) == (422, True)
    assert db.session.scalars(db.select(Indicator.name)).all() == ["Thu ngân sách"]


def test_the_register_of_leaders_says_the_pace(cast, client, revenue):
    tied, other = issue(cast), issue(cast)
    actions.link_task(revenue, tied, by=cast.clerk)
    db.session.commit()
    client.sign_in(cast.chairman)
    page = client.get("/outstanding?mine=0", budget=10).text
    assert page.count("216/403\u00a0tỷ (Tỉnh giao) · cần 93,5\u00a0tỷ/tháng") == 1
    assert page.index(f"/tasks/{tied.id}?") < page.index("216/403\u00a0tỷ") < page.index(f"/tasks/{other.id}?")


def test_every_page_speaks_of_the_plan_that_stands_worst(cast, client):
    """The task's page, the register of leaders, the list and a ward's row: one outlook, and the numbers it is of."""
    indicator, task = make(cast), issue(cast)
    actions.link_task(indicator, task, by=cast.clerk)
    plan(indicator, "Tỉnh giao", "200", cast.clerk)
    read(indicator, OCTOBER, "216", cast.clerk)
    db.session.commit()
    client.sign_in(cast.chairman)
    page = client.get(f"/tasks/{task.id}").text
    assert "216/200\u00a0tỷ · Đã đạt kế hoạch" in page, "one plan needs no name"
    plan(indicator, "HĐND thành phố giao", "565", cast.clerk)
    words = "216/565\u00a0tỷ (HĐND thành phố giao) · cần 174,5\u00a0tỷ/tháng"
    page = client.get(f"/tasks/{task.id}").text
    assert f"{words} · Khó đạt nếu giữ tốc độ này" in page
    page = client.get("/outstanding?mine=0", budget=10).text
    assert (words in page, "216/200" in page) == (True, False)
    page = client.get("/indicators", budget=8).text
    assert page.index("565 tỷ") < page.index("200 tỷ"), "the bar is that of the plan that the word is about"
    each = houses(cast)
    for set_by, value in (("Tỉnh giao", "5"), ("Thành phố giao", "900")):
        plan(each, set_by, value, cast.clerk, cast.ward.id)
    read(each, OCTOBER, "7", cast.clerk, cast.ward.id)
    db.session.commit()
    page = client.get(f"/indicators/{each.id}", budget=10).text
    row = page[page.index('id="wards"') :]
    assert ("/900 nhà" in row, "Thành phố giao" in row, "/5 nhà" in row) == (True, True, False)


def test_a_task_tells_the_outlook_of_the_indicator_s_page(cast, client):
    """Last year's rhythm reaches the plan, which the present pace does not."""
    before = make(cast, year=2025)
    for day, value in ((date(2025, 10, 31), "100"), (date(2025, 12, 31), "300")):
        read(before, day, value, cast.clerk)
    indicator, task = make(cast, previous_id=before.id), issue(cast)
    plan(indicator, "Tỉnh giao", "403", cast.clerk)
    read(indicator, OCTOBER, "216", cast.clerk)
    actions.link_task(indicator, task, by=cast.clerk)
    db.session.commit()
    client.sign_in(cast.chairman)
    for path, budget in ((f"/indicators/{indicator.id}", 10), ("/indicators", 8), (f"/tasks/{task.id}", None)):
        page = client.get(path, budget=budget).text
        assert ("Có thể không đạt" in page, "Khó đạt nếu giữ tốc độ này" in page) == (True, False), path
    with_last_year = client.queries
    indicator.previous_id = None
    db.session.commit()
    assert "Khó đạt nếu giữ tốc độ này" in client.get(f"/tasks/{task.id}").text
    assert client.queries == with_last_year, "last year comes in the same questions"


def test_last_year_in_millions_is_told_in_billions(cast, client):
    before = make(cast, year=2025, unit="triệu đồng")
    for day, value in ((date(2025, 10, 31), "200000"), (date(2025, 12, 31), "300000")):
        read(before, day, value, cast.clerk)
    indicator = make(cast, previous_id=before.id)
    plan(indicator, "Tỉnh giao", "403", cast.clerk)
    read(indicator, OCTOBER, "216", cast.clerk)
    db.session.commit()
    client.sign_in(cast.vice_chairman)
    page = client.get(f"/indicators/{indicator.id}", budget=10).text
    assert "Cùng kỳ năm trước: 200 tỷ, tăng 8%." in page
    assert "324 tỷ" in page, "last year's rhythm"
    assert ("200.000" in page, "300.000" in page) == (False, False), "neither the sentence nor the axis"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ({"unit": "%"}, "Chỉ tiêu năm trước có đơn vị tính “tỷ đồng”, không so sánh được với “%”."),
        ({"kind": "level"}, "Chỉ tiêu năm trước có cách tính khác nên không so sánh được."),
    ],
)
def test_what_cannot_be_compared_is_no_year_before(cast, client, now, words):
    before = make(cast, year=2025)
    client.sign_in(cast.clerk)
    form = {"name": "Thu", "unit": "tỷ đồng", "year": "2026", "kind": "cumulative", "previous_id": str(before.id)}
    answer = client.post("/indicators/new", data={**form, **now, "topic_id": "0", "lead_unit_id": "0"})
    assert (answer.status_code, words in answer.text) == (422, True)
