"""The text layer of a PDF, page after page."""

from __future__ import annotations

import logging
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError, WrongPasswordError

from .limits import MOST_CHARACTERS, MOST_PAGES, Problem

# A scan may carry a page number or the name of the scanner as text.
_FEWEST_LETTERS = 20


def read_pdf(file: BytesIO) -> str:
    """The pages' text, joined by line ends. Problem: encrypted, scan or too_big."""
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
    pages: list[str] = []
    length = letters = 0
    for page in reader.pages:
        text = page.extract_text()
        length += len(text)
        letters += sum(char.isalpha() for char in text)
        if length > MOST_CHARACTERS:
            raise Problem("too_big")
        pages.append(text.strip("\n"))
    if letters < _FEWEST_LETTERS:
        raise Problem("scan")
    return "\n".join(pages)
