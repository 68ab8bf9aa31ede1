"""Paragraphs out of the lines of a page.

A PDF knows no paragraphs, only where each line stands. A directive that is cut at every line end cannot be recognised,
so lines are put together again by what the eye goes by: a full line is continued by one that stands at the left margin,
a list's mark begins something new, and columns (the heading, the signatures, tables) are not read across.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .columns import Band, bands_of
from .furniture import without_furniture
from .pieces import Line, Piece, Row

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
_INNER_HYPHEN = re.compile(r"\w-$")


def lines_of(pieces: Iterable[Piece]) -> list[Line]:
    """The lines of one page in the order of reading, without lines of dashes."""
    lines = [_line_of(row, band) for band in bands_of(list(pieces)) for row in band.rows]
    return [line for line in lines if any(char.isalnum() for char in line.text)]


def join_lines(pages: Iterable[list[Line]]) -> str:
    """The text of all pages, a line per paragraph, without their numbers, running headers and footers."""
    lines = [line for page in without_furniture(list(pages)) for line in page]
    measures = {kind: _measure([line for line in lines if line.is_in_column == kind]) for kind in (False, True)}

    paragraphs: list[str] = []
    previous: Line | None = None
    for line in _column_by_column(lines):
        measure = measures[line.is_in_column]
        if previous is not None and _continues(previous, line, measure):
            paragraphs[-1] = _join(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
        previous = line
    return "\n".join(paragraphs)


@dataclass(frozen=True)
class _Measure:
    """What lines of one width are held against: from where on one is full, where they begin, whether they indent."""

    full: float
    margin: float
    has_indents: bool


def _measure(lines: list[Line]) -> _Measure:
    plain = [line for line in lines if line.is_plain]
    full = _FULL * (sorted(line.edge for line in plain)[len(plain) * 9 // 10] if plain else 0)
    margin = min((line.indent + _SLACK * line.height for line in plain if line.edge >= full), default=0)
    marked = sorted(line.indent for line in plain if _MARK.match(line.text))
    return _Measure(full, margin, bool(marked) and marked[len(marked) // 2] > margin)


def _continues(previous: Line, line: Line, measure: _Measure) -> bool:
    if not (previous.is_plain and line.is_plain) or _MARK.match(line.text):
        return False
    if previous.is_in_column != line.is_in_column:
        return False
    sentence_ended = previous.text[-1] in _SENTENCE_ENDS
    if line.text[0].islower() and not sentence_ended:
        return True
    follows_full_line = previous.edge >= measure.full and line.indent <= measure.margin
    return follows_full_line and (measure.has_indents or not sentence_ended)


def _join(before: str, after: str) -> str:
    """A word that was divided at the end of the line is one again; a hyphen that belongs to the word stays."""
    if before.endswith("\u00ad"):
        return before[:-1] + after
    return before + after if _INNER_HYPHEN.search(before) else f"{before} {after}"


def _line_of(row: Row, band: Band) -> Line:
    text, right = "", row[0].left
    last: Piece | None = None
    for piece in row:
        if last is not None and piece.text == last.text and abs(piece.left - last.left) < _SPACE * piece.height:
            continue  # printed twice, a little apart, to look bold
        gap = piece.left - right
        if last is not None and gap > _LEAST_SPACE * piece.height:
            text += " " * max(1, min(round(gap / (_SPACE * piece.height)), 2 * _SURELY_WIDE_GAP))
        text, right, last = text + piece.text, piece.right, piece
    cells = _columns_of(_SYMBOL_FONT_BULLET.sub("-", text.strip()))
    return Line(cells, row[0].left - band.margin, right - band.margin, row[0].height, band.is_column)


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
