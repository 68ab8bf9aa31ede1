"""What the review says of notices is what their tasks say, and what the notice's own page says."""

from __future__ import annotations

import html
import random
import re
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from sqlalchemy import select

from tests.reports.since.acts import START, World, enter_notice, few, list_directives, lives
from tests.tasks.test_life import issue
from tests.tasks.test_more_time import set_office
from tracker import clock
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.directives.models import Directive
from tracker.reports.since.given import MOST_NOTICES, list_given, list_unfinished
from tracker.reports.since.paragraph import Figure, Review, figures_of, review_paragraph
from tracker.reports.since.picked import Picked
from tracker.review.queries import count_given, list_notices
from tracker.review.queries import list_directives as list_lines
from tracker.tasks import actions
from tracker.tasks.models import LinkKind, Task, TaskLink, TaskState
from tracker.tasks.status import Today

NOW = date(2026, 11, 24)


def today() -> Today:
    return Today.of(clock.today(), office_calendar())


def recount(notice, day: Today) -> Counter:
    """In plain Python, from every row there is."""
    found = Counter()
    directives = set(db.session.scalars(select(Directive.id).where(Directive.notice_id == notice.id)))
    links = db.session.execute(select(TaskLink.task_id, TaskLink.directive_id, TaskLink.kind)).all()
    told_again = {task for task, directive, kind in links if kind == LinkKind.CONTINUED and directive in directives}
    for task in db.session.scalars(select(Task)):
        if (task.directive_id not in directives and task.id not in told_again) or task.is_later_period:
            continue
        found[Figure.GIVEN] += 1
        done, late = (
            task.completed_on,
            task.due_on and day.calendar.is_overdue(task.due_on, task.completed_on or day.day),
        )
        if task.state == TaskState.COMPLETED:
            kind = Figure.NO_DUE if task.due_on is None else Figure.LATE if late else Figure.ON_TIME
            assert done
            found.update([Figure.DONE, kind])
        elif task.state in ("suspended", "superseded", "cancelled"):
            found[Figure("transferred" if task.state == "superseded" else task.state)] += 1
        else:
            waits = task.state == TaskState.SUBMITTED
            found.update([Figure.RUNNING, *([Figure.WAITING] if waits else [Figure.OVERDUE] if late else [])])
    return found


def test_figures_are_those_of_the_rows_and_of_the_notices_own_page(cast):
    @few
    @given(lives)
    def check(acts):
        with db.session.begin_nested() as outer:
            world = World(cast)
            world.play(acts, NOW)
            ids = [notice.id for notice in world.notices]
            rows = list_given(ids, today())
            listed = {line.id: (line.done, line.tasks) for line in list_notices(cast.clerk)[0]}
            for notice in world.notices:
                own = [row for row in rows if row.notice_id == notice.id]
                review, counts = Review.of(own), recount(notice, today())
                assert review.counts == {figure: counts[figure] for figure in Figure}
                for figure in Figure:
                    assert review[figure] == sum(figure in figures_of(row) for row in own), figure
                on_page = (review[Figure.DONE], review[Figure.GIVEN])
                assert on_page == count_given(list_lines(cast.clerk, notice)) == listed[notice.id]
            whole = Review.of(rows)
            assert whole[Figure.GIVEN] + whole.repeated == len(rows)
            outer.rollback()
        db.session.expire_all()

    check()


def test_paragraphs_in_order_of_issue_and_one_for_all(cast):
    first = enter_notice(cast, "101/TB-UBND", START)
    second = enter_notice(cast, "102/TB-UBND", date(2026, 11, 2))
    for notice, count in ((first, 2), (second, 1)):
        for number in range(count):
            place = {"notice_id": notice.id, "directive_id": list_directives(notice)[0].id}
            issue(cast, title=f"Việc {number} của {notice.number}", due_on=date(2026, 11, 30), **place)
    task = World(cast).fetch(db.session.scalar(select(Task.id).where(Task.notice_id == first.id).limit(1)))
    actions.continue_task(task, list_directives(second)[0], second, due_on=None, by=cast.clerk)
    db.session.flush()
    running = "tính đến ngày 24/11/2026: chưa có nhiệm vụ hoàn thành, đang triển khai"
    text = review_paragraph([second.id, first.id], NOW)
    assert text.splitlines() == [
        f"Thông báo kết luận số 101/TB-UBND ngày 05/10/2026 đã giao 02 nhiệm vụ; {running} 02.",
        f"Thông báo kết luận số 102/TB-UBND ngày 02/11/2026 đã giao 02 nhiệm vụ; {running} 02.",
        "Tổng cộng 02 thông báo kết luận đã giao 03 nhiệm vụ (không tính trùng 01 lượt nhắc lại); " + f"{running} 03.",
    ]
    assert review_paragraph([first.id], NOW, with_lists=True).splitlines()[1:] == [
        "",
        "Nhiệm vụ khác đang triển khai (02):",
        "- Phòng TC-KH (02):",
        "  + Việc 0 của 101/TB-UBND (thời hạn 30/11/2026)",
        "  + Việc 1 của 101/TB-UBND (thời hạn 30/11/2026)",
    ]
    assert review_paragraph([], NOW) == ""


def test_later_periods_of_a_duty_are_no_part_of_what_the_notice_gave(cast):
    notice = enter_notice(cast, "101/TB-UBND", START)
    place = {"notice_id": notice.id, "directive_id": list_directives(notice)[0].id, "is_duty": True}
    issue(cast, every="month", **place)
    later = issue(cast, **place)
    db.session.flush()
    assert Review.of(list_given([notice.id], today()))[Figure.GIVEN] == 1
    assert [head.id for head in list_unfinished()] == [notice.id]
    first = World(cast).fetch(db.session.scalar(select(Task.id).where(Task.every == "month")))
    actions.cancel_task(first, "Không còn cần", by=cast.clerk)
    assert later.is_open
    assert list_unfinished() == []


def test_a_past_day_is_told_as_it_was_told_then(cast):
    """Played until that day, then on: the review of that day stays."""
    chance, day = random.Random(7), date(2026, 11, 2)
    world = World(cast)
    world.play([(chance.randrange(10), chance.randrange(18), chance.randrange(-3, 25)) for _ in range(30)], day)
    ids = [notice.id for notice in world.notices]
    with clock.at(clock.office_time(day, 23)):
        then = {(row.notice_id, row.id): figures_of(row) for row in list_given(ids, today())}
    for number in range(20):
        with clock.at(clock.office_time(day + timedelta(days=1 + number), 9)):
            world.attempt(chance.randrange(10), chance.randrange(17), chance.randrange(-3, 25))
    db.session.expire_all()
    past = list_given(ids, Today.of(day, office_calendar()))
    assert then == {(row.notice_id, row.id): figures_of(row) for row in past}
    assert len({figures for figures in then.values()}) > 2
    assert then != {(row.notice_id, row.id): figures_of(row) for row in list_given(ids, today())}


def test_a_past_day_knows_nothing_of_later_notices_and_of_what_they_continue(cast, client):
    notices = {}
    for number, day in ((101, START), (102, date(2026, 10, 20)), (103, date(2026, 11, 20)), (104, date(2026, 11, 2))):
        with clock.at(clock.office_time(day, 9)):
            notice = notices[number] = enter_notice(cast, f"{number}/TB-UBND", day)
            place = {"notice_id": notice.id, "directive_id": list_directives(notice)[0].id}
            if number < 104:
                issue(cast, title=f"Việc {number}", due_on=date(2026, 11, 30), **place)
            db.session.flush()
    # Issued on the 2nd, but its tasks were given a fortnight later.
    notice.tasks_issued_at = clock.office_time(date(2026, 11, 16), 9)
    with clock.at(clock.office_time(date(2026, 11, 20), 9)):
        first = World(cast).fetch(db.session.scalar(select(Task.id).where(Task.title == "Việc 101")))
        for number in (102, 103):
            later = notices[number]
            actions.continue_task(first, list_directives(later)[0], later, due_on=None, by=cast.clerk)
    db.session.flush()
    ids = [notice.id for notice in notices.values()]
    rest = "tính đến ngày 10/11/2026: chưa có nhiệm vụ hoàn thành, đang triển khai"
    told = (
        f"Thông báo kết luận số 101/TB-UBND ngày 05/10/2026 đã giao 01 nhiệm vụ; {rest} 01.",
        f"Thông báo kết luận số 102/TB-UBND ngày 20/10/2026 đã giao 01 nhiệm vụ; {rest} 01.",
        f"Tổng cộng 02 thông báo kết luận đã giao 02 nhiệm vụ; {rest} 02.",
    )
    assert review_paragraph(ids, date(2026, 11, 10)) == "\n".join(told)
    assert review_paragraph(ids[2:], date(2026, 11, 10)) == ""
    assert "(không tính trùng 02 lượt nhắc lại)" in review_paragraph(ids, NOW)
    client.sign_in(cast.chairman)
    ticked = "&".join(f"notice={notice_id}" for notice_id in ids)
    page = html.unescape(client.get(f"/reports/reviews?{ticked}&day=10/11/2026", budget=10).text)
    assert "".join(f"{line}\n" for line in told).strip() in page
    assert "chưa giao nhiệm vụ nên không tính: 104/TB-UBND, 103/TB-UBND." in page
    assert page.count("· chưa ban hành vào ngày đó") == page.count("· chưa giao nhiệm vụ vào ngày đó") == 1
    alone = html.unescape(client.get(f"/reports/notices/{ids[2]}?day=10/11/2026", budget=10).text)
    assert "chưa giao nhiệm vụ nên không tính: 103/TB-UBND." in alone
    assert "không giao nhiệm vụ" not in alone
    assert "nên không tính" not in client.get(f"/reports/reviews?{ticked}").text


def test_a_day_to_come_is_told_as_today(cast):
    notice = enter_notice(cast, "101/TB-UBND", START)
    place = {"notice_id": notice.id, "directive_id": list_directives(notice)[0].id}
    issue(cast, due_on=date(2026, 11, 27), **place)
    db.session.flush()
    text = review_paragraph([notice.id], date(2026, 12, 5))
    assert text == review_paragraph([notice.id], NOW)
    assert "tính đến ngày 24/11/2026" in text
    assert "quá hạn" not in text


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/reports/since?since=31/02/2026", "«31/02/2026» không phải là ngày nên đã bỏ qua."),
        ("/reports/since?since=01/11/2026&until=31.11.2026", "«31.11.2026» không phải là ngày nên đã bỏ qua."),
        ("/reports/since?since=31/12/2026", "Ngày 31/12/2026 chưa đến nên tính từ hôm nay."),
        ("/reports/since?since=20/11/2026&until=31/12/2026", "Ngày 31/12/2026 chưa đến nên tính đến hôm nay."),
        (
            "/reports/since/moved?since=20/11/2026&until=01/11/2026",
            "Ngày bắt đầu 20/11/2026 sau ngày kết thúc nên chỉ tính trong ngày 01/11/2026.",
        ),
        ("/reports/since?since=20/11/2026&until=24/11/2026", ""),
        ("/reports/since?until=", ""),
        ("/reports/reviews?day=31/02/2026", "«31/02/2026» không phải là ngày nên đã bỏ qua."),
        ("/reports/reviews?day=31/12/2026", "Ngày 31/12/2026 chưa đến nên tính đến hôm nay."),
        ("/reports/reviews?day=24/11/2026", ""),
        ("/scoreboard?as_of=31/02/2026", "«31/02/2026» không phải là ngày nên đã bỏ qua."),
        ("/scoreboard?as_of=31/12/2026", "Ngày 31/12/2026 chưa đến nên tính đến hôm nay."),
        ("/scoreboard?as_of=20/11/2026", ""),
    ],
)
def test_a_day_that_cannot_be_shown_is_named_with_what_is_shown_instead(cast, client, path, told):
    client.sign_in(cast.chairman)
    notes = re.findall(r'<p class="note warning">([^<]+)</p>', html.unescape(client.get(path).text))
    assert len(notes) == bool(told)
    assert told in "".join(notes)


@pytest.mark.parametrize(("days", "is_near"), [(10, True), (1, False)])
def test_a_task_is_near_its_due_date_by_the_same_rule_on_every_page(cast, client, days, is_near):
    set_office(cast, near_working_days=days)
    notice = enter_notice(cast, "142/TB-UBND", NOW)
    place = {"notice_id": notice.id, "directive_id": list_directives(notice)[0].id}
    task = issue(cast, due_on=NOW + timedelta(days=9 if is_near else 3), **place)
    db.session.flush()
    client.sign_in(cast.clerk)
    pages = (
        *(f"/reports/notices/{notice.id}", f"/reports/reviews?notice={notice.id}&only=running"),
        *("/reports/since?since=20/11/2026", "/reports/since/added?since=20/11/2026", "/scoreboard/running"),
    )
    for page in pages:
        text = client.get(page, budget=30).text
        assert task.title in text, page
        assert ("Sắp đến hạn" in text) is is_near, page


def test_a_review_of_as_many_as_there_may_be_says_that_others_may_be_left_out():
    assert Picked(tuple(range(MOST_NOTICES))).is_full
    assert not Picked((1, 2)).is_full
