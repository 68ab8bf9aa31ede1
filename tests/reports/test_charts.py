"""Charts of open work: each part, point and day is the length of the list that it opens."""

from __future__ import annotations

import html
import random
import re
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import selectinload

from tests.reminders.planned import on
from tests.reports.test_outstanding import DELAY, fill, walk
from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.errors import NotAllowed, Refused
from tracker.people.queries import get_user
from tracker.reports.charts import evening, heat, status
from tracker.reports.charts.burn import Week, count_weeks, week_ends, without_time_before
from tracker.reports.charts.evening import BANDS, read_evening
from tracker.reports.outstanding import count_bands
from tracker.tasks import actions, handover, register
from tracker.tasks.bands import Band, Limits
from tracker.tasks.filters import TaskFilter
from tracker.tasks.handover import Plan
from tracker.tasks.models import Task
from tracker.tasks.status import Today

TODAY = date(2026, 11, 24)
PAGES = ("/reports/status", "/reports/burn", "/reports/heat")


def limits(day=TODAY):
    return Limits.of(Today.of(day, office_calendar()))


def list_behind(actor, href: str) -> list[int]:
    """Every task of the list that a link opens."""
    return walk(actor, TaskFilter.from_args(dict(parse_qsl(urlsplit(href).query))))


def narrowings(cast):
    """What a page may be narrowed to."""
    return st.builds(
        TaskFilter,
        unit=st.sampled_from([None, None, cast.finance.id, cast.ward.id, cast.culture.id]),
        topic=st.sampled_from([None, None, 0, cast.budget.id]),
        leader=st.sampled_from([None, None, cast.vice_chairman.user_id, cast.chairman.user_id]),
    )


@pytest.fixture
def in_request(app):
    """Links are made inside a request."""
    with app.test_request_context("/"):
        yield


@pytest.mark.usefixtures("in_request")
def test_each_part_of_each_bar_is_the_length_of_its_list(cast):
    fill(cast, 50)

    @settings(max_examples=6, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(status.GROUPS), narrowings(cast))
    def check(by, asked):
        standings = status.list_standings(by, asked, limits())
        for one in standings:
            lists = [list_behind(cast.clerk, part.href) for part in one.parts]
            assert [part.count for part in one.parts] == [len(ids) for ids in lists]
            every = list_behind(cast.clerk, one.href)
            assert sorted(every) == sorted(task_id for ids in lists for task_id in ids)
        for part in status.sum_parts(standings, asked).values():
            assert part.count == len(list_behind(cast.clerk, part.href))

    check()


@pytest.mark.usefixtures("in_request")
def test_each_day_is_the_length_of_its_list(cast):
    fill(cast, 60)
    issue(cast, due_on=date(2026, 9, 30))
    issue(cast, due_on=date(2027, 3, 1))

    @settings(max_examples=6, suppress_health_check=list(HealthCheck))
    @given(narrowings(cast))
    def check(asked):
        due = heat.read_due_days(asked, limits())
        assert (due.first, due.last) == (date(2026, 10, 1), date(2027, 2, 28))
        shown = {cell.day: cell.count for month in due.months for cell in month.cells if cell.count}
        assert shown == due.counts
        for day, count in due.counts.items():
            assert count == len(walk(cast.clerk, asked.but(due_from=day, due_to=day)))
        for part in (due.before, due.after, due.no_due):
            assert part.count == len(list_behind(cast.clerk, part.href))
        if due.fullest:
            assert due.fullest >= limits().today.overdue_before

    check()


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 24), date(2026, 10, 1), date(2027, 2, 28)),
        (date(2026, 1, 1), date(2025, 12, 1), date(2026, 4, 30)),
        (date(2026, 9, 30), date(2026, 8, 1), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2026, 11, 1), date(2027, 3, 31)),
    ],
)
def test_the_calendar_shows_last_month_and_three_ahead(today, first, last):
    assert heat.span(today) == (first, last)


def test_weeks_end_on_sundays_that_are_over_and_today():
    assert week_ends(TODAY, 2) == [date(2026, 11, 15), date(2026, 11, 22), TODAY]
    assert week_ends(date(2026, 11, 22), 1) == [date(2026, 11, 15), date(2026, 11, 22)]
    assert len(week_ends(TODAY, 52)) == 53


def counted(asked: TaskFilter, day: date) -> tuple[int, int]:
    """What the board counts on the evening of that day, plainly."""
    bands = [
        db.session.scalar(db.select(db.func.count(Task.id)).where(asked.but(band=band).where(limits(day))))
        for band in (Band.OPEN, Band.OVERDUE)
    ]
    return bands[0], bands[1]


def list_evening(asked: TaskFilter, day: date) -> int:
    """How many the list of that evening holds, page by page."""
    ids, after = [], ""
    while True:
        page = read_evening(asked, day, office_calendar(), after)
        ids += [row.id for row in page.rows]
        if not page.after:
            assert len(ids) == len(set(ids)) == page.count
            return page.count
        after = page.after


def acts_on(cast, task, day, chance):
    """What may happen to a task, by the verb of the transition table."""
    head = cast.ward_chair if task.lead_unit_id == cast.ward.id else cast.finance_head
    other = cast.finance if task.lead_unit_id == cast.ward.id else cast.ward
    due, said = day + timedelta(days=chance.randint(1, 20)), "Theo ý kiến"
    told = progress(f"{task.id}-{day}")
    return {
        "submit": partial(actions.submit_completion, task, told, day, by=head, delay=DELAY),
        "confirm": partial(actions.confirm_completion, task, by=cast.clerk),
        "send_back": partial(actions.send_back, task, said, by=cast.clerk),
        "cancel": partial(actions.cancel_task, task, said, by=cast.clerk),
        "reopen": partial(actions.reopen_task, task, said, by=cast.clerk),
        "suspend": partial(actions.suspend_task, task, said, None, by=cast.clerk),
        "resume": partial(actions.resume_task, task, said, None, by=cast.clerk),
        "set_due": partial(actions.set_due_date, task, due, said, by=cast.chairman),
        "reassign": partial(actions.reassign_task, task, actions.Reassignment(other.id, said), by=cast.chairman),
    }


def live_a_week(cast, chance, day):
    """New tasks, and something happens to each of the others."""
    every = db.select(Task).options(selectinload(Task.cooperating_units)).order_by(Task.id)
    for task in db.session.scalars(every.execution_options(populate_existing=True)).all():
        acts = acts_on(cast, task, day, chance)
        verb = chance.choice([verb for verb in acts if task.can(verb)] or [""])
        with suppress(Refused, NotAllowed):
            acts.get(verb, int)()
    for _ in range(10):
        issue(
            cast,
            lead_unit_id=chance.choice([cast.finance.id, cast.finance.id, cast.ward.id]),
            leader_id=chance.choice([cast.chairman, cast.vice_chairman]).user_id,
            topic_id=chance.choice([cast.budget.id, None]),
            due_on=chance.choice([None, day + timedelta(days=chance.randint(-9, 20))]),
        )
    one, other = chance.sample([cast.chairman, cast.vice_chairman], 2)
    if chance.random() < 0.5:
        handover.hand_over_leader(get_user(one.user_id), Plan(other.user_id), "Phân công lại", by=cast.clerk)
    db.session.flush()


@pytest.mark.parametrize("seed", range(2))
def test_each_week_is_counted_again_as_the_board_counted_it(cast, seed):
    """Five weeks in which tasks are given, move, rest, end, begin again and change hands; each evening is counted."""
    chance, days = random.Random(seed), week_ends(TODAY, 4)
    asked = [
        TaskFilter(),
        TaskFilter(unit=cast.finance.id),
        TaskFilter(leader=cast.chairman.user_id),
        TaskFilter(topic=0),
        TaskFilter(unit=cast.ward.id, leader=cast.vice_chairman.user_id),
    ]
    expected = {}
    for day in days:
        with on(day):
            live_a_week(cast, chance, day)
            expected[day] = [counted(one, day) for one in asked]
    with on(TODAY):
        for place, one in enumerate(asked):
            course = count_weeks(one, days, office_calendar())
            found = [(week.day, week.open, week.overdue) for week in course]
            assert found == [(day, *expected[day][place]) for day in days]
            for week in course:
                assert (week.open, week.overdue) == tuple(list_evening(one.but(band=band), week.day) for band in BANDS)
    assert len({counts[0] for counts in expected.values()}) > 1


def test_the_list_of_an_evening_goes_on_page_by_page(cast, monkeypatch):
    monkeypatch.setattr(evening, "PAGE", 4)
    fill(cast, 25)
    assert list_evening(TaskFilter(), TODAY) > 8


def test_a_point_of_the_past_opens_what_it_counts(cast, client):
    with on(TODAY - timedelta(days=20)):
        issue(cast, title="Việc đã quá hạn", due_on=TODAY - timedelta(days=8))
        issue(cast, title="Việc chưa đến hạn", due_on=None)
    client.sign_in(cast.chairman)
    page = client.get("/reports/burn?weeks=12", budget=10).text
    links = [html.unescape(link) for link in re.findall(r'<a href="(/reports/burn/2026-11-22[^"]+)"', page)]
    shown = []
    for link in sorted(set(links)):
        answer = client.get(link, budget=8).text
        shown.append((re.search(r"<h1>(.*?)</h1>", answer).group(1), re.findall(r"Việc (?:đã|chưa)[^<]+", answer)))
    assert shown == [
        ("Chưa hoàn thành vào ngày 22/11/2026", ["Việc đã quá hạn", "Việc chưa đến hạn"]),
        ("Quá hạn vào ngày 22/11/2026", ["Việc đã quá hạn"]),
    ]
    assert "quá hạn 4 ngày làm việc" in answer


def test_evenings_that_are_not_over_or_no_days_are_not_found(cast, client):
    client.sign_in(cast.chairman)
    for day in ("2026-11-25", "hom-qua", "1800-01-01"):
        assert client.get(f"/reports/burn/{day}").status_code == 404
    client.sign_in(cast.finance_head)
    assert client.get("/reports/burn/2026-11-22").status_code == 403


def test_the_course_begins_where_the_register_does():
    begin = date(2026, 11, 1)
    weeks = [Week(begin + timedelta(weeks=n), count, 0) for n, count in enumerate((0, 0, 3, 0, 0))]
    assert without_time_before(weeks) == weeks[2:]
    assert without_time_before(weeks[:2]) == weeks[1:2]


def test_today_is_what_the_board_counts(cast):
    fill(cast, 60)
    today = count_weeks(TaskFilter(), week_ends(TODAY, 12), office_calendar())[-1]
    found = Counter[Band]()
    for counts in count_bands(Task.leader_id, limits(), (Band.OPEN, Band.OVERDUE)).values():
        found.update(counts)
    assert (today.open, today.overdue) == (found[Band.OPEN], found[Band.OVERDUE])


def test_a_long_course_costs_as_many_statements_as_a_short_one(cast, client):
    fill(cast, 30)
    client.sign_in(cast.chairman)
    for weeks in (12, 52):
        client.get(f"/reports/burn?weeks={weeks}", budget=10)


@pytest.mark.parametrize("path", PAGES)
def test_whoever_sees_everything_reads_the_charts_and_units_do_not(cast, client, path):
    fill(cast, 15)
    for name, actor in cast.everyone.items():
        client.sign_in(actor)
        page = client.get(path, budget=9)
        assert page.status_code == (200 if actor.sees_everything else 403), name


@pytest.mark.parametrize("path", PAGES)
def test_every_link_keeps_what_the_page_is_narrowed_to(cast, client, path):
    fill(cast, 10)
    for days in (0, 9, 200):
        issue(cast, topic_id=cast.budget.id, due_on=TODAY + timedelta(days=days))
    client.sign_in(cast.vice_chairman)
    narrow = f"unit={cast.finance.id}&topic={cast.budget.id}&leader={cast.vice_chairman.user_id}"
    page = client.get(f"{path}?{narrow}", budget=9).text
    assert f"Chủ trì: <b>{cast.finance.name}</b> · Lĩnh vực: <b>Thu ngân sách</b>" in page
    links = {html.unescape(link) for link in re.findall(r'href="(/tasks\?[^"]+)"', page)}
    assert len(links) > 1
    assert all(f"unit={cast.finance.id}&topic={cast.budget.id}" in link for link in links)


@pytest.mark.parametrize("by", status.GROUPS)
def test_bars_are_of_units_leaders_or_topics_by_number_or_share(cast, client, by):
    fill(cast, 25)
    client.sign_in(cast.chairman)
    for scale in ("", "&scale=share"):
        page = client.get(f"/reports/status?by={by}{scale}", budget=9).text
        names = {"unit": "Phòng Tài chính - Kế hoạch", "leader": "Lê Minh Đức", "topic": "Chưa có lĩnh vực"}
        assert re.search(rf'<span class="bar-name"><a href="[^"]+">{names[by]}</a>', page)


def test_an_empty_office_reads_sentences(cast, client):
    client.sign_in(cast.chairman)
    assert "Chưa có số liệu để vẽ biểu đồ." in client.get("/reports/status").text
    assert "Chưa có số liệu để vẽ biểu đồ." in client.get("/reports/burn").text
    assert "Những tháng tới không có việc nào đến hạn." in client.get("/reports/heat").text


@pytest.mark.parametrize("path", PAGES)
def test_query_strings_of_others_making_do_no_harm(cast, client, path):
    fill(cast, 5)
    client.sign_in(cast.chairman)
    for query in ("by=x&scale=y", "weeks=1000000", "weeks=x", "unit=999999999999", "leader=0", "unit=0&topic=0"):
        assert client.get(f"{path}?{query}").status_code == 200, query


def test_the_list_of_what_is_due_after_this_week_says_so_and_is_no_place_of_every_list(cast, client):
    issue(cast, due_on=TODAY + timedelta(days=20))
    client.sign_in(cast.clerk)
    assert "Đến hạn sau tuần này</h1>" in client.get("/tasks?band=ahead").text
    assert "Đến hạn sau tuần này" not in client.get("/tasks").text
    assert register.count_tasks(cast.clerk, TaskFilter(band=Band.AHEAD), limits(clock.today())) == 1
