"""Send what is due. No transaction spans a conversation with the server.

1. Free what a dead sender had claimed. 2. Claim a batch and commit. 3. For each mail: is the lease still ours, is the
mail still wanted? 4. Hand it to the server. 5. Mark it, and commit at once. A process that dies between 4 and 5 costs
one more copy with the same Message-ID, never a lost mail. Besides the jobs this is the one place that commits, because
each mark must last whatever comes next.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app

from .. import clock
from ..db import db, reading
from ..jobs.faults import crash_at
from . import claims
from .claims import Letter
from .compose import CannotBuild, build
from .smtp import Permanent, Server, ServerAway, SignInRefused, Temporary
from .wanted import judge

BATCH = 20
# A mail is begun only while its lease outlasts the slowest conversation.
LEAST_LEASE = timedelta(minutes=4)
# So many temporary refusals in a row mean that the server wants to be left alone for a while.
MOST_REFUSALS = 5

log = logging.getLogger(__name__)


@dataclass
class DeliveryReport:
    """What one run did. `paused` says why it ended early."""

    sent: int = 0
    put_off: int = 0
    failed: int = 0
    skipped: int = 0
    freed: int = 0
    paused: str = ""

    @property
    def handled(self) -> int:
        return self.sent + self.put_off + self.failed + self.skipped

    def __str__(self) -> str:
        counts = f"sent={self.sent} put_off={self.put_off} failed={self.failed} skipped={self.skipped}"
        return f"{counts} freed={self.freed}"


def deliver_due(
    limit: int = 2000, *, is_stopping: Callable[[], bool] = lambda: False, is_first: bool = False
) -> DeliveryReport:
    """Send at most `limit` mails that are due, the most urgent first, over one connection. Commits as it goes.

    `is_first`: the settings may be new, so what waits for the server is tried at once.
    """
    report = DeliveryReport(freed=claims.free_expired())
    if is_first:
        claims.wake()
    if claims.is_held():
        report.paused = "the queue is held until an administrator releases it"
        db.session.commit()
        return report
    db.session.commit()
    if report.freed:
        log.warning("%d mails were claimed by a sender that stopped; each may arrive twice", report.freed)
    with Server(current_app.config["SETTINGS"]) as server:
        run = _Run(server, report, is_stopping)
        while report.handled < limit and not run.is_over:
            if not run.send_batch(min(BATCH, limit - report.handled)):
                break
    return report


class _Run:
    """The sending of one batch after the other."""

    def __init__(self, server: Server, report: DeliveryReport, is_stopping: Callable[[], bool]) -> None:
        self.server = server
        self.report = report
        self.is_stopping = is_stopping
        self.refusals = 0

    @property
    def is_over(self) -> bool:
        return bool(self.report.paused) or self.is_stopping()

    def send_batch(self, size: int) -> bool:
        """Claim and send; False when nothing was due."""
        letters = claims.claim(size)
        db.session.commit()
        if not letters:
            return False
        crash_at("after_claim")
        try:
            self._send_all(letters)
        finally:
            db.session.rollback()
            claims.release(letters[0].lease_token)
            db.session.commit()
        if self.report.paused and self.refusals < MOST_REFUSALS:
            claims.wait_for_server(self.report.paused)
            db.session.commit()
        return True

    def _send_all(self, letters: list[Letter]) -> None:
        for letter in letters:
            if self.is_over or clock.now() > letter.lease_until - LEAST_LEASE:
                return
            try:
                self._send_one(letter)
            except ServerAway as away:
                what = "sign-in refused: " if isinstance(away, SignInRefused) else ""
                self.report.paused = f"{what}{away}"
                log.warning("mail server away: %s", self.report.paused)
            db.session.commit()

    def _send_one(self, letter: Letter) -> None:
        with reading():
            is_ours, verdict = claims.is_ours(letter), judge(letter)
            db.session.rollback()  # no transaction is open while the server is talked to
        if not is_ours:
            return
        if verdict.skipped:
            claims.mark_skipped(letter, verdict.skipped)
            self.report.skipped += 1
            return
        if verdict.rewritten:
            letter = verdict.rewritten
            claims.keep_words(letter)  # the queue shows what was really sent
            db.session.commit()
        try:
            if verdict.failed:
                raise CannotBuild(verdict.failed)
            self.server.send(verdict.address, build(letter, verdict.address))
        except (Permanent, CannotBuild) as error:
            claims.mark_failed(letter, str(error))
            self.report.failed += 1
            log.warning("mail %d failed: %s", letter.id, error)
        except Temporary as error:
            self._put_off(letter, str(error))
        else:
            self._note_sent(letter)

    def _put_off(self, letter: Letter, words: str) -> None:
        if claims.put_off(letter, words):
            self.report.put_off += 1
        else:
            self.report.failed += 1
        self.refusals += 1
        log.info("mail %d put off: %s", letter.id, words)
        if self.refusals >= MOST_REFUSALS:
            self.report.paused = f"the server asks to wait: {words}"

    def _note_sent(self, letter: Letter) -> None:
        self.refusals = 0
        if not claims.mark_sent(letter):
            log.warning("mail %d was sent after its lease had ended; it may arrive twice", letter.id)
        if self.report.sent == 0:
            claims.wake()
        self.report.sent += 1
