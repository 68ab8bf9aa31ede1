"""A scanned PDF by text recognition: Poppler draws its pages, Tesseract finds the words on them.

The pages are drawn and read two at a time, and the whole must end before a web server or a proxy gives the request up.
"""

from __future__ import annotations

import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ...errors import Refused
from ...files.wording import gettext as _
from .programmes import Limits, languages_of, one_at_a_time, recognition_programmes, run_programme
from .sandbox import run_child

SECONDS = 40.0
MOST_PAGES = 40
# A4 at 300 dots to the inch, for which Tesseract was made; a page of any other size is drawn as large.
_LONGEST_SIDE = "3508"
_DRAW_MEMORY = 1024 * 1024 * 1024
_READ_MEMORY = 1536 * 1024 * 1024
_AT_A_TIME = 2


def recognise(data: bytes) -> dict[str, str]:
    """The child's answer for the words of all pages. Refused where a programme, or the time, is not there."""
    programmes = recognition_programmes()
    if programmes is None:
        raise Refused(_not_installed(), field="file")
    until = time.monotonic() + SECONDS
    with one_at_a_time(), tempfile.TemporaryDirectory(prefix="tracker-scan-") as name:
        folder = Path(name)
        (folder / "notice.pdf").write_bytes(data)
        pages = _draw(programmes[0], folder, until)
        with ThreadPoolExecutor(min(_AT_A_TIME, os.cpu_count() or 1)) as pool:
            read = list(pool.map(lambda page: _read(programmes[1], page, until), pages))
        if not all(read):
            raise Refused(_too_slow(len(pages), sum(read)), field="file")
        tables = [page.with_suffix(".tsv").read_bytes() for page in pages]
    return run_child("scan", b"\f".join(tables))


def _draw(programme: str, folder: Path, until: float) -> list[Path]:
    """The pages as pictures, in their order. One more than may be read is drawn, to know that there are more."""
    shape = ["-gray", "-png", "-scale-to", _LONGEST_SIDE, "-l", str(MOST_PAGES + 1)]
    limits = Limits(until - time.monotonic(), _DRAW_MEMORY)
    finished = run_programme([programme, *shape, "notice.pdf", "page"], folder, limits)
    pages = sorted(folder.glob("page-*.png"), key=lambda path: int(path.stem.rpartition("-")[2]))
    if len(pages) > MOST_PAGES:
        raise Refused(_too_many(), field="file")
    if not finished or not pages:
        raise Refused(_not_drawn(), field="file")
    return pages


def _read(programme: str, page: Path, until: float) -> bool:
    """Whether the page was read in time; its words are then beside it."""
    remaining = until - time.monotonic()
    if remaining <= 0:
        return False
    # With the data for it, a page that lies on its side or upside down is turned first. It fails on an empty page.
    turned = ["1"] if "osd" in languages_of(programme) else []
    for mode in (*turned, "3"):
        command = [programme, page.name, page.stem, "-l", "vie", "--psm", mode, "tsv"]
        if run_programme(command, page.parent, Limits(until - time.monotonic(), _READ_MEMORY)):
            return page.with_suffix(".tsv").is_file()
    return False


def _not_installed() -> str:
    return _(
        "This PDF is a scan without a text layer, and this machine has no text recognition. Upload the Word file or "
        "paste the text; or ask the administrator to install the Debian packages tesseract-ocr, tesseract-ocr-vie and "
        "poppler-utils."
    )


def _too_many() -> str:
    return _(
        "This scan has more than %(limit)s pages. Take out the pages of the notice itself, or upload the Word file.",
        limit=MOST_PAGES,
    )


def _too_slow(pages: int, read: int) -> str:
    return _(
        "Only %(read)s of the %(pages)s pages of this scan could be read in %(seconds)s seconds. Split it into smaller "
        "files and paste their texts together, or upload the Word file.",
        read=read,
        pages=pages,
        seconds=round(SECONDS),
    )


def _not_drawn() -> str:
    return _("The pages of this scan cannot be drawn. Scan it again, upload the Word file, or paste the text.")
