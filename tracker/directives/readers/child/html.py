"""The text of a web page: paragraphs, lists with their marks, tables as lines, without what surrounds the article.

Only text is taken; nothing of the page is run, fetched or shown.
"""

from __future__ import annotations

import codecs
import re
from io import BytesIO
from typing import Any

from lxml import etree, html

from .cells import Table
from .limits import MOST_CHARACTERS, MOST_PARAGRAPHS, Problem
from .numbering import write_number


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_DROPPED = _names(
    "script style noscript template head nav aside footer iframe object embed svg canvas audio video map select option "
    "button input textarea dialog"
)
_DROPPED_ROLES = _names("navigation banner contentinfo search complementary menu menubar toolbar dialog")
_BLOCKS = _names(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure form h1 h2 h3 h4 "
    "h5 h6 header hr html legend li main ol p pre section summary table tbody tfoot thead tr td th ul"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:menu|nav|navbar|sidebar|breadcrumbs?|footer|share|social|comments?|related|banner|ads?|toolbar)"
    r"(?:[\s_-]|$)",
    re.IGNORECASE,
)
# Whatever its name says, a part that holds most of the text is the article or holds it.
_LARGEST_AROUND = 0.3
_FEWEST_LETTERS_OF_ARTICLE = 400
_FEWEST_LINKS = 4
_SHARE_OF_LINKS = 0.8
_HEAD = 4096
_SAYS_ENCODING = re.compile(rb"charset\s*=", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\u00a0]+")
_LIST_STYLE = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?\b(none|decimal|(?:lower|upper)-(?:alpha|latin|roman))\b", re.IGNORECASE
)
_FORMS = {
    "1": ("decimal", "."), "decimal": ("decimal", "."), "a": ("lowerLetter", ")"), "lower-alpha": ("lowerLetter", ")"),
    "lower-latin": ("lowerLetter", ")"), "A": ("upperLetter", "."), "upper-alpha": ("upperLetter", "."),
    "upper-latin": ("upperLetter", "."), "i": ("lowerRoman", ")"), "lower-roman": ("lowerRoman", ")"),
    "I": ("upperRoman", "."), "upper-roman": ("upperRoman", "."),
}  # fmt: skip
_HAS_MARK = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]|[IVXLC]+[.)]|[a-zđ]\)|[-–—+•*])(?:\s|$)")


def read_html(file: BytesIO) -> str:
    """The page's text, a line per paragraph. Problem: broken, no_text or too_big."""
    data = file.read()
    parser = html.HTMLParser(encoding=_encoding_of(data), no_network=True, remove_pis=True, remove_comments=True)
    try:
        root = html.document_fromstring(data, parser=parser)
    except etree.ParserError as error:
        raise Problem("no_text") from error
    _drop_surroundings(root)
    reader = _Reader()
    reader.read(_article_of(root))
    return reader.text


def _encoding_of(data: bytes) -> str | None:
    """By its first bytes, else as its head says (None), else UTF-8."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if data.startswith(codecs.BOM_UTF8) or not _SAYS_ENCODING.search(data[:_HEAD]):
        return "utf-8"
    return None


def _drop_surroundings(root: Any) -> None:
    whole = _letters(root)
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        if _is_dropped(element) or (_is_around(element) and _letters(element) < _LARGEST_AROUND * whole):
            element.drop_tree()


def _is_dropped(element: Any) -> bool:
    return (
        element.tag in _DROPPED
        or element.get("role", "").lower() in _DROPPED_ROLES
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(element.get("style", "")))
    )


def _is_around(element: Any) -> bool:
    if element.tag not in ("div", "section", "ul", "header", "table", "p"):
        return False
    if _AROUND.search(f"{element.get('class', '')} {element.get('id', '')}"):
        return True
    if element.tag != "ul":
        return False
    links = list(element.iter("a"))
    return len(links) >= _FEWEST_LINKS and sum(map(_letters, links)) > _SHARE_OF_LINKS * _letters(element)


def _letters(element: Any) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _article_of(root: Any) -> Any:
    """The article, where the page says which part it is and it is long enough to be one."""
    candidates = root.xpath("//*[@itemprop='articleBody'] | //article | //main | //*[@role='main']")
    longest = max(candidates, key=_letters, default=None)
    return longest if longest is not None and _letters(longest) >= _FEWEST_LETTERS_OF_ARTICLE else root


class _Reader:
    """Walks through the page and writes its lines."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line = ""
        self._mark = ""  # of the list item that has no words yet
        self._tables: list[Table] = []
        self._lists: list[int] = []  # how far each open list has counted
        self._characters = 0

    @property
    def text(self) -> str:
        return "\n".join(self._lines)

    def read(self, element: Any) -> None:
        """The element with all that is in it, and the end of its last line."""
        self._walk(element, keeps_space=False)
        self._end_line()

    def _walk(self, element: Any, keeps_space: bool) -> None:
        is_block = element.tag in _BLOCKS
        if is_block or element.tag == "br":
            self._end_line()
        keeps_space = keeps_space or element.tag == "pre"
        self._open(element)
        self._write(element.text, keeps_space)
        for part in element:
            if isinstance(part.tag, str):
                self._walk(part, keeps_space)
            self._write(part.tail, keeps_space)
        if is_block:
            self._end_line()
        self._close(element)

    def _open(self, element: Any) -> None:
        if element.tag == "table":
            self._tables.append(Table())
        elif element.tag == "tr" and self._tables:
            self._tables[-1].begin_row()
        elif element.tag in ("td", "th") and self._tables:
            self._tables[-1].begin_cell()
        elif element.tag in ("ol", "ul"):
            self._lists.append(_number(element.get("start"), 1) - 1)
        elif element.tag == "li":
            count = _number(element.get("value"), (self._lists[-1] if self._lists else 0) + 1)
            self._lists[-1:] = [count]
            self._mark = _mark_of(element, count)

    def _close(self, element: Any) -> None:
        if element.tag == "li":
            self._mark = ""
        elif element.tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        if not self._tables:
            return
        if element.tag in ("td", "th"):
            self._tables[-1].end_cell(_number(element.get("colspan"), 1), rows=_number(element.get("rowspan"), 1))
        elif element.tag in ("tr", "table"):
            lines = self._tables[-1].end_row()
            if element.tag == "table":
                self._tables.pop()
            outer = self._tables[-2] if element.tag == "tr" and len(self._tables) > 1 else None
            for line in lines:
                self._put(line, outer)

    def _write(self, text: str | None, keeps_space: bool) -> None:
        if not text:
            return
        if keeps_space:
            *whole, text = text.split("\n")
            for line in whole:
                self._line += line
                self._end_line()
        self._line += text if keeps_space else _SPACES.sub(" ", text)

    def _end_line(self) -> None:
        line, self._line = _SPACES.sub(" ", self._line).strip(), ""
        if not line:
            return
        mark, self._mark = self._mark, ""
        if mark and not _HAS_MARK.match(line):
            line = f"{mark} {line}"
        self._characters += len(line)
        if self._characters > MOST_CHARACTERS or len(self._lines) > MOST_PARAGRAPHS:
            raise Problem("too_big")
        self._put(line, self._tables[-1] if self._tables else None)

    def _put(self, line: str, table: Table | None) -> None:
        if not (table and table.write(line)):
            self._lines.append(line)


def _mark_of(item: Any, count: int) -> str:
    """As the browser shows it: its number in its list, or a dash."""
    parent = item.getparent()
    styles = f"{item.get('style', '')};{parent.get('style', '') if parent is not None else ''}"
    style = _LIST_STYLE.search(styles)
    if style and style[1].lower() == "none":
        return ""
    if parent is None or parent.tag != "ol":
        return "-"
    how, end = _FORMS.get(style[1].lower() if style else parent.get("type", "1"), _FORMS["1"])
    return write_number(count, how) + end


def _number(written: str | None, otherwise: int) -> int:
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 5 else otherwise
