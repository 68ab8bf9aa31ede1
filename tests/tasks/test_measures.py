"""Measured tasks: a number with its unit in the place of a percentage."""

import html
import re
from datetime import date
from itertools import product

import pytest
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st

from tests.review.notices import enter
from tests.tasks.test_access import put_in
from tests.tasks.test_life import issue, progress
from tracker.db import db
from tracker.directives.models import Directive
from tracker.errors import Refused
from tracker.tasks import actions, policy
from tracker.tasks.measuring import list_shares, percent_of, show_reached
from tracker.tasks.models import OPEN_STATES, ProgressUpdate, Task, TaskState
from tracker.tasks.register import Whole, count_of_directives
from tracker.text import parse_number, write_number
from tracker.web.filters import number

DIGITS = st.integers(0, 10**15 - 1)
NUMBERS = st.one_of(
    DIGITS.map(float),
    st.tuples(st.integers(0, 10**11 - 1), st.integers(0, 9999)).map(lambda pair: float(f"{pair[0]}.{pair[1]:04d}")),
)


@given(value=NUMBERS, language=st.sampled_from(["vi", "en"]))
def test_what_is_written_reads_back_as_itself(value, language):
    assert parse_number(write_number(value, language), language) == value


@given(typed=st.text("0123456789., \u00a0-x", max_size=12), language=st.sampled_from(["vi", "en"]))
def test_whatever_is_typed_is_a_number_that_is_not_negative_or_refused(typed, language):
    try:
        value = parse_number(typed, language)
    except ValueError:
        return
    assert 0 <= value < 10**15
    assert parse_number(write_number(value, language), language) == value


@given(measured=st.none() | NUMBERS, target=st.none() | NUMBERS)
def test_progress_is_between_0_and_100_and_never_rounded_up(measured, target):
    percent = percent_of(measured, target)
    if measured is None or not target:
        assert percent is None
    else:
        assert 0 <= percent <= 100
        assert (percent == 100) is (measured >= target)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("45", 45),
        ("1.234,5", 1234.5),
        ("1234,5", 1234.5),
        ("1 234,5", 1234.5),
        ("1.234", 1234),
        ("1.234.567", 1234567),
        ("12.5", 12.5),
        ("0,25", 0.25),
        ("007", 7),
    ],
)
def test_vietnamese_numbers(typed, value):
    assert parse_number(typed) == value


@pytest.mark.parametrize(
    "typed",
    ["", "-5", "nhiều", "1,2,3", "1.23.4", "0.125", "12,", ",5", "1e3", "½", "١", "1,23456", "9" * 16, "45 nhà"],
)
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError, match=f"^{re.escape(typed)}$"):
        parse_number(typed)


def test_numbers_on_pages_have_the_decimals_that_they_have(app):
    with app.test_request_context():
        assert [number(value) for value in (1234.5, 1234567, 40.0, 0.1 + 0.2, None)] == [
            "1.234,5",
            "1.234.567",
            "40",
            "0,3",
            "—",
        ]
        assert number(1.5, 0) == "2"


@pytest.mark.parametrize(("language", "shown"), [("vi", "1.234,5/2.000 tỷ đồng"), ("en", "1,234.5/2,000 tỷ đồng")])
def test_reached_is_written_in_the_readers_language(app, language, shown):
    with app.test_request_context(), force_locale(language):
        assert show_reached(1234.5, 2000, "tỷ đồng") == shown
        assert show_reached(3, None, "hồ sơ") == "3 hồ sơ"


MAY_MEASURE = {"clerk", "vice_chairman"}


def test_who_sets_the_measure_in_every_state(cast):
    task = issue(cast)
    for (name, actor), state in product(cast.everyone.items(), TaskState):
        put_in(task, state)
        assert policy.can_set_measure(actor, task) is (name in MAY_MEASURE and state in OPEN_STATES), (name, state)


@pytest.fixture
def task(cast):
    """Forty-five houses, led by finance."""
    task = issue(cast)
    actions.set_measure(task, actions.Measure("nhà", 45), by=cast.clerk)
    db.session.commit()
    return task


def update(client, task, measured, key="k", **more):
    return client.post(
        f"/tasks/{task.id}/updates", data={"form_key": key, "result": "Đã bàn giao", "measured": measured, **more}
    )


def test_number_is_asked_for_in_the_place_of_the_percentage(cast, client, task):
    client.sign_in(cast.finance_head)
    page = client.get(f"/tasks/{task.id}").text
    assert re.search(r"Đã đạt <span[^>]*>\(kế hoạch 45\)", page)
    assert 'name="percent"' not in page
    assert update(client, task, "40").status_code == 303
    task = db.session.get_one(Task, task.id)
    assert (task.measured, task.progress) == (40, 88)
    page = client.get(f"/tasks/{task.id}").text
    assert "cập nhật: đạt 40/45 nhà" in page
    assert "đã đạt 40/45 nhà · 88%" in page
    for path in ("/work", "/tasks?band=open"):
        assert "40/45 nhà" in client.get(path).text
        assert "88%" not in client.get(path).text


@pytest.mark.parametrize(("typed", "measured", "percent"), [("50", 50, 100), ("44,5", 44.5, 98), ("0", 0, 0)])
def test_percentage_follows_the_number(cast, client, task, typed, measured, percent):
    client.sign_in(cast.finance_head)
    assert update(client, task, typed).status_code == 303
    task = db.session.get_one(Task, task.id)
    assert (task.measured, task.progress) == (measured, percent)


@pytest.mark.parametrize("typed", ["-1", "bốn mươi", "1,2,3"])
def test_wrong_number_is_said_and_kept(cast, client, task, typed):
    client.sign_in(cast.finance_head)
    answer = update(client, task, typed)
    assert (answer.status_code, f'value="{typed}"' in answer.text) == (422, True)
    assert answer.text.count("Hãy ghi một số không âm, ví dụ 1.234,5.") == 1


def test_update_without_a_number_leaves_it(cast, client, task):
    client.sign_in(cast.finance_head)
    update(client, task, "40")
    update(client, task, "", "k2")
    assert db.session.get_one(Task, task.id).measured == 40


def test_form_from_before_the_measure_is_answered_and_keeps_its_text(cast, client, task):
    client.sign_in(cast.finance_head)
    answer = client.post(f"/tasks/{task.id}/updates", data={"form_key": "k", "result": "Đã làm 40", "percent": "88"})
    assert (answer.status_code, "nay theo dõi bằng số (nhà)" in answer.text, "Đã làm 40" in answer.text) == (
        422,
        True,
        True,
    )
    actions.set_measure(db.session.get_one(Task, task.id), actions.Measure(""), by=cast.clerk)
    answer = update(client, task, "40")
    assert (answer.status_code, "không còn theo dõi bằng số" in answer.text) == (422, True)


def report(client, task, measured, **more):
    data = {"form_key": "s", "result": "Đã bàn giao", "completed_on": "24/11/2026", "measured": measured, **more}
    return client.post(f"/tasks/{task.id}/completion", data=data)


def test_report_below_the_plan_is_asked_about_once(cast, client, task):
    client.sign_in(cast.finance_head)
    answer = report(client, task, "40", document_number="12/BC")
    assert (answer.status_code, "Kế hoạch 45, mới đạt 40 – báo hoàn thành?" in answer.text) == (422, True)
    assert "Báo hoàn thành với 40/45 nhà" in answer.text
    assert 'value="12/BC"' in answer.text
    anyway = re.search(r'name="anyway" value="([^"]+)"', answer.text).group(1)
    assert report(client, task, "38", anyway=anyway).status_code == 422
    assert db.session.get_one(Task, task.id).state == TaskState.ASSIGNED
    assert report(client, task, "40", anyway=anyway).status_code == 303
    task = db.session.get_one(Task, task.id)
    assert (task.state, task.measured, task.progress) == (TaskState.SUBMITTED, 40, 88)
    assert "ngày 24/11/2026, đạt 40/45 nhà" in client.get(f"/tasks/{task.id}").text


def test_report_of_the_plan_or_more_is_not_asked_about(cast, client, task):
    client.sign_in(cast.finance_head)
    assert report(client, task, "").status_code == 422
    assert report(client, task, "46").status_code == 303
    task = db.session.get_one(Task, task.id)
    assert (task.measured, task.progress) == (46, 100)


def test_returned_report_goes_back_to_the_last_number_and_confirmed_one_keeps_it(cast, task):
    actions.add_update(task, progress("u", measured=30), by=cast.finance_head)
    actions.submit_completion(task, progress("s", measured=45), date(2026, 11, 24), by=cast.finance_head)
    actions.send_back(task, "Thiếu biên bản", by=cast.clerk)
    assert (task.measured, task.progress) == (30, 66)
    actions.submit_completion(
        task, progress("t", measured=44), date(2026, 11, 24), by=cast.finance_head, knows_it_is_short=True
    )
    actions.confirm_completion(task, by=cast.clerk)
    assert (task.state, task.measured, task.progress) == (TaskState.COMPLETED, 44, 97)


def test_reopened_work_goes_on_from_the_last_number(cast, task):
    actions.add_update(task, progress("u", measured=30), by=cast.finance_head)
    actions.submit_completion(task, progress("s", measured=45), date(2026, 11, 24), by=cast.finance_head)
    actions.confirm_completion(task, by=cast.clerk)
    actions.reopen_task(task, "Nghiệm thu lại", by=cast.clerk)
    assert (task.measured, task.progress) == (30, 66)


def correct(client, update, measured):
    path = f"/updates/{update.id}/correction"
    page = client.get(path).text
    fields = {
        name: html.unescape(value)
        for name, value in re.findall(r'name="(version|was|measured)"[^>]*value="([^"]*)"', page)
    }
    assert fields["measured"] == "40"
    assert 'name="percent"' not in page
    return client.post(path, data={**fields, "result": "Đã bàn giao", "measured": measured})


@pytest.mark.parametrize("is_completion", [False, True])
def test_number_typed_wrong_is_corrected(cast, client, task, is_completion):
    client.sign_in(cast.finance_head)
    if is_completion:
        assert report(client, task, "40", anyway="40.0").status_code == 303
    else:
        update(client, task, "40")
    sent = db.session.query(ProgressUpdate).one()
    assert correct(client, sent, "").status_code == 422
    assert correct(client, sent, "4,5").status_code == 303
    task = db.session.get_one(Task, task.id)
    assert (task.measured, task.progress) == (4.5, 10)
    page = client.get(f"/tasks/{task.id}").text
    assert "đạt 4,5/45 nhà" in page


def test_second_of_two_who_report_sees_both_numbers(cast, client, task):
    client.sign_in(cast.finance_head)
    update(client, task, "40")
    answer = update(client, task, "41,5", "k2", seen="0")
    assert answer.status_code == 409
    assert "Đã đạt: 40/45 nhà" in answer.text
    assert "Đã đạt: 41,5/45 nhà" in answer.text
    assert re.search(r'name="measured" value="41,5"', answer.text)
    assert db.session.get_one(Task, task.id).measured == 40


def test_measure_without_a_target_counts_without_a_percentage(cast, client, task):
    actions.set_measure(task, actions.Measure("hồ sơ"), by=cast.vice_chairman)
    client.sign_in(cast.finance_head)
    update(client, task, "7")
    assert db.session.get_one(Task, task.id).progress is None
    assert "7 hồ sơ" in client.get("/work").text
    assert "7 hồ sơ" in client.get("/tasks?band=open").text


def set_measure(client, task, **data):
    return client.post(f"/tasks/{task.id}/measure", data=data)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"measure": "", "target": "45"}, "measure-measure-error"),
        ({"measure": "nhà", "target": "0"}, "measure-target-error"),
        ({"measure": "nhà", "target": "-3"}, "measure-target-error"),
        ({"measure": "x" * 41, "target": "3"}, "measure-measure-error"),
    ],
)
def test_wrong_measure_is_said_beside_its_field(cast, client, data, field):
    task = issue(cast)
    client.sign_in(cast.clerk)
    answer = set_measure(client, task, **data)
    assert (answer.status_code, field in answer.text) == (422, True)
    assert db.session.get_one(Task, task.id).measure == ""


def test_closed_task_keeps_its_measure(cast, task):
    put_in(task, TaskState.COMPLETED)
    with pytest.raises(Refused):
        actions.set_measure(task, actions.Measure("hộ", 3), by=cast.clerk)


def test_changed_target_moves_the_percentage_and_is_told(cast, client, task):
    actions.add_update(task, progress(measured=40), by=cast.finance_head)
    client.sign_in(cast.vice_chairman)
    assert set_measure(client, task, measure="nhà", target="40").status_code == 303
    assert db.session.get_one(Task, task.id).progress == 100
    page = client.get(f"/tasks/{task.id}").text
    assert "sửa kế hoạch từ 45 nhà thành 40 nhà" in page
    assert "cập nhật: đạt 40/45 nhà" in page


def test_numbers_of_another_unit_are_not_carried_over(cast, task):
    actions.add_update(task, progress(measured=40), by=cast.finance_head)
    actions.set_measure(task, actions.Measure("tỷ đồng", 3), by=cast.clerk)
    assert task.measured is None
    assert db.session.query(ProgressUpdate).one().measured == 40


@pytest.fixture
def wards(cast):
    """One directive, a task for each of eleven units."""
    directive = Directive(notice_id=enter(cast).id, position=1, text="Xóa nhà tạm")
    db.session.add(directive)
    db.session.flush()
    units = [cast.ward, cast.commune, cast.tax, cast.culture, cast.finance]
    found = [
        issue(cast, title="Xóa nhà tạm", lead_unit_id=unit.id, directive_id=directive.id, notice_id=directive.notice_id)
        for unit in (units * 3)[:11]
    ]
    db.session.commit()
    return found


def test_unit_of_measure_for_all_tasks_of_the_directive(cast, client, wards):
    client.sign_in(cast.clerk)
    assert "cho cả 11 nhiệm vụ cùng ý kiến chỉ đạo" in client.get(f"/tasks/{wards[0].id}?open=measure").text
    answer = set_measure(client, wards[0], measure="nhà", target="45", for_all="y")
    assert "Đã lưu cho 11 nhiệm vụ." in client.get(answer.location).text
    tasks = db.session.query(Task).order_by(Task.id).all()
    assert [task.measure for task in tasks] == ["nhà"] * 11
    assert [task.target for task in tasks] == [45] + [None] * 10
    set_measure(client, wards[1], measure="nhà", target="30", for_all="y")
    assert [task.target for task in db.session.query(Task).order_by(Task.id)] == [45, 30] + [None] * 9
    set_measure(client, wards[1], measure="nhà", target="30", for_all="y", same_target="y")
    assert {task.target for task in db.session.query(Task)} == {30}


def test_measure_for_all_leaves_closed_tasks_and_those_of_other_leaders(cast, wards):
    put_in(wards[3], TaskState.COMPLETED)
    wards[4].leader_id = cast.chairman.user_id
    db.session.commit()
    measure = actions.Measure("nhà", 40, for_all=True, same_target=True)
    assert actions.set_measure(wards[0], measure, by=cast.vice_chairman) == 9
    assert [task.measure for task in wards[3:5]] == ["", ""]


def measure_all(cast, wards, reached):
    """Every ward gets a plan of 40 and, in turn, one of these numbers."""
    actions.set_measure(wards[0], actions.Measure("nhà", 40, for_all=True, same_target=True), by=cast.clerk)
    for task, value in zip(wards, reached, strict=False):
        actions.add_update(task, progress(f"w{task.id}", measured=value), by=cast.clerk)
    db.session.commit()


def test_folded_line_shows_the_sum(cast, client, wards):
    measure_all(cast, wards, [40, 28.5, 10])
    client.sign_in(cast.vice_chairman)
    page = client.get("/outstanding", budget=10).text
    assert "78,5/440 nhà" in page
    put_in(wards[0], TaskState.CANCELLED)
    directive = wards[0].directive_id
    assert count_of_directives([directive]) == {directive: Whole(0, 11, "nhà", 38.5, 400)}


def test_plan_is_summed_only_where_each_has_one(cast, wards):
    directive = wards[0].directive_id
    actions.set_measure(wards[0], actions.Measure("nhà", 40, for_all=True), by=cast.clerk)
    db.session.flush()
    assert count_of_directives([directive]) == {directive: Whole(0, 11, "nhà", 0, None)}
    shares = list_shares(cast.clerk, directive)
    assert (shares.is_whole, shares.percent) == (False, None)


def test_nothing_is_summed_over_two_measures(cast, wards):
    directive = wards[0].directive_id
    for task, unit in zip(wards, ("nhà", "hộ"), strict=False):
        actions.set_measure(task, actions.Measure(unit, 40), by=cast.clerk)
    db.session.flush()
    assert count_of_directives([directive]) == {directive: Whole(0, 11)}
    assert list_shares(cast.clerk, directive) is None


def test_work_that_was_over_before_the_measure_stands_without_a_number(cast, wards):
    put_in(wards[10], TaskState.COMPLETED)
    measure_all(cast, wards[:10], [40, 20])
    directive = wards[0].directive_id
    assert count_of_directives([directive]) == {directive: Whole(1, 11, "nhà", 60, 400)}
    shares = list_shares(cast.clerk, directive)
    assert (len(shares.lines), shares.measured, shares.target, shares.percent) == (11, 60, 400, 15)


def test_table_unit_by_unit_with_its_total(cast, client, wards):
    measure_all(cast, wards, [40, 28.5, 10])
    client.sign_in(cast.vice_chairman)
    page = client.get(f"/tasks?directive={wards[0].directive_id}", budget=8).text
    table = re.search(r'aria-labelledby="shares">.*?</section>', page, re.S).group()
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S) for row in re.findall(r"<tr>(.*?)</tr>", table, re.S)]
    rows = [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells]
    assert len(rows) == 13
    assert ["Chi cục Thuế", "10", "40", "25%", "24/11"] in rows
    assert ["Xã Chu Trinh", "28,5", "40", "71%", "24/11"] in rows
    assert ["Phường Sông Hiến", "40", "40", "100%", "24/11"] in rows
    total = re.search(r"<tfoot>.*?</tfoot>", table, re.S).group()
    assert re.findall(r">([^<\s][^<]*)</t[dh]>", total) == ["Tổng", "78,5", "440", "17%"]


def test_list_of_one_directive_shows_each_task(cast, client, wards):
    """The folded line opens this list, so here nothing is folded."""
    client.sign_in(cast.vice_chairman)
    page = client.get(f"/tasks?directive={wards[0].directive_id}", budget=8).text
    assert {f"/tasks/{task.id}" for task in wards} <= set(re.findall(r'href="([^"?]+)', page))
    assert 'id="shares"' not in page


def test_cooperating_unit_sees_only_its_own_lines(cast, client, wards):
    measure_all(cast, wards, [40, 28.5, 10])
    client.sign_in(cast.ward_chair)
    table = client.get(f"/tasks?directive={wards[0].directive_id}").text
    assert "Xã Chu Trinh" not in table
    assert "Phường Sông Hiến" in table
