"""The pipe of a mail server and the poll, as processes of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from config import ROOT
from tests import cast as cast_module
from tests.inbound.imap_server import imap_server
from tests.inbound.makers import address_of, write
from tests.tasks.test_life import issue
from tracker.db import db
from tracker.inbound.models import InboundMail
from tracker.mail.models import OutboxMail
from tracker.tasks.models import ProgressUpdate

pytestmark = pytest.mark.fault


@pytest.fixture
def office(live):
    """The application on the live database, with the cast and one task of the finance room."""
    live.env.update(INBOUND_ADDRESS="theodoi@example.vn", INBOUND_MAX_MB="2")
    app = live.app()
    with app.app_context():
        cast = cast_module.gather()
        task = issue(cast)
        db.session.commit()
        yield cast, task
        db.session.remove()
        db.engine.dispose()


def pipe(live, raw, *words, **env):
    """As a mail server hands a mail over: (exit code, what was said)."""
    done = subprocess.run(
        live.command("inbound", *words),
        cwd=ROOT,
        env=live.environment(env),
        input=raw,
        capture_output=True,
        timeout=120,
    )
    return done.returncode, done.stdout.decode()


def count(model):
    try:
        return db.session.scalar(select(func.count()).select_from(model))
    finally:
        db.session.rollback()


def made(office, **changes):
    cast, task = office
    raw = write(cast.finance_head, task, **changes)
    db.session.rollback()
    return raw


def test_a_mail_on_standard_input_is_taken_in(live, office):
    raw = made(office)
    assert pipe(live, raw) == (0, "")
    assert pipe(live, raw, "receive") == (0, ""), "once more: known"
    assert (count(ProgressUpdate), count(InboundMail)) == (1, 1)
    cast, task = office
    envelope = ("--recipient", address_of(cast.finance_officer, task), "--sender", "tckh.cv@example.vn")
    db.session.rollback()
    raw = write(cast.finance_officer, task, "Lần hai", to="van-thu@example.vn")
    db.session.rollback()
    assert pipe(live, b"From tckh.cv@example.vn Tue Nov 24 09:15:00 2026\n" + raw, "receive", *envelope)[0] == 0
    assert count(ProgressUpdate) == 2


def test_exit_codes_tell_the_mail_server_what_to_do(live, office):
    unknown = made(office, to="theodoi@example.vn")
    code, said = pipe(live, unknown)
    assert (code, said[:6]) == (67, "5.1.1 ")
    assert said.isascii()
    assert pipe(live, unknown, "--sender", "")[0] == 0, "a report about a mail is not sent back"
    assert pipe(live, made(office, to="theodoi@example.vn", Auto_Submitted="auto-replied"))[0] == 0
    large = made(office, files=[("a.pdf", b"x" * 3_000_000)])
    assert pipe(live, large)[0] == 65
    assert pipe(live, large, "--sender=")[0] == 0
    assert pipe(live, b"")[0] == 65
    assert pipe(live, made(office), INBOUND_ADDRESS="")[0] == 75, "switched off by mistake: the mail waits"
    assert count(ProgressUpdate) == 0


def test_the_script_for_the_pipe_reads_the_settings_and_foresees_the_rest(live, office, tmp_path):
    settings = tmp_path / "tracker.env"
    lines = [f"{name}={value}" for name, value in live.env.items()]
    settings.write_text(
        "\n".join(["# ours", *lines, "OFFICE_NAME=UBND $(exit 3) Cao Bằng", 'ISSUER="UBND tỉnh"']) + "\n"
    )
    raw = made(office)

    def script(**env):
        env = {"PATH": live.environment()["PATH"], "TRACKER_DIR": str(ROOT), "TRACKER_ENV": str(settings), **env}
        done = subprocess.run(
            [ROOT / "deploy/tracker-inbound.sh"], env=env, input=raw, capture_output=True, timeout=120
        )
        return done.returncode

    flask = str(Path(sys.executable).parent / "flask")
    assert script(FLASK=flask) == 0
    assert count(ProgressUpdate) == 1
    assert [script(FLASK="/nowhere/flask"), script(TRACKER_ENV="/nowhere"), script(FLASK="false")] == [75, 75, 75]
    settings.write_text(settings.read_text() + "PLAN_AT=never\n")
    assert script(FLASK=flask) == 75, "wrong settings"


def test_a_locked_database_makes_the_mail_wait(live, office):
    cast, task = office
    raw = write(cast.finance_head, task)
    if db.engine.dialect.name == "postgresql":  # on SQLite whoever has begun to write holds it all
        db.session.connection().exec_driver_sql("LOCK TABLE inbound_mail IN ACCESS EXCLUSIVE MODE")
    code, said = pipe(live, raw)
    db.session.rollback()
    assert (code, said[:6]) == (75, "4.3.0 ")
    assert pipe(live, raw)[0] == 0
    assert count(ProgressUpdate) == 1


def test_a_database_that_is_away_makes_the_mail_wait(live, office, tmp_path):
    url = f"sqlite:///{tmp_path}/nowhere/x.db"
    assert pipe(live, made(office), DATABASE_URL=url)[0] == 75


def test_two_processes_with_the_same_mail_take_it_once(live, office):
    raw = made(office)
    runs = []
    for _number in range(3):
        run = subprocess.Popen(
            live.command("inbound"), cwd=ROOT, env=live.environment(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
        )
        runs.append(run)
    for run in runs:
        run.stdin.write(raw)
        run.stdin.close()
    assert [run.wait(60) for run in runs] == [0, 0, 0]
    assert (count(ProgressUpdate), count(OutboxMail)) == (1, 1)


def test_killed_between_the_commit_and_the_mark_takes_in_nothing_twice(live, office):
    with imap_server() as box:
        live.env.update(box.env)
        box.put(made(office))
        assert live.run("inbound", "poll", check=False, FAULT="after_inbound").returncode == 9
        assert (count(ProgressUpdate), box.seen) == (1, set())
        assert "known=1" in live.run("jobs", "run", "poll_inbound").stderr
        assert (count(ProgressUpdate), count(OutboxMail), box.seen) == (1, 1, {1})
        assert live.run("inbound", "poll").stdout == "taken=0 refused=0 dropped=0 known=0 broken=0\n"


def test_a_mailbox_that_cannot_be_read_is_told(live, office):
    with imap_server() as box:
        live.env.update(box.env)
    failed = live.run("inbound", "poll", check=False)
    assert (failed.returncode, "cannot be read" in failed.stderr) == (1, True)
    live.env.pop("INBOUND_IMAP_HOST")
    assert "No mailbox is set" in live.run("inbound", "poll", check=False).stderr
