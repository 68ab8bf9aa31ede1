import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from config import ROOT
from tests.demo.test_processes import has_ended
from tracker.demo.office import SHOWN, Login
from tracker.demo.runner import Demo, DemoError, table


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@contextlib.contextmanager
def running_demo(port, folder, *options):
    """`python -m tracker.demo`, as make calls it but for the folder; killed afterwards whatever happened."""
    command = [sys.executable, "-m", "tracker.demo", "--port", str(port), "--data", str(folder), *options]
    demo = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        yield demo
    finally:
        demo.kill()
        demo.communicate()


def read_logins(demo):
    """The lines of the table."""
    assert demo.stdout.readline().startswith("Ready: http://127.0.0.1:")
    return [demo.stdout.readline().split(None, 3) for _ in SHOWN]


def children_of(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return [int(child) for child in file.read().split()]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_demo_starts_prints_its_logins_and_ends_with_all_its_children(tmp_path):
    port = free_port()
    with running_demo(port, tmp_path / "demo") as demo:
        logins = read_logins(demo)
        assert {role for _, _, role, _ in logins} == {"leader", "office", "head", "deputy", "officer", "admin"}
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/demo/inbox", timeout=10) as page:
            assert "Hộp thư thử" in page.read().decode()
        children = [os.pidfd_open(child) for child in children_of(demo.pid)]
        assert len(children) == 3
        demo.send_signal(signal.SIGINT)
        _, err = demo.communicate(timeout=30)
        assert (demo.returncode, err) == (0, "")
        assert all(has_ended(child, 5) for child in children)
    # Again, on the same data; this time it is killed, and its children end all the same.
    with running_demo(port, tmp_path / "demo") as demo:
        assert read_logins(demo) == logins
        children = [os.pidfd_open(child) for child in children_of(demo.pid)]
        demo.kill()
        assert all(has_ended(child) for child in children)
    # And a child that is killed ends the demo, which says so.
    with running_demo(port, tmp_path / "demo") as demo:
        read_logins(demo)
        os.kill(children_of(demo.pid)[0], signal.SIGKILL)
        _, err = demo.communicate(timeout=30)
        assert demo.returncode == 1
        assert "The SMTP sink ended unexpectedly" in err


def test_a_port_in_use_is_a_sentence_and_nothing_is_touched(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with running_demo(port, tmp_path / "demo") as demo:
            _, err = demo.communicate(timeout=30)
    assert demo.returncode == 1
    assert err.startswith(f"Port {port} is in use")
    assert "make demo PORT=" in err
    assert not (tmp_path / "demo").exists()


def test_two_demos_do_not_share_a_folder(tmp_path):
    folder = tmp_path / "demo"
    folder.mkdir()
    with (folder / "lock").open("w") as lock:
        lock.write("4711\n")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        demo = Demo(free_port(), folder)
        with pytest.raises(DemoError, match="process 4711"):
            demo.open(fresh=False)
        demo.close()


def test_fresh_clears_what_a_demo_made_and_nothing_else(tmp_path):
    mine, foreign = tmp_path / "mine", tmp_path / "foreign"
    for folder in (mine, foreign):
        (folder / "files").mkdir(parents=True)
    (mine / "this-is-demo-data").touch()
    demo = Demo(free_port(), mine)
    demo.open(fresh=True)
    demo.close()
    assert not (mine / "files").exists()
    demo = Demo(free_port(), foreign)
    with pytest.raises(DemoError, match="not cleared"):
        demo.open(fresh=True)
    demo.close()
    assert (foreign / "files").exists()


def test_no_setting_of_the_shell_reaches_the_demo(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://production/tracker")
    monkeypatch.setenv("SMTP_PASSWORD_FILE", "/etc/secret")
    monkeypatch.setenv("PATH", os.environ["PATH"])
    demo = Demo(free_port(), tmp_path)
    demo.mail_socket.bind(("127.0.0.1", 0))
    env = demo.environment()
    demo.close()
    assert "DATABASE_URL" not in env
    assert "SMTP_PASSWORD_FILE" not in env
    assert env["PATH"] == os.environ["PATH"]


def test_the_table_is_aligned():
    logins = [
        Login("chutich", "caobang2022", "leader", "Nông Quốc Hưng"),
        Login("kt", "caobang2022", "head", "Ma Thị Huệ"),
    ]
    assert list(table(logins)) == [
        "chutich  caobang2022  leader  Nông Quốc Hưng",
        "kt       caobang2022  head    Ma Thị Huệ",
    ]
