"""Tables that have lost their lines: each cell stands on a line of its own, below the names of the columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_NUMBER_COLUMN = re.compile(r"(?:S?TT|Số TT|Số thứ tự|No\.?)\Z", re.IGNORECASE)
_WORK_COLUMN = re.compile(
    r"(?:tên |các )?(?:nội dung|nhiệm vụ|công việc|ý kiến chỉ đạo)"
    r"(?: (?:công việc|nhiệm vụ|thực hiện|chỉ đạo|cụ thể|chính))*\Z",
    re.IGNORECASE,
)
_OTHER_COLUMN = re.compile(
    r"(?:(?:đơn vị|cơ quan|người|bộ phận)?\s*(?:chủ trì|phối hợp|thực hiện|phụ trách|chịu trách nhiệm|đầu mối)"
    r"(?: thực hiện| tham mưu| chính)?|(?:thời hạn|thời gian|tiến độ|hạn)(?: hoàn thành| thực hiện| báo cáo)?|"
    r"sản phẩm|kết quả|kết quả đầu ra|ghi chú)\Z",
    re.IGNORECASE,
)
_ROW_NUMBER = re.compile(r"(\d{1,3})\.?\Z")
_END = re.compile(r"(?:[IVX]{1,5}[.)/]\s|(?:Điều|Phần|Mục|Chương)\s+[\dIVX]|Nơi nhận\s*:|(?:TM|KT|TL|TUQ)\.\s)")
_FEWEST_COLUMNS, _MOST_COLUMNS = 3, 8
_LONGEST_CELL = 600

Place = tuple[int, int]


@dataclass(frozen=True)
class FlatRow:
    """The head or a row: from which line to which, and the places of its cells."""

    first: int
    last: int
    cells: tuple[Place, ...]


def find_rows(text: str, lines: Sequence[Place]) -> Iterator[FlatRow]:
    """Heads and rows in text order. Only numbered tables: without numbers nobody can tell where a row begins."""
    index = 0
    while index < len(lines):
        head = _head(text, lines, index)
        if head is None:
            index += 1
            continue
        yield head
        index = head.last + 1
        for row in _rows(text, lines, index, len(head.cells) - 1):
            yield row
            index = row.last + 1


def _head(text: str, lines: Sequence[Place], first: int) -> FlatRow | None:
    if not _NUMBER_COLUMN.match(text[slice(*lines[first])]):
        return None
    last, has_work = first, False
    for index in range(first + 1, min(first + _MOST_COLUMNS, len(lines))):
        name = text[slice(*lines[index])]
        is_work = bool(_WORK_COLUMN.match(name))
        if not is_work and not _OTHER_COLUMN.match(name):
            break
        last, has_work = index, has_work or is_work
    if not has_work or last - first + 1 < _FEWEST_COLUMNS:
        return None
    return FlatRow(first, last, tuple(lines[first : last + 1]))


def _rows(text: str, lines: Sequence[Place], first: int, columns: int) -> Iterator[FlatRow]:
    """Rows numbered 1, 2, 3 …; more lines than columns belong to the work, which stands first."""
    number = 1
    while first < len(lines) and _number(text, lines[first]) == number:
        last = first
        while last + 1 < len(lines) and not _ends_row(text, lines[last + 1], number):
            last += 1
        cells = list(lines[first + 1 : last + 1])
        spare = len(cells) - columns
        if spare > 0:
            cells = [(cells[0][0], cells[spare][1]), *cells[spare + 1 :]]
        if cells:
            yield FlatRow(first, last, tuple(cells))
        first, number = last + 1, number + 1


def _ends_row(text: str, line: Place, number: int) -> bool:
    words = text[slice(*line)]
    return _number(text, line) == number + 1 or bool(_END.match(words)) or len(words) > _LONGEST_CELL


def _number(text: str, line: Place) -> int | None:
    match = _ROW_NUMBER.match(text[slice(*line)])
    return int(match[1]) if match else None
