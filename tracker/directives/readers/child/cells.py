"""Rows of a table as lines: one line per row where the table holds data, a line per paragraph where it is layout.

The heading and the signatures of a notice stand in tables too, of two columns and without lines around them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_COLUMNS = 64
# From this many filled cells on a row holds data; fewer are layout: heading, signatures.
_DATA_CELLS = 3
# A cell over several rows says "by whom" or "until when" for each of them. Longer ones are not said again.
_LONGEST_REPEATED = 150
_GOES_ON_AFTER = (".", ";", ":", ",", "-", "–", "!", "?", "(", "/")


@dataclass
class _Cell:
    lines: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)


@dataclass
class Table:
    """One table while it is read, row after row."""

    _row: list[_Cell] | None = None
    _column: int = 0
    _above: dict[int, list[str]] = field(default_factory=dict)  # by column: the cell that spans the rows from here on
    # By column: how many rows it still hangs down, over how many columns, its lines. Then the same for the next row.
    _hanging: dict[int, tuple[int, int, list[str]]] = field(default_factory=dict)
    _next_row: dict[int, tuple[int, int, list[str]]] = field(default_factory=dict)

    def begin_row(self) -> None:
        """A new row, without cells yet."""
        self._row, self._column = [], 0
        self._hanging, self._next_row = self._next_row, {}

    def begin_cell(self) -> None:
        """A new cell of that row."""
        if self._row is not None:
            self._hang()
            self._row.append(_Cell())

    def write(self, line: str) -> bool:
        """Into the cell that is open; False where none is."""
        if not self._row:
            return False
        self._row[-1].lines.append(line)
        return True

    def end_cell(
        self, span: int = 1, *, rows: int = 1, begins: bool = False, goes_on: bool = False, is_deleted: bool = False
    ) -> None:
        """The open cell is read. Word says that it `begins` a merge or `goes_on` with it; HTML, how many `rows`."""
        if not self._row:
            return
        cell = self._row[-1]
        cell.lines = [] if is_deleted else [line for line in cell.lines if line]
        shared = cell.lines if sum(map(len, cell.lines)) <= _LONGEST_REPEATED else []
        if goes_on:
            cell.repeated = self._above.get(self._column, [])
        elif begins:
            self._above[self._column] = shared
        elif rows > 1:
            self._next_row[self._column] = rows - 1, span, shared
        self._column += span

    def end_row(self, *, is_deleted: bool = False) -> list[str]:
        """The lines of the row."""
        self._hang()
        row, self._row = self._row or [], None
        return [] if is_deleted else _lines_of(row)

    def _hang(self) -> None:
        """Put the cells of the rows above that reach down to this place."""
        while self._row is not None and self._column in self._hanging:
            rows, span, lines = self._hanging.pop(self._column)
            self._row.append(_Cell(repeated=lines))
            if rows > 1:
                self._next_row[self._column] = rows - 1, span, lines
            self._column += span


def _lines_of(row: list[_Cell]) -> list[str]:
    own = [cell.lines for cell in row if cell.lines]
    filled = [cell.lines or cell.repeated for cell in row if cell.lines or cell.repeated]
    if own and len(filled) >= _DATA_CELLS:
        return ["\t".join(_in_one_line(cell) for cell in filled)]
    return [line for cell in own for line in cell]


def _in_one_line(lines: list[str]) -> str:
    """A sentence that was broken goes on; two names below each other are two."""
    text = ""
    for line in (part for written in lines for part in written.replace("\t", " ").split("\n")):
        if not text:
            text = line
        elif text.endswith(_GOES_ON_AFTER) or line[:1].islower():
            text = f"{text} {line}"
        else:
            text = f"{text}; {line}"
    return text
