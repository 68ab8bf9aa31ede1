"""E-mail addresses of people: shape only, nobody is asked whether the domain exists."""

from __future__ import annotations

from collections.abc import Collection

from email_validator import EmailNotValidError, validate_email


def normal_address(typed: str, own_domains: Collection[str]) -> str | None:
    """The address as it is stored, or None when mail could not be written to it.

    `own_domains` are taken as they are: intranet names such as `.local` that no public rule allows.
    """
    if "@" in typed and typed.rpartition("@")[2].lower() in own_domains and not set(typed) & set(' <>,;"\r\n'):
        return typed
    try:
        return str(validate_email(typed, check_deliverability=False, test_environment=True).normalized)
    except EmailNotValidError:
        return None
