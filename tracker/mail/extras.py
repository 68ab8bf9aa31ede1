"""Header lines that features above the outbox add to a mail: where to answer, how to stop what is optional."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Flask, current_app

from .claims import Letter

# The names and values of the lines, asked when the mail is written. Values are ASCII without line breaks.
Provider = Callable[[Letter], Mapping[str, str]]


def register(app: Flask, provider: Provider) -> None:
    """Ask `provider` for lines of every mail."""
    _providers(app).append(provider)


def extra_headers(letter: Letter) -> dict[str, str]:
    """The lines of all providers; the later one wins where two give the same name."""
    found: dict[str, str] = {}
    for provider in _providers(current_app):
        found.update(provider(letter))
    return found


def _providers(app: Flask) -> list[Provider]:
    providers: list[Provider] = app.extensions.setdefault("mail_extras", [])
    return providers
