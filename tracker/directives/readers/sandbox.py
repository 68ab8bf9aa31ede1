"""Starts the child process that reads one document, and makes sure that it ends.

The child takes its limits on memory, processor time and output itself, before it looks at the document
(`child/run.py`); the limit on elapsed time is kept here, because a process that waits uses none of those.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from ...errors import Refused
from ...files.wording import gettext as _

SECONDS = 10.0
_LARGEST_REPLY = 16 * 1024 * 1024
# The package `tracker` would bring the whole application, so the child's package is started from its own folder. -I
# ignores the environment and the current folder; the folder of the readers leaves the path at once, so that nothing
# else in it can be mistaken for a library.
_START = "import sys; sys.path.insert(0, sys.argv[1]); import child.run; del sys.path[0]; child.run.main(sys.argv[2])"


def run_child(kind: str, data: bytes, seconds: float = SECONDS) -> dict[str, str]:
    """The child's answer: `{"text": …}` or `{"problem": code}`; a child that died of a limit counts as too_big.

    Files, not pipes, carry both directions: the kernel counts what the child writes, and no child can block by not
    reading or by writing without end.
    """
    try:
        with tempfile.TemporaryFile() as question, tempfile.TemporaryFile() as reply:
            question.write(data)
            question.seek(0)
            finished = _run(kind, question, reply, seconds)
            return _parse(reply) if finished else {"problem": "too_big"}
    except OSError as error:  # no room in the temporary folder, no more processes
        raise Refused(
            _("The file cannot be read just now. Try again in a minute, or paste the text."), field="file"
        ) from error


def _run(kind: str, question: IO[bytes], reply: IO[bytes], seconds: float) -> bool:
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", _START, str(Path(__file__).parent), kind]
    process = subprocess.Popen(
        command, stdin=question, stdout=reply, stderr=subprocess.DEVNULL, env={}, cwd="/", start_new_session=True
    )
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        # Its whole session, should a library have started something; then wait, so that no zombie stays.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _parse(reply: IO[bytes]) -> dict[str, str]:
    reply.seek(0)
    written = reply.read(_LARGEST_REPLY + 1)
    try:
        answer = json.loads(written)
    except ValueError:
        return {"problem": "too_big"}
    if not isinstance(answer, dict) or not all(isinstance(value, str) for value in answer.values()):
        return {"problem": "broken"}
    return answer
