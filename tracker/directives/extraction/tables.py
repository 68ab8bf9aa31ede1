"""Tables of tasks: "TT | Nội dung | Chủ trì | Phối hợp | Thời hạn", a row for each piece of work."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ...workdays import Calendar
from .due_dates import Term, due_term
from .lexicon import BODY
from .owners import owner_at, split_names
from .structure import Paragraph

_WORK = re.compile(r"(?:tên |nội dung)?\s*(?:nhiệm vụ|công việc|nội dung|ý kiến chỉ đạo|việc)", re.IGNORECASE)
_OWNER = re.compile(
    r"(?:đơn vị|cơ quan|người)?\s*(?:chủ trì|thực hiện|phụ trách|chịu trách nhiệm|đầu mối)", re.IGNORECASE
)
_TIME = re.compile(r"(?:thời hạn|thời gian|hạn|tiến độ|ngày hoàn thành)", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*[.)]?|[IVX]{1,5}\.?|[a-zđ]\))\Z")
_SHORTEST_WORK = 12
_LONGEST_TERM = 60
_LONGEST_CELL = 3000
_MOST_CELLS = 40


@dataclass(frozen=True)
class Row:
    """A row that orders something: places of the work in the shadow, and what its other cells say."""

    start: int
    end: int
    lead: tuple[str, ...]
    coop: tuple[str, ...]
    due: Term | None


def is_head(paragraph: Paragraph) -> bool:
    """The head of a table of tasks: a column for the work, and one for who does it or by when."""
    names = _texts(paragraph)
    return any(map(_WORK.match, names)) and any(_OWNER.match(name) or _TIME.match(name) for name in names)


def read_row(paragraph: Paragraph, doc_date: date | None, calendar: Calendar) -> Row | None:
    """What a row orders. Cells are known by what they hold, since empty ones may have been left out."""
    cells = [place for place, text in zip(paragraph.cells, _texts(paragraph), strict=True) if not _NUMBER.match(text)]
    if not cells or len(cells) > _MOST_CELLS or any(end - start > _LONGEST_CELL for start, end in cells):
        return None
    names = [place for place in cells if _is_name(_text(paragraph, place))]
    work = max([place for place in cells if place not in names] or cells, key=lambda place: place[1] - place[0])
    if work[1] - work[0] < _SHORTEST_WORK:
        return None
    due: Term | None = None
    bodies: list[tuple[str, ...]] = []
    for place in cells[cells.index(work) + 1 :]:
        text = _text(paragraph, place)
        term = due_term(f"Thời hạn: {text}", doc_date, calendar) if len(text) <= _LONGEST_TERM else None
        if term and due is None and not BODY.match(text):
            due = term
        elif BODY.match(text + " "):
            bodies.append(split_names(text))
    return Row(*work, bodies[0] if bodies else (), bodies[1] if len(bodies) > 1 else (), due)


def _is_name(text: str) -> bool:
    """A body or a list of bodies, without anything that it has to do."""
    return bool(BODY.match(text + " ")) and owner_at(text, 0) is None


def _texts(paragraph: Paragraph) -> list[str]:
    return [_text(paragraph, place) for place in paragraph.cells]


def _text(paragraph: Paragraph, place: tuple[int, int]) -> str:
    return paragraph.text[place[0] - paragraph.start : place[1] - paragraph.start]
