"""The text layer of a PDF, paragraph after paragraph."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Literal

from pypdf import PageObject, PdfReader
from pypdf._text_extraction._layout_mode._fixed_width_page import recurse_to_target_op, set_font_operation
from pypdf._text_extraction._layout_mode._text_state_manager import TextStateManager
from pypdf.errors import DependencyError, LimitReachedError, WrongPasswordError
from pypdf.generic import ContentStream

from .limits import MOST_CHARACTERS, MOST_PAGES, Problem
from .lines import join_lines, lines_of
from .pieces import Line, Piece

# A scan may carry a page number or the name of the scanner as text, and the number and date that a registry stamped.
_FEWEST_LETTERS = 20
_FEWEST_LETTERS_ON_PICTURE = 200
# Half of A4 at 72 dots to the inch: pictures that hold so many dots together fill a page.
_PAGE_OF_DOTS = 250_000
_DEEPEST_FORM = 3
_MOST_OBJECTS = 200
_INVISIBLE = 3


def read_pdf(file: BytesIO) -> dict[str, str]:
    """`text`, a line per paragraph; `unread`, the pages that are pictures; `recognised`, if text was laid over them.

    Problem: encrypted, scan, too_many_pages or too_big.
    """
    logging.disable(logging.CRITICAL)  # pypdf tells of every oddity of a file
    reader = PdfReader(file)
    try:
        # Many PDFs forbid printing or copying but open without a password; those are read.
        if reader.is_encrypted and not reader.decrypt(""):
            raise Problem("encrypted")
        if len(reader.pages) > MOST_PAGES:
            raise Problem("too_many_pages")
        return _join_pages(list(_read_pages(reader)))
    except (WrongPasswordError, DependencyError) as error:
        raise Problem("encrypted") from error
    except LimitReachedError as error:
        raise Problem("too_big") from error


@dataclass(frozen=True)
class _Page:
    lines: list[Line]
    letters: int
    is_picture: bool
    is_recognised: bool


def _read_pages(reader: PdfReader) -> Iterator[_Page]:
    length = 0
    for page in reader.pages:
        shown = _Shown()
        lines = _read_lines(page, shown)
        text = "".join(line.text for line in lines)
        length += len(text)
        if length > MOST_CHARACTERS:
            raise Problem("too_big")
        letters = sum(char.isalpha() for char in text)
        fills = _dots_in(page.get("/Resources"), _DEEPEST_FORM) >= _PAGE_OF_DOTS
        yield _Page(lines, letters, fills and letters < _FEWEST_LETTERS_ON_PICTURE, fills and shown.invisibly)


def _join_pages(pages: list[_Page]) -> dict[str, str]:
    pictures = [str(number) for number, page in enumerate(pages, 1) if page.is_picture]
    if sum(page.letters for page in pages) < _FEWEST_LETTERS or len(pictures) * 2 >= len(pages):
        raise Problem("scan")
    reply = {"text": join_lines([page.lines for page in pages])}
    if pictures:
        reply["unread"] = ", ".join(pictures)
    if sum(page.is_recognised for page in pages) * 2 > len(pages):
        reply["recognised"] = "yes"
    return reply


@dataclass
class _Shown:
    """How a page shows its letters: programmes for text recognition lay theirs invisibly over the picture."""

    invisibly: bool = False


def _read_lines(page: PageObject, shown: _Shown) -> list[Line]:
    """The page's lines by where its letters stand.

    pypdf's own text has spaces inside words ("Qu ố c h ộ i") wherever Vietnamese letters come from a second font, which
    is how Word and browsers write most PDFs. So only the positions are taken from it.
    """
    lines = lines_of(_list_pieces(page, shown))
    if lines:
        return lines
    # The text of some pages lies in a form inside the page, which only the plain mode opens.
    plain = (line.strip() for line in page.extract_text().splitlines())
    return [Line([line]) for line in plain if line]


def _list_pieces(page: PageObject, shown: _Shown) -> Iterator[Piece]:
    fonts = page._layout_mode_fonts()
    state = TextStateManager()
    content = page.get("/Contents")
    # Undecoded: the layout's own fonts decode the strings.
    operations = ContentStream(content.get_object(), page.pdf, "bytes").operations if content is not None else []
    shown.invisibly = any(operator == b"Tr" and operands == [_INVISIBLE] for operands, operator in operations)
    remaining = iter(operations)
    for operands, operator in remaining:
        if operator in (b"BT", b"q"):
            end: Literal[b"ET", b"Q"] = b"ET" if operator == b"BT" else b"Q"
            for group in recurse_to_target_op(remaining, state, end, fonts)[0]:
                y, height = -group["ty"] * group["flip_sort"], group["font_height"]
                yield Piece(group["text"], group["tx"], group["displaced_tx"], y, height)
        elif operator == b"Tf":
            set_font_operation(state, fonts, operands)
        else:
            state.set_state_param(operator, operands)


def _dots_in(resources: Any, depth: int) -> int:
    """How many dots the pictures of a page hold, those inside its forms too; scanners cut a page into strips."""
    try:
        found = resources.get_object()["/XObject"].get_object().values()
    except (AttributeError, KeyError):
        return 0
    dots = 0
    for number, reference in enumerate(found):
        picture = reference.get_object()
        if number >= _MOST_OBJECTS or dots >= _PAGE_OF_DOTS:
            break
        if picture.get("/Subtype") == "/Image":
            dots += int(picture.get("/Width", 0)) * int(picture.get("/Height", 0))
        elif depth and "/Resources" in picture:
            dots += _dots_in(picture["/Resources"], depth - 1)
    return dots
