"""What is printed on every page and belongs to none: page numbers, running headers and footers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from .pieces import Line

_PAGE_NUMBER = re.compile(
    r"[-–—\[(]?\s*(?:(?:trang|page)(?:\s+số)?\s*[:.]?\s*)?\d{1,3}(?:\s*(?:/|of|trên)\s*\d{1,3})?\s*[-–—\])]?",
    re.IGNORECASE,
)
# Where a running line counts the pages; other figures tell one line from another, as in the rows of a table.
_COUNTS = re.compile(r"^\d+\b|\b\d+(?:\s*/\s*\d+)?$")
_FEWEST_LETTERS = 4
# How deep headers and footers reach, and on which share of the pages the same one stands: the first has none often,
# and left and right pages may differ.
_DEPTH = 3
_SHARE = 0.4
# Rows with this many cells are the head of a table, printed again on each of its pages: its first stays.
_TABLE_CELLS = 3


def without_furniture(pages: Sequence[list[Line]]) -> list[list[Line]]:
    """The pages' own lines."""
    pages = [_without_numbers(page) for page in pages]
    for edge in (1, -1):
        pages = _without_running_lines(pages, edge)
    return [_without_numbers(page) for page in pages]


def _without_numbers(page: list[Line]) -> list[Line]:
    if page and _PAGE_NUMBER.fullmatch(page[0].text):
        page = page[1:]
    if page and _PAGE_NUMBER.fullmatch(page[-1].text):
        page = page[:-1]
    return page


def _without_running_lines(pages: list[list[Line]], edge: int) -> list[list[Line]]:
    """At the top (edge 1) or at the bottom (-1): lines that repeat, as long as nothing else stands beyond them.

    At the top of the first page and at the bottom of the last they stay. They interrupt nothing there, and two copies
    of a notice in one file keep its heading and its signature.
    """
    counts = Counter(key for page in pages for key in {_key(line) for line in page[::edge][:_DEPTH]})
    fewest = max(2, _SHARE * len(pages))
    heads_seen: set[str] = set()
    kept = []
    for place, page in enumerate(pages):
        rest, staying = page[::edge], []
        stays = place == (0 if edge == 1 else len(pages) - 1)
        for line in rest[:_DEPTH]:
            key = _key(line)
            is_first_head = len(line.columns) >= _TABLE_CELLS and key not in heads_seen
            heads_seen.add(key)
            is_number = bool(_PAGE_NUMBER.fullmatch(line.text))
            if not is_number and (not key or counts[key] < fewest or is_first_head):
                break
            if stays and not is_number:
                staying.append(line)
            rest = rest[1:]
        kept.append([*staying, *rest][::edge])
    return kept


def _key(line: Line) -> str:
    """What is the same on every page, as “Trang 2/5” and “Trang 3/5”; "" for figures, which are rows of a table."""
    cells = [_COUNTS.sub("#", cell.strip()) for cell in line.text.casefold().split("\t")]
    return "\t".join(cells) if sum(map(str.isalpha, line.text)) >= _FEWEST_LETTERS else ""
