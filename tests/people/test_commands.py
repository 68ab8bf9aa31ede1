import stat

import pytest
from sqlalchemy import func, select

from tracker.calendar.models import CalendarDay
from tracker.db import db
from tracker.people import passwords
from tracker.people.models import Post, Role, Unit, User

UNITS = "code,name,short_name,aliases,kind,order,valid_from,valid_to\n"
PEOPLE = "login,name,email,role,unit_code,title\n"


def run(app, *arguments, **more):
    """As `flask --app wsgi …` does, in the test's own transaction."""
    return app.test_cli_runner().invoke(args=[str(argument) for argument in arguments], **more)


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.fixture
def load(app, cast, tmp_path):
    """Write a file and load it."""

    def loading(command, text, *options, encoding="utf-8"):
        file = tmp_path / "list.csv"
        file.write_bytes(text.encode(encoding))
        return run(app, command, file, *options)

    return loading


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_units_come_in_and_are_corrected_by_their_code(load, encoding):
    before = count(Unit)
    text = UNITS + 'KT,Phòng Kinh tế,KT,"Kinh tế|P. KT",department,7,2020-01-01,\nTCKH,Phòng Tài chính,TC,,,3,,\n'
    done = load("load-units", text, encoding=encoding)
    assert done.exit_code == 0, done.output
    assert "thêm 1, sửa 1" in done.output
    assert "thêm 0, sửa 0" in load("load-units", text).output
    assert count(Unit) == before + 1
    room = db.session.scalar(select(Unit).where(Unit.code == "KT"))
    assert room.aliases == ("Kinh tế", "P. KT")
    assert db.session.scalar(select(Unit.name).where(Unit.code == "TCKH")) == "Phòng Tài chính"


def test_every_bad_row_of_units_is_named_and_none_is_loaded(load):
    before = count(Unit)
    done = load(
        "load-units",
        UNITS
        + "A1,Phòng Một,,,department,1,,\n"
        + ",Không mã,,,department,1,,\n"
        + "A2,Phòng Hai,,,palace,1,,\n"
        + "A3,Phòng Ba,,,ward,x,,\n"
        + "A4,Phòng Bốn,,,ward,1,2026-02-01,2026-01-01\n"
        + "A5,Phòng Năm,,,ward,1,01.13.2026,\n",
    )
    assert done.exit_code == 1
    assert [
        line.split(":")[0].removeprefix("Error: ") for line in done.output.removeprefix("Error: ").splitlines()
    ] == [f"Dòng {line}" for line in (3, 4, 5, 6, 7)]
    assert count(Unit) == before


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "Dòng 1"),
        (UNITS, "không có dòng nào"),
        ("mã,tên\nA,B\n", "Dòng 1"),
        (
            "code,name,kind\nTCKH,Phòng Tài chính,\n",
            "Dòng 1: thiếu cột short_name, aliases, order, valid_from, valid_to.",
        ),
        (UNITS.replace("aliases", "alias") + "A1,Một,,,,,,\n", "không có cột nào tên alias"),
        (UNITS + "TCKH,Phòng Tài chính,TC\n", "thiếu: aliases, kind, order, valid_from, valid_to"),
        (UNITS + "A1,Một,,,ward,1,,\nA1,Hai,,,ward,1,,\n", "Dòng 3: mã A1"),
        (UNITS + "A1,Phòng Văn hóa, Thông tin,,x,department,1,,\n", "ngoặc kép"),
        (UNITS + 'A1,"Phòng Văn hóa,,,department,1,,\n' + "x" * 140_000, "Dòng 3: một ô quá dài"),
    ],
)
def test_a_file_that_is_no_list_of_units_says_what_to_mend(load, text, part):
    done = load("load-units", text)
    assert done.exit_code == 1
    assert part in done.output


def test_a_short_row_and_a_missing_column_reset_nothing(load):
    load("load-units", UNITS + 'TCKH,Phòng Tài chính,TC,"Kế hoạch|TC-KH",department,3,,\n')
    for text in ("code,name\nTCKH,Phòng Tài chính\n", UNITS + "TCKH,Phòng Tài chính,TC\n"):
        assert load("load-units", text).exit_code == 1
    assert db.session.scalar(select(Unit.alias_text).where(Unit.code == "TCKH")) == "Kế hoạch|TC-KH"
    assert load("load-people", "login,name,role\ntckh,Nông Thị Hà,head\n").exit_code == 1
    assert load("load-people", PEOPLE + "tckh,Nông Thị Hà,,head,TCKH\n").exit_code == 1
    assert db.session.scalar(select(User.email).where(User.login == "tckh")) == "tckh@example.vn"


def test_every_fault_of_a_row_is_named(load):
    done = load("load-units", UNITS + f",{'x' * 201},{'y' * 61},,palace,x,01.13.2026,32/1/2026\n")
    said = done.output.removeprefix("Error: ").splitlines()
    assert (len(said), {line.split(":")[0] for line in said}) == (7, {"Dòng 2"})
    done = load("load-people", PEOPLE + f"tên,,không phải,officer,,{'x' * 121}\n")
    assert len(done.output.splitlines()) == 5


def test_a_file_in_another_encoding_is_refused_with_how_to_save_it(load):
    done = load("load-units", UNITS + "A1,Phòng Một,,,ward,1,,\n", encoding="utf-16")
    assert (done.exit_code, "CSV UTF-8" in done.output) == (1, True)


def test_people_get_one_time_passwords_that_only_the_operator_may_read(load, tmp_path):
    secrets = tmp_path / "passwords.csv"
    rows = PEOPLE + "an.nv,Nguyễn Văn An,an@example.vn,head,TCKH,Trưởng phòng\nbinh,Lý Thị Bình,,leader,,Chủ tịch\n"
    done = load("load-people", rows, "--passwords", secrets)
    assert done.exit_code == 0, done.output
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
    head, first, _second = secrets.read_text(encoding="utf-8").splitlines()
    assert head == "login,name,password"
    assert first.rpartition(",")[2] not in done.output
    user = db.session.scalar(select(User).where(User.login == "an.nv"))
    assert user.must_change_password
    assert passwords.is_right(user.password_hash, first.rpartition(",")[2])


def test_an_existing_file_is_not_overwritten_with_passwords(load, tmp_path):
    (tmp_path / "old.csv").write_text("x")
    before = count(User)
    done = load("load-people", PEOPLE + "an.nv,An,,leader,,\n", "--passwords", tmp_path / "old.csv")
    assert (done.exit_code, count(User)) == (1, before)


def test_loading_people_twice_doubles_nothing_and_keeps_their_passwords(load):
    rows = PEOPLE + "tckh,Nông Thị Hà,tckh@example.vn,head,TCKH,Trưởng phòng TC-KH\n"
    kept = db.session.scalar(select(User.password_hash).where(User.login == "tckh"))
    before = count(User), count(Post)
    assert "thêm 0, sửa 0" in load("load-people", rows).output
    assert (count(User), count(Post)) == before
    assert db.session.scalar(select(User.password_hash).where(User.login == "tckh")) == kept


def test_a_person_who_moves_holds_the_new_post_only(load, cast):
    done = load("load-people", PEOPLE + "tckh.cv,Đàm Văn Sơn,tckh.cv@example.vn,officer,VHTT,Chuyên viên\n")
    assert "kết thúc vì không còn dòng nào nêu: 1" in done.output
    open_posts = select(Post.unit_id).where(Post.user_id == cast.finance_officer.user_id, Post.ended_on.is_(None))
    assert list(db.session.scalars(open_posts)) == [cast.culture.id]


def test_a_person_may_stand_in_two_rows_with_two_posts(load):
    assert load("load-people", PEOPLE + "an,An,,head,TCKH,\nan,An,,deputy,VHTT,\n").exit_code == 0
    user = db.session.scalar(select(User.id).where(User.login == "an"))
    assert db.session.scalar(select(func.count()).where(Post.user_id == user)) == 2


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ("tên,An,,leader,,", "login chỉ gồm"),
        ("an,,,leader,,", "name còn trống"),
        ("an,An,,king,,", "role phải là"),
        ("an,An,,officer,,", "cần có unit_code"),
        ("an,An,,officer,ZZ,", "chưa có đơn vị ZZ"),
        ("an,An,an at example,leader,,", "không phải địa chỉ"),
        ("an,An,TCKH@example.vn,leader,,", "đã thuộc tài khoản tckh"),
    ],
)
def test_bad_rows_of_people_are_named(load, row, part):
    before = count(User)
    done = load("load-people", PEOPLE + "tot,Tốt,,leader,,\n" + row + "\n")
    assert done.exit_code == 1
    assert "Dòng 3" in done.output
    assert part in done.output
    assert count(User) == before


def test_rows_of_one_login_must_agree(load):
    done = load("load-people", PEOPLE + "an,An,,head,TCKH,\nan,Ân,,deputy,VHTT,\nan,An,,head,TCKH,\n")
    assert (done.exit_code, "Dòng 3" in done.output, "Dòng 4" in done.output) == (1, True, True)


def test_first_administrator_is_made_with_a_password_for_one_time(app, cast):
    done = run(app, "create-admin", "--login", "Admin2", "--name", "Quản Trị Hai")
    assert done.exit_code == 0, done.output
    user = db.session.scalar(select(User).where(User.login == "admin2"))
    assert user.must_change_password
    assert passwords.is_right(user.password_hash, done.output.split()[-1])
    assert db.session.scalar(select(Post.role).where(Post.user_id == user.id)) == Role.ADMIN
    assert run(app, "create-admin", "--login", "admin2", "--name", "Again").exit_code == 1


@pytest.mark.parametrize(("typed", "works"), [("mua-xuan-lang-toi", True), ("ngan", False)])
def test_administrator_may_choose_a_password_that_keeps_the_rules(app, cast, typed, works):
    done = run(
        app,
        *("create-admin", "--login", "admin2", "--name", "Quản Trị Hai", "--ask-password"),
        input=f"{typed}\n{typed}\n",
    )
    assert (done.exit_code == 0) is works
    assert (db.session.scalar(select(User.id).where(User.login == "admin2")) is not None) is works
    assert typed not in done.output


def test_a_year_is_proposed_by_command(app, cast):
    assert run(app, "seed-calendar", "2026").exit_code == 0
    assert count(CalendarDay) > 10
    assert run(app, "seed-calendar", "1").exit_code == 2
