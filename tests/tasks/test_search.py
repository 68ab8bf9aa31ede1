"""Search without diacritics: by text, number, unit, person, result and file name, within what one may see."""

import html
import io
import re
import runpy
from datetime import date

import flask_migrate
import pytest
from sqlalchemy import text

from config import ROOT
from tests.cast import gather
from tests.conftest import make_app
from tests.tasks.test_life import issue, progress
from tests.tasks.test_pages import PDF
from tracker import clock
from tracker.calendar.queries import office_calendar
from tracker.db import db, sqlite_driver
from tracker.directives.models import Directive, Notice, NoticeState
from tracker.people.models import Unit, User
from tracker.tasks import actions, handover, register, searching
from tracker.tasks.bands import Band, Limits
from tracker.tasks.handover import Plan
from tracker.tasks.models import Task, TaskWords
from tracker.tasks.register import TaskFilter
from tracker.tasks.status import Today
from tracker.text import clean


def limits() -> Limits:
    return Limits.of(Today.of(clock.today(), office_calendar()))


def find(actor, typed: str, **more) -> set[str]:
    """Titles of what is found; the number is that of the list."""
    db.session.commit()
    asked = TaskFilter(q=clean(typed), **more)
    rows = register.list_tasks(actor, asked, limits()).rows
    assert register.count_tasks(actor, asked, limits()) == len(rows)
    return {row.title for row in rows}


def notice(cast, number: str, sentence: str) -> Directive:
    made = Notice(
        state=NoticeState.ISSUED,
        issuer="UBND thành phố",
        issuer_key="ubnd thanh pho",
        number=number,
        number_key=number.lower(),
        number_year=2026,
        title="Thông báo kết luận",
        meeting="Phiên họp thứ 15",
        issued_on=date(2026, 11, 2),
        source_text=sentence,
        entered_by_id=cast.clerk.user_id,
        entered_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    directive = Directive(notice_id=made.id, position=1, text=sentence, no_task_reason="")
    db.session.add(directive)
    db.session.flush()
    return directive


@pytest.mark.parametrize(
    "typed",
    [
        "thu ngân sách",
        "thu ngan sach",
        "THU NGAN SÁCH",
        "ngân  thu",  # in any order
        "ngan sac",  # the beginning of a word
        "thu nga\u0302n sa\u0301ch",  # NFD
        "t",
        "dat ke hoach",  # đ
        "đạt",
        "NV-2026-0001",
        "nv 2026 1",  # the code as people type it
        "0001",
    ],
)
def test_title_and_code_are_found_however_they_are_typed(cast, typed):
    issue(cast)
    issue(cast, title="Họp giao ban")
    assert "Thu ngân sách đạt kế hoạch" in find(cast.clerk, typed)


@pytest.mark.parametrize("typed", ["gân sách", "thu ngan sach xa", "sách thu ngânn"])
def test_every_word_must_begin_a_word(cast, typed):
    issue(cast)
    assert find(cast.clerk, typed) == set()


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("131/TB-UBND", "Việc của thông báo"),
        ("131", "Việc của thông báo"),
        ("phiên họp thứ 15", "Việc của thông báo"),
        ("khẩn trương đôn đốc", "Việc của thông báo"),  # the sentence of the directive
        ("phong tc-kh", "Việc của tài chính"),
        ("tài chính kế hoạch", "Việc của tài chính"),
        ("song hien", "Việc phối hợp"),  # a cooperating unit
        ("Nông Quốc", "Việc của chủ tịch"),
        ("dam van son", "Việc của chuyên viên"),
        ("58 tỷ", "Việc có báo cáo"),
        ("bang giai ngan", "Việc có tệp"),
        ("telephone-77", "Việc qua điện thoại"),
    ],
)
def test_everything_that_belongs_to_a_task_is_searched(cast, client, typed, title):
    chairman = db.session.get_one(User, cast.chairman.user_id)
    chairman.rename("Nông Quốc Trung")
    directive = notice(cast, "131/TB-UBND", "Giao đơn vị khẩn trương đôn đốc, báo cáo.")
    other = {"lead_unit_id": cast.culture.id, "leader_id": cast.vice_chairman.user_id}
    issue(cast, title="Việc của thông báo", directive_id=directive.id, notice_id=directive.notice_id, **other)
    issue(cast, title="Việc của tài chính")
    issue(cast, title="Việc phối hợp", **{**other, "cooperating_unit_ids": [cast.ward.id]})
    issue(cast, title="Việc của chủ tịch", **{**other, "leader_id": cast.chairman.user_id})
    passed = issue(cast, title="Việc của chuyên viên", lead_unit_id=cast.finance.id)
    actions.assign_officer(passed, cast.finance_officer.user_id, "Sơn", by=cast.finance_head)
    told = issue(cast, title="Việc có báo cáo")
    actions.add_update(told, progress(), by=cast.finance_head)
    held = issue(cast, title="Việc có tệp")
    issue(cast, title="Việc qua điện thoại", source="Telephone-77", **other)
    db.session.commit()
    client.sign_in(cast.finance_head)
    data = {"files": (io.BytesIO(PDF), "Bảng giải ngân.pdf")}
    assert client.post(f"/tasks/{held.id}/evidence", data=data).status_code == 303
    assert title in find(cast.clerk, typed)
    if "tài chính" not in title and typed not in ("phong tc-kh", "tài chính kế hoạch"):
        assert find(cast.clerk, typed) == {title}


def test_renamed_unit_and_person_are_found_under_the_new_name_at_once(cast):
    task = issue(cast)
    assert find(cast.clerk, "kho bac") == set()
    db.session.get_one(Unit, cast.finance.id).name = "Kho bạc thành phố"
    db.session.get_one(User, cast.vice_chairman.user_id).rename("Triệu Văn Bảo")
    assert find(cast.clerk, "kho bac") == find(cast.clerk, "trieu van") == {task.title}
    assert find(cast.clerk, "le minh duc") == set()


def test_words_follow_every_change(cast):
    task = issue(cast, cooperating_unit_ids=[cast.ward.id])
    assert find(cast.clerk, "song hien") == {task.title}
    task.cooperating_units = []
    task.title = "Rà soát hộ nghèo"
    assert find(cast.clerk, "song hien") == set()
    assert find(cast.clerk, "ho ngheo") == {"Rà soát hộ nghèo"}
    directive = notice(cast, "142/TB-UBND", "Làm ngay.")
    task.directive_id, task.notice_id = directive.id, directive.notice_id
    assert find(cast.clerk, "142/tb") == {task.title}
    directive.text = "Làm trong tuần."
    db.session.get_one(Notice, directive.notice_id).number = "143/TB-UBND"
    assert find(cast.clerk, "143 trong tuan") == {task.title}
    assert find(cast.clerk, "142/tb") == set()


def test_work_that_was_handed_over_is_found_with_its_new_unit_and_leader(cast):
    lead = issue(cast, title="Chủ trì")
    issue(cast, title="Phối hợp", lead_unit_id=cast.tax.id, cooperating_unit_ids=[cast.finance.id])
    assert find(cast.clerk, "tai chinh") == {"Chủ trì", "Phối hợp"}
    handover.hand_over_unit(cast.finance, Plan(cast.ward.id), "Sáp nhập", by=cast.admin)
    assert find(cast.clerk, "tai chinh") == set()
    assert find(cast.ward_chair, "song hien") == {"Chủ trì", "Phối hợp"}
    leader = db.session.get_one(User, lead.leader_id)
    handover.hand_over_leader(leader, Plan(cast.chairman.user_id), "Nghỉ hưu", by=cast.admin)
    assert find(cast.clerk, "le minh duc") == set()
    assert find(cast.clerk, "nguyen quoc trung") == {"Chủ trì", "Phối hợp"}


def test_closed_work_is_found_among_closed_work_only(cast):
    task = issue(cast)
    actions.submit_completion(task, progress(), date(2026, 11, 24), by=cast.finance_head)
    actions.confirm_completion(task, by=cast.clerk)
    assert find(cast.clerk, "ngan sach") == set()
    assert find(cast.clerk, "ngan sach", band=Band.DONE) == {task.title}
    assert find(cast.clerk, "ngan sach", band=Band.ALL) == {task.title}


def test_another_unit_finds_nothing(cast):
    issue(cast, cooperating_unit_ids=[cast.culture.id])
    for typed in ("thu ngan sach", "NV-2026-0001", "tai chinh", "le minh duc"):
        assert find(cast.ward_chair, typed) == find(cast.ward_chair, typed, band=Band.ALL) == set()
        assert find(cast.outsider, typed) == {"Thu ngân sách đạt kế hoạch"}
    assert register.find_by_code(cast.ward_chair, "NV-2026-0001") is None


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "*",
        "-",
        "'",
        "\\",
        ":*",
        "!!",
        "()",
        '"ngan" OR "x',
        "NEAR(thu ngan)",
        "thu NOT ngan",
        "thu AND",
        "OR",
        "words:thu",
        "thu & !ngan | x",
        "thu <-> ngan",
        "_open",
        "_u1",
        "^thu",
        "{thu}",
        "%",
        "x" * 200,
        "ế" * 200,
        "a " * 100,
        "\U0001f600",
        "a\u19b0b\u1cf2c",  # letters, which part words for SQLite
    ],
)
def test_operators_are_only_letters(cast, typed):
    issue(cast)
    assert find(cast.clerk, typed) <= {"Thu ngân sách đạt kế hoạch"}
    assert find(cast.clerk, typed, band=Band.DONE) == set()


@pytest.mark.parametrize(("typed", "found"), [("_open", False), ("NEAR", False), ("thu* ngan*", True), ('"thu"', True)])
def test_operators_find_what_their_words_find(cast, typed, found):
    issue(cast)
    assert bool(find(cast.clerk, typed)) is found


def test_a_word_that_an_index_would_part_is_found_in_its_parts(cast):
    issue(cast, title="Bản a\u19b0b của dân tộc Lự")
    assert find(cast.clerk, "a\u19b0b") == {"Bản a\u19b0b của dân tộc Lự"}


def test_no_letter_parts_a_word_in_the_index():
    """Of all that Unicode has, for this Python and this SQLite: a word in pieces is refused as a phrase."""
    letters = filter(str.isalnum, map(chr, range(0x110000)))
    words = [words for letter in letters if len(words := searching.words_of(f"a{letter}b")) == 1]
    index = sqlite_driver.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE t USING fts5(words, detail=none, tokenize='unicode61 remove_diacritics 0')")
    index.execute("CREATE VIRTUAL TABLE kept USING fts5vocab(t, 'row')")
    index.execute("INSERT INTO t VALUES (?)", [" ".join(word for [word] in words)])
    assert len(words) > 100_000
    assert index.execute("SELECT term FROM kept WHERE length(term) = 1").fetchall() == []
    index.close()


def test_rolled_back_words_are_not_kept(cast):
    issue(cast)
    db.session.commit()
    task = db.session.query(Task).one()
    task.title = "Không giữ lại"
    db.session.flush()
    db.session.rollback()
    assert find(cast.clerk, "khong giu") == set()
    assert find(cast.clerk, "ngan sach") == {"Thu ngân sách đạt kế hoạch"}


def test_words_made_anew_are_the_words_kept(cast):
    """The whole index can be made again at any time, and nothing changes: no act has forgotten it."""
    for number in range(4):
        task = issue(cast, title=f"Việc số {number}", cooperating_unit_ids=[cast.ward.id])
        actions.add_update(task, progress(f"k{number}"), by=cast.finance_head)
        actions.assign_officer(task, cast.finance_officer.user_id, "Sơn", by=cast.finance_head)
    actions.submit_completion(task, progress("z"), date(2026, 11, 24), by=cast.finance_head)
    actions.confirm_completion(task, by=cast.clerk)
    db.session.commit()

    def kept() -> dict[int, str]:
        rows = db.session.execute(text("SELECT task_id, CAST(words AS text) FROM task_words"))
        return {task_id: words for task_id, words in rows}

    before = kept()
    assert searching.index_all() == 4
    assert kept() == before


def test_migration_fills_the_words_that_the_application_keeps(cast, dialect):
    """What 0018 writes for tasks that are there already is what the application would."""
    directive = notice(cast, "131/TB-UBND", "Đôn đốc _u999 khẩn trương.")
    task = issue(cast, directive_id=directive.id, notice_id=directive.notice_id, cooperating_unit_ids=[cast.ward.id])
    actions.add_update(task, progress(), by=cast.finance_head)
    db.session.commit()
    query = text("SELECT CAST(words AS text) FROM task_words")
    before = db.session.scalar(query)
    db.session.query(TaskWords).delete()
    migration = runpy.run_path(str(ROOT / "migrations/versions/0018_task_search.py"))
    migration["_fill"](db.session.connection(), dialect == "postgres")
    assert db.session.scalar(query) == before


def test_code_comes_first_whatever_the_list_is_narrowed_to(cast, client):
    task = issue(cast)
    actions.submit_completion(task, progress(), date(2026, 11, 24), by=cast.finance_head)
    actions.confirm_completion(task, by=cast.clerk)
    db.session.commit()
    client.sign_in(cast.clerk)
    page = html.unescape(client.get("/tasks?q=nv-2026-1&band=overdue", budget=8).text)
    assert re.search(r"Đúng mã số này: <a [^>]*>NV-2026-0001 · Thu ngân sách", page)
    assert "0 nhiệm vụ" in page
    assert "Tìm trong tất cả nhiệm vụ" in page
    client.sign_in(cast.ward_chair)
    assert "Thu ngân sách đạt" not in client.get("/tasks?q=NV-2026-0001").text


def test_index_comes_back_from_a_backup_and_is_made_anew(tmp_path):
    """FTS5 keeps its index in tables of its own beside the words."""
    here = make_app(tmp_path / "here", f"sqlite:///{tmp_path}/here.db")
    there = make_app(tmp_path / "there", f"sqlite:///{tmp_path}/there.db")

    def run(app, *arguments):
        done = app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])
        assert done.exit_code == 0, done.output
        return done.output

    with here.app_context():
        flask_migrate.upgrade()
        cast = gather()
        issue(cast)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    run(here, "backup", tmp_path / "tracker.tar.gz")
    run(there, "restore", tmp_path / "tracker.tar.gz")
    assert "1 nhiệm vụ" in run(there, "reindex")
    with there.app_context():
        task = db.session.query(Task).one()
        assert find(cast.clerk, "ngan sach") == {task.title}
        task.title = "Rà soát hộ nghèo"
        assert (find(cast.clerk, "ngan sach"), find(cast.clerk, "ho ngheo")) == (set(), {task.title})
        db.session.remove()
        db.engine.dispose()
