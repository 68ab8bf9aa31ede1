"""What people are reached and known by: the shape of e-mail addresses and of user names."""

from __future__ import annotations

import re
from collections.abc import Collection

from email_validator import EmailNotValidError, validate_email

# Plain characters only: people type their user name on phones.
LOGIN = re.compile(r"^[A-Za-z0-9._-]{1,60}$", re.ASCII)


def normal_address(typed: str, own_domains: Collection[str]) -> str | None:
    """The address as it is stored, or None when mail could not be written to it. Nobody is asked for the domain.

    `own_domains` are taken as they are: intranet names such as `.local` that no public rule allows.
    """
    if "@" in typed and typed.rpartition("@")[2].lower() in own_domains and not set(typed) & set(' <>,;"\r\n'):
        return typed
    try:
        return str(validate_email(typed, check_deliverability=False, test_environment=True).normalized)
    except EmailNotValidError:
        return None
