"""Paragraphs out of the lines of a page.

A PDF knows no paragraphs, only where each line stands. A directive that is cut at every line end cannot be recognised,
so lines are put together again by what the eye goes by: a full line is continued by one that stands at the left margin,
a list's mark begins something new, and columns (the heading, the signatures, tables) are not read across.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_PAGE_NUMBER = re.compile(r"[-–]?\s*\d{1,3}\s*[-–]?")
_WORD_GAP = re.compile(r"(?<=\S) +(?=\S)")
_MARK = re.compile(
    r"\d{1,2}(\.\d{1,2})*[.)](?!\d)|[IVXLC]+[.)]\s|[a-zđ]\)|[-–—+•*]\s|(Điều|Mục|Phần|Chương)\s+[\dIVX]+\b"
)
# Word sets a tab after the mark of a list: no column.
_LONE_MARK = re.compile(r"\d{1,2}(\.\d{1,2})*[.)]|[IVXLC]+[.)]|[a-zđ]\)|[-–—+•*]")
_SYMBOL_FONT_BULLET = re.compile("^[\ue000-\uf8ff▪►]")
_SENTENCE_ENDS = ".;:!?"
# A line whose right edge lies beyond this share of the usual one is full.
_FULL = 0.85
# How far, in heights of a letter, a line may be off the margin that it stands at.
_SLACK = 0.7
# Widths of a space, from which a gap may be one between columns, and from which it surely is.
_WIDE_GAP = 3
_SURELY_WIDE_GAP = 8
_SHORT_CELL = 4
_SPACE = 0.25  # of a letter's height
_LEAST_SPACE = 0.15
_SAME_LINE = 0.5


@dataclass(frozen=True)
class Piece:
    """Letters printed in one go: where they begin and end, the height of their line (downwards) and of a letter."""

    text: str
    left: float
    right: float
    y: float
    height: float


@dataclass(frozen=True)
class Line:
    """One line of a page, its columns apart; indent and right edge in the page's units, height of its letters."""

    columns: list[str]
    indent: float = 0
    edge: float = 0
    height: float = 0

    @property
    def text(self) -> str:
        """Its text, columns divided by tabs."""
        return "\t".join(self.columns)

    @property
    def is_plain(self) -> bool:
        """Whether it is running text; what stood in one of two columns has no edge."""
        return len(self.columns) == 1 and self.edge > 0


def lines_of(pieces: Iterable[Piece]) -> list[Line]:
    """The lines of one page, from top to bottom, without its number and without lines of dashes."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: (one.y, one.left)):
        if rows and abs(piece.y - rows[-1][0].y) <= _SAME_LINE * max(piece.height, rows[-1][0].height):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    lines = [_line_of(sorted(row, key=lambda one: one.left)) for row in rows]
    lines = [line for line in lines if any(char.isalnum() for char in line.text)]
    for end in (0, -1):
        if lines and _PAGE_NUMBER.fullmatch(lines[end].text):
            del lines[end]
    return lines


def join_lines(pages: Iterable[list[Line]]) -> str:
    """The pages' text, a line per paragraph."""
    lines = [line for page in pages for line in page]
    plain = [line for line in lines if line.is_plain]
    usual_edge = sorted(line.edge for line in plain)[len(plain) * 9 // 10] if plain else 0
    full = [line for line in plain if line.edge >= _FULL * usual_edge]
    margin = min((line.indent + _SLACK * line.height for line in full), default=0)
    marked = sorted(line.indent for line in plain if _MARK.match(line.text))
    has_indents = bool(marked) and marked[len(marked) // 2] > margin

    paragraphs: list[str] = []
    previous: Line | None = None
    for line in _column_by_column(lines):
        is_full = previous is not None and previous.edge >= _FULL * usual_edge
        if previous is not None and _continues(previous, line, is_full and line.indent <= margin, has_indents):
            paragraphs[-1] += f" {line.text}"
        else:
            paragraphs.append(line.text)
        previous = line
    return "\n".join(paragraphs)


def _continues(previous: Line, line: Line, follows_full_line: bool, has_indents: bool) -> bool:
    if not (previous.is_plain and line.is_plain) or _MARK.match(line.text):
        return False
    sentence_ended = previous.text[-1] in _SENTENCE_ENDS
    if line.text[0].islower() and not sentence_ended:
        return True
    return follows_full_line and (has_indents or not sentence_ended)


def _line_of(row: list[Piece]) -> Line:
    text, right = "", row[0].left
    last: Piece | None = None
    for piece in row:
        if last is not None and piece.text == last.text and abs(piece.left - last.left) < _SPACE * piece.height:
            continue  # printed twice, a little apart, to look bold
        gap = piece.left - right
        if last is not None and gap > _LEAST_SPACE * piece.height:
            text += " " * max(1, min(round(gap / (_SPACE * piece.height)), 2 * _SURELY_WIDE_GAP))
        text, right, last = text + piece.text, piece.right, piece
    return Line(_columns_of(_SYMBOL_FONT_BULLET.sub("-", text.strip())), row[0].left, right, row[0].height)


def _columns_of(text: str) -> list[str]:
    gaps = [match.span() for match in _WORD_GAP.finditer(text)]
    smallest = min((end - start for start, end in gaps), default=0)
    columns, begin = [], 0
    for start, end in gaps:
        width = end - start
        # Justified text has wide gaps everywhere; a gap between columns stands out in its line.
        is_wide = width >= _SURELY_WIDE_GAP or (width >= _WIDE_GAP and width > 2 * smallest)
        if is_wide and not (begin == 0 and _LONE_MARK.fullmatch(text[:start])):
            columns.append(text[begin:start])
            begin = end
    return [" ".join(column.split()) for column in [*columns, text[begin:]]]


def _column_by_column(lines: list[Line]) -> Iterable[Line]:
    """Two columns side by side are two blocks, the left one first; more columns, or a number before, are a table."""
    block: list[Line] = []
    for line in lines:
        if len(line.columns) == 2 and len(line.columns[0]) > _SHORT_CELL:
            block.append(line)
            continue
        yield from _unfold(block)
        block = []
        yield line
    yield from _unfold(block)


def _unfold(block: list[Line]) -> Iterable[Line]:
    for column in (0, 1):
        for line in block:
            yield Line([line.columns[column]])
