"""Child processes that never outlive their parent, whatever the way it dies."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from config import ROOT

STOP_SECONDS = 8
_PR_SET_PDEATHSIG = 1
# Loaded before any fork: a forked child must not import.
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Child:
    """A running child and the file that its output goes to."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    def last_lines(self, count: int = 15) -> str:
        """The end of what it wrote."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])


def start(name: str, command: Sequence[str], env: dict[str, str], log: Path, fds: Sequence[int] = ()) -> Child:
    """Start a child in our process group, its output in `log`, the given sockets open under the same numbers."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=env,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=fds,
            preexec_fn=_die_with(os.getpid()),
        )
    return Child(name, process, log)


def stop_all(children: Sequence[Child]) -> None:
    """Ask all to end, wait a little, end those that do not."""
    for child in children:
        if not child.has_ended:
            child.process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()


def die_with_make() -> None:
    """End when `make` is killed while it waits for us; a shell may leave us running on purpose."""
    try:
        name = Path(f"/proc/{os.getppid()}/comm").read_text(encoding="utf-8").strip()
    except OSError:
        return
    if name == "make":
        _die_with(os.getppid())()


def _die_with(parent: int) -> Callable[[], None]:
    """The kernel sends SIGTERM when the parent dies, also by kill -9. It may have died just before."""

    def ask() -> None:
        if _libc is not None:
            _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return ask
