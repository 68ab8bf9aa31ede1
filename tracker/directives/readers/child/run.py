"""The process itself: limits first, then bytes from standard input, one JSON object to standard output.

`{"text": …}`, with what else a reader noticed, or `{"problem": code}`; the codes are those of `Problem`. Anything else,
or nothing, means that the process was ended by a limit.
"""

from __future__ import annotations

import json
import resource
import sys
from io import BytesIO

from .limits import Problem

_MEMORY = 512 * 1024 * 1024
_CPU_SECONDS = 8
_OUTPUT = 16 * 1024 * 1024
_OPEN_FILES = 32


def limit_process() -> None:
    """Give up, for good, what reading a document does not need."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_OUTPUT, _OUTPUT))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def answer(kind: str, data: bytes) -> dict[str, str]:
    """The text, or the code of the problem; no document makes this raise."""
    try:
        reply = _read(kind, BytesIO(data))
    except Problem as problem:
        return {"problem": problem.code}
    except (MemoryError, RecursionError):
        return {"problem": "too_big"}
    except Exception:
        # The libraries raise whatever a broken file leads them to.
        return {"problem": "broken"}
    return reply if any(char.isalnum() for char in reply["text"]) else {"problem": "no_text"}


def _read(kind: str, file: BytesIO) -> dict[str, str]:
    """Each format's library is imported after the limits are set, and only when it is asked for."""
    if kind == "docx":
        from .word import read_docx

        return {"text": read_docx(file)}
    if kind == "html":
        from .html import read_html

        return {"text": read_html(file)}
    if kind == "scan":
        from .scan import read_words

        return {"text": read_words(file)}
    from .pdf import read_pdf

    return read_pdf(file)


def main(kind: str) -> None:
    """Answer for the document on standard input."""
    limit_process()
    reply = json.dumps(answer(kind, sys.stdin.buffer.read()))
    sys.stdout.write(reply)
    sys.stdout.flush()
