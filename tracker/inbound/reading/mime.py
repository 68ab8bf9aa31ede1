"""The parts of a mail (RFC 5322, 2045–2047, 2231), as far as a reply needs them. Every step looks at a byte once.

A part knows where it begins and ends in the mail; it is copied out only when it is asked for what it holds. Limits
stand in for the cleverness that a hostile mail would abuse: what lies beyond them is not looked at.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from .charsets import decode_bytes

MOST_DEPTH = 5
MOST_PARTS = 200
_MOST_HEADERS = 500
LONGEST_HEAD = 256 * 1024
_LONGEST_VALUE = 16_000
_LONGEST_PARAMETERS = 2_000
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_FIELD = re.compile(rb"([!-9;-~]{1,76})[ \t]*:[ \t]*(.*)", re.DOTALL)
_NEW_FIELD = re.compile(rb"\r?\n(?![ \t])")
_PARAMETER = re.compile(r';\s*([A-Za-z0-9_.*-]{1,60})\s*=\s*("(?:[^"\\]|\\.)*"|[^;\s"]*)')
_WORD = re.compile(r"=\?([A-Za-z0-9_.:+-]{1,40})(?:\*[A-Za-z-]{0,20})?\?([bBqQ])\?([^?\s]{0,1000})\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[A-Za-z0-9_.:+-]{1,40}(?:\*[A-Za-z-]{0,20})?\?[bBqQ]\?)")
_CUT_CHARACTER = re.compile(rb"[\xc0-\xff][\x80-\xbf]{0,3}\Z")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


@dataclass
class Part:
    """One part: its header lines in order (names in small letters), and what it holds."""

    headers: list[tuple[str, str]]
    mail: bytes = field(default=b"", repr=False)
    begin: int = 0
    end: int = 0
    children: list[Part] = field(default_factory=list)

    def all(self, name: str) -> list[str]:
        """The values of every line of that name."""
        return [value for key, value in self.headers if key == name]

    def first(self, name: str) -> str:
        """The value of the first line of that name, or empty."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def content_type(self) -> str:
        """Such as `text/plain`, in small letters."""
        kind = self.first("content-type").partition(";")[0].strip().lower()
        return kind if "/" in kind else "text/plain"

    @property
    def disposition(self) -> str:
        return self.first("content-disposition").partition(";")[0].strip().lower()

    def parameter(self, header: str, name: str) -> str:
        """A parameter of that header line, decoded."""
        return _parameters(self.first(header)).get(name, "")

    @property
    def file_name(self) -> str:
        """The name that the sender's programme gave, or empty."""
        found = self.parameter("content-disposition", "filename") or self.parameter("content-type", "name")
        return decode_words(found)

    @property
    def content(self) -> bytes:
        """The bytes that were sent, without their transfer encoding."""
        return self._decode(self.end)

    def read_text(self, most: int) -> str:
        """The same as characters, of the first so many bytes only."""
        end = min(self.end, self.begin + most)
        content = self._decode(end)
        if end < self.end:
            content = _CUT_CHARACTER.sub(b"", content)
        return decode_bytes(content, self.parameter("content-type", "charset"))

    def _decode(self, end: int) -> bytes:
        raw, encoding = self.mail[self.begin : end], self.first("content-transfer-encoding").strip().lower()
        if encoding == "base64":
            return _from_base64(raw)
        return binascii.a2b_qp(raw) if encoding == "quoted-printable" else raw

    def walk(self) -> Iterator[Part]:
        """This part and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


def parse_head(mail: bytes) -> Part:
    """The whole mail as one part: its header lines, what it holds not looked at."""
    begin = 0
    if mail.startswith(b"From "):  # the line that mail boxes and pipes put in front
        begin = mail.find(b"\n") + 1 or len(mail)
    return _read_head(mail, begin, len(mail))


def parse(mail: bytes) -> Part:
    """The tree of a whole mail."""
    part = parse_head(mail)
    _Parser().divide(part, 0)
    return part


class _Parser:
    """Counts the parts of one mail."""

    def __init__(self) -> None:
        self._parts = 1

    def divide(self, part: Part, depth: int) -> None:
        boundary = part.parameter("content-type", "boundary")[:200]
        if not part.content_type.startswith("multipart/") or not boundary or depth >= MOST_DEPTH:
            return
        for begin, end in _split(part, boundary.encode("utf-8", "replace")):
            if self._parts >= MOST_PARTS:
                break
            self._parts += 1
            child = _read_head(part.mail, begin, end)
            self.divide(child, depth + 1)
            part.children.append(child)
        if not part.children:
            part.end = part.begin


def _read_head(mail: bytes, begin: int, end: int) -> Part:
    """A head that does not end where it must has nothing behind it."""
    for line_end in (b"\n", b"\r\n"):
        if mail.startswith(line_end, begin, end):
            return Part([], mail, begin + len(line_end), end)
    limit = min(end, begin + LONGEST_HEAD)
    found = _END_OF_HEAD.search(mail, begin, limit)
    head = mail[begin : found.start() if found else limit]
    return Part(_read_headers(head), mail, found.end() if found else end, end)


def _read_headers(head: bytes) -> list[tuple[str, str]]:
    found = []
    for line in _NEW_FIELD.split(head, maxsplit=_MOST_HEADERS)[:_MOST_HEADERS]:
        if match := _FIELD.match(line):
            value = b" ".join(piece.strip() for piece in match[2].splitlines())
            found.append((match[1].decode("ascii").lower(), decode_bytes(value[:_LONGEST_VALUE], "").strip()))
    return found


def _split(part: Part, boundary: bytes) -> Iterator[tuple[int, int]]:
    """Where the pieces between the boundary lines lie; the last line may be missing in a mail that was cut."""
    mark = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*\r?$", re.MULTILINE)
    begin = -1
    for match in mark.finditer(part.mail, part.begin, part.end):
        if begin >= 0:
            yield begin, max(begin, _without_last_break(part.mail, match.start()))
        if match[1]:
            return
        begin = min(match.end() + 1, part.end)
    if begin >= 0:
        yield begin, part.end


def _without_last_break(mail: bytes, end: int) -> int:
    end -= mail.endswith(b"\n", 0, end)
    return end - mail.endswith(b"\r", 0, end)


def _parameters(value: str) -> dict[str, str]:
    """`name=value` pairs, also in the pieces and the percent signs of RFC 2231."""
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for match in _PARAMETER.finditer(value[:_LONGEST_PARAMETERS]):
        name, star, rest = match[1].lower().partition("*")
        given = match[2]
        if given.startswith('"'):
            given = re.sub(r"\\(.)", r"\1", given[1:-1])
        place = int(number) if (number := rest.rstrip("*")).isascii() and number.isdigit() and len(number) < 4 else 0
        pieces.setdefault(name, []).append((place, bool(star) and match[1].endswith("*"), given))
    return {name: _join(found) for name, found in pieces.items()}


def _join(pieces: list[tuple[int, bool, str]]) -> str:
    pieces.sort(key=lambda piece: piece[0])
    if not any(is_coded for _place, is_coded, _given in pieces):
        return "".join(given for _place, _coded, given in pieces)
    charset, raw = "", b""
    for place, is_coded, given in pieces:
        if is_coded and place == 0 and given.count("'") >= 2:
            charset, _language, given = given.split("'", 2)
        raw += unquote_to_bytes(given) if is_coded else given.encode("utf-8", "replace")
    return decode_bytes(raw, charset)


def decode_words(value: str) -> str:
    """A header value with its encoded words (=?UTF-8?B?…?=) written out."""
    return _WORD.sub(_decode_word, _BETWEEN_WORDS.sub(r"\1", value))


def _decode_word(match: re.Match[str]) -> str:
    typed = match[3].encode("utf-8", "replace")
    raw = _from_base64(typed) if match[2] in "bB" else binascii.a2b_qp(typed, header=True)
    return decode_bytes(raw, match[1])


def _from_base64(data: bytes) -> bytes:
    """As much as can be read: blanks, line ends and missing fill characters do no harm."""
    plain = _NOT_BASE64.sub(b"", data.partition(b"=")[0] if data.rstrip().endswith(b"=") else data)
    if len(plain) % 4 == 1:
        plain = plain[:-1]
    return binascii.a2b_base64(plain + b"=" * (-len(plain) % 4))
