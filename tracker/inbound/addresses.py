"""The address that a mail about a task is answered at: `local+TOKEN@domain`.

The token says which person may answer about which task, and since when it is out. It is signed, shows nothing of that
to a reader, and survives servers that turn addresses into small letters. Whoever holds one can do nothing but send a
mail from that person's own address.

    16 characters of content (masked), 20 of signature: 10 bytes of HMAC-SHA-256, 80 bits
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import formataddr

from flask import current_app
from flask_babel import gettext as _

from config import Inbound

from .. import clock

LIFETIME = timedelta(days=365)
_SALT = b"tracker: address to answer a mail at, 1"
_CONTENT = struct.Struct(">III")
_SIGNATURE = 10
_LENGTH = 36
_TOKEN = re.compile(rf"[a-z2-7]{{{_LENGTH}}}")
_LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Token:
    """What a signed address stands for."""

    task_id: int
    user_id: int
    issued_at: datetime

    @property
    def is_expired(self) -> bool:
        return clock.now() - self.issued_at > LIFETIME


def settings() -> Inbound:
    """Those of this feature."""
    found: Inbound = current_app.config["SETTINGS"].inbound
    return found


def answer_line(task_id: int, user_id: int) -> str:
    """The Reply-To of a mail to that person about that task: ASCII, on one line."""
    local, _sign, domain = settings().address.rpartition("@")
    token = write_token(Token(task_id, user_id, clock.now()))
    return formataddr((_("Progress update"), f"{local}+{token}@{domain}"))


def write_token(token: Token) -> str:
    """The part behind the plus sign."""
    content = _CONTENT.pack(token.task_id, token.user_id, int(token.issued_at.timestamp()))
    key = _keys()[0]
    signature = _sign(key, content)
    return base64.b32encode(_mask(key, signature, content) + signature).decode("ascii").lower().rstrip("=")


def read_token(written: str) -> Token | None:
    """None for anything that we have not signed, with the present key or an earlier one that is still listed."""
    written = written.lower()
    if not _TOKEN.fullmatch(written):
        return None
    raw = base64.b32decode(written.upper() + "=" * (-len(written) % 8))
    masked, signature = raw[: _CONTENT.size], raw[_CONTENT.size :]
    for key in _keys():
        content = _mask(key, signature, masked)
        if hmac.compare_digest(_sign(key, content), signature):
            task_id, user_id, seconds = _CONTENT.unpack(content)
            if max(task_id, user_id) <= _LARGEST_ID:
                return Token(task_id, user_id, datetime.fromtimestamp(seconds, UTC))
    return None


def find_token(addresses: Iterable[str]) -> tuple[str, Token | None]:
    """The first address of ours with a good token; else the last that looks like one, else empty, with None."""
    local, _sign, domain = settings().address.lower().rpartition("@")
    wanted = re.compile(rf"{re.escape(local)}\+([^@]{{1,64}})@{re.escape(domain)}")
    seen = ""
    for address in addresses:
        if match := wanted.fullmatch(address.strip("<> ").lower()):
            seen = match[1]
            if token := read_token(seen):
                return seen, token
    return seen, None


def _keys() -> list[bytes]:
    secrets = [current_app.config["SECRET_KEY"], *(current_app.config.get("SECRET_KEY_FALLBACKS") or ())]
    return [hmac.digest(secret.encode(), _SALT, hashlib.sha256) for secret in secrets]


def _sign(key: bytes, content: bytes) -> bytes:
    return hmac.digest(key, b"signature" + content, hashlib.sha256)[:_SIGNATURE]


def _mask(key: bytes, signature: bytes, content: bytes) -> bytes:
    """Cover the content, or uncover it: the numbers of people and tasks are nobody's business."""
    cover = hmac.digest(key, b"mask" + signature, hashlib.sha256)
    return bytes(one ^ other for one, other in zip(content, cover, strict=False))
