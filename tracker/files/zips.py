"""What a .docx, .xlsx, .pptx, .odt or .ods is allowed to be, judged by its directory before anything is unpacked.

A zip of 200 kB can unpack to 200 MB, its directory can lie, and any zip can call itself a .docx. So the end record is
read by hand first (a directory of a million entries costs memory as soon as `zipfile` opens it), then the directory's
own figures are held to limits, then the parts that make the format are looked for.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

from ..errors import Refused
from .wording import gettext as _

MOST_ENTRIES = 2_000
MOST_UNPACKED = 100 * 1024 * 1024
HIGHEST_RATIO = 200
# Below this size a high ratio is harmless and usual: empty rows of a sheet, a form of spaces.
_RATIO_COUNTS_FROM = 1 << 20
_LARGEST_DIRECTORY = 1 << 20
_LARGEST_READ = 1 << 20
_CHUNK = 1 << 16
# Mark, disk, disk of the directory, entries here, entries, directory's length and offset, length of the comment.
_END_RECORD = struct.Struct("<4s4H2LH")
_LONGEST_COMMENT = 0xFFFF
_ENCRYPTED = 0x1
# Office packs these itself: the sheet behind a chart, a compressed picture.
_EMBEDDED = ("/embeddings/", (".docx", ".xlsx", ".pptx"))
_PACKED_PICTURES = (".emz", ".wmz")
_ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"\xfd7zXZ", b"BZh")
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, struct.error)


@dataclass(frozen=True)
class _Format:
    ending: str
    content_type: str
    part: str  # how the name of the main part begins; Office sometimes numbers it
    declared: bytes  # how [Content_Types].xml calls it


_OOXML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
FORMATS = (
    _Format(".docx", f"{_OOXML}wordprocessingml.document", "word/document", b"wordprocessingml.document.main+xml"),
    _Format(".xlsx", f"{_OOXML}spreadsheetml.sheet", "xl/workbook", b"spreadsheetml.sheet.main+xml"),
    _Format(".pptx", f"{_OOXML}presentationml.presentation", "ppt/presentation", b"presentation.main+xml"),
    _Format(".odt", f"{_OPEN_DOCUMENT}text", "content.xml", b""),
    _Format(".ods", f"{_OPEN_DOCUMENT}spreadsheet", "content.xml", b""),
)


def find_office_type(stream: IO[bytes], size: int) -> str | None:
    """The content type of an office document in a zip, None for any other zip. Refused if it is unsafe or broken."""
    _check_end_record(stream, size)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            _check_directory(entries)
            _check_contents(archive, entries)
            return _find_format(archive, {entry.filename for entry in entries})
    except _BROKEN as error:
        raise Refused(broken(), field="file") from error


def broken() -> str:
    """The sentence for a file that cannot be opened."""
    return _("This file is damaged and cannot be opened. Open it on your computer, save it again and choose it again.")


def password_protected() -> str:
    """The sentence for a file that asks for a password."""
    return _("This file is protected by a password. Save it without the password and choose it again.")


def holds_macros() -> str:
    """The sentence for .docm and its like, whatever they call themselves."""
    return _("This file contains macros, which are not accepted. Save it as .docx, .xlsx or .pptx and choose it again.")


def _unpacks_too_much() -> str:
    return _(
        "This file unpacks to far more than its size, as harmful files do. Copy its content to a new file or a PDF."
    )


def _check_end_record(stream: IO[bytes], size: int) -> None:
    tail_size = min(size, _END_RECORD.size + _LONGEST_COMMENT)
    stream.seek(size - tail_size)
    tail = stream.read(tail_size)
    stream.seek(0)
    start = tail.rfind(b"PK\x05\x06")
    if start < 0 or len(tail) - start < _END_RECORD.size:
        raise Refused(broken(), field="file")
    count, length, offset = _END_RECORD.unpack_from(tail, start)[4:7]
    # The 64-bit form announces itself by the largest numbers here; it is for archives far beyond these limits.
    if count > MOST_ENTRIES or length > _LARGEST_DIRECTORY:
        raise Refused(_unpacks_too_much(), field="file")
    # Bytes before the first entry would be another file with this one glued to its end.
    if offset + length != size - tail_size + start:
        raise Refused(broken(), field="file")


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Refused(_unpacks_too_much(), field="file")
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise Refused(password_protected(), field="file")
        if entry.file_size > max(_RATIO_COUNTS_FROM, HIGHEST_RATIO * entry.compress_size):
            raise Refused(_unpacks_too_much(), field="file")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(broken(), field="file")


def _check_contents(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        name = entry.filename.lower()
        # Macros of Microsoft Office, then those of LibreOffice.
        if name.endswith(("vbaproject.bin", "vbadata.xml", ".docm", ".xlsm", ".pptm", ".xlam", ".dotm")):
            raise Refused(holds_macros(), field="file")
        if name.startswith(("basic/", "scripts/")) and not entry.is_dir():
            raise Refused(holds_macros(), field="file")
        head = _read_through(archive, entry)
        if head.startswith(_PROGRAMS) or (head.startswith(_ARCHIVES) and not _is_embedded(name)):
            raise Refused(holds_archive(), field="file")


def _read_through(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The first bytes of the entry, its check sum compared. Never more than the declared size is unpacked."""
    with archive.open(entry) as part:
        head = part.read(8)
        while part.read(_CHUNK):
            pass
    return head


def _is_embedded(name: str) -> bool:
    folder, endings = _EMBEDDED
    return (folder in name and name.endswith(endings)) or name.endswith(_PACKED_PICTURES)


def holds_archive() -> str:
    """The sentence for a file inside the file that would escape these checks."""
    return _("This file holds an archive or a programme. Choose the documents in it one by one, without packing them.")


def _find_format(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    if "[Content_Types].xml" in names:
        declared = _read_small(archive, "[Content_Types].xml")
        if b"macroEnabled" in declared:
            raise Refused(holds_macros(), field="file")
        for kind in FORMATS:
            if kind.declared and kind.declared in declared and _has_part(names, kind.part):
                return kind.content_type
    elif {"mimetype", "content.xml"} <= names:
        if b"encryption-data" in _read_small(archive, "META-INF/manifest.xml"):
            raise Refused(password_protected(), field="file")
        mimetype = _read_small(archive, "mimetype").decode("ascii", "replace").strip()
        return mimetype if mimetype in {kind.content_type for kind in FORMATS} else None
    return None


def _has_part(names: set[str], part: str) -> bool:
    return any(name.startswith(part) and name.endswith(".xml") and "/" not in name[len(part) :] for name in names)


def _read_small(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as part:
            return part.read(_LARGEST_READ)
    except KeyError:
        return b""
