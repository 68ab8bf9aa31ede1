"""From a claimed mail to the bytes on the wire (RFC 5322, 2045, 3834, 2919)."""

from __future__ import annotations

import re
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from flask import current_app

from .. import clock
from . import message_id
from .claims import Letter

_LINE_END = "\r\n"
_IDENTIFIER = re.compile(r"^<[A-Za-z0-9._-]+@[A-Za-z0-9._:\[\]-]+>$")


class CannotBuild(Exception):
    """This mail can never be sent as it stands; it must not stop the others."""


def build(letter: Letter, address: str) -> bytes:
    """The message as bytes. Raises CannotBuild for a name, title or address that no mail may carry."""
    try:
        return _title(letter.subject) + _message(letter, address).as_bytes(policy=SMTP)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        # Besides line breaks and lone surrogates, the header parser of the standard library trips over some oddities.
        raise CannotBuild(f"cannot be written as a mail: {error}") from error


def _title(subject: str) -> bytes:
    """The Subject line. The newer header classes lose a blank where they fold a long title that is not ASCII."""
    if "\n" in subject or "\r" in subject:
        raise ValueError("a line break in the title")
    return f"Subject: {Header(subject, 'utf-8', header_name='Subject').encode(linesep=_LINE_END)}{_LINE_END}".encode(
        "ascii"
    )


def _message(letter: Letter, address: str) -> EmailMessage:
    settings = current_app.config["SETTINGS"]
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(settings.office_name, addr_spec=settings.mail_from)
    message["To"] = Address(letter.to_name, addr_spec=address)
    message["Date"] = format_datetime(clock.to_office(clock.now()))
    if not _IDENTIFIER.match(letter.message_id):
        raise ValueError("the Message-ID is damaged")
    message["Message-ID"] = letter.message_id
    if letter.thread:
        message["References"] = message_id(f"thread:{letter.thread}")
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["List-Id"] = f"<theo-doi-chi-dao.{settings.mail_from.rpartition('@')[2]}>"
    # Base64 is shorter than quoted-printable for Vietnamese and passes every server.
    message.set_content(letter.body_text, cte="base64")
    message.add_alternative(letter.body_html, subtype="html", cte="base64")
    return message
