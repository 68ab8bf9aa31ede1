"""Text out of an uploaded document: .txt here, everything else in processes with limits.

The libraries that read .docx, .pdf and web pages have a long record of files that make them eat all memory or never
end. So they never run in a process that serves people, and whatever a file does to them comes back as one sentence.
.doc, .odt and .rtf go through LibreOffice first, and a scan through text recognition, where those are installed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from io import BytesIO

from ...errors import Refused
from ...files.checks import CONTENT_TYPES, PDF, check_upload
from ...files.names import ending_of
from ...files.store import too_large
from ...files.wording import gettext as _
from ...files.zips import broken, password_protected
from ...text import clean
from .encoding import decode_text, refuse_old_fonts
from .office import CONVERTED, convert
from .office import SECONDS as CONVERSION
from .pasted import is_web_page, mark_as_utf8
from .programmes import WAIT_SECONDS, office_programme, recognition_programmes
from .recognition import SECONDS as RECOGNITION
from .recognition import recognise
from .sandbox import SECONDS as READING
from .sandbox import run_child

__all__ = [
    "CONVERTED",
    "LARGEST_DOCUMENT",
    "LONGEST_READING",
    "WEB_PAGES",
    "ReadText",
    "decode_text",
    "read_document",
    "read_pasted",
    "read_upload",
    "readable_endings",
    "reads_scans",
]

LARGEST_DOCUMENT = 25 * 1024 * 1024
WEB_PAGES = (".html", ".htm")
# Seconds: waiting for another one, converting or recognising, and reading what came of it.
LONGEST_READING = round(WAIT_SECONDS + max(CONVERSION, RECOGNITION) + READING)
_ALWAYS_READ = (".docx", ".pdf", ".txt", *WEB_PAGES)
_TRAILING_SPACES = re.compile(r"[ \t\u00a0]+$", re.MULTILINE)


@dataclass(frozen=True)
class ReadText:
    """The text of a document, and what the clerk must know about it."""

    text: str
    is_recognised: bool = False  # read from a picture, here or by whoever made the PDF: compare with the original
    unread_pages: str = ""  # "3, 5": pages of a PDF that are pictures between pages of text


def readable_endings() -> list[str]:
    """What is read on this machine, for the `accept` attribute of a file field and the note beside it."""
    return [*_ALWAYS_READ, *(CONVERTED if office_programme() else ())]


def reads_scans() -> bool:
    """Whether text recognition for Vietnamese is installed."""
    return recognition_programmes() is not None


def read_document(data: bytes, file_name: str, limit: int = LARGEST_DOCUMENT) -> str:
    """The text alone; see `read_upload`."""
    return read_upload(data, file_name, limit).text


def read_upload(data: bytes, file_name: str, limit: int = LARGEST_DOCUMENT) -> ReadText:
    """The document's text, NFC, one line per paragraph, without control characters. May take most of a minute.

    Refused, with a sentence that says how to mend it, for anything that gives no text: whatever the bytes are, no other
    error comes out. For a .txt whose offsets must be those of the file, use `decode_text`, which changes nothing.
    """
    ending = ending_of(file_name)
    if ending == ".txt":
        read = ReadText(_read_plain(data, limit))
    elif ending in WEB_PAGES:
        read = ReadText(_read_web_page(data, limit))
    elif ending in (".docx", ".pdf", *CONVERTED):
        read = _read_checked(data, file_name, ending, limit)
    else:
        # Whatever is never accepted, as a document with macros, says why.
        if ending not in CONTENT_TYPES:
            check_upload(BytesIO(data), file_name, limit)
        raise Refused(_not_read(), field="file")
    text = _TRAILING_SPACES.sub("", clean(_line_ends(read.text)))
    if not any(char.isalnum() for char in text):
        raise Refused(_no_text(), field="file")
    refuse_old_fonts(text)
    return replace(read, text=text)


def read_pasted(text: str) -> str:
    """Pasted text as it is; the source of a web page, pasted by those who found no other way, as its text."""
    if not is_web_page(text):
        return text
    reply = run_child("html", mark_as_utf8(text))
    if "text" not in reply:
        raise Refused(_sentence(reply["problem"]), field="text")
    return clean(reply["text"])


def _read_plain(data: bytes, limit: int) -> str:
    if len(data) > limit:
        raise Refused(too_large(limit), field="file")
    return decode_text(data)


def _read_web_page(data: bytes, limit: int) -> str:
    if len(data) > limit:
        raise Refused(too_large(limit), field="file")
    if not is_web_page(data):
        raise Refused(_("This is not a web page. Save the page again in the browser, or paste its text."), field="file")
    return _text_of(run_child("html", data))


def _read_checked(data: bytes, file_name: str, ending: str, limit: int) -> ReadText:
    kind = check_upload(BytesIO(data), file_name, limit)
    if ending in CONVERTED:
        data = convert(data, ending)
    if kind != PDF:
        return ReadText(_text_of(run_child("docx", data)))
    reply = run_child("pdf", data)
    is_scan = reply.get("problem") in ("scan", "no_text")
    if is_scan:
        reply = recognise(data)
    return ReadText(_text_of(reply), is_scan or "recognised" in reply, reply.get("unread", ""))


def _text_of(reply: dict[str, str]) -> str:
    if "text" in reply:
        return reply["text"]
    raise Refused(_sentence(reply.get("problem", "too_big")), field="file")


def _sentence(problem: str) -> str:
    if problem == "encrypted":
        return password_protected()
    if problem == "no_text":
        return _no_text()
    if problem == "too_many_pages":
        return _(
            "This PDF has more than 500 pages. Take out the pages of the notice itself, for example by printing them "
            "to a PDF, and choose that file."
        )
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
    return _(
        "Text is read from these files on this machine: %(endings)s. Save the notice as .docx or PDF, "
        "or paste the text.",
        endings=", ".join(readable_endings()),
    )


def _no_text() -> str:
    return _("There is no text in this file. Check that it is the right one, or paste the text of the notice.")
