"""What text recognition saw on the pages of a scan: words with their place become lines, and lines paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from statistics import median

from .limits import MOST_CHARACTERS, Problem
from .lines import join_lines, lines_of
from .pieces import Piece

# Tesseract's table: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
_COLUMNS = 12
_WORD_LEVEL = "5"
# Seals, signatures and stains become lines of letters in which the programme itself does not believe.
_LEAST_CONFIDENCE = 35.0
_NEW_PAGE = "\f"

_Word = tuple[str, float, float, float, float, float]


def read_words(file: BytesIO) -> str:
    """The text of all pages, whose tables stand after each other with a form feed between them."""
    written = file.read().decode("utf-8", "replace")
    if len(written) > 40 * MOST_CHARACTERS:
        raise Problem("too_big")
    return join_lines([lines_of(list(_pieces(page))) for page in written.split(_NEW_PAGE)])


def _pieces(table: str) -> Iterator[Piece]:
    """A scan lies a little askew, so all words of a line are put on one height."""
    for words in _lines(table):
        if median(word[5] for word in words) < _LEAST_CONFIDENCE:
            continue
        bottom = median(top + height for _text, _left, top, _width, height, _sure in words)
        size = median(height for *_place, height, _sure in words)
        for text, left, _top, width, _height, _sure in words:
            yield Piece(f"{text} ", left, left + width, bottom, size)


def _lines(table: str) -> Iterator[list[_Word]]:
    place: list[str] = []
    words: list[_Word] = []
    for row in table.split("\n"):
        cells = row.split("\t")
        if len(cells) != _COLUMNS or cells[0] != _WORD_LEVEL or not cells[11].strip():
            continue
        if cells[1:5] != place and words:
            yield words
            words = []
        place = cells[1:5]
        left, top, width, height, sure = map(float, cells[6:11])
        words.append((cells[11].strip(), left, top, width, height, sure))
    if words:
        yield words
