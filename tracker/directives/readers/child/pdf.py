"""The text layer of a PDF, paragraph after paragraph."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Literal

from pypdf import PageObject, PdfReader
from pypdf._text_extraction._layout_mode._fixed_width_page import recurse_to_target_op, set_font_operation
from pypdf._text_extraction._layout_mode._text_state_manager import TextStateManager
from pypdf.errors import DependencyError, LimitReachedError, WrongPasswordError
from pypdf.generic import ContentStream

from .limits import MOST_CHARACTERS, MOST_PAGES, Problem
from .lines import Line, Piece, join_lines, lines_of

# A scan may carry a page number or the name of the scanner as text.
_FEWEST_LETTERS = 20


def read_pdf(file: BytesIO) -> str:
    """The pages' text, a line per paragraph. Problem: encrypted, scan or too_big."""
    logging.disable(logging.CRITICAL)  # pypdf tells of every oddity of a file
    reader = PdfReader(file)
    try:
        # Many PDFs forbid printing or copying but open without a password; those are read.
        if reader.is_encrypted and not reader.decrypt(""):
            raise Problem("encrypted")
        return _join_pages(reader)
    except (WrongPasswordError, DependencyError) as error:
        raise Problem("encrypted") from error
    except LimitReachedError as error:
        raise Problem("too_big") from error


def _join_pages(reader: PdfReader) -> str:
    if len(reader.pages) > MOST_PAGES:
        raise Problem("too_big")
    pages: list[list[Line]] = []
    length = letters = 0
    for page in reader.pages:
        lines = _read_page(page)
        text = "".join(line.text for line in lines)
        length += len(text)
        letters += sum(char.isalpha() for char in text)
        if length > MOST_CHARACTERS:
            raise Problem("too_big")
        pages.append(lines)
    if letters < _FEWEST_LETTERS:
        raise Problem("scan")
    return join_lines(pages)


def _read_page(page: PageObject) -> list[Line]:
    """The page's lines by where its letters stand.

    pypdf's own text has spaces inside words ("Qu ố c h ộ i") wherever Vietnamese letters come from a second font, which
    is how Word and browsers write most PDFs. So only the positions are taken from it.
    """
    lines = lines_of(_list_pieces(page))
    if lines:
        return lines
    # The text of some pages lies in a form inside the page, which only the plain mode opens.
    plain = (line.strip() for line in page.extract_text().splitlines())
    return [Line([line]) for line in plain if line]


def _list_pieces(page: PageObject) -> Iterator[Piece]:
    fonts = page._layout_mode_fonts()
    state = TextStateManager()
    content = page.get("/Contents")
    # Undecoded: the layout's own fonts decode the strings.
    operations = iter(ContentStream(content.get_object(), page.pdf, "bytes").operations if content is not None else [])
    for operands, operator in operations:
        if operator in (b"BT", b"q"):
            end: Literal[b"ET", b"Q"] = b"ET" if operator == b"BT" else b"Q"
            for group in recurse_to_target_op(operations, state, end, fonts)[0]:
                y, height = -group["ty"] * group["flip_sort"], group["font_height"]
                yield Piece(group["text"], group["tx"], group["displaced_tx"], y, height)
        elif operator == b"Tf":
            set_font_operation(state, fonts, operands)
        else:
            state.set_state_param(operator, operands)
