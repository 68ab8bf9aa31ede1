"""The older Word, Excel and PowerPoint files: which of them it is, read from the directory inside the file.

The format (MS-CFB) is a small file system: a header, a table that chains sectors, and a directory of named streams.
Only the chain of the directory is followed, with every step counted, because a hostile table can point in circles.
"""

from __future__ import annotations

import struct
from typing import IO

from ..errors import Refused
from .zips import broken, holds_macros, password_protected

MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN_STREAMS = {
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "Book": "application/vnd.ms-excel",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
}
_MACRO_STREAMS = {"_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros", "VBA"}
_HEADER = 512
_WORD_MARK = 0xA5EC
_ENCRYPTED = 0x0100
_TABLE_IN_HEADER = 109  # how many sectors of the table the header itself names
_ENTRY = 128
_MOST_DIRECTORY_SECTORS = 256
_LAST_SECTOR = 0xFFFFFFFA


def find_ole_type(stream: IO[bytes]) -> str | None:
    """The content type of a Word, Excel or PowerPoint file of the old kind; None for another file of this format."""
    try:
        names = _list_streams(stream)
    except (struct.error, ValueError, IndexError) as error:
        raise Refused(broken(), field="file") from error
    if "EncryptedPackage" in names:  # a .docx with a password is wrapped in this format
        raise Refused(password_protected(), field="file")
    if not names.keys().isdisjoint(_MACRO_STREAMS):
        raise Refused(holds_macros(), field="file")
    if "WordDocument" in names and _is_word_encrypted(stream, names["WordDocument"]):
        raise Refused(password_protected(), field="file")
    return next((kind for name, kind in _MAIN_STREAMS.items() if name in names), None)


def _is_word_encrypted(stream: IO[bytes], sector: int) -> bool:
    """The text of a .doc with a password lies in the usual place; only a flag in its first bytes tells."""
    stream.seek(30)
    (shift,) = struct.unpack("<H", stream.read(2))
    stream.seek((sector + 1) << shift)
    head = stream.read(12)
    if len(head) < 12:
        return False
    mark, flags = struct.unpack("<H8xH", head)
    return mark == _WORD_MARK and bool(flags & _ENCRYPTED)


def _list_streams(stream: IO[bytes]) -> dict[str, int]:
    """Their names and the sectors in which they begin."""
    stream.seek(0)
    header = stream.read(_HEADER)
    (shift,) = struct.unpack_from("<H", header, 30)
    if shift not in (9, 12):
        raise ValueError("unknown sector size")
    sector_size = 1 << shift
    (sector,) = struct.unpack_from("<L", header, 48)
    table = struct.unpack_from(f"<{_TABLE_IN_HEADER}L", header, 76)
    names: dict[str, int] = {}
    for _step in range(_MOST_DIRECTORY_SECTORS):
        if sector >= _LAST_SECTOR:
            return names
        names |= _names_in(_read_sector(stream, sector, sector_size))
        sector = _next_sector(stream, sector, sector_size, table)
    raise ValueError("the directory does not end")


def _next_sector(stream: IO[bytes], sector: int, sector_size: int, table: tuple[int, ...]) -> int:
    per_sector = sector_size // 4
    part = _read_sector(stream, table[sector // per_sector], sector_size)
    (following,) = struct.unpack_from("<L", part, 4 * (sector % per_sector))
    return int(following)


def _read_sector(stream: IO[bytes], sector: int, sector_size: int) -> bytes:
    if sector >= _LAST_SECTOR:
        raise ValueError("a sector that does not exist")
    stream.seek((sector + 1) * sector_size)
    data = stream.read(sector_size)
    if len(data) < sector_size:
        raise ValueError("cut off")
    return data


def _names_in(directory: bytes) -> dict[str, int]:
    names = {}
    for start in range(0, len(directory), _ENTRY):
        (length,) = struct.unpack_from("<H", directory, start + 64)
        if 2 <= length <= 64:
            name = directory[start : start + length - 2].decode("utf-16-le", "replace")
            (names[name],) = struct.unpack_from("<L", directory, start + 116)
    return names
