"""A mail as this feature sees it: from whom, to which addresses, written by a person or a programme, text and files."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from ...text import clean, clean_line
from .html import read_html
from .mime import Part, decode_words, parse, parse_head
from .quoting import take_new_text

# More than a few novels is not typed into a reply.
_LONGEST_TEXT = 400_000
# Of one part, as characters with their markup; of all together, as bytes with their transfer encoding.
_LONGEST_SOURCE = 4 * _LONGEST_TEXT
_LONGEST_ENCODED = 3 * _LONGEST_SOURCE
_LONGEST_SIGNATURE_PICTURE = 100 * 1024
_MOST_FILES = 50
_MOST_RECIPIENTS = 200
_RECIPIENT_LINES = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to", "cc", "resent-to")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_IN_BRACKETS = re.compile(r"<\s*([^<>\s]+@[^<>\s]+)\s*>")
_ADDRESS = re.compile(
    r"(?<![^\s<>,;:()\"])[^\s<>,;:()\"]{1,64}@[^\s<>,;:()\"]{1,255}(?![^\s<>,;:()\"])"
)  # whole, and not longer than an address may be
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,240}>")
_AUTOMATIC_PRECEDENCE = frozenset({"bulk", "list", "junk", "auto_reply", "auto-reply"})
_AUTOMATIC_LINES = (
    "x-autoreply",
    "x-autorespond",
    "x-auto-reply",
    "x-autoresponder",
    "list-id",
    "list-post",
    "feedback-id",
)
_AUTOMATIC_SENDER = re.compile(r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply)@", re.IGNORECASE)
_AUTOMATIC_TITLE = re.compile(
    r"(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|undeliver(?:able|ed)"
    r"|trả lời tự động|tự động trả lời|thư trả lời tự động|vắng mặt tại (?:văn phòng|cơ quan))\b",
    re.IGNORECASE,
)
_NO_FILES = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "text/x-amp-html"}
)


@dataclass(frozen=True)
class Attachment:
    """A file as it came: its name is not cleaned, its content not checked."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Incoming:
    """`from_address` is empty where the mail does not name exactly one. `typed` is the whole text, `new_text` its part
    above and between what is quoted; both and the attachments are empty where only the head was read."""

    digest: str
    from_address: str = ""
    recipients: tuple[str, ...] = ()
    message_id: str = ""
    subject: str = ""
    is_automatic: bool = False
    authentication: tuple[str, ...] = ()
    typed: str = ""
    new_text: str = ""
    attachments: tuple[Attachment, ...] = ()


def read_mail(data: bytes) -> Incoming:
    """All of it. What is long is for those alone who may answer."""
    mail = parse(data)
    typed = clean(_Text().of(mail)[:_LONGEST_TEXT])
    return replace(read_head(data), typed=typed, new_text=take_new_text(typed), attachments=tuple(_list_files(mail)))


def read_head(data: bytes) -> Incoming:
    """From whom, to whom, by a programme or not: enough to know whether the rest is worth reading."""
    mail = parse_head(data)
    found = _MESSAGE_ID.search(mail.first("message-id"))
    return Incoming(
        from_address=_read_sender(mail),
        recipients=tuple(islice(_list_recipients(mail), _MOST_RECIPIENTS)),
        message_id=found[0] if found else "",
        subject=clean_line(decode_words(mail.first("subject")))[:300],
        is_automatic=_is_automatic(mail),
        authentication=tuple(mail.all("authentication-results")),
        digest=hashlib.sha256(data).hexdigest(),
    )


def _read_sender(mail: Part) -> str:
    """The one address of the one From line."""
    lines = mail.all("from")
    if len(lines) != 1 or len(lines[0]) > 1000:
        return ""
    plain = _QUOTED.sub("", lines[0])
    found = _IN_BRACKETS.findall(plain) or _ADDRESS.findall(plain)
    return found[0] if len(found) == 1 and found[0].isascii() and found[0].isprintable() else ""


def _list_recipients(mail: Part) -> Iterator[str]:
    for name in _RECIPIENT_LINES:
        for line in mail.all(name):
            if "@" in line:
                yield from (match[0] for match in _ADDRESS.finditer(line))


def _is_automatic(mail: Part) -> bool:
    """Written by a programme: answering it could go on for ever."""
    submitted = mail.first("auto-submitted").partition(";")[0].strip().lower()
    return bool(
        submitted not in ("", "no")
        or mail.first("precedence").strip().lower() in _AUTOMATIC_PRECEDENCE
        or any(mail.all(name) for name in _AUTOMATIC_LINES)
        or any(value.replace(" ", "") == "<>" for value in mail.all("return-path"))
        or mail.content_type == "multipart/report"
        or _AUTOMATIC_SENDER.match(_read_sender(mail))
        or _AUTOMATIC_TITLE.match(clean_line(decode_words(mail.first("subject"))))
    )


class _Text:
    """The text of one mail, and how much of it may still be read: many parts cost no more than one."""

    def __init__(self) -> None:
        self._left = _LONGEST_ENCODED

    def of(self, part: Part) -> str:
        """Of alternatives the plain one that says something, of parts in a row all that are text and no file."""
        if part.children:
            texts = (text for child in part.children if (text := self.of(child)).strip())
            return next(texts, "") if part.content_type == "multipart/alternative" else "\n".join(texts)
        if _is_file(part):
            return ""
        text = self._read(part)
        if part.content_type == "text/html":
            return read_html(text)
        text = text[:_LONGEST_TEXT]
        return _unfold(text) if part.parameter("content-type", "format").lower() == "flowed" else text

    def _read(self, part: Part) -> str:
        text = part.read_text(self._left)[:_LONGEST_SOURCE]
        self._left -= min(self._left, part.end - part.begin)
        return text


def _unfold(text: str) -> str:
    """Lines that end with a blank go on in the next one (RFC 3676)."""
    pieces: list[str] = []
    is_going_on = True
    for line in text.replace("\r\n", "\n").split("\n"):
        is_quoted = line.startswith(">")
        if is_quoted or not is_going_on:
            pieces.append("\n")
        pieces.append(line)
        is_going_on = line.endswith(" ") and not is_quoted and line != "-- "
    return "".join(pieces)


def _is_file(part: Part) -> bool:
    kind = part.content_type
    if part.disposition == "attachment" or part.file_name:
        return True
    return kind not in ("text/plain", "text/html") and not kind.startswith("multipart/")


def _list_files(mail: Part) -> list[Attachment]:
    """Everything that is no text, without signatures, their pictures and the winks of mail programmes."""
    found: list[Attachment] = []
    for part in mail.walk():
        if part.children or not _is_file(part) or part.content_type in _NO_FILES:
            continue
        content = part.content
        if not _is_signature_picture(part, len(content)) and len(found) < _MOST_FILES:
            found.append(Attachment(clean_line(part.file_name) or _name_by_type(part.content_type), content))
    return found


def _is_signature_picture(part: Part, size: int) -> bool:
    is_inside = bool(part.first("content-id")) and part.disposition != "attachment"
    return is_inside and part.content_type.startswith("image/") and size <= _LONGEST_SIGNATURE_PICTURE


def _name_by_type(content_type: str) -> str:
    return f"file{mimetypes.guess_extension(content_type) or ''}"
