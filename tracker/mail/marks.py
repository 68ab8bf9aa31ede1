"""Writes in the background that a mail was sent, one mark at a time.

The thread shares the session of its run, and the run leaves the session alone until `settle` has come back: there is
never more than one mark on its way, and nothing is asked of the database beside it.
"""

from __future__ import annotations

import contextvars
import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy.exc import OperationalError

from ..db import db, single_statement
from . import claims
from .claims import Letter

# A database that is locked or restarted: how long to wait before each further try. The mail is sent; only the mark is
# missing, and it has the whole lease to get through.
PAUSES = (0.5, 2.0, 10.0, 30.0)
Answer = TypeVar("Answer")

log = logging.getLogger(__name__)


class Marks:
    """A context: leaving it waits for the last mark."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="marks")
        self._going: Future[None] | None = None
        self.in_doubt = 0  # the mail that was sent and could not be marked; its lease must not be given back

    def __enter__(self) -> Marks:
        return self

    def __exit__(self, *error: object) -> None:
        self._pool.shutdown(wait=True)

    def begin(self, letter: Letter, address: str, *, wakes: str = "") -> None:
        """Mark it as sent there while the run goes on. `wakes`: the channel whose waiting mails are due now."""
        self.settle()
        self.in_doubt = letter.id
        try:
            self._going = self._pool.submit(contextvars.copy_context().run, self._mark, letter, address, wakes)
        except RuntimeError:  # no thread any more: the process ends
            self._mark(letter, address, wakes)

    def settle(self) -> None:
        """Wait until the mark is committed. Raises what kept it from being written."""
        going, self._going = self._going, None
        if going is not None:
            going.result()

    def at_once(self, mark: Callable[[], Answer]) -> Answer:
        """Write any other mark and commit it, after the one that is on its way."""
        self.settle()
        answer = mark()
        db.session.commit()
        return answer

    def _mark(self, letter: Letter, address: str, wakes: str) -> None:
        self.in_doubt = letter.id
        for pause in (*PAUSES, None):
            try:
                with single_statement():
                    is_ours = claims.mark_sent(letter, address)
                    db.session.commit()
                if not is_ours:
                    log.warning("mail %d was sent after its lease had ended; it may arrive twice", letter.id)
                break
            except OperationalError:
                db.session.rollback()
                if pause is None:
                    raise
                log.warning("mail %d was sent and cannot be marked yet; trying again", letter.id)
                time.sleep(pause)
        self.in_doubt = 0
        if wakes:  # apart from the mark: a plan at work may hold what waits
            claims.wake(wakes)
            db.session.commit()
