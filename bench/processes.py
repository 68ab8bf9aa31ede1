"""Starts and stops what is measured; only processes of our own, by pid, on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(env: dict[str, str], *arguments: str) -> str:
    """One flask command; its standard output."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def started(env: dict[str, str], *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """A child that is ended with the block."""
    child = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    try:
        yield child
    finally:
        child.terminate()
        child.wait(15)


@contextmanager
def web(env: dict[str, str], port: int, workers: int = 2) -> Iterator[subprocess.Popen[bytes]]:
    """gunicorn as in production, ready to answer."""
    # A connection waits while the pages of others are measured.
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--keep-alive", "600"]
    with started(env, *gunicorn, "-w", str(workers), "-b", f"127.0.0.1:{port}", "wsgi:app") as child:
        wait_for_port(port)
        yield child


def wait_for_port(port: int, seconds: float = 20) -> None:
    """Until something listens there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"nothing listens on {port}")


def resident_mib(pid: int) -> dict[int, float]:
    """Resident memory of a process and its children, in MiB."""
    found = {}
    for one in [pid, *_children(pid)]:
        for line in Path(f"/proc/{one}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                found[one] = round(int(line.split()[1]) / 1024, 1)
    return found


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed]


def environment(data_dir: Path, url: str, **more: str) -> dict[str, str]:
    """The settings of a measured process."""
    return {
        **os.environ,
        "DATA_DIR": str(data_dir),
        "DATABASE_URL": url,
        "COOKIE_SECURE": "0",
        "SECRET_KEY": "bench-" * 8,
        "SESSION_IDLE_MINUTES": "600",
        **more,
    }
