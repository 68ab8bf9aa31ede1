"""Passwords: Argon2id at the OWASP minimum (19 MiB, t=2, p=1), no composition rules, a list of what everyone tries."""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path
from string import digits

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
# What guessers try first, folded: refused as it is, and with any digits before or behind it.
_COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text(encoding="ascii").split())


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


def _letters_and_digits(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())


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
    plain = _letters_and_digits(password)
    word = plain.strip(digits)
    own = {_letters_and_digits(login).strip(digits), _letters_and_digits(name)}
    if plain in _COMMON or (word and word in _COMMON | own) or len(set(plain)) < 4:
        raise Refused(_("This password is among the first that others try. Choose another."), "new_password")
