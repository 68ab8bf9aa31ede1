"""What is found, by what, in which order, and with what matched."""

import io
import itertools
import unicodedata
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from tests.duties.makers import values
from tests.indicators import makers as indicators
from tests.search.makers import ask, lines, make_notice, only_hit, plain
from tests.tasks.test_life import issue, progress
from tests.tasks.test_pages import PDF
from tracker.db import db
from tracker.directives.models import Notice, NoticeState
from tracker.duties import actions as duties
from tracker.search import candidates
from tracker.search.typed import Typed
from tracker.tasks import actions
from tracker.tasks.models import Task
from tracker.tasks.searching import words_of


def test_every_kind_has_its_section(cast):
    directive = make_notice(cast, "131/TB-UBND", "Đẩy mạnh thu ngân sách.", title="Về thu ngân sách")
    issue(cast, directive_id=directive.id, notice_id=directive.notice_id)
    duties.create_duty(values(cast), "key", by=cast.clerk)
    indicators.make(cast)
    assert lines(ask(cast.clerk, "thu ngân sách")) == {
        "indicators": ["Thu ngân sách nhà nước trên địa bàn"],
        "topics": ["Thu ngân sách"],
        "duties": ["Báo cáo thu ngân sách"],
        "tasks": ["Thu ngân sách đạt kế hoạch"],
        "notices": ["131/TB-UBND · Về thu ngân sách"],
        "directives": ["Đẩy mạnh thu ngân sách."],
    }
    assert lines(ask(cast.clerk, "song hien")) == {"units": ["UBND phường Sông Hiến"]}
    assert lines(ask(cast.chairman, "be ngoc anh")) == {"people": ["Bế Ngọc Ánh"]}


@pytest.mark.parametrize(
    ("typed", "label", "marked"),
    [
        ("giai ngan", "", ["giải", "ngân"]),
        ("giải ngân", "", ["giải", "ngân"]),
        (unicodedata.normalize("NFD", "giải ngân"), "", ["giải", "ngân"]),
        ("khan truong", "Ý kiến chỉ đạo", ["khẩn", "trương"]),
        ("131/TB", "Kết luận", ["131", "TB"]),
        ("58 ty", "Báo cáo ngày 24/11/2026", ["58", "tỷ"]),
        ("phu luc", "Tệp", ["Phụ", "lục"]),
        ("chi cuc thue", "Phối hợp", ["Chi", "cục", "Thuế"]),
        ("le minh duc", "Lãnh đạo", ["Lê", "Minh", "Đức"]),
        ("dam van son", "Chuyên viên", ["Đàm", "Văn", "Sơn"]),
        ("tc-kh", "Chủ trì", ["TC", "KH"]),
    ],
)
def test_a_hit_says_where_it_was_found(cast, client, typed, label, marked):
    directive = make_notice(cast, "131/TB-UBND", "Giao đơn vị khẩn trương đôn đốc.")
    task = issue(
        cast,
        title="Đẩy nhanh giải ngân",
        directive_id=directive.id,
        notice_id=directive.notice_id,
        cooperating_unit_ids=[cast.tax.id],
    )
    actions.assign_officer(task, cast.finance_officer.user_id, "Sơn", by=cast.finance_head)
    actions.add_update(task, progress(), by=cast.finance_head)
    db.session.commit()
    client.sign_in(cast.finance_head)
    client.post(f"/tasks/{task.id}/evidence", data={"files": (io.BytesIO(PDF), "Phụ lục.pdf")})
    hit = only_hit(ask(cast.clerk, typed), "tasks")
    if not label:
        assert (hit.places, plain(hit.title, hits=True)) == ([], marked)
        return
    (place,) = hit.places
    assert (place.label, plain(place.pieces, hits=True)) == (label, marked)


def test_numbers_come_first(cast):
    others = [issue(cast, title=f"Việc theo công văn 2 số {number}") for number in range(4)]
    for number in ("552/TB-UBND", "5520/TB-UBND", "12/TB-552"):
        make_notice(cast, number, title="Nội dung")
    assert lines(ask(cast.clerk, "2"))["exact"] == [others[1].title]
    assert lines(ask(cast.clerk, "nv 2026 3")) == {"exact": [others[2].title]}
    assert ask(cast.clerk, "NV-2026-0003").only.url == f"/tasks/{others[2].id}"
    assert ask(cast.clerk, "3").only is None
    assert lines(ask(cast.clerk, "552"))["exact"] == ["552/TB-UBND · Nội dung"]
    assert lines(ask(cast.clerk, "552"))["notices"] == ["12/TB-552 · Nội dung", "5520/TB-UBND · Nội dung"]
    assert plain(ask(cast.clerk, "552/tb-ubnd").only.title) == "552/TB-UBND · Nội dung"
    make_notice(cast, "552/TB-UBND", title="Năm trước", issued_on=date(2025, 11, 2))
    answer = ask(cast.clerk, "552/TB-UBND")
    assert lines(answer)["exact"] == ["552/TB-UBND · Nội dung", "552/TB-UBND · Năm trước"]
    assert answer.only is None


def test_the_best_come_first(cast):
    told = make_notice(cast, "", "Rà soát hộ nghèo.")
    closed = issue(cast, title="Rà soát đợt một")
    actions.submit_completion(closed, progress(), date(2026, 11, 24), by=cast.finance_head)
    actions.confirm_completion(closed, by=cast.clerk)
    early = issue(cast, title="Rà soát đợt hai")
    late = issue(cast, title="Rà soát đợt ba")
    issue(cast, title="Việc khác", directive_id=told.id, notice_id=told.notice_id)
    assert lines(ask(cast.clerk, "ra soat"))["tasks"] == [late.title, early.title, closed.title, "Việc khác"]


@pytest.mark.parametrize(
    ("title", "typed"), [("Hai báo cáo", "cao"), ("Xbáo báo", "bao"), ("a_báo", "bao"), ("1.báo", "bao"), ("Báo", "b")]
)
def test_words_that_begin_in_the_title_come_first(cast, title, typed):
    named = issue(cast, title=title)
    for other in ("Xbao ocao", "Hộp"):
        told = make_notice(cast, "", title)
        issue(cast, title=other, directive_id=told.id, notice_id=told.notice_id)
    assert lines(ask(cast.clerk, typed))["tasks"] == [named.title, "Hộp", "Xbao ocao"]


def test_open_work_beyond_what_is_counted_stands_once_and_first(cast, monkeypatch):
    monkeypatch.setattr(candidates, "MOST", 3)
    monkeypatch.setattr(candidates, "_OPEN_FIRST", 2)
    made = [issue(cast, title=f"Báo cáo {number}") for number in range(6)]
    for task in made[:1] + made[3:]:
        actions.submit_completion(task, progress(), date(2026, 11, 24), by=cast.finance_head)
        actions.confirm_completion(task, by=cast.clerk)
    assert lines(ask(cast.clerk, "báo cáo"))["tasks"] == [f"Báo cáo {number}" for number in (2, 1, 5, 4, 3)]


def test_too_many_are_not_all_counted(cast, monkeypatch):
    monkeypatch.setattr(candidates, "MOST", 3)
    monkeypatch.setattr(candidates, "_OPEN_FIRST", 2)
    monkeypatch.setattr(candidates, "MOST_BESIDE", 2)
    old = issue(cast, title="Báo cáo cũ")
    for number in range(4):
        done = issue(cast, title=f"Báo cáo {number}")
        make_notice(cast, "", f"Báo cáo {number}", title="Báo cáo")
        actions.submit_completion(done, progress(), date(2026, 11, 24), by=cast.finance_head)
        actions.confirm_completion(done, by=cast.clerk)
    answer = ask(cast.clerk, "báo cáo")
    assert [section.count for section in answer.found] == [4, 3, 3]
    assert lines(answer)["tasks"][0] == old.title  # open, though four newer ones are closed


@pytest.mark.parametrize("typed", ["", "   ", "?!.,", "-", "_", '""', "\U0001f600"])
def test_signs_alone_ask_for_nothing(cast, typed):
    issue(cast)
    answer = ask(cast.clerk, typed)
    assert answer.typed.is_empty
    assert answer.is_nothing


@pytest.mark.parametrize(
    "typed", ['"', 'a" OR "b', "thu NOT ngan", "NEAR(thu ngan)", "thu:*", "_all", "_u1", "_sthu", "x" * 200, "ế" * 250]
)
def test_operators_are_only_letters(cast, typed):
    issue(cast)
    make_notice(cast, "1/TB", "Thu ngân sách.", title="Thu")
    assert set(lines(ask(cast.ward_chair, typed))) <= {"topics", "units"}  # whose names are no secret


@pytest.mark.parametrize("typed", ["_all", "_u1", "_u2", "_sthu", "_open", "_n1"])
def test_marks_are_no_words(cast, typed):
    issue(cast)
    make_notice(cast, "1/TB", "Thu ngân sách.", title="Thu", open_to_all=True)
    answer = ask(cast.clerk, typed)
    assert not {"tasks", "notices", "directives"} & set(lines(answer))


def test_words_follow_what_changes(cast):
    directive = make_notice(cast, "1/TB", "Làm trong tháng.", state=NoticeState.REVIEW)
    assert lines(ask(cast.chairman, "trong thang")) == {}
    assert set(lines(ask(cast.clerk, "trong thang"))) == {"notices", "directives"}
    notice = db.session.get_one(Notice, directive.notice_id)
    notice.state = NoticeState.ISSUED
    assert set(lines(ask(cast.chairman, "trong thang"))) == {"notices", "directives"}
    directive.text, notice.title = "Làm trong quý.", "Về đê điều"
    assert set(lines(ask(cast.chairman, "trong thang"))) == {"notices"}
    assert set(lines(ask(cast.chairman, "trong quy"))) == {"directives"}
    assert set(lines(ask(cast.chairman, "de dieu"))) == {"notices"}


@pytest.mark.parametrize("dialect", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_postgres_sees_words_and_number_of_rows_when_it_plans(cast, dialect):
    """With parameters in their place it has one plan for all words: that walks through whole tables."""
    asked = []

    def note(connection, cursor, statement, *more):
        if "_words" in statement:
            asked.append(statement)

    issue(cast)
    ask(cast.clerk, "thu")
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        ask(cast.clerk, "ngan")
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(asked) == 3
    assert all("'ngan'':*" in statement and "LIMIT %" not in statement for statement in asked)


_WORDS = ("thu", "thuế", "ngân", "ngành", "đất", "đá", "bão", "báo")
_BEGINNINGS = sorted(
    {word[:size] for word in ("thu", "thue", "ngan", "nganh", "dat", "da", "bao") for size in (1, 2, 3, 5)}
)


@pytest.fixture
def sentences(cast):
    """Every pair of words, as a task and as a directive in the text of a notice."""
    made = [f"{one} {two}" for one, two in itertools.combinations(_WORDS, 2)]
    for sentence in made:
        make_notice(cast, "", sentence, title="Văn bản")
        issue(cast, title=sentence, leader_id=cast.chairman.user_id, lead_unit_id=cast.commune.id)
    db.session.commit()
    return made


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.lists(st.sampled_from([*_BEGINNINGS, *_WORDS, "zz"]), min_size=1, max_size=3))
def test_found_is_what_folding_and_comparing_beginnings_says(cast, sentences, asked):
    typed = Typed.read(" ".join(asked))

    def holding(texts: list[str]) -> list[str]:
        said = {text: words_of(text) for text in texts}
        return [
            text for text in texts if all(any(part.startswith(word) for part in said[text]) for word in typed.words)
        ]

    works = holding([f"NV-2026-{number:04d} {sentence}" for number, sentence in enumerate(sentences, start=1)])
    heads = holding([f"Văn bản, UBND thành phố. Mở đầu. {sentence}" for sentence in sentences])
    tasks = candidates.find_tasks(cast.clerk, typed, [])
    notices = candidates.find_notices(cast.clerk, typed, 100)
    directives = candidates.find_directives(cast.clerk, typed, 100)
    titles = [db.session.get_one(Task, key) for key in tasks.rows]
    assert (tasks.total, notices.total) == (len(works), len(heads))
    assert sorted(f"{task.code} {task.title}" for task in titles) == works
    assert sorted(row.text for row in directives.rows) == sorted(holding(sentences))
