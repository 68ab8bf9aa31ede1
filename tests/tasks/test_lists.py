"""The list: every filter counts what it shows, starred work first, pages without loss, saved filters, the way back."""

import html
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from tests.tasks.test_life import issue, progress
from tests.tasks.test_search import limits
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.tasks import actions, register
from tracker.tasks.bands import Band, Limits
from tracker.tasks.choices import read_beside
from tracker.tasks.filters import Side, TaskFilter, list_misread, read_list
from tracker.tasks.models import SavedFilter, Task
from tracker.tasks.status import Today
from tracker.tasks.walking import find_neighbours

TODAY = date(2026, 11, 24)


def fill(cast, count: int, seed: int = 1) -> None:
    """Work of all sorts."""
    chance = random.Random(seed)
    units = [cast.finance, cast.ward, cast.tax, cast.culture]
    for number in range(count):
        lead, other = chance.sample(units, 2)
        task = issue(
            cast,
            title=chance.choice(["Thu ngân sách", "Giải ngân vốn", "Rà soát hộ nghèo"]) + f" {number}",
            lead_unit_id=lead.id,
            cooperating_unit_ids=[other.id] if chance.random() < 0.4 else [],
            leader_id=chance.choice([cast.chairman, cast.vice_chairman]).user_id,
            topic_id=chance.choice([None, cast.budget.id, cast.digital.id]),
            due_on=chance.choice([None, TODAY, TODAY + timedelta(days=chance.randint(-40, 40))]),
        )
        task.is_starred, task.is_duty = chance.random() < 0.3, chance.random() < 0.2
        if lead is cast.finance and chance.random() < 0.6:
            actions.assign_officer(task, cast.finance_officer.user_id, "Sơn", by=cast.finance_head)
            actions.submit_completion(
                task,
                progress(f"s{number}"),
                TODAY,
                by=cast.finance_head,
                delay=actions.Answer("objective", "Chờ số liệu"),
            )
            if chance.random() < 0.7:
                actions.confirm_completion(task, by=cast.clerk)
    db.session.commit()


@contextmanager
def noted() -> Iterator[list[tuple[str, Any]]]:
    """The statements that are sent meanwhile, with their parameters."""
    seen: list[tuple[str, Any]] = []

    def note(conn, cursor, statement, parameters, *rest):
        seen.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def walk(actor, asked: TaskFilter) -> list[int]:
    """Every id of a list, page by page."""
    ids: list[int] = []
    after = ""
    while True:
        page = register.list_tasks(actor, asked, limits(), after)
        ids += [row.id for row in page.rows]
        if not page.after:
            return ids
        after = page.after


DAYS = st.none() | st.dates(TODAY - timedelta(days=30), TODAY + timedelta(days=70))
FILTERS = st.builds(
    dict,
    band=st.sampled_from(Band),
    q=st.sampled_from(["", "", "thu", "ngan sach", "xã", "song hien", "nv-2026-3", "*"]),
    unit=st.sampled_from([None, None, "finance", "ward", "culture"]),
    side=st.sampled_from(Side),
    topic=st.sampled_from([None, None, 0, "budget"]),
    leader=st.sampled_from([None, None, "chairman"]),
    portfolio=st.sampled_from([None, None, 0, "chairman"]),
    officer=st.sampled_from([None, None, None, 0, "finance_officer"]),
    starred=st.booleans(),
    duty=st.sampled_from([False, False, True]),
    late=st.sampled_from([False, False, True]),
    unexplained=st.sampled_from([False, False, False, True]),
    unaccepted=st.sampled_from([False, False, False, True]),
    assigned_from=DAYS,
    due_from=DAYS,
    due_to=DAYS,
)


@pytest.mark.parametrize("page_size", [3, 50])
def test_every_filter_counts_what_it_lists_and_survives_its_link(cast, monkeypatch, page_size):
    """No task is lost or doubled over the pages, starred work comes first, and the link asks for the same."""
    fill(cast, 40)
    monkeypatch.setattr(register, "PAGE", page_size)
    starred = dict(db.session.execute(db.select(Task.id, Task.is_starred)).all())
    known = {
        **{name: getattr(cast, name).id for name in ("finance", "ward", "culture", "budget")},
        **{name: getattr(cast, name).user_id for name in ("chairman", "finance_officer")},
    }

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(FILTERS, st.sampled_from(["clerk", "chairman", "finance_head", "ward_chair", "outsider"]))
    def check(values, person):
        actor = cast.everyone[person]
        asked = TaskFilter(**{key: known.get(value, value) for key, value in values.items()})
        ids = walk(actor, asked)
        assert len(ids) == len(set(ids)) == register.count_tasks(actor, asked, limits())
        if asked.band not in (Band.DONE, Band.TRANSFERRED, Band.CANCELLED, Band.ALL):
            marks = [starred[task_id] for task_id in ids]
            assert marks == sorted(marks, reverse=True)
        again = TaskFilter.from_args(dict(pair.split("=") for pair in asked.query_string().split("&")))
        assert again.but(q=asked.q) == asked
        assert read_list(asked.query_string()) == asked.query_string()

    check()


@pytest.mark.parametrize("band", [Band.OPEN, Band.OVERDUE, Band.DONE, Band.ALL])
def test_the_next_task_is_the_next_line_of_the_list(cast, band):
    fill(cast, 50)
    asked = TaskFilter(band=band)
    ids = walk(cast.clerk, asked)
    assert len(ids) > 3
    for place, task_id in enumerate(ids):
        found = find_neighbours(cast.clerk, asked, limits(), db.session.get_one(Task, task_id))
        assert found.before == (ids[place - 1] if place else None)
        assert found.after == (ids[place + 1] if place + 1 < len(ids) else None)


@pytest.mark.parametrize(
    ("side", "titles"),
    [("lead", {"Chủ trì"}), ("coop", {"Phối hợp"}), ("any", {"Chủ trì", "Phối hợp"}), ("", {"Chủ trì"})],
)
def test_unit_leads_or_cooperates(cast, client, side, titles):
    issue(cast, title="Chủ trì")
    issue(cast, title="Phối hợp", lead_unit_id=cast.tax.id, cooperating_unit_ids=[cast.finance.id])
    issue(cast, title="Việc khác", lead_unit_id=cast.tax.id)
    client.sign_in(cast.clerk)
    address = f"/tasks?band=open&unit={cast.finance.id}" + (f"&side={side}" if side else "")
    page = client.get(address, budget=8).text
    assert set(re.findall(r">(Chủ trì|Phối hợp|Việc khác)</a>", page)) == titles


@pytest.mark.parametrize(
    ("values", "titles"),
    [
        ({"due_from": "01/12/2026"}, {"Tháng 12"}),
        ({"due_to": "30/11/2026"}, {"Hôm qua", "Cuối tháng"}),
        ({"due_from": "24/11/2026", "due_to": "2026-11-30"}, {"Cuối tháng"}),
        ({"late": "1"}, {"Hôm qua"}),
        ({"starred": "1"}, {"Không hạn"}),
        ({"duty": "1"}, {"Tháng 12"}),
        ({"assigned_from": "25/11/2026"}, set()),
        ({"assigned_to": "24/11/2026"}, {"Hôm qua", "Cuối tháng", "Tháng 12", "Không hạn"}),
        ({"officer": "0", "late": "1"}, {"Hôm qua"}),
        ({"leader": "0"}, set()),
    ],
)
def test_days_and_marks(cast, client, values, titles):
    issue(cast, title="Hôm qua", due_on=date(2026, 11, 23))
    issue(cast, title="Cuối tháng", due_on=date(2026, 11, 30))
    issue(cast, title="Tháng 12", due_on=date(2026, 12, 15)).is_duty = True
    issue(cast, title="Không hạn", due_on=None).is_starred = True
    client.sign_in(cast.clerk)
    page = client.get("/tasks", query_string=values, budget=8).text
    assert set(re.findall(r">(Hôm qua|Cuối tháng|Tháng 12|Không hạn)</a>(?=<div| <span)", page)) == titles
    assert re.search(rf">{len(titles)} nhiệm vụ(<| ·)", page)


def test_chips_say_what_is_chosen_and_take_it_away_one_by_one(cast, client):
    fill(cast, 10)
    client.sign_in(cast.clerk)
    asked = TaskFilter(q="thu", unit=cast.finance.id, side=Side.ANY, topic=cast.budget.id, starred=True, due_to=TODAY)
    page = html.unescape(client.get(f"/tasks?{asked.query_string()}", budget=8).text)
    chips = re.findall(r'<li class="chip calm">(.*?) <a href="/tasks\?([^"]*)" aria-label="Bỏ lọc', page)
    assert [label for label, _link in chips] == [
        "«thu»",
        "Chủ trì hoặc phối hợp: Phòng Tài chính - Kế hoạch",
        "Thu ngân sách",
        "★ Ưu tiên",
        "hạn đến 24/11/2026",
    ]
    without = [asked.but(q=""), asked.but(unit=None, side=Side.LEAD), asked.but(topic=None)]
    assert [link for _label, link in chips[:3]] == [one.query_string() for one in without]


def fields_of(page: str) -> list[tuple[str, str]]:
    """What the form of the list sends unseen."""
    form = re.search(r'<form method="get" action="/tasks".*?</form>', page, re.S)[0]
    return re.findall(r'<input type="hidden" name="(.*?)" value="(.*?)">', html.unescape(form))


def options_of(page: str, name: str) -> dict[str, bool]:
    """The choices of a select, and which is chosen."""
    select = re.search(rf'<select[^>]* name="{name}">(.*?)</select>', page, re.S)[1]
    options = re.findall(r"<option value=\"\d*\"( selected)?>(.*?)</option>", select)
    return {label: bool(mark) for mark, label in options}


def test_closed_panel_reads_no_choices_and_keeps_what_is_chosen(cast, client):
    """Searching in a narrowed list does not widen it, though the panel with its selects is not there."""
    fill(cast, 10)
    client.sign_in(cast.clerk)
    asked = TaskFilter(unit=cast.finance.id, side=Side.ANY, topic=0, starred=True, due_to=TODAY, since=TODAY)
    page = client.get(f"/tasks?{asked.query_string()}", budget=4).text
    assert "<select" not in page.partition('id="bulk"')[0]
    assert dict(fields_of(page)) == {"band": "open", **{name: str(value) for name, value in asked.pairs()}}
    assert 'formaction="/tasks/filters"' in page


def test_panel_offers_choices_with_what_is_chosen(cast, client):
    fill(cast, 20)
    client.sign_in(cast.clerk)
    asked = TaskFilter(band=Band.OVERDUE, unit=cast.finance.id, leader=cast.chairman.user_id, topic=0, since=TODAY)
    page = html.unescape(client.get(f"/tasks/filters?{asked.query_string()}", budget=3).text)
    assert [label for label, chosen in options_of(page, "unit").items() if chosen] == [cast.finance.name]
    assert [label for label, chosen in options_of(page, "topic").items() if chosen] == ["Chưa có lĩnh vực"]
    assert [label for label, chosen in options_of(page, "leader").items() if chosen] == [cast.chairman.name]
    assert fields_of(page) == [("band", "overdue"), ("since", "2026-11-24")]


def test_officers_are_those_of_the_chosen_unit(cast, client):
    task = issue(cast)
    actions.assign_officer(task, cast.finance_officer.user_id, "Sơn", by=cast.finance_head)
    db.session.commit()
    client.sign_in(cast.clerk)
    name = cast.finance_officer.name
    assert name in options_of(client.get("/tasks/filters").text, "officer")
    assert name in options_of(client.get(f"/tasks/filters?unit={cast.finance.id}").text, "officer")
    assert name not in options_of(client.get(f"/tasks/filters?unit={cast.tax.id}").text, "officer")
    chosen = f"/tasks/filters?unit={cast.tax.id}&officer={cast.finance_officer.user_id}"
    assert options_of(client.get(chosen).text, "officer")[name]


def test_panel_of_a_unit_offers_only_what_it_sees(cast, client):
    task = issue(cast)
    actions.assign_officer(task, cast.finance_officer.user_id, "Sơn", by=cast.finance_head)
    db.session.commit()
    client.sign_in(cast.outsider)
    assert cast.finance_officer.name not in options_of(client.get("/tasks/filters").text, "officer")


def test_panel_stands_open_on_the_list_where_a_day_was_misread(cast, client):
    client.sign_in(cast.clerk)
    page = client.get("/tasks?due_from=31/02/2026&starred=1", budget=8).text
    assert '<details class="finder-more" open>' in page
    assert fields_of(page) == [("band", "open")]


def test_statements_that_are_kept_ask_for_each_person_and_day_anew(cast):
    """The same list of two units, of the Office, and of the next week."""
    issue(cast, title="Của Tài chính", due_on=TODAY)
    issue(cast, title="Của Thuế", lead_unit_id=cast.tax.id, due_on=TODAY)
    db.session.commit()

    def find(actor, asked: TaskFilter, of: Limits) -> set[str]:
        rows = register.list_tasks(actor, asked, of).rows
        assert register.count_tasks(actor, asked, of) == len(rows)
        return {row.title for row in rows}

    later = Limits.of(Today.of(TODAY + timedelta(days=7), office_calendar()))
    for _round in range(2):
        assert find(cast.clerk, TaskFilter(), limits()) == {"Của Tài chính", "Của Thuế"}
        assert find(cast.finance_head, TaskFilter(), limits()) == {"Của Tài chính"}
        assert find(cast.clerk, TaskFilter(unit=cast.tax.id), limits()) == {"Của Thuế"}
        assert find(cast.clerk, TaskFilter(band=Band.OVERDUE), limits()) == set()
        assert find(cast.clerk, TaskFilter(band=Band.OVERDUE), later) == {"Của Tài chính", "Của Thuế"}


def test_empty_fields_do_not_stay_in_the_address(cast, client):
    client.sign_in(cast.clerk)
    answer = client.get("/tasks?band=open&q=&unit=&side=&due_from=&starred=1")
    assert (answer.status_code, answer.location) == (303, "/tasks?band=open&starred=1")
    assert client.get(answer.location).status_code == 200


def test_day_that_is_none_is_said(cast, client):
    client.sign_in(cast.clerk)
    assert "«31/02/2026» không phải là ngày" in client.get("/tasks?due_from=31/02/2026&q=").text
    assert list_misread({"due_to": "01/01/0001", "due_from": " 1.2.2026 "}) == ["01/01/0001"]


def test_starred_work_stands_first_once_and_is_marked_everywhere(cast, client):
    for number in range(55):
        issue(cast, title=f"Việc {number:02d}", due_on=TODAY + timedelta(days=number))
    issue(cast, title="Việc sao", due_on=date(2027, 12, 31)).is_starred = True
    client.sign_in(cast.clerk)
    page = html.unescape(client.get("/tasks", budget=8).text)
    assert re.findall(r'scope="rowgroup">(.*?)</th>', page)[0] == "★ Ưu tiên"
    assert page.count("Việc sao</a>") == 1
    assert page.index("Việc sao</a>") < page.index("Việc 00</a>")
    following = html.unescape(client.get(re.search(r'href="(/tasks\?[^"]*after=[^"]*)"', page)[1], budget=8).text)
    assert "Việc sao</a>" not in following
    assert "★ Ưu tiên</th>" not in following
    db.session.query(Task).filter_by(title="Việc 00").one().is_starred = True
    client.sign_in(cast.vice_chairman)
    page = client.get("/outstanding", budget=10).text
    assert re.search(r'<span class="star">★</span> <a href="/tasks/\d+\?in=outstanding">Việc 00</a>', page)
    client.sign_in(cast.finance_head)
    assert re.search(r'\?in=work"><span class="star">★</span> Việc 00</a>', client.get("/work", budget=8).text)


@pytest.mark.parametrize("person", ["clerk", "finance_head", "chairman", "admin"])
def test_list_stays_in_its_budget_with_everything_asked(cast, client, person):
    fill(cast, 60)
    client.sign_in(cast.everyone[person])
    asked = TaskFilter(q="thu ngan", unit=cast.finance.id, side=Side.ANY, leader=cast.chairman.user_id)
    for band in Band:
        client.get(f"/tasks?{asked.but(band=band).query_string()}", budget=8)
        client.get(f"/tasks?band={band}", budget=8)


def save(client, name: str, query: str = "band=overdue&starred=1"):
    return client.post(f"/tasks/filters?{query}", data={"name": name})


def test_saved_filter_is_kept_opened_renamed_and_removed(cast, client):
    client.sign_in(cast.clerk)
    assert save(client, "Quá hạn ưu tiên").location == "/tasks?band=overdue&starred=1"
    page = client.get("/tasks", budget=8).text
    assert '<a class="chip quiet" href="/tasks?band=overdue&amp;starred=1">Quá hạn ưu tiên</a>' in page
    saved = db.session.query(SavedFilter).one()
    assert client.post(f"/tasks/filters/{saved.id}/name?band=week", data={"name": "Sáng thứ Hai"}).status_code == 303
    assert "Sáng thứ Hai</a>" in client.get("/tasks").text
    client.post(f"/tasks/filters/{saved.id}/removal")
    assert db.session.query(SavedFilter).count() == 0


def test_saved_filter_refuses_in_sentences_and_keeps_what_was_typed(cast, client):
    client.sign_in(cast.clerk)
    save(client, "Của tôi")
    assert save(client, "Của tôi").status_code == 303  # a second press
    answer = save(client, "Của tôi", "band=week")
    assert (answer.status_code, "Đã có bộ lọc mang tên này" in answer.text, 'value="Của tôi"' in answer.text) == (
        422,
        True,
        True,
    )
    assert "Hãy đặt tên cho bộ lọc" in save(client, "  ").text
    assert save(client, "x" * 81).status_code == 422
    for number in range(19):
        assert save(client, f"Bộ lọc {number}", "band=week").status_code == 303
    assert "Chỉ lưu tối đa 20 bộ lọc" in save(client, "Một nữa", "band=done").text
    first, second = db.session.query(SavedFilter).order_by(SavedFilter.id).limit(2)
    answer = client.post(f"/tasks/filters/{first.id}/name", data={"name": second.name})
    assert (answer.status_code, "Đã có bộ lọc mang tên này" in answer.text) == (422, True)
    assert client.post(f"/tasks/filters/{first.id}/name", data={"name": "Của tôi"}).status_code == 303
    assert db.session.query(SavedFilter).count() == 20


def test_saved_filter_belongs_to_one_person(cast, client):
    client.sign_in(cast.clerk)
    save(client, "Riêng của Lan")
    saved = db.session.query(SavedFilter).one()
    client.sign_in(cast.chairman)
    assert "Riêng của Lan" not in client.get("/tasks").text
    assert client.post(f"/tasks/filters/{saved.id}/name", data={"name": "x"}).status_code == 404
    assert client.post(f"/tasks/filters/{saved.id}/removal").status_code == 404
    assert save(client, "Riêng của Lan").status_code == 303  # the name is free for him
    assert db.session.query(SavedFilter).count() == 2


def test_list_goes_along_to_the_task_and_back(cast, client):
    for number, due in enumerate((10, 11, 12)):
        issue(cast, title=f"Việc {number}", due_on=date(2026, 11, due))
    client.sign_in(cast.finance_head)
    asked = f"band=overdue&unit={cast.finance.id}"
    page = html.unescape(client.get(f"/tasks?{asked}").text)
    ids = [int(number) for number in re.findall(r'href="/tasks/(\d+)\?in=', page)]
    assert len(ids) == 3
    link = re.search(rf'href="(/tasks/{ids[1]}\?in=[^"]+)"', page)[1]
    page = html.unescape(client.get(link).text)
    assert "‹ Quá hạn · Phòng Tài chính - Kế hoạch (3)</a>" in page
    assert f'<a href="/tasks?{asked}">‹' in page
    assert f'rel="prev" href="/tasks/{ids[0]}?in=' in page
    assert f'rel="next" href="/tasks/{ids[2]}?in=' in page
    accept = re.search(r'action="(/tasks/\d+/acceptance[^"]*)"', page)
    assert accept
    assert "in=band%3Doverdue" in accept[1]


@pytest.mark.parametrize(
    ("person", "came_from", "label"),
    [
        ("finance_head", "work", "‹ Việc của đơn vị</a>"),
        ("chairman", "outstanding", "‹ Tồn đọng</a>"),
        ("chairman", "work", None),
        ("finance_head", "outstanding", None),
        ("chairman", "", None),
    ],
)
def test_other_pages_lead_back_to_themselves(cast, client, person, came_from, label):
    task = issue(cast)
    client.sign_in(cast.everyone[person])
    page = client.get(f"/tasks/{task.id}?in={came_from}").text
    assert ('class="walk' in page) == (label is not None)
    assert label is None or label in page


@pytest.mark.parametrize("asked", ["javascript:alert(1)", "//evil.example", "band=open&x=<script>", "%00", "a" * 5000])
def test_strange_way_back_is_a_list_of_ours(cast, client, asked):
    task = issue(cast)
    client.sign_in(cast.clerk)
    page = client.get(f"/tasks/{task.id}", query_string={"in": asked}).text
    for link in re.findall(r'<nav class="walk.*?</nav>', page, re.S):
        assert 'href="/tasks?band=open"' in link
        assert "evil" not in link


@pytest.mark.parametrize("dialect", [pytest.param("sqlite", marks=pytest.mark.sqlite)])
@pytest.mark.parametrize(
    "values",
    [
        {},
        {"unit": 3},
        {"unit": 3, "side": Side.COOP},
        {"unit": 3, "side": Side.ANY},
        {"topic": 1},
        {"notice": 1},
        {"leader": 1},
        {"portfolio": 1},
        {"officer": 1},
        {"starred": True},
        {"duty": True},
        {"late": True},
        {"unexplained": True},
        {"unaccepted": True},
        {"due_from": TODAY, "due_to": TODAY},
        {"assigned_from": TODAY},
        {"q": "thu ngan sach"},
    ],
)
def test_open_lists_never_read_the_whole_table(app, cast, values):
    with noted() as seen:
        for asked in (TaskFilter(**values), TaskFilter(band=Band.OVERDUE, **values)):
            for actor in (cast.clerk, cast.finance_head):
                register.count_tasks(actor, asked, limits())
                register.list_tasks(actor, asked, limits())
    asked_of_tasks = [pair for pair in seen if "FROM task" in pair[0]]
    assert len(asked_of_tasks) == 8
    for statement, parameters in asked_of_tasks:
        plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        steps = [row[3] for row in plan]
        of_tasks = [step for step in steps if " task USING INDEX" in step or step == "SCAN task"]
        assert all(re.search(r"ix_task_(open|starred|notice_id|waiting)", step) for step in of_tasks), steps


@pytest.mark.parametrize("dialect", [pytest.param("sqlite", marks=pytest.mark.sqlite)])
def test_starred_work_has_an_index_of_its_own(app, cast):
    with noted() as seen:
        register.list_tasks(cast.clerk, TaskFilter(), limits())
    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {seen[-1][0]}", seen[-1][1])
    used = [row[3] for row in plan if row[3].startswith(("SCAN task", "SEARCH task"))]
    assert [step.split()[-1] for step in used] == ["ix_task_starred", "ix_task_open_due"]


@pytest.mark.parametrize("dialect", [pytest.param("sqlite", marks=pytest.mark.sqlite)])
def test_units_that_help_are_found_by_an_index(app, cast):
    with noted() as seen:
        page = register.list_tasks(cast.clerk, TaskFilter(), limits())
        read_beside(cast.clerk, TaskFilter(), page, None)
        register.name_cooperating_units([1, 2])
    asked = [pair for pair in seen if "task_cooperation.task_id IN" in pair[0]]
    assert len(asked) == 2
    for statement, parameters in asked:
        plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        assert any(row[3].startswith("SEARCH task_cooperation USING") for row in plan), statement


def test_what_no_unit_has_accepted_can_be_asked_for(cast, client):
    waiting, accepted = issue(cast, title="Chờ đơn vị nhận"), issue(cast, title="Đơn vị đã nhận")
    actions.accept_task(accepted, by=cast.finance_head)
    db.session.commit()
    assert walk(cast.clerk, TaskFilter(unaccepted=True)) == [waiting.id]
    client.sign_in(cast.clerk)
    page = client.get("/tasks?band=open&unaccepted=1").text
    assert ("Chờ đơn vị nhận" in page, "Đơn vị đã nhận" in page, "Chưa tiếp nhận" in page) == (True, False, True)
    panel = client.get("/tasks/filters?band=open&unaccepted=1").text
    assert re.search(r'name="unaccepted" value="1" checked', panel)
