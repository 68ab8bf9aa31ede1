import os
import select
import signal
import subprocess
import sys

import pytest

from config import ROOT
from tracker.demo.processes import start, stop_all

# A parent with one child, which ends by itself only after a minute. It prints the child's number.
PARENT = """
import signal, sys
from pathlib import Path
from tracker.demo.processes import start
child = start("child", [sys.executable, "-c", "import time; time.sleep(60)"], {}, Path(sys.argv[1]))
print(child.process.pid, flush=True)
signal.pause()
"""
STUBBORN = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.write(int(sys.argv[1]), b"!")
time.sleep(60)
"""


def has_ended(pidfd, seconds=10):
    """Whether the process ends within that time."""
    return bool(select.select([pidfd], [], [], seconds)[0])


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's promise is Linux's")
def test_children_die_with_a_parent_that_is_killed(tmp_path):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path / "log")], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    child = os.pidfd_open(int(parent.stdout.readline()))
    try:
        assert not has_ended(child, 0)
        parent.kill()
        parent.wait()
        assert has_ended(child)
    finally:
        os.close(child)
        parent.stdout.close()


def test_children_are_asked_to_end(tmp_path):
    child = start("child", [sys.executable, "-c", "import time; time.sleep(60)"], {}, tmp_path / "log")
    stop_all([child])
    assert child.process.returncode == -signal.SIGTERM


def test_a_child_that_does_not_listen_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr("tracker.demo.processes.STOP_SECONDS", 0.2)
    reading, writing = os.pipe()
    child = start("child", [sys.executable, "-c", STUBBORN, str(writing)], {}, tmp_path / "log", [writing])
    os.close(writing)
    os.read(reading, 1)
    os.close(reading)
    stop_all([child])
    assert child.process.returncode == -signal.SIGKILL


def test_the_last_words_of_a_child_are_kept(tmp_path):
    code = "import sys; print('on the way'); print('out of money', file=sys.stderr); sys.exit(3)"
    child = start("child", [sys.executable, "-u", "-c", code], {}, tmp_path / "log")
    assert child.process.wait() == 3
    assert child.has_ended
    assert child.last_lines(1) == "out of money"
