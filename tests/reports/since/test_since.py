"""Each figure of «từ cuộc họp trước» is the length of its list, and what plain Python counts from the dated rows."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from sqlalchemy import select

from tests.reports.since.acts import BUSY, START, World, enter_notice, few, list_directives, lives
from tests.tasks.test_life import issue, progress
from tests.tasks.test_more_time import set_office
from tracker import clock
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.reports.since.changes import LISTED, PARTS, Kind, count_changes, list_changes, name_place, read_changes
from tracker.reports.since.period import Period
from tracker.tasks import actions
from tracker.tasks.filters import TaskFilter
from tracker.tasks.models import Task, TaskAssignmentChange, TaskDueChange, TaskState, TaskStateChange
from tracker.tasks.status import Today

NOW = date(2026, 11, 24)
SINCE = date(2026, 10, 27)
EVERYTHING = TaskFilter()


def day_of(period: Period) -> Today:
    return Today.of(period.last_day, office_calendar())


def rows_of(model, end):
    """By task, in the order in which they were written."""
    found = defaultdict(list)
    for row in db.session.scalars(select(model).order_by(model.id)):
        if end is None or row.at < end:
            found[row.task_id].append(row)
    return found


def recount(period: Period) -> dict[Kind, set[int]]:
    """From every dated row there is, one task after the other."""
    found: dict[Kind, set[int]] = defaultdict(set)
    states, dues, moves = (rows_of(model, period.end) for model in CHANGES)
    tasks = {task.id: task for task in db.session.scalars(select(Task))}
    for task_id, changes in states.items():
        due = dues[task_id][-1].to_due_on
        inside = [change for change in changes if change.at >= period.start]
        kinds = [*happened(inside, tasks[task_id]), *ended(inside, tasks[task_id], due)]
        day_before = period.since - timedelta(days=1)
        if is_overdue(changes, dues[task_id], period.last_day) and not is_overdue(changes, dues[task_id], day_before):
            kinds.append(Kind.BECAME_OVERDUE)
        for kind in kinds:
            found[kind].add(task_id)
    for task_id, changes in dues.items():
        inside = [change for change in changes if change.at >= period.start and change.from_due_on]
        if inside and inside[-1].to_due_on > inside[0].from_due_on:
            found[Kind.POSTPONED].add(task_id)
    for task_id, changes in moves.items():
        inside = [change for change in changes if change.at >= period.start]
        if inside and (inside[0].from_unit_id, inside[0].from_leader_id) != (
            inside[-1].to_unit_id,
            inside[-1].to_leader_id,
        ):
            found[Kind.MOVED].add(task_id)
    return found


CHANGES = (TaskStateChange, TaskDueChange, TaskAssignmentChange)
WORKING = ("assigned", "accepted", "in_progress", "returned", "declined")


def happened(inside, task):
    """What stays true whatever came after."""
    verbs = {"send_back": Kind.RETURNED, "decline": Kind.DECLINED, "reopen": Kind.REOPENED}
    verbs["issue"] = Kind.ADDED_BY_NOTICE if task.notice_id else Kind.ADDED_BY_HAND
    return [verbs[change.verb] for change in inside if change.verb in verbs]


def ended(inside, task, due):
    """How the task stood after its last change."""
    state = inside[-1].to_state if inside else ""
    if state == TaskState.COMPLETED:
        late = due and office_calendar().is_overdue(due, completed_on(task, inside[-1]))
        return [Kind.NO_DUE if due is None else Kind.LATE if late else Kind.ON_TIME]
    names = {"suspended": Kind.SUSPENDED, "cancelled": Kind.CANCELLED, "superseded": Kind.TRANSFERRED}
    return [names[state]] if state in names else []


def is_overdue(states, dues, day):
    """By its last state and due date of that day; what had not been given by then has neither."""
    state, due = (
        next((row for row in reversed(rows) if clock.to_office(row.at).date() <= day), None) for rows in (states, dues)
    )
    is_working = state is not None and state.to_state in WORKING
    return bool(is_working and due and due.to_due_on and office_calendar().is_overdue(due.to_due_on, day))


def test_what_becomes_overdue_is_in_one_of_two_adjoining_periods(cast):
    with clock.at(clock.office_time(START, 9)):
        tasks = {issue(cast, title=f"Việc {day}", due_on=date(2026, 11, day)).id for day in range(12, 20)}
        db.session.flush()
    periods = Period(date(2026, 11, 13), date(2026, 11, 19)), Period(date(2026, 11, 20))
    found = [
        [entry.task_id for entry in list_changes(Kind.BECAME_OVERDUE, period, EVERYTHING, day_of(period))]
        for period in periods
    ]
    assert sorted(found[0] + found[1]) == sorted(tasks)
    assert min(map(len, found)) >= 1


def test_what_comes_back_to_work_after_its_term_became_overdue_in_that_week(cast):
    """Reported or put aside in time, taken up again when the term was over: overdue since then, and in one week."""
    with clock.at(clock.office_time(date(2026, 10, 1), 9)):
        returned, resumed, opened, extended, late = (
            issue(cast, title=f"Việc {number}", due_on=date(2026, 11, 10)).id for number in range(5)
        )
        db.session.flush()
    fetch, unit = World(cast).fetch, cast.finance_head
    with clock.at(clock.office_time(date(2026, 11, 9), 9)):
        for task_id in (returned, opened):
            actions.submit_completion(fetch(task_id), progress(f"s{task_id}"), clock.today(), by=unit)
        actions.confirm_completion(fetch(opened), by=cast.clerk)
        actions.suspend_task(fetch(resumed), "Chờ quy định", None, by=cast.clerk)
    with clock.at(clock.office_time(date(2026, 11, 18), 9)):
        actions.send_back(fetch(returned), "Thiếu biểu", by=cast.clerk)
        actions.resume_task(fetch(resumed), "Đã có quy định", None, by=cast.clerk)
        actions.reopen_task(fetch(opened), "Kết quả chưa đạt", by=cast.clerk)
        # It was overdue before, and is again: nothing that began this week.
        actions.set_due_date(fetch(extended), date(2026, 11, 19), "Theo chỉ đạo", by=cast.chairman)
        given = issue(cast, title="Giao muộn", due_on=date(2026, 11, 12)).id
    db.session.flush()
    back, always = {returned, resumed, opened, given}, {extended, late}
    for since, until, expected in (
        (2, 8, set()),
        (9, 15, always),
        (16, 22, back),
        (2, 22, back | always),
        (16, None, back),
        (2, None, back | always),
    ):
        period = Period(date(2026, 11, since), date(2026, 11, until) if until else None)
        found = list_changes(Kind.BECAME_OVERDUE, period, EVERYTHING, day_of(period))
        assert {entry.task_id for entry in found} == expected, (since, until)


def test_what_was_completed_long_before_its_confirmation_is_in_time_as_its_row_says(cast, client):
    """Due on a Saturday, done on the Monday behind it, reported and confirmed more than a year later."""
    set_office(cast, backdate_limit_days=0)
    with clock.at(clock.office_time(date(2025, 8, 1), 9)):
        task_id = issue(cast, due_on=date(2025, 8, 9)).id
    fetch = World(cast).fetch
    actions.submit_completion(fetch(task_id), progress("s"), date(2025, 8, 11), by=cast.finance_head)
    actions.confirm_completion(fetch(task_id), by=cast.clerk)
    db.session.flush()
    client.sign_in(cast.clerk)
    assert "Hoàn thành đúng hạn" in client.get("/reports/since/on_time?since=20/11/2026").text
    found = [compare(Period(SINCE, until)) for until in (None, NOW)]
    assert all(Kind.ON_TIME in kinds and Kind.LATE not in kinds for kinds in found)


def completed_on(task, confirmation):
    """The day that the unit gave; once it was opened again, the change that did so knows it."""
    later = TaskStateChange.task_id == task.id, TaskStateChange.id > confirmation.id
    opened = db.session.scalar(select(TaskStateChange).where(*later).order_by(TaskStateChange.id).limit(1))
    return opened.from_closed_on if opened else task.completed_on


def test_each_figure_is_its_list_and_what_the_dated_rows_say(cast):
    seen = set()

    @few
    @given(lives)
    @example(BUSY)
    def check(acts):
        with db.session.begin_nested() as outer:
            World(cast).play(acts, NOW)
            for until in (None, date(2026, 11, 12)):
                seen.update(compare(Period(SINCE, until)))
            outer.rollback()
        db.session.expire_all()

    check()
    assert seen == set(LISTED)


def compare(period) -> list[Kind]:
    """The kinds that hold something."""
    expected, today = recount(period), day_of(period)
    found = read_changes(period, EVERYTHING, today)
    for kind in LISTED:
        entries = found[kind]
        assert {entry.task_id for entry in entries} == expected[kind], kind
        assert [entry.total for entry in entries] == [len(expected[kind])] * len(entries), kind
        assert entries == list_changes(kind, period, EVERYTHING, today)
        assert count_changes(kind, period, EVERYTHING, today) == len(entries)
    for whole, parts in PARTS.items():
        assert count_changes(whole, period, EVERYTHING, today) == sum(len(found[part]) for part in parts)
    return [kind for kind in LISTED if found[kind]]


def test_a_list_of_more_than_fifty_is_paged_without_a_gap(cast, client):
    late = [issue(cast, title=f"Việc {number}", due_on=date(2026, 11, 2 + number % 15)) for number in range(53)]
    db.session.flush()
    period = Period(START)
    for kind in (Kind.ADDED_BY_HAND, Kind.BECAME_OVERDUE):
        first = list_changes(kind, period, EVERYTHING, day_of(period))
        assert len(first) == 51
        rest = list_changes(kind, period, EVERYTHING, day_of(period), name_place(kind, first[49]))
        assert sorted(entry.task_id for entry in [*first[:50], *rest]) == sorted(task.id for task in late)
    client.sign_in(cast.vice_chairman)
    page = client.get(f"/reports/since?since={START}", budget=10).text
    assert f'href="/reports/since/became_overdue?since={START}"' in page
    answer = client.get(f"/reports/since/became_overdue?since={START}", budget=9).text
    assert '<span class="count">53<' in answer
    assert "after=" in answer


def test_what_changed_several_times_stands_once_with_first_and_last(cast, client):
    task = issue(cast, title="Giải ngân vốn", due_on=date(2026, 12, 1))
    for day in (date(2026, 12, 5), date(2026, 12, 20)):
        actions.set_due_date(task, day, f"Chờ vốn đến {day:%d/%m}", by=cast.chairman)
    task = World(cast).fetch(task.id)
    for unit in (cast.tax, cast.ward):
        actions.reassign_task(task, actions.Reassignment(unit.id, "Đúng chức năng hơn"), by=cast.clerk)
    db.session.flush()
    client.sign_in(cast.clerk)
    page = " ".join(html.unescape(client.get("/reports/since", budget=10).text).split())
    assert '<s class="muted">01/12/2026</s> → <b>20/12/2026</b>' in page
    assert "“Chờ vốn đến 20/12”" in page
    assert '<s class="muted">Phòng TC-KH</s> → <b>Phường Sông Hiến</b>' in page
    assert "Nguyễn Quốc Trung, 24/11" in page


def test_rows_until_a_past_day_are_as_they_were_then(cast, client):
    """What was overdue on the 15th has been put off since, and then completed."""
    with clock.at(clock.office_time(START, 9)):
        task = World(cast).fetch(issue(cast, title="Việc quá hạn", due_on=date(2026, 11, 10)).id)
    with clock.at(clock.office_time(date(2026, 11, 18), 9)):
        actions.set_due_date(task, date(2026, 12, 31), "Chờ vốn", by=cast.chairman)
    with clock.at(clock.office_time(date(2026, 11, 20), 9)):
        actions.submit_completion(World(cast).fetch(task.id), progress("s"), clock.today(), by=cast.finance_head)
        actions.confirm_completion(World(cast).fetch(task.id), by=cast.clerk)
    db.session.flush()
    client.sign_in(cast.chairman)
    for path in ("/reports/since", "/reports/since/became_overdue"):
        page = html.unescape(client.get(f"{path}?since=2026-11-06&until=2026-11-15", budget=10).text)
        assert '<td class="due">10/11/2026<small><span class="chip late">' in page
        assert "31/12/2026" not in page
        assert "Thời hạn và trạng thái tính đến hết ngày 15/11/2026." in page
    now = html.unescape(client.get("/reports/since?since=2026-11-06", budget=10).text)
    assert '<td class="due">31/12/2026<small>' in now
    assert "tính đến hết ngày" not in now


def test_the_default_is_the_last_meeting_that_is_some_days_over(cast, client):
    for number, day in ((101, START), (102, date(2026, 11, 2)), (103, date(2026, 11, 20))):
        enter_notice(cast, f"{number}/TB-UBND", day)
    client.sign_in(cast.chairman)
    assert "Từ cuộc họp ngày 18/11/2026 (103/TB-UBND) đến hôm nay, 24/11/2026" in client.get("/reports/since").text
    enter_notice(cast, "104/TB-UBND", date(2026, 11, 24))  # of a meeting of the 22nd: nothing can have come of it yet
    assert "Từ cuộc họp ngày 18/11/2026 (103/TB-UBND)" in client.get("/reports/since").text
    assert (
        "Từ ngày 01/11/2026 đến hết ngày 15/11/2026"
        in client.get("/reports/since?since=01/11/2026&until=15/11/2026").text
    )


def test_each_number_of_the_sentence_opens_its_list(cast, client):
    World(cast).play([(number, number * 5 + 2, number * 3 % 25) for number in range(24)], NOW)
    client.sign_in(cast.vice_chairman)
    page = html.unescape(client.get(f"/reports/since?since={START}", budget=10).text)
    told = re.findall(r'<a class="[^"]*" href="#(\w+)">[^<]+ <b>(\d+)</b></a>', page)
    assert len(told) > 5
    for kind, count in told:
        answer = client.get(f"/reports/since/{kind}?since={START}", budget=9).text
        assert f'<span class="count">{count}<' in answer, kind
        assert answer.count('class="what"') == int(count)


def test_the_filter_stays_in_links_and_moved_work_counts_for_both_units(cast, client):
    task = World(cast).fetch(issue(cast, title="Việc chuyển đi").id)
    actions.reassign_task(task, actions.Reassignment(cast.tax.id, "Đúng chức năng"), by=cast.clerk)
    db.session.flush()
    period = Period(NOW)
    for unit, moved, added in ((cast.finance, 1, 0), (cast.tax, 1, 1), (cast.ward, 0, 0)):
        asked = TaskFilter(unit=unit.id)
        assert count_changes(Kind.MOVED, period, asked, day_of(period)) == moved
        assert count_changes(Kind.ADDED, period, asked, day_of(period)) == added
    client.sign_in(cast.clerk)
    page = html.unescape(client.get(f"/reports/since?since={NOW}&unit={cast.tax.id}").text)
    assert "Lĩnh vực" in page
    assert client.get(f"/reports/since/moved?since={NOW}&unit={cast.ward.id}").text.count('class="what"') == 0


def test_periods_of_duties_are_left_out(cast):
    issue(cast, is_duty=True)
    issue(cast, is_duty=True, every="month")
    db.session.flush()
    assert count_changes(Kind.ADDED, Period(NOW), EVERYTHING, day_of(Period(NOW))) == 1


def give(cast, day=date(2026, 11, 20), number="142/TB-UBND"):
    notice = enter_notice(cast, number, day)
    place = {"notice_id": notice.id, "directive_id": list_directives(notice)[0].id}
    for row in range(3):
        issue(cast, title=f"Việc {row}", due_on=NOW + timedelta(days=row - 2), **place)
    done = World(cast).fetch(issue(cast, title="Việc xong", lead_unit_id=cast.ward.id, **place).id)
    actions.submit_completion(done, progress(f"s{notice.id}"), clock.today(), by=cast.ward_chair)
    actions.confirm_completion(done, by=cast.clerk)
    db.session.flush()
    return notice


def test_the_appendix_of_a_notice_and_its_figures(cast, client):
    notice = give(cast)
    client.sign_in(cast.clerk)
    address = f"/reports/notices/{notice.id}"
    page = html.unescape(client.get(address, budget=10).text)
    assert "Thông báo kết luận số 142/TB-UBND ngày 20/11/2026 đã giao 04 nhiệm vụ; tính đến ngày 24/11/2026:" in page
    assert page.count('class="what"') == 4
    assert "Đã thu 58 tỷ đồng" in page
    links = re.findall(r'<a class="[^"]*" href="(/reports/notices/[^"]+only=\w+)#rows">(\d+)</a>', page)
    assert len(links) >= 4
    for link, count in links:
        assert client.get(link, budget=10).text.count('class="what"') == int(count), link
    assert f'href="{address}"' in client.get(f"/notices/{notice.id}").text
    client.sign_in(cast.finance_head)
    assert f'href="{address}"' not in client.get(f"/notices/{notice.id}").text


def test_several_notices_and_their_sum(cast, client):
    one = give(cast)
    other = enter_notice(cast, "150/TB-UBND", NOW)
    issue(cast, title="Việc mới", notice_id=other.id, directive_id=list_directives(other)[0].id)
    db.session.flush()
    client.sign_in(cast.chairman)
    page = html.unescape(client.get("/reports/reviews", budget=10).text)
    assert "Tổng cộng 02 thông báo kết luận đã giao 05 nhiệm vụ" in page
    links = re.findall(r'<a class="[^"]*" href="(/reports/\w+\??[^"]+only=\w+)#rows">(\d+)</a>', page)
    for link, count in links:
        rows = re.sub(r'(?s)^.*id="rows"', "", client.get(link, budget=10).text).count('class="what"')
        assert rows == int(count), link
    assert "01 nhiệm vụ" in client.get(f"/reports/reviews?notice={other.id}").text
    assert one.number not in re.sub(r"(?s)<form.*?</form>", "", client.get(f"/reports/reviews?notice={other.id}").text)


def finish(cast, notice):
    """One task of it, done."""
    place = {"notice_id": notice.id, "directive_id": list_directives(notice)[0].id}
    done = World(cast).fetch(issue(cast, title=f"Việc của {notice.number}", lead_unit_id=cast.ward.id, **place).id)
    actions.submit_completion(done, progress(f"f{notice.id}"), clock.today(), by=cast.ward_chair)
    actions.confirm_completion(done, by=cast.clerk)


def test_finished_notices_count_in_a_period_and_can_be_ticked(cast, client):
    give(cast)
    give(cast, date(2026, 9, 29), "85/TB-UBND")
    finished = [enter_notice(cast, number, day) for number, day in (("150/TB-UBND", NOW), ("90/TB-UBND", START))]
    finished.append(enter_notice(cast, "80/TB-UBND", date(2026, 2, 3)))
    for notice in finished:
        finish(cast, notice)
    db.session.flush()
    client.sign_in(cast.chairman)
    for query, told in (
        ("", "Tổng cộng 03 thông báo kết luận đã giao 06 nhiệm vụ"),
        ("?scope=year", "Tổng cộng 05 thông báo kết luận đã giao 11 nhiệm vụ"),
        ("?scope=open", "Tổng cộng 02 thông báo kết luận còn nhiệm vụ chưa hoàn thành đã giao 08 nhiệm vụ"),
    ):
        page = html.unescape(client.get(f"/reports/reviews{query}", budget=10).text)
        assert told in page
        assert page.count('name="notice"') == 5
        assert page.count("· không còn nhiệm vụ chưa xong") == 3
    assert "(chỉ gồm kết luận còn nhiệm vụ chưa xong)" in page
    ticked = client.get(f"/reports/reviews?notice={finished[0].id}").text
    assert re.search(rf'value="{finished[0].id}" id="p-{finished[0].id}" checked', ticked)


@pytest.mark.parametrize("path", ["/reports/since", "/reports/since/moved", "/reports/reviews", "/reports/notices/{}"])
def test_who_may_look(cast, client, path):
    address = path.format(give(cast).id)
    for name, actor in cast.everyone.items():
        client.sign_in(actor)
        allowed = name in ("chairman", "vice_chairman", "clerk", "admin")
        assert client.get(address).status_code == (200 if allowed else 403), name
    assert client.get("/reports/since/nothing").status_code in (403, 404)


def test_a_notice_in_review_has_no_review_page(cast, client):
    client.sign_in(cast.clerk)
    assert client.get("/reports/notices/999999").status_code == 404
    assert client.get("/reports/since/nothing").status_code == 404
