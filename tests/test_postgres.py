"""The tests' own PostgreSQL leaves the machine as it was."""

import os
import pwd
import select
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from tests.postgres import cluster


def test_a_cluster_changes_nothing_outside_its_folder() -> None:
    parents = [Path(tempfile.gettempdir()).resolve(), *Path(tempfile.gettempdir()).resolve().parents]
    parents += [Path(sys.prefix), *Path(sys.prefix).parents]
    modes = {path: path.stat().st_mode for path in parents}
    accounts = {entry.pw_name for entry in pwd.getpwall()}
    with cluster() as server:
        folder, pid = server.folder, server.pid
        server.create_database("a")
    assert {path: path.stat().st_mode for path in parents} == modes
    assert {entry.pw_name for entry in pwd.getpwall()} == accounts
    assert not folder.exists()
    assert pid is not None
    assert not Path(f"/proc/{pid}").exists()


def test_a_database_is_copied_from_its_template_and_dropped_under_its_user() -> None:
    with cluster() as server:
        with psycopg.connect(_dsn(server.create_database("first"))) as connection:
            connection.execute("CREATE TABLE word AS SELECT lower('ĐẾN HẠN') AS text")
        with psycopg.connect(_dsn(server.create_database("second", template="first"))) as connection:
            assert connection.execute("SELECT text FROM word").fetchone() == ("đến hạn",)
            server.drop_database("second")
            server.drop_database("second")
            with pytest.raises(psycopg.OperationalError):
                connection.execute("SELECT 1")


def test_the_server_ends_with_the_process_that_started_it() -> None:
    program = (
        "from tests.postgres import cluster\n"
        "with cluster() as server: print(server.pid, server.folder, flush=True); input()"
    )
    owner = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert owner.stdin
    assert owner.stdout
    with owner.stdin, owner.stdout:
        pid, folder = owner.stdout.readline().split()
        server = os.pidfd_open(int(pid))  # becomes readable when the server ends
        owner.send_signal(signal.SIGKILL)
        owner.wait()
        ended, _, _ = select.select([server], [], [], 30)
        os.close(server)
    assert ended
    # A killed process cannot tidy up after itself; the next one does it.
    assert Path(folder).exists()
    with cluster():
        assert not Path(folder).exists()


def _dsn(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")
