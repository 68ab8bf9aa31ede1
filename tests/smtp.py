"""A real SMTP server on loopback whose answers are scripted. Used by everything that sends mail."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

# Given the recipient's address, the answer to RCPT TO (or to DATA), or None for the usual one.
Script = Callable[[str], str | None]

# What `on_data` answers to have the mail taken and the connection dropped before the 250.
DROP = "drop"


class Sink:
    """Keeps what arrives. `on_rcpt` and `on_data` may answer otherwise; `password` makes it ask for a sign-in."""

    def __init__(self) -> None:
        self.port = _free_port()
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.connections = 0
        self.on_rcpt: Script = lambda address: None
        self.on_data: Script = lambda address: None
        self.password = ""
        self.certificate: ssl.SSLContext | None = None
        self.offers_starttls = True
        self._arrival = threading.Condition()
        self._controller: Controller | None = None

    @property
    def env(self) -> dict[str, str]:
        """The settings that send mail here."""
        return {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(self.port), "SMTP_SECURITY": "none"}

    @property
    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.mails]

    @property
    def message_ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.mails]

    def wait_for(self, count: int, seconds: float = 60) -> None:
        """Until so many mails have arrived."""
        with self._arrival:
            assert self._arrival.wait_for(lambda: len(self.mails) >= count, seconds), f"{len(self.mails)} mails arrived"

    def start(self) -> None:
        """Listen."""
        self._controller = _Controller(self)
        self._controller.start()
        self.connections = 0  # the controller has tried its own door

    def stop(self) -> None:
        """Refuse connections from now on, and close those that are open."""
        if self._controller is not None:
            asyncio.run_coroutine_threadsafe(self._controller.close_connections(), self._controller.loop).result(10)
            self._controller.stop()
            self._controller = None

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """aiosmtpd asks for the sender."""
        if self.password and not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """aiosmtpd asks for each recipient."""
        answer = self.on_rcpt(address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """aiosmtpd hands over a whole mail."""
        answer = self.on_data(envelope.rcpt_tos[0])
        if answer not in (None, DROP):
            return answer
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.recipients += envelope.rcpt_tos
        with self._arrival:
            self._arrival.notify_all()
        if answer == DROP:
            server.transport.abort()
        return "250 OK"

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        """Only the present password is right."""
        is_right = isinstance(data, LoginPassword) and data.password.decode() == self.password
        return AuthResult(success=is_right, handled=False)


class _Controller(Controller):
    def __init__(self, sink: Sink) -> None:
        super().__init__(
            sink,
            hostname="127.0.0.1",
            port=sink.port,
            ssl_context=None if sink.offers_starttls else sink.certificate,
        )
        self.sink = sink
        self.open: list[SMTP] = []

    async def close_connections(self) -> None:
        """Drop every client and let the loop notice it."""
        for connection in self.open:
            if connection.transport is not None:
                connection.transport.abort()
        for _ in range(3):
            await asyncio.sleep(0)

    def factory(self) -> SMTP:
        """One protocol per connection."""
        self.sink.connections += 1
        options: dict[str, Any] = {}
        if self.sink.password:
            options = {"authenticator": self.sink.authenticate, "auth_require_tls": False}
        if self.sink.certificate and self.sink.offers_starttls:
            options["tls_context"] = self.sink.certificate
        connection = SMTP(self.sink, **options)
        self.open.append(connection)
        return connection


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def sink() -> Iterator[Sink]:
    """A listening sink for the length of the block."""
    server = Sink()
    server.start()
    try:
        yield server
    finally:
        server.stop()
