"""Mails as files: the SMTP sink writes them, the inbox page reads them. The name of a file is the moment it came."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from pathlib import Path

from .. import clock

_NAME = "%Y%m%dT%H%M%S%f"
_MAIL_ID = re.compile(r"[0-9]{8}T[0-9]{12}")


@dataclass(frozen=True)
class Line:
    """What the list shows of a mail."""

    mail_id: str
    to_name: str
    to_address: str
    subject: str
    received_at: datetime


@dataclass(frozen=True)
class Mail:
    """One mail, taken apart. `html` is empty when it has no such part."""

    line: Line
    headers: list[tuple[str, str]]
    text: str
    html: str


class Mailbox:
    """A folder of received mails."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, content: bytes) -> str:
        """Store a mail in one piece and return its id."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        moment = clock.now()
        while (target := self.folder / f"{moment:{_NAME}}.eml").exists():
            moment += timedelta(microseconds=1)
        temporary = target.with_suffix(".tmp")
        temporary.write_bytes(content)
        os.replace(temporary, target)
        return target.stem

    def count(self) -> int:
        """How many there are."""
        return len(self._paths())

    def list_newest(self, limit: int) -> list[Line]:
        """The newest first."""
        lines = []
        for path in sorted(self._paths(), reverse=True)[:limit]:
            with path.open("rb") as file:
                lines.append(_line(path.stem, BytesHeaderParser(policy=policy.default).parse(file)))
        return lines

    def find(self, mail_id: str) -> Mail | None:
        """That mail, or None. An id that is no name of ours is never joined to a path."""
        path = self.folder / f"{mail_id}.eml"
        if not _MAIL_ID.fullmatch(mail_id) or not path.is_file():
            return None
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        return Mail(
            line=_line(mail_id, message),
            headers=[(name, str(value)) for name, value in message.items()],
            text=_part(message, "plain"),
            html=_part(message, "html"),
        )

    def _paths(self) -> list[Path]:
        return [path for path in self.folder.glob("*.eml") if _MAIL_ID.fullmatch(path.stem)]


def _line(mail_id: str, message: EmailMessage) -> Line:
    moment = datetime.strptime(mail_id, _NAME).replace(tzinfo=UTC)
    name, address = parseaddr(str(message.get("To", "")))
    return Line(mail_id, name or address, address, str(message.get("Subject", "")), moment)


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""
