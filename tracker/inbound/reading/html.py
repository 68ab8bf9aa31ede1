"""The text of an HTML mail: its lines, with "> " before what stands in a quotation. Goes through the source once."""

from __future__ import annotations

import html
import re

_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9]{0,20})")
# No character has a number that long; Python refuses to read one of some thousand digits.
_LONG_NUMBER = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9A-Fa-f]{8,});?")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BREAKING = re.compile(
    "address|article|blockquote|body|br|center|d[dlt]|div|footer|form|h[1-6]|header|hr|li|ol|p|pre|section|table|tbody"
    "|t[dhr]|tfoot|thead|ul"
)
_DROPPED = {name: re.compile(rf"</{name}[^a-z]", re.IGNORECASE) for name in ("head", "script", "style", "title")}
# Gmail and Outlook indent what is typed with a quotation that has no border.
_INDENT = re.compile(r"border\s*:\s*none|margin\s*:\s*0(?:px)? 0(?:px)? 0(?:px)? 40px", re.IGNORECASE)


def read_html(source: str) -> str:
    """Plain lines; nothing of the mail is fetched, run or shown."""
    return _Reader(source).read()


class _Reader:
    """Where it stands in the source, and the lines so far."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._last_end = source.rfind(">")
        self._is_comment_possible = True
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quotations: list[bool] = []
        self._depth = 0  # how many of them are quotations in earnest

    def read(self) -> str:
        source, place = self._source, 0
        while 0 <= (begin := source.find("<", place)) < self._last_end:
            self._add(source[place:begin])
            place = self._read_tag(begin)
        self._add(source[place:])
        self._end_line()
        return "\n".join(self._lines)

    def _read_tag(self, begin: int) -> int:
        """Take in what the tag means; tells where the text goes on."""
        source = self._source
        if self._is_comment_possible and source.startswith("<!--", begin):
            end = source.find("-->", begin)
            if end >= 0:
                return end + 3
            self._is_comment_possible = False
        named = _NAME.match(source, begin + 1)
        if named is None and source[begin + 1] not in "!?/":
            self._line.append("<")  # "< 5 %" is text
            return begin + 1
        end = source.find(">", begin)
        if named is None:
            return end + 1
        name = named[1].lower()
        if name in _DROPPED and source[begin + 1] != "/":
            closing = _DROPPED[name].search(source, end)
            return closing.start() if closing else len(source)
        self._turn(name, source[begin : min(end, begin + 2000)], is_closing=source[begin + 1] == "/")
        return end + 1

    def _turn(self, name: str, tag: str, *, is_closing: bool) -> None:
        if _BREAKING.fullmatch(name) and (name != "td" or is_closing):
            self._end_line(is_hard=name == "br")
        if name == "p" and is_closing:
            self._lines.append(self._mark())
        if name == "blockquote":
            if not is_closing:
                self._quotations.append(not _INDENT.search(tag))
                self._depth += self._quotations[-1]
            elif self._quotations:
                self._depth -= self._quotations.pop()
        if name == "li" and not is_closing:
            self._line.append("- ")

    def _add(self, text: str) -> None:
        if text:
            self._line.append(_SPACES.sub(" ", html.unescape(_LONG_NUMBER.sub("\ufffd", text))))

    def _mark(self) -> str:
        return "> " if self._depth else ""

    def _end_line(self, *, is_hard: bool = False) -> None:
        """A block ends the line that it finds begun; <br> also an empty one."""
        line = "".join(self._line).strip(" ")
        self._line = []
        if line or is_hard:
            self._lines.append(self._mark() + line)
