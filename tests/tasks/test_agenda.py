"""The agenda of the next briefing: urged too often first, then what is late without an explanation."""

import re
from datetime import date

import pytest
from sqlalchemy import event, text

from tests.tasks.test_access import put_in
from tests.tasks.test_explanations import LATE, answer, switch
from tests.tasks.test_life import issue, progress
from tracker import clock
from tracker.db import db
from tracker.tasks import actions
from tracker.tasks.agenda import list_agenda
from tracker.tasks.models import Channel, TaskState, Urging
from tracker.tasks.today import office_limits


def urged(task, times, by):
    """As if it had been urged so often."""
    for number in range(times):
        actions.urge(task, actions.Urge(f"{task.id}-{number}", clock.today(), Channel.PHONE), by=by)


def titles(page):
    return re.findall(r'<td class="what"><a[^>]*>(.*?)</a>', page)


def test_order_and_words(cast, client):
    often = issue(cast, title="Bốn lần")
    more = issue(cast, title="Năm lần")
    late = issue(cast, title="Trễ lâu", due_on=date(2026, 11, 2))
    later = issue(cast, title="Trễ mới, đã đôn đốc", due_on=LATE)
    short = issue(cast, title="Trễ mới", due_on=LATE)
    explained = issue(cast, title="Đã giải trình", due_on=LATE)
    both = issue(cast, title="Vừa trễ vừa nhiều lần", due_on=LATE)
    issue(cast, title="Trong hạn")
    reported = issue(cast, title="Đã báo cáo")
    for task, times in ((often, 4), (more, 5), (later, 1), (both, 4), (reported, 4)):
        urged(task, times, cast.clerk)
    actions.explain(explained, answer(), by=cast.finance_head)
    actions.ask_explanation(late, "Vì sao?", by=cast.chairman)
    actions.add_update(both, progress("u1", percent=10), by=cast.finance_head)
    put_in(reported, TaskState.SUBMITTED)
    client.sign_in(cast.chairman)
    page = client.get("/agenda", budget=8).text
    assert titles(page) == ["Năm lần", "Vừa trễ vừa nhiều lần", "Bốn lần", "Trễ mới, đã đôn đốc", "Trễ lâu", "Trễ mới"]
    assert "Đã đôn đốc quá 3 lần · 3" in page
    assert "Quá hạn, chưa có giải trình · 3" in page
    for words in ("Đã thu 58 tỷ đồng", "quá 7 ngày làm việc", "Đã yêu cầu, chưa giải trình", "24/11 · điện thoại"):
        assert words in page, words
    assert short.code in page


def test_office_sets_how_often_is_too_often(cast, client):
    urged(issue(cast, title="Hai lần"), 2, cast.clerk)
    db.session.commit()
    client.sign_in(cast.clerk)
    assert "Không có nội dung trình giao ban" in client.get("/agenda").text
    switch("urgings_before_agenda", "1")
    assert titles(client.get("/agenda").text) == ["Hai lần"]
    switch("urgings_before_agenda", "0")
    page = client.get("/agenda").text
    assert (titles(page), "đã đôn đốc quá" in page) == ([], False)


def test_fifty_at_a_time(cast, client):
    for number in range(53):
        issue(cast, title=f"Việc {number}", due_on=LATE)
    urged(issue(cast, title="Bốn lần"), 4, cast.clerk)
    db.session.commit()
    client.sign_in(cast.clerk)
    first = client.get("/agenda", budget=8).text
    following = re.search(r'href="(/agenda\?after=[^"]+)"', first).group(1)
    rest = client.get(following, budget=8).text
    assert (len(titles(first)), len(titles(rest))) == (50, 4)
    assert len({*titles(first), *titles(rest)}) == 54
    assert "Quá hạn, chưa có giải trình · 53" in rest
    assert "after=" not in rest
    assert len(titles(client.get("/agenda?after=1.x.2026-99.0").text)) == 50


@pytest.mark.parametrize("person", ["finance_head", "finance_officer", "ward_chair", "admin"])
def test_it_is_for_leaders_and_the_office(cast, client, person):
    client.sign_in(cast.everyone[person])
    assert client.get("/agenda").status_code == 403
    assert "Trình giao ban" not in client.get("/tasks").text


def test_its_reads_are_served_by_indexes(cast, dialect):
    """Of a large office: on few rows planners rightly read everything."""
    issue(cast, due_on=LATE)
    db.session.flush()
    if dialect == "postgres":
        for setting in ("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "enable_bitmapscan"):
            db.session.execute(text(f"SET LOCAL {setting} = off"))
    seen = []

    def note(conn, cursor, statement, values, *rest):
        seen.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    list_agenda(office_limits())
    event.remove(db.engine, "before_cursor_execute", note)
    keys, rows = [pair for pair in seen if Urging.__tablename__ in pair[0]]
    explain = "EXPLAIN " if dialect == "postgres" else "EXPLAIN QUERY PLAN "
    plans = [
        "\n".join(str(row) for row in db.session.connection().exec_driver_sql(explain + s, v)) for s, v in (keys, rows)
    ]
    assert re.search(r"ix_task_(open_|waiting)", plans[0]), "an index that holds open work alone"
    for plan in plans:
        assert "ix_urging_task_id" in plan
        assert not re.search(
            r"SCAN (urging|explanation|progress_update)|Seq Scan on (urging|explanation|progress)", plan
        )
