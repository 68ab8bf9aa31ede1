"""Passwords: Argon2id at the OWASP minimum (19 MiB, t=2, p=1), no composition rules, a list of what everyone tries."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _

from ..errors import Refused
from ..text import fold

MIN_LENGTH = 10
MAX_LENGTH = 200
_HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# No look-alikes: people copy a first password from paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_COMMON = frozenset(
    """
    1234567890 0123456789 12345678910 0987654321 qwertyuiop 1q2w3e4r5t password12 password123 matkhau123
    matkhau1234 anhyeuem123 abc123456789 administrator admin12345 iloveyou123 khongbiet123 vietnam2026
    caobang1234 1111111111 0000000000 aaaaaaaaaa asdfghjkl1 123456789a a123456789 123123123123
    qwerty12345
    """.split()  # noqa: SIM905
)


def hash_password(password: str) -> str:
    """What the account keeps."""
    return _HASHER.hash(password)


def is_right(hashed: str, password: str) -> bool:
    """Whether that password made the hash."""
    try:
        return _HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(hashed: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(hashed)


def verify_nobody(password: str) -> bool:
    """Never right; costs what a real check costs, so that an unknown name answers no faster than a wrong password."""
    return is_right(_dummy(), password) and False


@cache
def _dummy() -> str:
    return _HASHER.hash(secrets.token_urlsafe(16))


def make_one_time_password() -> str:
    """Three groups of four, easy to read over the phone; about 59 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))


def check_new_password(password: str, login: str, name: str) -> None:
    """Raises Refused with how to mend it."""
    if len(password) < MIN_LENGTH:
        raise Refused(
            _(
                "At least %(count)s characters. Three words that only you combine are easy to remember.",
                count=MIN_LENGTH,
            ),
            "new_password",
        )
    if len(password) > MAX_LENGTH:
        raise Refused(_("At most %(count)s characters.", count=MAX_LENGTH), "new_password")
    plain = fold(password).replace(" ", "")
    own = {fold(login), fold(name).replace(" ", "")}
    if plain in _COMMON or plain in own or len(set(plain)) < 4:
        raise Refused(_("This password is among the first that others try. Choose another."), "new_password")
