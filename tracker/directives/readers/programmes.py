"""Other programmes that read files for us, where they are installed: LibreOffice, Tesseract, Poppler.

Each run is a process of its own with a folder of its own, limits, no network and no environment, and ends in time,
whatever the file does to it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ...errors import Refused
from ...files.wording import gettext as _

_START = "import sys; sys.path.insert(0, sys.argv[1]); import child.launch; del sys.path[0]; " + (
    "child.launch.main(sys.argv[2:])"
)
_LARGEST_FILE = 64 * 1024 * 1024
_ANSWERS_WITHIN = 10.0
_LANGUAGE = "vie"
# How long one waits for another who has a file converted or recognised just now.
WAIT_SECONDS = 5.0
_LOOK_AGAIN = 0.1


@dataclass(frozen=True)
class Limits:
    """What one run may take."""

    seconds: float
    memory: int


def office_programme() -> str | None:
    """LibreOffice, which reads .doc, .odt and .rtf; None where it is not installed."""
    return shutil.which("soffice")


def recognition_programmes() -> tuple[str, str] | None:
    """What draws the pages of a PDF and what recognises Vietnamese on them; None where one of them is missing."""
    draws, recognises = shutil.which("pdftoppm"), shutil.which("tesseract")
    if draws is None or recognises is None or _LANGUAGE not in languages_of(recognises):
        return None
    return draws, recognises


@cache
def languages_of(tesseract: str) -> frozenset[str]:
    """The languages it was installed with. Asked once: it takes as long as a page."""
    try:
        said = subprocess.run(
            [tesseract, "--list-langs"],
            capture_output=True,
            text=True,
            timeout=_ANSWERS_WITHIN,
            env={"OMP_THREAD_LIMIT": "1"},
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(said.stdout.split())


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """A converted or recognised file takes a whole core for a while, so there is one at a time on this machine.

    Refused when another one is still being read.
    """
    path = Path(tempfile.gettempdir()) / f"tracker-reading-{os.geteuid()}.lock"
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        _wait_for(lock)
        yield
    finally:
        os.close(lock)


def _wait_for(lock: int) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() > until:
                raise Refused(
                    _("Another file is being converted or recognised just now. Try again in a minute."), field="file"
                ) from error
        time.sleep(_LOOK_AGAIN)


def run_programme(command: list[str], folder: Path, limits: Limits, output: Path | None = None) -> bool:
    """Whether it ended well within its limits; `output` takes what it prints. OSError if it cannot be started."""
    start = [sys.executable, "-I", "-B", "-c", _START, str(Path(__file__).parent)]
    figures = [str(limits.memory), str(max(1, round(limits.seconds) + 1)), str(_LARGEST_FILE)]
    with open(output or os.devnull, "wb") as printed:
        process = subprocess.Popen(
            [*start, *figures, *command],
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.DEVNULL,
            env={"HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1"},
            cwd=folder,
            start_new_session=True,
        )
        try:
            return process.wait(max(limits.seconds, 0.001)) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            # LibreOffice starts processes of its own; they are all in this session.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
