"""One SMTP connection for many mails. Says apart what is wrong with a mail from what is wrong with the server."""

from __future__ import annotations

import contextlib
import ipaddress
import smtplib
import ssl
from types import TracebackType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..jobs.faults import crash_at

if TYPE_CHECKING:
    from config import Settings

TIME_LIMIT = 20  # seconds for each answer of the server
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

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._smtp.quit()
        self._drop()

    def send(self, address: str, message: bytes) -> None:
        """Hand over one mail. Returns when the server has answered 250; raises one of the four errors above."""
        try:
            self._envelope(address, len(message))
        except _Closed:
            # Many servers close after so many mails or a pause; nothing of this one was handed over yet.
            self._envelope(address, len(message))
        try:
            self._data(message)
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            self._drop()
            raise Temporary(f"the connection broke while the mail was handed over: {_words(error)}") from error
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
            raise Temporary(f"the connection broke: {_words(error)}") from error

    def _data(self, message: bytes) -> None:
        assert self._smtp is not None
        try:
            code, words = self._smtp.data(message)
        except smtplib.SMTPDataError as error:
            code, words = error.smtp_code, error.smtp_error  # type: ignore[assignment]
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
                smtp.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                smtp.login(settings.smtp_user, settings.smtp_password)
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError, ssl.SSLError) as error:
            _close(smtp)
            raise SignInRefused(_words(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            _close(smtp)
            raise ServerAway(_words(error)) from error
        return smtp

    def _open(self) -> smtplib.SMTP:
        settings, us = self._settings, _our_name(self._settings.public_base_url)
        if settings.smtp_security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(settings.smtp_host, settings.smtp_port, us, timeout=TIME_LIMIT, context=context)
        return smtplib.SMTP(settings.smtp_host, settings.smtp_port, us, timeout=TIME_LIMIT)

    def _drop(self) -> None:
        _close(self._smtp)
        self._smtp, self._is_used = None, False


class _Closed(Exception):
    """The server closed a connection that had worked."""


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
