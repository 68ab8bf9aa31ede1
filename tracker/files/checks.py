"""Which files are accepted, judged by what they hold; the ending of the name must agree.

Accepted, because they are what an office sends: PDF; Word, Excel and PowerPoint, new (.docx …) and old (.doc …),
without macros; OpenDocument text and sheets; RTF without embedded objects; photographs (JPEG, PNG, WebP, HEIC); plain
text and CSV. Not accepted, whatever they are called: archives (their content would escape these checks), programmes,
HTML and SVG (a browser would run them).

`libmagic` and its like are not used: they call any zip a .docx.
"""

from __future__ import annotations

import codecs
import os
import re
from typing import IO

from ..errors import Refused
from .names import ending_of
from .ole import MARK as OLE_MARK
from .ole import find_ole_type
from .store import too_large
from .wording import gettext as _
from .zips import FORMATS, broken, find_office_type, holds_archive, holds_macros

PDF = "application/pdf"
TEXT = "text/plain"
CSV = "text/csv"
RTF = "application/rtf"
_IMAGES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jfif": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".heic": "image/heic",
    ".heif": "image/heic",
}
_OLD_OFFICE = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
}
CONTENT_TYPES: dict[str, str] = {
    ".pdf": PDF,
    **{kind.ending: kind.content_type for kind in FORMATS},
    **_OLD_OFFICE,
    **_IMAGES,
    ".rtf": RTF,
    ".txt": TEXT,
    ".csv": CSV,
}
_MACRO_ENDINGS = {".docm", ".dotm", ".xlsm", ".xltm", ".pptm", ".potm"}
_HEAD = 4096
_TAIL = 4096
_CHUNK = 1 << 20
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
# A text whose first mark is one of these is meant for a browser or a shell.
_MARKUP = re.compile(rb"\s*(<[!?a-z/]|#!)", re.IGNORECASE)
# Where RTF holds another file: whatever that is, a word processor would open it.
_EMBEDDED_OBJECT = re.compile(rb"\\(?:object|objdata|objemb|objupdate)\b", re.IGNORECASE)
_LONGEST_WORD = 16
# Characters that no text holds: everything below the space but tab, line ends and form feed.
_NOT_TEXT = bytes(code for code in range(0x20) if code not in b"\t\n\r\f") + b"\x7f"


def check_upload(stream: IO[bytes], file_name: str, limit: int) -> str:
    """The content type of an acceptable file; the stream is left at its start.

    `stream` must be seekable; at most `limit` bytes of it are accepted. Refused, with a sentence that says how to mend
    it, for anything that is empty, too large, not on the list, unsafe, broken, or named as something else.
    """
    size = _size_of(stream)
    if size == 0:
        raise Refused(_("This file is empty (0 bytes). Choose it again."), field="file")
    if size > limit:
        raise Refused(too_large(limit), field="file")
    ending = ending_of(file_name)
    expected = CONTENT_TYPES.get(ending)
    if ending in _MACRO_ENDINGS:
        raise Refused(holds_macros(), field="file")
    if expected is None:
        raise Refused(_not_accepted(ending), field="file")
    try:
        found = _find_type(stream, size, ending)
    finally:
        stream.seek(0)
    if found != expected:
        raise Refused(_mismatch(ending), field="file")
    return expected


def accepted_endings() -> list[str]:
    """For the `accept` attribute of a file field and the sentence beside it."""
    return list(CONTENT_TYPES)


def _size_of(stream: IO[bytes]) -> int:
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    return size


def _find_type(stream: IO[bytes], size: int, ending: str) -> str | None:
    head = stream.read(_HEAD)
    if head.startswith(b"PK\x03\x04"):
        # The sentence for a program renamed .pdf is "not a PDF"; only what claims to be a document is looked into.
        return find_office_type(stream, size) if _is_zip_ending(ending) else None
    if head.startswith(OLE_MARK):
        return find_ole_type(stream)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return _find_pdf(stream, size)
    if head.startswith(b"{\\rtf"):
        return _find_rtf(stream)
    if ending in (".txt", ".csv"):
        return CONTENT_TYPES[ending] if _is_text(stream, head) else None
    return _find_image(head)


def _is_zip_ending(ending: str) -> bool:
    return any(kind.ending == ending for kind in FORMATS)


def _find_pdf(stream: IO[bytes], size: int) -> str:
    stream.seek(max(0, size - _TAIL))
    if b"%%EOF" not in stream.read(_TAIL):  # its end is missing: an upload or a scan that was cut off
        raise Refused(broken(), field="file")
    return PDF


def _find_rtf(stream: IO[bytes]) -> str:
    stream.seek(0)
    before = b""
    while chunk := stream.read(_CHUNK):
        if _EMBEDDED_OBJECT.search(before + chunk):
            raise Refused(holds_archive(), field="file")
        before = chunk[-_LONGEST_WORD:]
    return RTF


def _find_image(head: bytes) -> str | None:
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return "image/png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return "image/heic"
    return None


def _is_text(stream: IO[bytes], head: bytes) -> bool:
    """Text in UTF-8, UTF-16 or an old one-byte encoding: it is kept as it came, so which one does not matter here."""
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    start = head.decode("utf-16", "ignore").encode() if wide else head.removeprefix(codecs.BOM_UTF8)
    if _MARKUP.match(start):
        return False
    if wide:
        return True
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        if len(chunk.translate(None, _NOT_TEXT)) < len(chunk):
            return False
    return True


def _not_accepted(ending: str) -> str:
    return _(
        "Files of this kind (%(ending)s) are not accepted. Choose a PDF, Word, Excel, PowerPoint or OpenDocument file, "
        "a photograph (JPG, PNG, HEIC, WebP), or a TXT or CSV file.",
        ending=ending or _("no ending"),
    )


def _mismatch(ending: str) -> str:
    return _(
        "The name ends in %(ending)s but the content is something else. "
        "Open the file in the programme that made it and save it as %(ending)s.",
        ending=ending,
    )
