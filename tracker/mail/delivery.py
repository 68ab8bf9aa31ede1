"""Send what is due. No transaction waits for a conversation with the server.

1. Free what a dead sender had claimed. 2. Claim a batch and commit. 3. Of the whole batch: is the lease still ours, is
each mail still wanted? Asked again when that was some seconds ago. 4. Hand over one mail after the other, all but the
closing dot. 5. Wait until the mail before it is marked and committed, then say the last word. 6. Mark it, and commit.

Step 6 of one mail runs beside step 4 of the next, because the disk and the server are waited for in turn otherwise. So
at any time at most one mail is between the server's 250 and our commit: a process that dies there costs one more copy
with the same Message-ID, never a lost mail. Besides the jobs this is the one place that commits, because each mark must
last whatever comes next.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import current_app

from .. import clock
from ..db import db
from ..jobs.faults import crash_at
from . import channels, claims
from .channels import Channel
from .claims import Letter
from .compose import CannotBuild
from .marks import Marks
from .smtp import Permanent, ServerAway, SignInRefused, Temporary
from .verdicts import FRESH_SECONDS, LEAST_LEASE, Ready, Verdicts
from .wanted import note_left_out

__all__ = ["BATCH", "FRESH_SECONDS", "MOST_REFUSALS", "DeliveryReport", "deliver_due"]

BATCH = 50
# So many temporary refusals in a row mean that the server wants to be left alone for a while.
MOST_REFUSALS = 5
HELD = "the queue is held until an administrator releases it"
_ROOM_EVERY = 1.0  # seconds between two looks whether the limit per minute lets more go

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
    is_full: bool = False  # the limit per minute is reached

    @property
    def handled(self) -> int:
        return self.sent + self.put_off + self.failed + self.skipped

    def __str__(self) -> str:
        counts = f"sent={self.sent} put_off={self.put_off} failed={self.failed} skipped={self.skipped}"
        return f"{counts} freed={self.freed}"


def deliver_due(
    limit: int = 2000,
    *,
    is_stopping: Callable[[], bool] = lambda: False,
    is_first: bool = False,
    patience: float = 0,
) -> DeliveryReport:
    """Send at most `limit` mails that are due, the most urgent first, over one connection. Commits as it goes.

    `is_first`: the settings may be new, so what waits for the server is tried at once. `patience`: so many seconds the
    run goes on waiting where the limit per minute lets no more go.
    """
    report = DeliveryReport(freed=claims.free_expired())
    db.session.commit()
    if report.freed:
        log.warning("%d mails were claimed by a sender that stopped; each may arrive twice", report.freed)
    end, paused = time.monotonic() + patience, []
    for name in channels.names():
        report.paused = ""
        if is_first:
            claims.wake(name)
            db.session.commit()
        with channels.open_channel(name) as channel, Marks() as marks:
            run = _Run(name, channel, marks, report, is_stopping)
            while report.handled < limit and not run.is_over:
                if run.send_batch(min(BATCH, limit - report.handled)):
                    continue
                if not report.is_full or time.monotonic() > end:
                    break
                time.sleep(_ROOM_EVERY)
        paused.append(report.paused)
    report.paused = "; ".join(filter(None, paused))
    return report


class _Run:
    """The sending of one batch after the other by one channel."""

    def __init__(
        self, name: str, channel: Channel, marks: Marks, report: DeliveryReport, is_stopping: Callable[[], bool]
    ) -> None:
        self.name = name
        self.channel = channel
        self.marks = marks
        self.report = report
        self.is_stopping = is_stopping
        self.refusals = 0
        self.has_woken = False
        self.ahead: tuple[Ready, bytes] | None = None

    @property
    def is_over(self) -> bool:
        return bool(self.report.paused) or self.is_stopping()

    def send_batch(self, size: int) -> bool:
        """Claim and send; False when nothing was due or may go."""
        letters = self._claim(size)
        if not letters:
            return False
        crash_at("after_claim")
        try:
            self._send_all(letters)
        finally:
            self._give_back(letters[0].lease_token)
        if self.report.paused and self.refusals < MOST_REFUSALS:
            claims.wait_for_server(self.report.paused, self.name)
            db.session.commit()
        return True

    def _claim(self, size: int) -> list[Letter]:
        """Whether mail is held, and how many may go, is asked in the transaction that claims."""
        if claims.is_held():
            self.report.paused = HELD
            size = 0
        elif per_minute := current_app.config["SETTINGS"].mails_per_minute:
            size = min(size, claims.count_room(per_minute, self.name))
            self.report.is_full = not size
        letters = claims.claim(size, self.name) if size else []
        db.session.commit()
        return letters

    def _give_back(self, token: str) -> None:
        try:
            self.marks.settle()
        finally:
            db.session.rollback()
            claims.release(token, but=self.marks.in_doubt)
            db.session.commit()

    def _send_all(self, letters: Sequence[Letter]) -> None:
        verdicts = Verdicts(letters, self.marks)
        for letter in letters:
            if self.is_over or clock.now() > letter.lease_until - LEAST_LEASE:
                return
            if ready := verdicts.of(letter):
                self._handle(ready, verdicts)

    def _handle(self, ready: Ready, verdicts: Verdicts) -> None:
        letter, verdict = ready.letter, ready.verdict
        if verdict.skipped:
            self.marks.at_once(lambda: self._skip(letter, verdict.skipped))
            self.report.skipped += 1
        elif verdict.failed:
            self._fail(letter, verdict.failed)
        else:
            self._send(ready, verdicts)

    @staticmethod
    def _skip(letter: Letter, reason: str) -> None:
        if claims.mark_skipped(letter, reason):
            note_left_out(letter, is_skipped=True)

    def _send(self, ready: Ready, verdicts: Verdicts) -> None:
        letter = ready.letter
        try:
            self.channel.send(ready.verdict.address, self._prepare(ready), lambda: self._last_word(ready, verdicts))
        except verdicts.Withdrawn:
            log.info("mail %d was taken back before its last word", letter.id)
        except (Permanent, CannotBuild) as error:
            self._fail(letter, str(error))
        except Temporary as error:
            self._put_off(letter, str(error))
        except ServerAway as away:
            what = "sign-in refused: " if isinstance(away, SignInRefused) else ""
            self.report.paused = f"{what}{away}"
            log.warning("%s: server away: %s", self.name, self.report.paused)
        else:
            self._note_sent(letter, ready.verdict.address)

    def _prepare(self, ready: Ready) -> bytes:
        ahead, self.ahead = self.ahead, None
        if ahead is not None and ahead[0] is ready:
            return ahead[1]
        return self.channel.prepare(ready.letter, ready.verdict.address, ready.extra)

    def _last_word(self, ready: Ready, verdicts: Verdicts) -> None:
        """While the mark of the mail before is being written, the mail after is put together."""
        following = verdicts.after()
        if following is not None and following.verdict.address:
            with contextlib.suppress(CannotBuild):  # said when its turn comes
                self.ahead = (following, self._prepare(following))
        verdicts.confirm(ready.letter)

    def _fail(self, letter: Letter, words: str) -> None:
        self.marks.at_once(lambda: claims.mark_failed(letter, words))
        self.report.failed += 1
        log.warning("mail %d failed: %s", letter.id, words)

    def _put_off(self, letter: Letter, words: str) -> None:
        if self.marks.at_once(lambda: claims.put_off(letter, words)):
            self.report.put_off += 1
        else:
            self.report.failed += 1
        self.refusals += 1
        log.info("mail %d put off: %s", letter.id, words)
        if self.refusals >= MOST_REFUSALS:
            self.report.paused = f"the server asks to wait: {words}"

    def _note_sent(self, letter: Letter, address: str) -> None:
        self.refusals = 0
        self.report.sent += 1
        self.marks.begin(letter, address, wakes="" if self.has_woken else self.name)
        self.has_woken = True
