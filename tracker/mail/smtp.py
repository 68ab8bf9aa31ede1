"""One SMTP connection for many mails. Says apart what is wrong with a mail from what is wrong with the server."""

from __future__ import annotations

import contextlib
import ipaddress
import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..jobs.faults import crash_at

if TYPE_CHECKING:
    from config import Settings

CONNECTION_BROKE = "the connection broke: "
NOT_TRUSTED = "the certificate of the mail server is not to be trusted: "
_LINE_WITH_DOT = re.compile(rb"^\.", re.MULTILINE)  # RFC 5321, 4.5.2
_ABOUT_THE_MAIL = frozenset({552, 554})  # answers to MAIL FROM that are about this mail, not about us


class Temporary(Exception):
    """This mail may arrive later."""


class Permanent(Exception):
    """This mail will never be taken; the text holds the server's words."""


class ServerAway(Exception):
    """The server cannot be talked to at all: no mail is to blame."""


class SignInRefused(ServerAway):
    """The server is there but does not let us in: a setting is wrong."""


class Server:
    """Connects at the first mail and again when the server has closed the connection in between."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._smtp: smtplib.SMTP | None = None
        self._is_used = False

    def close(self) -> None:
        """Say goodbye, if anybody listens."""
        if self._smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
        self._drop()

    def send(self, address: str, message: bytes, last_word: Callable[[], None] = lambda: None) -> None:
        """Hand over one mail. Returns when the server has answered 250; raises one of the four errors above.

        `last_word` is called when all but the closing dot has been handed over. What it raises takes the mail back: the
        connection is dropped, and a server throws away what never ended.
        """
        try:
            self._envelope(address, len(message))
        except _Closed:
            # Many servers close after so many mails or a pause; nothing of this one was handed over yet.
            self._envelope(address, len(message))
        try:
            self._data(message, last_word)
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            self._drop()
            raise Temporary(f"{CONNECTION_BROKE}{_words(error)}") from error
        self._is_used = True

    def _envelope(self, address: str, size: int) -> None:
        smtp, was_used = self._connection(), self._is_used
        code = 0
        options = [f"size={size}"] if smtp.has_extn("size") else []
        try:
            code, words = smtp.mail(self._settings.mail_from, options)
            if code != 250:
                self._give_up(code)
                raise _meaning(code, words, is_about_us=code not in _ABOUT_THE_MAIL)
            code, words = smtp.rcpt(address)
            if code not in (250, 251):
                self._give_up(code)
                raise _meaning(code, words)
        except Temporary as error:
            if code == 421 and was_used:
                raise _Closed from error
            raise
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            self._drop()
            if was_used:
                raise _Closed from error
            raise Temporary(f"{CONNECTION_BROKE}{_words(error)}") from error

    def _data(self, message: bytes, last_word: Callable[[], None]) -> None:
        assert self._smtp is not None
        code, words = self._smtp.docmd("data")
        if code == 354:
            self._smtp.send(_LINE_WITH_DOT.sub(b"..", message))
            crash_at("before_dot")
            try:
                last_word()
            except BaseException:
                self._drop()
                raise
            self._smtp.send(b".\r\n" if message.endswith(b"\r\n") else b"\r\n.\r\n")
            code, words = self._smtp.getreply()
        if code != 250:
            self._give_up(code)
            raise _meaning(code, words)
        crash_at("after_data")

    def _give_up(self, code: int) -> None:
        """Leave the connection ready for the next mail, or drop it when the server closes it (421)."""
        assert self._smtp is not None
        try:
            if code != 421:
                self._smtp.rset()
                return
        except (OSError, smtplib.SMTPException):
            code = 421
        self._drop()

    def _connection(self) -> smtplib.SMTP:
        if self._smtp is None:
            self._smtp = self._connect()
        return self._smtp

    def _connect(self) -> smtplib.SMTP:
        settings, smtp = self._settings, None
        try:
            smtp = self._open()
            smtp.ehlo_or_helo_if_needed()
            if settings.smtp_security == "starttls":
                smtp.starttls(context=_trusting(settings))
                smtp.ehlo_or_helo_if_needed()  # the server has forgotten us (RFC 3207, 4.2)
            if settings.smtp_user:
                smtp.login(settings.smtp_user, settings.smtp_password)
        except ssl.SSLCertVerificationError as error:
            _close(smtp)
            raise SignInRefused(f"{NOT_TRUSTED}{error.verify_message}") from error
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError, ssl.SSLError) as error:
            _close(smtp)
            raise SignInRefused(_words(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            _close(smtp)
            raise ServerAway(_words(error)) from error
        return smtp

    def _open(self) -> smtplib.SMTP:
        settings, us = self._settings, _our_name(self._settings.public_base_url)
        place, limit = (settings.smtp_host, settings.smtp_port, us), settings.smtp_timeout
        if settings.smtp_security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(*place, timeout=limit, context=_trusting(settings))
        else:
            smtp = smtplib.SMTP(*place, timeout=limit)
        assert smtp.sock is not None
        # The closing dot follows its mail at once; the network must not save it up for a larger packet.
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return smtp

    def _drop(self) -> None:
        _close(self._smtp)
        self._smtp, self._is_used = None, False


class _Closed(Exception):
    """The server closed a connection that had worked."""


def _trusting(settings: Settings) -> ssl.SSLContext:
    """Certificate and host name are checked, against the authorities of the machine or the office's own."""
    return ssl.create_default_context(cafile=settings.smtp_ca_file or None)


def _meaning(code: int, words: bytes, *, is_about_us: bool = False) -> Exception:
    sentence = f"{code} {words.decode('utf-8', 'replace')}"
    if code < 500:
        return Temporary(sentence)
    return SignInRefused(sentence) if is_about_us else Permanent(sentence)


def _close(smtp: smtplib.SMTP | None) -> None:
    if smtp is not None:
        smtp.close()


def _our_name(base_url: str) -> str:
    """What we call ourselves in EHLO; the host's own idea of its name may cost a slow question to the network."""
    host = urlsplit(base_url).hostname or "localhost"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return f"[IPv6:{address}]" if address.version == 6 else f"[{address}]"


def _words(error: Exception) -> str:
    """The server's own words where there are any."""
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
    return str(error) or type(error).__name__
