"""Lines to paragraphs, and the numbering of each: what an official text looks like before anyone reads its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from .flat_tables import FlatRow, find_rows
from .letters import LOWER, UPPER

_MARKER = re.compile(
    rf"(?P<roman>[IVX]{{1,5}}(?:[.)/]|\s*-)(?=\s|[{UPPER}]|$))"
    r"|(?P<phase>(?:Giai đoạn|Đợt|Bước)\s+\d{1,2}\s*[:.](?=\s))"
    r"|(?P<article>(?:Điều|Phần|Mục|Chương)\s+(?:\d{1,3}|[IVX]{1,5}|thứ \w+)[.:]?(?=\s|$))"
    r"|(?P<dec>\d{1,2}(?:\.\d{1,2}){0,3}(?:[.)/](?!\d)|(?<=\.\d)(?=\s)|(?<=\.\d\d)(?=\s)))"
    r"|(?P<letter>[a-zđ]\d?\)|[A-HĐ][.)](?=\s))"
    r"|(?P<paren>\((?:\d{1,2}|[ivx]{1,4}|[a-zđ])\))"
    rf"|(?P<bullet>[-+*•·▪●○■◦✓►➢](?=\s|[{UPPER}\"“]|$))"
    r"|(?P<ord>(?:Thứ\s+(?:nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)|(?:Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|"
    r"Tám|Chín|Mười)\s+là)\s*[,:])"
)
_ENDED = (".", ";", ":", "!", "?", "…", "/.", '."', ".”")
_CELL = re.compile(r"[^\s|](?:[^\t\n|]*[^\s|])?")
_FEWEST_CELLS = 3
_FEWEST_LETTERS = 4
_LONGEST_WRAPPED = 120
# A line cannot end with these words: the page broke it.
_DANGLING = re.compile(
    r"\s(?:các|những|và|của|cho|với|trong|về|tại|theo|từ|đến|được|là|phải|cần|do|để|hoặc|trên|dưới|bằng|khi|một|mọi)$"
)
_LETTER = re.compile(r"[^\W\d_]")
_LOWER = re.compile(f"[{LOWER}]")
_CAPITAL = re.compile(f"[{UPPER}]")


@dataclass(frozen=True, slots=True)
class Line:
    """A stripped line: its place in the shadow."""

    start: int
    end: int
    after_blank: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: `start` to `end` in the shadow, the kind of its number ("" if none), where its words begin."""

    start: int
    end: int
    text: str
    kind: str
    marker: str
    body: int
    row: str = ""  # as it stands, with the marks between its cells, when it is a row of a table
    places: tuple[tuple[int, int], ...] = ()  # of the cells, where no marks part them

    @property
    def cells(self) -> list[tuple[int, int]]:
        """Places of the filled cells of a row; looked up when asked for: a long table has a great many."""
        return list(self.places) or [(self.start + begin, self.start + end) for begin, end in _cells(self.row)]

    @property
    def words(self) -> str:
        """The text after the number."""
        return self.text[self.body - self.start :]

    @property
    def is_open_ended(self) -> bool:
        """No full stop at the end: a heading, a caption, a table cell."""
        return not self.text.endswith(_ENDED)

    @property
    def is_capitals(self) -> bool:
        """All letters are capitals: a title."""
        words = self.words
        return (
            not _LOWER.search(words) and len(list(islice(_LETTER.finditer(words), _FEWEST_LETTERS))) == _FEWEST_LETTERS
        )


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of the text; lines that the page broke are joined again (in same-length spaces)."""
    lines = list(_lines(text))
    width, spaced = _layout(lines)
    rows = {row.first: row for row in find_rows(text, [(line.start, line.end) for line in lines])}
    out: list[Paragraph] = []
    first = 0
    while first < len(lines):
        if row := rows.get(first):
            out.append(_row(text, row))
            first = row.last + 1
            continue
        index = first + 1
        while (
            index < len(lines)
            and index not in rows
            and _goes_on(text, lines[index - 1], lines[index], width, spaced, first == index - 1)
        ):
            index += 1
        out.append(_paragraph(text, lines[first].start, lines[index - 1].end))
        first = index
    return out


def _row(text: str, row: FlatRow) -> Paragraph:
    start, end = row.cells[0][0], row.cells[-1][1]
    source = text[start:end]
    words = source.replace("\n", " ").replace("\t", " ")
    return Paragraph(start, end, words, "", "", start, source, row.cells)


def _lines(text: str) -> Iterator[Line]:
    blank, place = False, 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = place + len(raw) - len(raw.lstrip())
            yield Line(start, start + len(stripped), blank)
            blank = False
        else:
            blank = True
        place += len(raw) + 1


def _layout(lines: list[Line]) -> tuple[int, bool]:
    """Width at which the page broke lines (0 when each line is a paragraph) and whether blank lines part paragraphs."""
    short = sorted(line.end - line.start for line in lines if line.end - line.start <= _LONGEST_WRAPPED)
    if len(short) < 8 or (len(short) < 20 and len(short) < 0.6 * len(lines)):
        return 0, False
    width = short[len(short) * 95 // 100]
    near = sum(length >= 0.7 * width for length in short)
    if near < 0.3 * len(short) or width < 35:
        return 0, False
    return width, sum(line.after_blank for line in lines) >= 0.12 * len(lines)


def _goes_on(text: str, line: Line, after: Line, width: int, spaced: bool, is_first: bool) -> bool:
    """Whether the line after belongs to the same paragraph."""
    here, there = text[line.start : line.end], text[after.start : after.end]
    if len(_cells(here)) or len(_cells(there)):
        return False
    if is_first and _is_bare_marker(here):
        return True
    ended = here.endswith(_ENDED)
    marker = _marker(there)
    if _is_broken_title(here, there, marker) and not after.after_blank:
        return True
    if marker and (ended or after.after_blank or not _is_false_marker(here, there, marker)):
        return False
    if _DANGLING.search(here) and not marker:
        return True
    last = here.rsplit(" ", 1)[-1]
    named = width > 0 and not ended and last[:1].isupper() and last[1:2].islower()
    starts_low = named or here.endswith(",") or bool(_LOWER.match(there)) or there[0].isdigit() or there[0] in ",;)"
    if after.after_blank:
        return not ended and bool(_LOWER.match(there)) and not here.endswith(",")
    if not width or max(line.end - line.start, after.end - after.start) > 1.15 * width:
        return not ended and starts_low
    full = line.end - line.start + 1 + len(there.split(" ", 1)[0]) > 0.9 * width
    if ended:
        return full and not here.endswith((":", "/."))
    return starts_low or full or (spaced and not _is_title(here, there))


def _is_broken_title(here: str, there: str, marker: re.Match[str] | None) -> bool:
    """A numbered title in capitals that goes on in the next line: "IV. NỘI" / "DUNG TRIỂN KHAI"."""
    mark = _marker(here)
    is_numbered = mark is not None and mark.lastgroup == "roman"
    return is_numbered and marker is None and here.upper() == here and there.upper() == there and there.lower() != there


def _is_title(here: str, there: str) -> bool:
    return here.upper() == here and there.upper() != there


def _is_bare_marker(here: str) -> bool:
    match = _marker(here)
    return match is not None and match.end() == len(here) and match.lastgroup != "ord"


def _is_false_marker(here: str, there: str, marker: re.Match[str]) -> bool:
    """A dash or number that the page break has put at the start of a line in the middle of a sentence."""
    if marker.lastgroup == "bullet":
        rest = there[marker.end() :].lstrip()
        return bool(_LOWER.match(rest))
    if marker.lastgroup != "dec":
        return False
    if here.endswith(","):  # «khoản 1, 2,» goes on with a number; the next point of a list goes on with a capital
        return not _CAPITAL.match(there[marker.end() :].lstrip())
    return bool(re.search(r"(?:ngày|tháng|năm|số|khoản|điểm|mục)$", here, re.IGNORECASE))


def _marker(words: str) -> re.Match[str] | None:
    match = _MARKER.match(words)
    if match and match.lastgroup == "dec" and re.match(r"\d{1,2}[./]\d", words) and "." not in match.group()[:-1]:
        return None
    return match


def _paragraph(text: str, start: int, end: int) -> Paragraph:
    source = text[start:end]
    words = source.replace("\n", " ").replace("\t", " ")
    if _cells(source):
        return Paragraph(start, end, words, "", "", start, source)
    match = _marker(words)
    if not match:
        return Paragraph(start, end, words, "", "", start)
    body = match.end()
    while body < len(words) and words[body] in " .,:-":
        body += 1
    if body >= len(words):
        return Paragraph(start, end, words, "", "", start)
    return Paragraph(start, end, words, _kind(match), match.group(), start + body)


def _cells(line: str) -> list[tuple[int, int]]:
    """Places of the filled cells of a table's row, parted by tabs or upright strokes; none when it is no row."""
    if line.count("\t") < 2 and line.count("|") < 2:
        return []
    places = [(match.start(), match.end()) for match in _CELL.finditer(line)]
    return places if len(places) >= _FEWEST_CELLS else []


def _kind(match: re.Match[str]) -> str:
    name, mark = match.lastgroup or "", match.group()
    if name == "dec":
        return f"dec{len(re.findall(r'[0-9]+', mark))}{')' if mark.endswith(')') else ''}"
    if name == "letter":
        return "LETTER" if mark[0].isupper() else "letter"
    if name == "bullet":
        return mark if mark in "-+*" else "•"
    return name
