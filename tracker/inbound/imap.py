"""Reading the mailbox over IMAP. A mail is marked as seen only when what it says is committed.

    for each unseen mail: size → fetch (at most so many bytes, not marking it) → take in, commit → mark as seen

Whatever breaks in between, the mail is unseen still; the next poll finds that it was taken in and only marks it.
Besides the jobs and commands this is a place that commits, because each mail must last whatever comes next.
"""

from __future__ import annotations

import contextlib
import imaplib
import logging
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from config import Inbound

from ..db import db
from ..jobs.faults import crash_at
from .actions import Envelope, forget_old, receive
from .models import Outcome

TIME_LIMIT = 20.0  # seconds for each answer of the server
LONGEST_POLL = 300.0  # seconds for a whole poll; then the connection is closed
MOST_MAILS = 100
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,15})")
_HEAD_BYTES = 256 * 1024

# Mails on which the tracker itself failed since the process began: the others come first. A number of another folder
# in here does no harm.
_broken: set[str] = set()

log = logging.getLogger(__name__)


class MailboxAway(Exception):
    """The server cannot be talked to, or says no; the text holds its words."""


@dataclass
class PollReport:
    """What one poll did."""

    taken: int = 0
    refused: int = 0
    dropped: int = 0
    known: int = 0
    broken: int = 0

    @property
    def handled(self) -> int:
        return self.taken + self.refused + self.dropped + self.known + self.broken

    def __str__(self) -> str:
        counts = f"taken={self.taken} refused={self.refused} dropped={self.dropped}"
        return f"{counts} known={self.known} broken={self.broken}"


def poll(settings: Inbound, *, is_stopping: Callable[[], bool] = lambda: False) -> PollReport:
    """Take in what is unseen. Raises MailboxAway."""
    report = PollReport()
    try:
        with _connection(settings) as mailbox:
            for uid in sorted(_list_unseen(mailbox), key=_broken.__contains__):
                # What breaks does not count, or a hundred such would keep all others out.
                if is_stopping() or report.handled - report.broken >= MOST_MAILS:
                    break
                _take_in(mailbox, uid, settings, report)
        if report.handled > report.broken:
            forget_old()
            db.session.commit()
    except (OSError, imaplib.IMAP4.error, ssl.SSLError) as error:
        raise MailboxAway(str(error) or type(error).__name__) from error
    finally:
        db.session.rollback()
    return report


@contextlib.contextmanager
def _connection(settings: Inbound) -> Iterator[imaplib.IMAP4]:
    context, host, port = ssl.create_default_context(), settings.imap_host, settings.imap_port
    if settings.imap_security == "tls":
        mailbox: imaplib.IMAP4 = imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=TIME_LIMIT)
    else:
        mailbox = imaplib.IMAP4(host, port, timeout=TIME_LIMIT)
    # A server that sends a byte now and then never runs into the limit of a single answer.
    watch = threading.Timer(LONGEST_POLL, _close, [mailbox])
    watch.daemon = True
    watch.start()
    try:
        if settings.imap_security == "starttls":
            mailbox.starttls(ssl_context=context)
        mailbox.login(settings.imap_user, settings.imap_password)
        _said_ok(mailbox.select(f'"{settings.imap_folder}"'))
        yield mailbox
    finally:
        watch.cancel()
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            mailbox.logout()
        _close(mailbox)


def _close(mailbox: imaplib.IMAP4) -> None:
    with contextlib.suppress(OSError):
        mailbox.sock.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        mailbox.sock.close()


def _list_unseen(mailbox: imaplib.IMAP4) -> list[str]:
    found = _said_ok(mailbox.uid("SEARCH", "UNSEEN"))
    return [uid.decode("ascii") for line in found if line for uid in line.split() if uid.isdigit()]


def _take_in(mailbox: imaplib.IMAP4, uid: str, settings: Inbound, report: PollReport) -> None:
    raw, is_whole = _fetch(mailbox, uid, settings.max_mb * 1024 * 1024)
    if raw is None:  # another client has taken it away meanwhile
        return
    try:
        mail = receive(raw, Envelope("imap", is_whole=is_whole))
        outcome = mail.outcome if mail else ""
        db.session.commit()
    except Exception:
        # It stays unseen, and the others have their turn.
        db.session.rollback()
        log.exception("mail %s of the mailbox was not taken in", uid)
        report.broken += 1
        _broken.add(uid)
        return
    crash_at("after_inbound")
    _count(report, outcome)
    _broken.discard(uid)
    _said_ok(mailbox.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)"))


def _count(report: PollReport, outcome: str) -> None:
    if outcome == Outcome.TAKEN:
        report.taken += 1
    elif outcome == Outcome.REFUSED:
        report.refused += 1
    elif outcome == Outcome.DROPPED:
        report.dropped += 1
    else:
        report.known += 1


def _fetch(mailbox: imaplib.IMAP4, uid: str, limit: int) -> tuple[bytes | None, bool]:
    """The mail, or the head of one that is too large: never more bytes than that, whatever the server says."""
    sizes = [
        line if isinstance(line, bytes) else line[0]
        for line in _said_ok(mailbox.uid("FETCH", uid, "(RFC822.SIZE)"))
        if line
    ]
    found = next((match for line in sizes if (match := _SIZE.search(line))), None)
    if found is None:
        return None, True
    is_whole = int(found[1]) <= limit
    asked = f"(BODY.PEEK[]<0.{limit + 1}>)" if is_whole else f"(BODY.PEEK[HEADER]<0.{_HEAD_BYTES}>)"
    parts = _said_ok(mailbox.uid("FETCH", uid, asked))
    raw = next((bytes(part[1]) for part in parts if isinstance(part, tuple)), None)
    return raw, is_whole and (raw is None or len(raw) <= limit)


def _said_ok(answer: tuple[str, list]) -> list:
    kind, lines = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(f"{kind} {b' '.join(line for line in lines if isinstance(line, bytes))!r}")
    return lines
