"""From a claimed mail to the bytes on the wire (RFC 5322, 2045, 3834, 2919).

The frame is always the same, so it is written by hand: the library's message object takes three times as long. Titles
become encoded words, names go through the library's headers; line breaks are refused.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from email.headerregistry import Address
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from typing import Any

from flask import current_app

from .. import clock
from . import message_id
from .claims import Letter

_LETTERS = 9  # of at most four bytes each: an encoded word and the name of its header fill less than a line of 76
_LINE = 76  # characters of base64 on a line (RFC 2045, 6.8)
_IDENTIFIER = re.compile(r"^<([A-Za-z0-9._-]+)@[A-Za-z0-9._:\[\]-]+>\Z")


CANNOT_BE_WRITTEN = "cannot be written as a mail: "


class CannotBuild(Exception):
    """This mail can never be sent as it stands; it must not stop the others."""


def build(letter: Letter, address: str, extra: Mapping[str, str]) -> bytes:
    """The message as bytes, with the `extra` lines in its header; asks the database nothing.

    Raises CannotBuild for a name, title or address that no mail may carry.
    """
    try:
        return _message(letter, address, extra)
    except Exception as error:
        # Whatever it is, it is about this mail: the header parser trips over oddities with errors of many kinds.
        raise CannotBuild(f"{CANNOT_BE_WRITTEN}{error}") from error


def _message(letter: Letter, address: str, extra: Mapping[str, str]) -> bytes:
    address.encode("ascii")
    identifier = _IDENTIFIER.match(letter.message_id)
    if identifier is None:
        raise ValueError("the Message-ID is damaged")
    boundary = f"=_{identifier[1]}"  # an underscore never occurs in base64
    settings = current_app.config["SETTINGS"]
    plain = {
        "Date": format_datetime(clock.to_office(clock.now())),
        "Message-ID": letter.message_id,
        "MIME-Version": "1.0",
        "Auto-Submitted": "auto-generated",
        "Content-Type": f'multipart/alternative; boundary="{boundary}"',
    }
    if letter.thread:
        # Nobody ever gets the mail of this name; all mails of the thread say that they follow it.
        plain["In-Reply-To"] = plain["References"] = message_id(f"thread:{letter.thread}")
    plain.update(extra)
    return b"".join(
        (
            _sender(settings.office_name, settings.mail_from),
            _recipient(letter.to_name, address),
            _title(letter.subject),
            "".join(f"{name}: {value}\r\n" for name, value in plain.items()).encode("ascii"),
            _part(boundary, "plain", letter.body_text),
            _part(boundary, "html", letter.body_html),
            f"\r\n--{boundary}--\r\n".encode("ascii"),
        )
    )


@lru_cache(maxsize=4)
def _sender(office_name: str, mail_from: str) -> bytes:
    """What is the same in every mail."""
    return b"".join(
        (
            _header("From", Address(office_name, addr_spec=mail_from)),
            _header("List-Id", f"<theo-doi-chi-dao.{mail_from.rpartition('@')[2]}>"),
            b"X-Auto-Response-Suppress: All\r\n",
        )
    )


@lru_cache(maxsize=2000)
def _recipient(name: str, address: str) -> bytes:
    """The same people every day."""
    return _header("To", Address(name, addr_spec=address))


def _title(subject: str) -> bytes:
    """The Subject line."""
    return f"Subject: {_encoded_words(subject)}\r\n".encode("ascii")


def _encoded_words(text: str) -> str:
    """Encoded words, each on a line, none ending inside a letter (RFC 2047, 2 and 5).

    The library's newer classes lose a blank where they fold a long title that is not ASCII, and the older ones take ten
    times as long. A line break in a title is refused: it would begin another header.
    """
    if "\n" in text or "\r" in text:
        raise ValueError("a line break in the title")
    pieces = [text[begin : begin + _LETTERS] for begin in range(0, len(text), _LETTERS)]
    return "\r\n ".join(f"=?utf-8?b?{base64.b64encode(piece.encode('utf-8')).decode('ascii')}?=" for piece in pieces)


def _header(name: str, value: Any) -> bytes:
    return bytes(SMTP.fold_binary(*SMTP.header_store_parse(name, value)))


def _part(boundary: str, subtype: str, body: str) -> bytes:
    """Base64 is shorter than quoted-printable for Vietnamese and passes every server."""
    head = f'\r\n--{boundary}\r\nContent-Type: text/{subtype}; charset="utf-8"\r\n'
    head += "Content-Transfer-Encoding: base64\r\n\r\n"
    canonical = body.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8")
    encoded = base64.b64encode(canonical)
    lines = [encoded[begin : begin + _LINE] for begin in range(0, len(encoded), _LINE)]
    return head.encode("ascii") + b"\r\n".join([*lines, b""])
