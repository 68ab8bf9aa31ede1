"""Text out of an uploaded document: .txt here, .docx and .pdf in a child process with limits.

The libraries that read .docx and .pdf have a long record of files that make them eat all memory or never end. So they
never run in a process that serves people, and whatever a file does to them comes back as one sentence.
"""

from __future__ import annotations

import re
from io import BytesIO

from ...errors import Refused
from ...files.checks import CONTENT_TYPES, PDF, check_upload
from ...files.names import ending_of
from ...files.store import too_large
from ...files.wording import gettext as _
from ...files.zips import broken, password_protected
from ...text import clean
from .encoding import decode_text, refuse_old_fonts
from .sandbox import run_child

__all__ = ["LARGEST_DOCUMENT", "decode_text", "read_document"]

LARGEST_DOCUMENT = 25 * 1024 * 1024
_DOCX = CONTENT_TYPES[".docx"]
_READ = {".txt", ".docx", ".pdf"}
_TRAILING_SPACES = re.compile(r"[ \t\u00a0]+$", re.MULTILINE)


def read_document(data: bytes, file_name: str, limit: int = LARGEST_DOCUMENT) -> str:
    """The document's text, NFC, one line per paragraph, without control characters.

    Refused, with a sentence that says how to mend it, for anything that gives no text: whatever the bytes are, no other
    error comes out. For a .txt whose offsets must be those of the file, use `decode_text`, which changes nothing.
    """
    ending = ending_of(file_name)
    if ending not in _READ:
        raise Refused(_not_read(), field="file")
    text = _read_plain(data, limit) if ending == ".txt" else _read_in_child(data, file_name, limit)
    text = _TRAILING_SPACES.sub("", clean(_line_ends(text)))
    if not any(char.isalnum() for char in text):
        raise Refused(_no_text(), field="file")
    refuse_old_fonts(text)
    return text


def _read_plain(data: bytes, limit: int) -> str:
    if len(data) > limit:
        raise Refused(too_large(limit), field="file")
    return decode_text(data)


def _read_in_child(data: bytes, file_name: str, limit: int) -> str:
    kind = check_upload(BytesIO(data), file_name, limit)
    reply = run_child("pdf" if kind == PDF else "docx", data)
    if "text" in reply:
        return reply["text"]
    raise Refused(_sentence(reply.get("problem", "too_big"), kind), field="file")


def _sentence(problem: str, kind: str) -> str:
    if problem == "encrypted":
        return password_protected()
    if problem == "scan" or (problem == "no_text" and kind == PDF):
        return _(
            "This PDF is a scan without a text layer, so there is nothing to read. Upload the Word file, "
            "or run text recognition (OCR) on the scan first, or paste the text."
        )
    if problem == "no_text":
        return _no_text()
    if problem == "too_big":
        return _(
            "Reading this file takes too long or too much memory. Copy the text of the notice alone into a new file, "
            "or paste it."
        )
    return broken()


def _line_ends(text: str) -> str:
    """Page breaks, vertical tabs and Unicode's own separators end a line too."""
    return re.sub("[\v\f\u0085\u2028\u2029]", "\n", text)


def _not_read() -> str:
    return _("Text is read from .docx, .pdf and .txt files. Save a .doc file as .docx in Word, or paste the text.")


def _no_text() -> str:
    return _("There is no text in this file. Check that it is the right one, or paste the text of the notice.")
