import html
import random
import re
from datetime import date, timedelta

import pytest

from tests.review.notices import enter
from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.calendar.queries import office_calendar
from tracker.db import db
from tracker.reports import outstanding as board
from tracker.tasks import actions, register
from tracker.tasks.bands import IN_TIME_ORDER, Band, Limits
from tracker.tasks.register import TaskFilter
from tracker.tasks.status import Today

TODAY = date(2026, 11, 24)
DELAY = actions.Answer("subjective", "Chậm do phối hợp")  # late reports say why


def limits():
    return Limits.of(Today.of(clock.today(), office_calendar()))


def fill(cast, count: int, seed: int = 3):
    """Tasks in every state around today."""
    chance = random.Random(seed)
    units, topics = [cast.finance, cast.tax, cast.ward], [cast.budget.id, cast.digital.id, None]
    heads = {cast.finance.id: cast.finance_head, cast.ward.id: cast.ward_chair}
    for number in range(count):
        unit = chance.choice(units)
        due = chance.choice([None, TODAY + timedelta(days=chance.randint(-40, 90))])
        task = issue(cast, title=f"Việc {number}", lead_unit_id=unit.id, topic_id=chance.choice(topics), due_on=due)
        head, fate = heads.get(unit.id), chance.random()
        if head and fate < 0.6:
            actions.add_update(task, progress(f"u{number}", percent=30), by=head)
        if head and fate < 0.4:
            actions.submit_completion(task, progress(f"s{number}"), TODAY, by=head, delay=DELAY)
        if head and fate < 0.2:
            actions.confirm_completion(task, by=cast.clerk)
        if head and 0.6 < fate < 0.75:
            actions.decline_task(task, "Không thuộc chức năng", None, by=head)
        if 0.75 < fate < 0.85:
            actions.suspend_task(task, "Chờ vốn", None, by=cast.clerk)
    db.session.flush()


def walk(actor, asked) -> list[int]:
    """Every id of a list, page by page."""
    ids, after = [], ""
    while True:
        page = register.list_tasks(actor, asked, limits(), after)
        ids += [row.id for row in page.rows]
        if not page.after:
            return ids
        after = page.after


@pytest.mark.parametrize("seed", range(3))
def test_every_figure_is_the_length_of_its_list(cast, seed):
    fill(cast, 70, seed)
    figures = board.read_figures(limits())
    for band, count in figures.bands.items():
        ids = walk(cast.clerk, TaskFilter(band=band))
        assert (
            count == len(ids) == len(set(ids)) == register.count_tasks(cast.clerk, TaskFilter(band=band), limits())
        ), band
    for by in board.GROUPS:
        groups = board.list_groups(by, limits())
        assert sum(group.open for group in groups) == figures.open
        for group in groups:
            for band, count in {
                Band.OPEN: group.open,
                Band.OVERDUE: group.overdue,
                Band.WAITING: group.waiting,
            }.items():
                assert count == len(walk(cast.clerk, TaskFilter(band=band, **{by: group.id or 0})))


def test_bands_share_no_task_and_miss_none(cast):
    fill(cast, 60)
    in_time = [set(walk(cast.clerk, TaskFilter(band=band))) for band in [*IN_TIME_ORDER, Band.WAITING]]
    everything = set(walk(cast.clerk, TaskFilter(band=Band.OPEN)))
    assert sum(map(len, in_time)) == len(everything)
    assert set.union(*in_time) == everything


def test_rows_and_sql_agree_on_the_band(cast):
    fill(cast, 60)
    for band in IN_TIME_ORDER:
        for row in register.list_tasks(cast.clerk, TaskFilter(band=band), limits()).rows:
            assert limits().band(row.due_on) is band


def test_suspended_work_is_in_no_band_of_dates_and_declined_work_in_its_own_too(cast):
    fill(cast, 60)
    dated = {row for band in IN_TIME_ORDER for row in walk(cast.clerk, TaskFilter(band=band))}
    declined, suspended = (set(walk(cast.clerk, TaskFilter(band=band))) for band in (Band.DECLINED, Band.SUSPENDED))
    assert declined
    assert suspended
    assert declined <= dated
    assert not suspended & dated


def test_leader_reads_it_in_one_sentence_and_each_figure_opens_its_list(cast, client):
    fill(cast, 60)
    client.sign_in(cast.vice_chairman)
    page = client.get("/outstanding", budget=10).text
    figures = re.findall(r'class="figure[^"]*"><a class="stretched-link" href="([^"]+)">.*?<b>(\d+)</b>', page, re.S)
    assert len(figures) == 4
    for link, number in figures:
        answer = client.get(html.unescape(link), budget=10)
        assert re.search(rf">{number} nhiệm vụ", answer.text), link


@pytest.mark.parametrize("by", board.GROUPS)
def test_grouped_pages_cost_few_queries_whatever_their_length(cast, client, by):
    fill(cast, 40)
    client.sign_in(cast.vice_chairman)
    assert client.get(f"/outstanding?by={by}", budget=10).status_code == 200


@pytest.mark.parametrize(("by", "name"), [("topic", "Chưa có lĩnh vực"), ("notice", "Không từ kết luận")])
def test_work_without_topic_or_conclusion_opens_its_list_too(cast, client, by, name):
    for number in range(3):
        issue(cast, title=f"Việc {number}", topic_id=None)
    client.sign_in(cast.vice_chairman)
    page = client.get(f"/outstanding?by={by}&mine=0").text
    assert f'href="/outstanding?{by}=0">{name}<' in html.unescape(page)
    assert f'href="/tasks?band=open&{by}=0">3<' in re.sub("portfolio=[0-9]+&?", "", html.unescape(page))
    answer = client.get(f"/tasks?{by}=0&band=open").text
    assert "3 nhiệm vụ" in answer
    assert f">{name} <a" in answer


def ask_for_time(cast, count: int, **changes):
    """Tasks whose unit asks for more time."""
    for number in range(count):
        task = issue(cast, title=f"Việc xin lùi {number}", due_on=TODAY + timedelta(days=9), **changes)
        actions.request_extension(task, TODAY + timedelta(days=30), "Chờ vốn", by=cast.finance_head)
    db.session.flush()


def test_leader_is_asked_for_his_own_decisions_only(cast, client):
    ask_for_time(cast, 2, leader_id=cast.vice_chairman.user_id)
    ask_for_time(cast, 1, leader_id=cast.chairman.user_id)
    for leader, own, others in ((cast.vice_chairman, 2, 1), (cast.chairman, 1, 2)):
        client.sign_in(leader)
        page = client.get("/outstanding?mine=0", budget=10).text
        assert f"{own} việc đang chờ đồng chí quyết." in page
        assert page.count(">Đồng ý<") == own
        assert f'Chờ lãnh đạo khác quyết</h2><span class="count">{others}<' in page
    client.sign_in(cast.clerk)
    page = client.get("/outstanding").text
    assert 'Chờ lãnh đạo quyết</h2><span class="count">3<' in page
    assert "chờ đồng chí quyết" not in page


def test_decisions_beyond_the_first_twenty_are_counted(cast, client):
    ask_for_time(cast, 23, leader_id=cast.vice_chairman.user_id)
    client.sign_in(cast.vice_chairman)
    page = client.get("/outstanding").text
    assert "23 việc đang chờ đồng chí quyết." in page
    assert page.count(">Đồng ý<") == 20
    assert "Còn 3 việc nữa" in page


def test_completed_late_is_told_apart_from_in_time(cast, client):
    for number, due in enumerate((TODAY, TODAY - timedelta(days=6))):
        task = issue(cast, title=f"Việc {number}", due_on=due)
        actions.submit_completion(task, progress(f"s{number}"), TODAY, by=cast.finance_head, delay=DELAY)
        actions.confirm_completion(task, by=cast.clerk)
    db.session.flush()
    client.sign_in(cast.vice_chairman)
    page = client.get("/tasks?band=done").text
    assert page.count("Hoàn thành quá hạn") == 1
    assert page.count("late-done") == 1


def test_units_have_their_own_page_instead(cast, client):
    client.sign_in(cast.finance_head)
    assert client.get("/outstanding").status_code == 403


def test_tasks_of_one_directive_are_one_line(cast, client):
    from tracker.directives.models import Directive, Notice

    notice = Notice(title="Phiên họp thứ 15", source_text="…", entered_by_id=cast.clerk.user_id, entered_at=clock.now())
    notice.set_number("UBND thành phố", "131/TB-UBND", TODAY)
    db.session.add(notice)
    db.session.flush()
    directive = Directive(notice_id=notice.id, position=1, text="Vận động xóa nhà tạm")
    db.session.add(directive)
    db.session.flush()
    for unit in (cast.ward, cast.commune):
        issue(cast, title="Xóa nhà tạm", lead_unit_id=unit.id, directive_id=directive.id, notice_id=notice.id)
    client.sign_in(cast.vice_chairman)
    page = client.get("/outstanding").text
    assert page.count("Xóa nhà tạm") == 1
    assert "0/2 xong" in page


def test_empty_office_has_nothing_outstanding(cast, client):
    client.sign_in(cast.vice_chairman)
    assert "Mọi nhiệm vụ đã giao đều hoàn thành." in client.get("/outstanding").text


def test_report_month_begins_on_the_15th():
    assert board.report_month(date(2026, 11, 14)) == date(2026, 10, 15)
    assert board.report_month(date(2026, 11, 15)) == date(2026, 11, 15)
    assert board.report_month(date(2026, 1, 3)) == date(2025, 12, 15)


@pytest.mark.parametrize(
    "query",
    ["band=nothing", "unit=x", "unit=99999999999999", "after=zz", "since=never", "band=done&after=2026-01-01.x"],
)
def test_query_strings_of_others_making_do_no_harm(cast, client, query):
    client.sign_in(cast.clerk)
    assert client.get(f"/tasks?{query}").status_code == 200


def test_list_says_what_it_is_narrowed_to(cast, client):
    issue(cast, topic_id=cast.budget.id)
    client.sign_in(cast.clerk)
    for query, name in {
        f"unit={cast.finance.id}": cast.finance.name,
        f"topic={cast.budget.id}&unit={cast.finance.id}": "Thu ngân sách",
        f"leader={cast.vice_chairman.user_id}": "Lê Minh Đức",
        "officer=999": "Lựa chọn không có trong danh sách",
        "topic=999": "Lựa chọn không có trong danh sách",
        "band=done&since=2026-11-15": "từ 15/11/2026",
    }.items():
        assert name in client.get(f"/tasks?{query}", budget=10).text, query


def lede_of(client):
    """The leader's sentence, as it is read."""
    found = re.search(r'<p class="lede">(.*?)</p>', client.get("/outstanding", budget=10).text, re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", found.group(1))).split())


def test_sentence_counts_work_of_no_conclusion_apart(cast, client):
    client.sign_in(cast.chairman)
    for _ in range(2):
        issue(cast)
    assert lede_of(client).startswith("Còn 2 nhiệm vụ chưa xong, 2 việc không từ kết luận.")
    notice = enter(cast)
    issue(cast, notice_id=notice.id)
    assert lede_of(client).startswith("Còn 3 nhiệm vụ chưa xong: 1 từ 1 kết luận, 2 việc không từ kết luận.")
    assert 'href="/tasks?band=open&amp;notice=0"' in client.get("/outstanding").text
    assert len(walk(cast.chairman, TaskFilter(notice=0, band=Band.OPEN))) == 2


def test_sentence_says_nothing_of_what_there_is_not(cast, client):
    client.sign_in(cast.chairman)
    issue(cast, notice_id=enter(cast).id)
    assert lede_of(client).startswith("Còn 1 nhiệm vụ chưa xong từ 1 kết luận. ")


def test_number_of_units_opens_those_with_overdue_work_alone(cast, client):
    issue(cast, due_on=TODAY - timedelta(days=5))
    issue(cast, due_on=TODAY + timedelta(days=50), lead_unit_id=cast.ward.id)
    client.sign_in(cast.chairman)
    page = client.get("/outstanding?mine=0", budget=10).text
    link = html.unescape(re.search(r'href="([^"#]+)#register">1 đơn vị</a>', page).group(1))
    late, every = (client.get(path, budget=10).text for path in (link, link.replace("&late=1", "")))
    table = re.compile(r'<td class="what"><a [^>]+>([^<]+)</a>')
    assert table.findall(late) == [cast.finance.name]
    assert sorted(table.findall(every)) == sorted([cast.finance.name, cast.ward.name])
    assert "chỉ nơi có việc quá hạn" in late
