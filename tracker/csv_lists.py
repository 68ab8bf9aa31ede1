"""Lists as an office hands them in: CSV in UTF-8, a head line, every fault named with its line, all rows or none.

Pure, because `extract` reads lists without an application: a fault is a message id with its values, and whoever shows
it says how to translate.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from .text import clean_line, parse_day

Row = TypeVar("Row")


def _(sentence: str) -> str:
    """Marks a message id, so that the catalogues must have it."""
    return sentence


@dataclass(frozen=True)
class Fault:
    """What is wrong in a line; line 0 is the file as a whole."""

    line: int
    sentence: str
    values: dict[str, Any] = field(default_factory=dict)

    def said(self, translate: Callable[[str], str]) -> str:
        """One line for the reader."""
        reason = translate(self.sentence) % self.values if self.values else translate(self.sentence)
        return (
            translate(_("Line %(line)s: %(reason)s")) % {"line": self.line, "reason": reason} if self.line else reason
        )


class BadList(Exception):
    """Nothing can be taken from this list before all its faults are mended."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(fault.said(str) for fault in faults))
        self.faults = list(faults)


@dataclass
class Record:
    """One row: its cells by column, empty where the list has no such column, and what is wrong with them."""

    line: int
    cells: dict[str, str]
    faults: list[Fault] = field(default_factory=list)

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def refuse(self, sentence: str, **values: Any) -> None:
        """Note a fault of this row, a message id or a sentence; the other cells are looked at all the same."""
        self.faults.append(Fault(self.line, sentence, values))

    def need(self, column: str, limit: int) -> str:
        """A cell that must hold something."""
        if not self[column]:
            self.refuse(_("%(column)s is empty."), column=column)
        return self.limited(column, limit)

    def limited(self, column: str, limit: int) -> str:
        """A cell of at most so many characters."""
        if len(self[column]) > limit:
            self.refuse(_("%(column)s has more than %(limit)s characters."), column=column, limit=limit)
        return self[column]

    def one_of(self, column: str, known: Collection[str], default: str = "") -> str:
        """A cell that holds one of these words."""
        value = self[column] or default
        if value not in known:
            self.refuse(_("%(column)s must be one of %(known)s."), column=column, known=", ".join(known))
        return value

    def whole(self, column: str) -> int:
        """A whole number; 0 where the cell is empty."""
        typed = self[column]
        if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 6):
            self.refuse(_("%(column)s must be a whole number."), column=column)
            return 0
        return int(typed or 0)

    def day(self, column: str) -> date | None:
        """A date as people write it here, or as 2026-12-31; None where the cell is empty."""
        try:
            return parse_day(self[column]) if self[column] else None
        except ValueError:
            self.refuse(_("write the date %(typed)s as 2026-12-31 or 31/12/2026."), typed=self[column])
            return None

    def period(self, first: str, last: str) -> tuple[date | None, date | None]:
        """Two days in their order."""
        start, end = self.day(first), self.day(last)
        if start and end and end < start:
            self.refuse(_("%(last)s lies before %(first)s."), first=first, last=last)
        return start, end


def read_list(
    source: Path | str,
    columns: tuple[str, ...],
    build: Callable[[Record], Row],
    *,
    needed: tuple[str, ...] = (),
    unique: str = "",
) -> list[Row]:
    """The rows of a file (Path) or of the text itself (str). Raises BadList with every fault of every row.

    The head must hold all columns and no others; where only some are `needed`, others may be missing or unknown.
    No two rows may have the same cell in the `unique` column.
    """
    rows, faults = [], []
    seen: set[str] = set()
    for record in _records(_text_of(source), columns, needed):
        if not record.faults:
            rows.append(build(record))
        if unique and record[unique] and record[unique] in seen:
            record.refuse(_("the code %(code)s stands twice."), code=record[unique])
        seen.add(record[unique])
        faults += record.faults
    if faults:
        raise BadList(faults)
    return rows


def _records(text: str, columns: tuple[str, ...], needed: tuple[str, ...]) -> Iterator[Record]:
    """Each row with its cells; one that cannot be read is the last."""
    reader = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True)
    head: list[str] = []
    try:
        head = [cell.strip() for cell in next(reader, [])]
        _check_head(head, columns, needed)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                record = Record(reader.line_num, dict(zip(head, map(clean_line, cells), strict=False)))
                if len(cells) > len(head):
                    record.refuse(_("more cells than columns; put text with commas in quotes."))
                if len(cells) < len(head):
                    record.refuse(_("fewer cells than columns: %(missing)s."), missing=", ".join(head[len(cells) :]))
                yield record
    except csv.Error:
        # A forgotten quotation mark makes one cell of all that follows.
        sentence = _("a cell is too long; look for a quotation mark that is not closed.")
        yield Record(reader.line_num, {}, [Fault(reader.line_num, sentence)])


def _check_head(head: list[str], columns: tuple[str, ...], needed: tuple[str, ...]) -> None:
    values = {"columns": ",".join(columns)}
    faults = []
    if missing := [name for name in needed or columns if name not in head]:
        sentence = _("the column %(missing)s is missing. The columns must be: %(columns)s.")
        faults.append(Fault(1, sentence, {"missing": ", ".join(missing), **values}))
    if unknown := [name for name in head if name not in columns and not needed]:
        sentence = _("the column %(unknown)s is unknown. The columns must be: %(columns)s.")
        faults.append(Fault(1, sentence, {"unknown": ", ".join(unknown), **values}))
    if faults:
        raise BadList(faults)


def _text_of(source: Path | str) -> str:
    if isinstance(source, str):
        return source.removeprefix("\ufeff")
    try:
        return source.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        sentence = _("%(file)s is not UTF-8. In Excel choose «Save as», type «CSV UTF-8».")
        raise BadList([Fault(0, sentence, {"file": source.name})]) from None
    except OSError as error:
        sentence = _("%(file)s cannot be read. Check its path, and that you may read it.")
        raise BadList([Fault(0, sentence, {"file": source})]) from error
