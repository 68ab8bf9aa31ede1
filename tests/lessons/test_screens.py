"""What the administrator sees of it, and does."""

import re

import pytest
from sqlalchemy import event, text

from tests.lessons.notices import add_unit, give, lessons, read
from tracker import clock
from tracker.db import db
from tracker.lessons.models import Lesson
from tracker.lessons.queries import Filter, list_earlier_tasks, list_lessons, list_lessons_in_use

ROADS = "Giao Ban QLDA khẩn trương thi công đường Nà Cáp, hoàn thành trước ngày 20/12/2026."


@pytest.fixture
def board(app, cast):
    return add_unit("BQLDA", "Ban Quản lý dự án đầu tư xây dựng", "Ban Quản lý dự án")


@pytest.fixture
def alias(app, cast, board):
    give(cast, ROADS, lead_unit_id=board.id)
    return lessons("alias")[0]


def seed(cast, count, kind="alias"):
    now = clock.now()
    for number in range(count):
        db.session.add(
            Lesson(
                kind=kind,
                phrase=f"ban so {number}",
                shown=f"Ban số {number}",
                unit_id=None if kind == "topic_word" else cast.tax.id,
                topic_id=None if kind == "alias" else cast.budget.id,
                state="in_use",
                times=number % 7 + 2,
                first_at=now,
                last_at=now,
                by_user_id=cast.clerk.user_id,
                by_name=cast.clerk.name,
                seen=[],
            )
        )
    db.session.commit()


def test_the_administrator_decides_and_the_office_looks(cast, client, alias):
    for name, actor in cast.everyone.items():
        client.sign_in(actor)
        looks = 200 if name in ("admin", "clerk") else 403
        assert client.get("/lessons").status_code == looks, name
        assert client.get(f"/lessons/{alias.id}").status_code == looks, name
        if name != "admin":
            for path in ("", "/use", "/switching-off"):
                assert client.post(f"/lessons/{alias.id}{path}").status_code == 403, (name, path)
    client.sign_in(cast.clerk)
    assert "/switching-off" not in client.get("/lessons").text
    client.sign_in(cast.admin)
    assert client.get("/lessons/999999").status_code == 404


def test_the_list_says_what_where_how_often_and_from_which_sentence(cast, client, alias):
    client.sign_in(cast.admin)
    page = client.get("/lessons", budget=6).text
    for words in ("“Ban QLDA”", "Ban Quản lý dự án đầu tư xây dựng", "Đang dùng", "1 văn bản", "thi công đường Nà Cáp"):
        assert words in page
    assert f'href="/notices/{alias.notice_id}"' in page
    assert "Chưa có mục nào" in client.get("/lessons?kind=owner").text
    assert "“Ban QLDA”" in client.get("/lessons?q=qlda").text
    assert "“Ban QLDA”" not in client.get("/lessons?q=la lung").text
    assert "“Ban QLDA”" not in client.get("/lessons?state=off").text
    assert "“Ban QLDA”" in client.get("/lessons?kind=x&state=y&unit=z&topic=-1&after=~").text


def test_it_is_switched_off_used_and_led_elsewhere(cast, client, alias):
    client.sign_in(cast.admin)
    back = "/lessons?kind=alias&q=ban+qlda"
    assert client.post(f"/lessons/{alias.id}/switching-off", data={"back": back}).location == back
    assert lessons("alias")[0].state == "off"
    assert (
        client.post(f"/lessons/{alias.id}/use", data={"back": "https://evil.example"}).location == "/lessons?kind=alias"
    )
    assert lessons("alias")[0].state == "in_use"
    page = client.get(f"/lessons/{alias.id}", budget=8).text
    version = re.search(r'name="version" type="hidden" value="(\d+)"', page)
    assert version
    path, data = f"/lessons/{alias.id}", {"version": version[1], "target": cast.finance.id}
    assert client.post(path, data=data | {"target": 0}).status_code == 422
    assert client.post(path, data=data).status_code == 303
    assert lessons("alias")[0].unit_id == cast.finance.id
    late = client.post(path, data=data | {"target": cast.tax.id})
    assert (late.status_code, "vừa lưu" in late.text) == (422, True)
    page = client.get(path).text
    for words in ("đã tắt", "đã đưa vào sử dụng", "đã sửa nơi dẫn tới", "Trần Quản Trị"):
        assert words in page


def test_words_that_lead_there_already_are_said_beside_the_field(cast, client, board, alias):
    give(cast, ROADS, lead_unit_id=cast.finance.id)
    other = lessons("alias")[1]
    client.sign_in(cast.admin)
    answer = client.post(f"/lessons/{other.id}", data={"version": other.version, "target": board.id})
    assert (answer.status_code, 'id="target-error"' in answer.text) == (422, True)


def test_a_rival_goes_when_another_is_used(cast, client, alias):
    give(cast, ROADS, lead_unit_id=cast.finance.id)
    _first, second = lessons("alias")
    client.sign_in(cast.admin)
    client.post(f"/lessons/{second.id}/use")
    assert [one.state for one in lessons("alias")] == ["off", "in_use"]


@pytest.mark.parametrize("kind", ["alias", "topic_word", "owner"])
def test_the_list_costs_the_same_whatever_its_length(cast, client, kind):
    seed(cast, 120, kind)
    client.sign_in(cast.admin)
    shown, path = [], f"/lessons?kind={kind}"
    while path:
        page = client.get(path, budget=6).text
        shown += re.findall(r'<a href="/lessons/(\d+)">', page)
        following = re.search(r'href="(/lessons\?[^"]*after=[^"]+)"', page)
        path = following[1].replace("&amp;", "&") if following else ""
    assert len(shown) == len(set(shown)) == 120


def test_units_and_topics_lead_to_what_they_were_taught(cast, client, board, alias):
    client.sign_in(cast.admin)
    link = f"/lessons?kind=alias&amp;unit={board.id}"
    assert f'href="{link}"' in client.get(f"/units/{board.id}").text
    assert "“Ban QLDA”" in client.get(link.replace("&amp;", "&")).text
    assert "“Ban QLDA”" not in client.get(f"/lessons?kind=alias&unit={cast.tax.id}").text
    assert f"/lessons?kind=topic_word&amp;topic={cast.budget.id}" in client.get(f"/topics/{cast.budget.id}").text


def test_the_card_says_what_was_learned_and_marks_suggestions(cast, client, alias):
    for number in range(2):
        give(
            cast,
            f"Đẩy mạnh thu ngân sách từ bến số {number}, xong trước ngày 20/12/2026.",
            lead_unit_id=cast.finance.id,
        )
    notice, _drafts = read(cast, "Đẩy mạnh thu ngân sách qua ví điện tử, xong trước ngày 20/12/2026.", ROADS)
    client.sign_in(cast.clerk)
    page = client.get(f"/notices/{notice.id}/review", budget=10).text  # two of them for the orders that are alike
    assert "“Ban QLDA” là Ban Quản lý dự án đầu tư xây dựng (đã học ngày 24/11/2026)" in page
    assert "gợi ý: đơn vị này được giao 2/2 lần gần đây cho việc “Đẩy mạnh thu ngân…”" in page


def test_the_lists_are_read_by_their_indexes(app, cast, dialect):
    seed(cast, 300)
    seed(cast, 300, "topic_word")
    plans = {
        "ix_lesson_kind": "SELECT id FROM lesson WHERE kind = 'alias' AND state <> 'off' "
        "ORDER BY times DESC, id DESC LIMIT 51",
        "ix_lesson_state": "SELECT id FROM lesson WHERE state = 'in_use' ORDER BY kind, id",
        "ix_task_topic_id": "SELECT id FROM task WHERE topic_id = 1 ORDER BY topic_id DESC, id DESC LIMIT 2000",
    }
    for index, query in plans.items():
        if dialect == "postgres":
            db.session.execute(text("SET LOCAL enable_seqscan = off"))
            db.session.execute(text("SET LOCAL enable_sort = off"))
        explain = "EXPLAIN" if dialect == "postgres" else "EXPLAIN QUERY PLAN"
        plan = " ".join(str(row) for row in db.session.execute(text(f"{explain} {query}")))
        assert index in plan, plan
    assert len(list_lessons(Filter())[0]) == 50
    assert len(list_lessons_in_use()) == 600
    assert list_earlier_tasks(set()) == {}


def test_words_seen_once_are_shown_only_when_asked_for(cast, client):
    order = "Giao Chi cục Thuế lắp biển nhắc gửi xe quanh bến tàu, xong trước ngày 22/12/2026."
    give(cast, order, topic_id=cast.digital.id)
    client.sign_in(cast.admin)
    page = client.get("/lessons?kind=topic_word").text
    assert ("bến tàu" in page, "đề xuất</span>" in page) == (False, False)
    assert "“bến tàu”" in client.get("/lessons?kind=topic_word&state=once").text
    assert "“bến tàu”" not in client.get("/lessons?kind=topic_word&state=proposed").text


def test_reading_a_notice_asks_as_many_questions_whatever_was_learned(app, cast):
    asked = []

    def count(orders):
        asked.clear()
        read(cast, *orders)
        return sum(line.startswith("SELECT") and ("FROM lesson" in line or "FROM task" in line) for line in asked)

    def note(conn, cursor, statement, *rest):
        asked.append(statement.replace("\n", " ").replace("(SELECT", "SELECT").lstrip())

    seed(cast, 60)
    seed(cast, 60, "topic_word")
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        few = count(["Đẩy mạnh thu ngân sách qua ví điện tử, xong trước ngày 20/12/2026."])
        many = count([f"Tăng thu ngân sách tại chợ số {number}, xong trước ngày 20/12/2026." for number in range(20)])
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    # Lessons, earlier tasks, who usually leads, three for the orders that are alike, two for the words to be searched.
    assert (few, many) == (8, 8)
