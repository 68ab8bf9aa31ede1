"""Is a queued mail still wanted, and at which address? Asked just before it is sent.

This package knows neither people nor tasks, so those who do register their answers when the application is built.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from flask import Flask, current_app

from . import Message
from .claims import Letter

# Why the mail must not be sent any more; empty when it is still wanted; what it must say instead of what was queued.
Check = Callable[[Letter], "str | Message"]


@dataclass(frozen=True)
class Recipient:
    """The person as the directory knows him at this moment."""

    is_enabled: bool
    address: str


Lookup = Callable[[int], Recipient | None]


@dataclass(frozen=True)
class Verdict:
    """Send it to `address` (with other words where it was `rewritten`), or leave it, or show it as failed."""

    address: str = ""
    rewritten: Letter | None = None
    skipped: str = ""
    failed: str = ""


@dataclass
class _Registry:
    checks: dict[str, Check] = field(default_factory=dict)
    lookup: Lookup | None = None


def register(app: Flask, kind: str, check: Check) -> None:
    """Ask `check` before a mail of that kind is sent."""
    _registry(app).checks[kind] = check


def register_lookup(app: Flask, lookup: Lookup) -> None:
    """Ask `lookup` for the present address of every recipient."""
    _registry(app).lookup = lookup


def judge(letter: Letter) -> Verdict:
    """What is to be done with a claimed mail."""
    registry = _registry(current_app)
    address = letter.to_address
    if registry.lookup is not None and letter.user_id:
        recipient = registry.lookup(letter.user_id)
        if recipient is None or not recipient.is_enabled:
            return Verdict(skipped="the account is closed")
        address = recipient.address
    check = registry.checks.get(letter.kind)
    answer = check(letter) if check else ""
    if isinstance(answer, str) and answer:
        return Verdict(skipped=answer)
    if not address:
        return Verdict(failed="the person has no mail address")
    if isinstance(answer, Message):
        rewritten = replace(letter, subject=answer.subject, body_text=answer.text, body_html=answer.html)
        rewritten = replace(rewritten, is_optional=answer.is_optional)
        return Verdict(address, rewritten)
    return Verdict(address)


def _registry(app: Flask) -> _Registry:
    registry: _Registry = app.extensions.setdefault("mail_wanted", _Registry())
    return registry
