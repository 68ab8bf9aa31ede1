import json
import subprocess
import sys
from contextlib import contextmanager

import flask_migrate
import pytest
from sqlalchemy import select

from config import ROOT
from tests.conftest import make_app
from tracker.db import db
from tracker.directives.models import Topic
from tracker.mail.models import OutboxHold


@pytest.fixture
def installation(tmp_path):
    """An application of its own on SQLite, outside any context: these commands work on the file itself."""
    app = make_app(tmp_path / "here", f"sqlite:///{tmp_path}/here.db")
    with using(app):
        flask_migrate.upgrade()
    return app


@contextmanager
def using(app):
    """Its database, and no connection left afterwards."""
    with app.app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def run(app, *arguments):
    """As `flask --app wsgi …` does."""
    return app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])


def test_a_backup_comes_back_and_holds_the_mail(installation, tmp_path):
    archive = tmp_path / "tracker.tar.gz"
    done = run(installation, "backup", archive)
    assert done.exit_code == 0, done.output
    assert "cơ sở dữ liệu và 0 tệp" in done.output

    other = make_app(tmp_path / "there", f"sqlite:///{tmp_path}/there.db")
    done = run(other, "restore", archive)
    assert done.exit_code == 0, done.output
    with using(other):
        assert not db.session.scalars(select(OutboxHold)).one().released
    assert "một phút" in run(other, "release-mail").output
    with using(other):
        assert db.session.scalars(select(OutboxHold)).one().released
    assert "Không có thư nào" in run(other, "release-mail").output


def test_a_restore_replaces_nothing_unless_forced(installation, tmp_path):
    archive = tmp_path / "tracker.tar.gz"
    run(installation, "backup", archive)
    done = run(installation, "restore", archive)
    assert done.exit_code == 1
    assert "--force" in done.output
    assert run(installation, "restore", archive, "--force").exit_code == 0


def test_a_broken_archive_is_a_sentence(installation, tmp_path):
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(b"not an archive")
    done = run(installation, "restore", broken, "--force")
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    assert "broken.tar.gz" in done.output


TOPICS = "code,name,words,lead_codes,coop_codes\nthu,Thu ngân sách,thu ngân sách|nợ thuế,THUE,TCKH\n"


def test_topics_are_loaded_and_brought_up_to_date(app, cast, tmp_path):
    file = tmp_path / "topics.csv"
    file.write_text(TOPICS, encoding="utf-8")
    assert run(app, "load-topics", file).exit_code == 0
    file.write_text(TOPICS.replace("Thu ngân sách", "Thu và chi ngân sách"), encoding="utf-8")
    assert run(app, "load-topics", file).exit_code == 0
    topic = db.session.scalars(select(Topic).where(Topic.code == "thu")).one()
    assert (topic.name, topic.word_text, topic.lead_codes) == ("Thu và chi ngân sách", "thu ngân sách|nợ thuế", "THUE")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (TOPICS + "y-te,Y tế,covid,KHONGCO,\n", "KHONGCO"),
        (TOPICS + ",Y tế,covid,,\n", "Dòng 3: cột code còn trống."),
        (TOPICS + "y-te,Y tế,covid\n", "Dòng 3: ít ô hơn số cột, thiếu: lead_codes, coop_codes."),
        (TOPICS + "y-te,Y tế,covid," + "THUE|" * 90 + ",\n", "Dòng 3: cột lead_codes dài quá 400 ký tự."),
        (TOPICS.replace(",coop_codes", "").replace(",TCKH", ""), "Dòng 1: thiếu cột coop_codes."),
        ("name\nY tế\n", "Dòng 1: thiếu cột code, words"),
    ],
)
def test_one_bad_topic_and_none_is_loaded(app, cast, tmp_path, rows, reason):
    file = tmp_path / "topics.csv"
    file.write_text(rows, encoding="utf-8")
    done = run(app, "load-topics", file)
    assert done.exit_code == 1
    assert reason in done.output
    db.session.rollback()
    assert db.session.scalars(select(Topic).where(Topic.code.in_(["thu", "y-te"]))).all() == []


def test_every_unit_that_topics_name_in_vain_is_said(app, cast, tmp_path):
    file = tmp_path / "topics.csv"
    file.write_text(TOPICS + "y-te,Y tế,covid,MOT|HAI,BA\n", encoding="utf-8")
    done = run(app, "load-topics", file)
    assert done.exit_code == 1
    assert all(f"đơn vị {code}" in done.output for code in ("MOT", "HAI", "BA"))


def test_topics_that_cannot_be_read_are_a_sentence(app, cast, tmp_path):
    done = run(app, "load-topics", tmp_path / "nowhere.csv")
    assert (done.exit_code, "Không đọc được tệp" in done.output) == (1, True)


def test_extract_needs_neither_settings_nor_a_database(tmp_path):
    notice = tmp_path / "tb.txt"
    notice.write_text("Chủ tịch UBND thành phố yêu cầu Phòng Kinh tế báo cáo trước ngày 15/12/2026.", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "extract", notice, "--json"],
        cwd=ROOT,
        env={},
        capture_output=True,
        check=True,
    )
    assert done.stderr == b""
    line = json.loads(done.stdout)
    assert line["id"] == "tb"
    assert [row["lead_units"] for row in line["directives"]] == [["KT"]]
