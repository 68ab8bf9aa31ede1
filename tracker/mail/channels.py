"""By what a mail goes out. E-mail is the one that there is; another one is a class and one line of registration.

    channels.register(app, "sms", Sms)

Rows of the outbox name their channel. Delivery asks each channel in turn for a `Channel`, opens it for a run, and hands
it the letters of that channel one after the other: claim, lease, back-off and log are the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from flask import Flask, current_app

from .claims import Letter
from .compose import build
from .models import EMAIL
from .smtp import Server

if TYPE_CHECKING:
    from config import Settings


class Channel(AbstractContextManager["Channel"], Protocol):
    """Open for one run: what it keeps open (a connection) serves many letters and is closed with the block."""

    def prepare(self, letter: Letter, address: str, extra: Mapping[str, str]) -> bytes:
        """The letter as it will be handed over. Raises `CannotBuild`; asks neither database nor network."""

    def send(self, address: str, prepared: bytes, last_word: Callable[[], None]) -> None:
        """Hand over one letter; return when the other side has taken responsibility for it.

        Calls `last_word` just before the step that cannot be taken back, and lets through what that raises. Raises
        `Permanent`, `Temporary` or `ServerAway` (of `smtp`). Asks the database nothing.
        """


class Email:
    """SMTP, one connection for the whole run."""

    def __init__(self, settings: Settings) -> None:
        self._server = Server(settings)

    def __enter__(self) -> Email:
        return self

    def __exit__(self, *error: object) -> None:
        self._server.close()

    def prepare(self, letter: Letter, address: str, extra: Mapping[str, str]) -> bytes:
        """As `Channel.prepare`."""
        return build(letter, address, extra)

    def send(self, address: str, prepared: bytes, last_word: Callable[[], None]) -> None:
        """As `Channel.send`."""
        self._server.send(address, prepared, last_word)


Maker = Callable[["Settings"], Channel]


def register(app: Flask, name: str, maker: Maker) -> None:
    """Send the letters of the channel `name` by what `maker` makes."""
    _makers(app)[name] = maker


def names() -> list[str]:
    """Every channel."""
    return list(_makers(current_app))


def open_channel(name: str) -> Channel:
    """The channel, to be used as a context."""
    return _makers(current_app)[name](current_app.config["SETTINGS"])


def _makers(app: Flask) -> dict[str, Maker]:
    makers: dict[str, Maker] = app.extensions.setdefault("mail_channels", {EMAIL: Email})
    return makers
