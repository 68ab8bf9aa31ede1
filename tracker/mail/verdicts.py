"""What a run knows of its batch: whose lease it is, whether each mail is wanted, at which address, with which lines.

Asked in a few questions for the whole batch. An answer holds for two seconds; what takes longer (a slow server, a
frozen process) is asked again, also just before a mail's last word.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import OperationalError

from .. import clock
from ..db import db, reading
from . import claims
from .claims import Letter
from .extras import extra_headers
from .marks import Marks
from .wanted import Verdict, judge, note_left_out

FRESH_SECONDS = 2.0
CANNOT_BE_JUDGED = "it cannot be told whether it is still wanted; the log says why"
log = logging.getLogger(__name__)
# A mail is begun only while its lease outlasts the slowest conversation.
LEAST_LEASE = timedelta(minutes=4)
# So long may the server take over its last answer (SMTP_TIMEOUT at most); nobody may take the mail over meanwhile.
LONGEST_ANSWER = timedelta(minutes=2)


@dataclass(frozen=True)
class Ready:
    """A letter as it is to be sent, with what was decided about it."""

    letter: Letter
    verdict: Verdict
    extra: Mapping[str, str]


class Verdicts:
    """Of one claim."""

    class Withdrawn(Exception):
        """The mail is not ours any more, or not wanted as it stands."""

    def __init__(self, letters: Sequence[Letter], marks: Marks) -> None:
        self._letters = {letter.id: letter for letter in letters}
        self._marks = marks
        self._asked_at = 0.0
        self._known: dict[int, Ready] = {}

    def of(self, letter: Letter) -> Ready | None:
        """What to do with it; None when the lease is lost."""
        self._letters.pop(letter.id, None)
        if not self._is_fresh(letter):
            self._known = self._ask([letter, *self._letters.values()])
        return self._known.get(letter.id)

    def after(self) -> Ready | None:
        """What is known of the next one that will be sent."""
        return next((ready for number in self._letters if (ready := self._known.get(number))), None)

    def confirm(self, letter: Letter) -> None:
        """The last word may be said. Raises Withdrawn; waits for the mark of the mail before."""
        self._marks.settle()
        if self._is_fresh(letter):
            return
        before = self._known.get(letter.id)
        is_late = clock.now() > letter.lease_until - LONGEST_ANSWER
        self._known = {} if is_late else self._ask([letter, *self._letters.values()])
        if before is None or not _is_same(self._known.get(letter.id), before):
            raise self.Withdrawn

    def _is_fresh(self, letter: Letter) -> bool:
        return letter.id in self._known and time.monotonic() - self._asked_at < FRESH_SECONDS

    def _ask(self, letters: Sequence[Letter]) -> dict[int, Ready]:
        self._marks.settle()
        with reading():
            self._asked_at = time.monotonic()
            ours = claims.still_ours(letters)
            letters = [letter for letter in letters if letter.id in ours]
            verdicts = self._judge(letters) if letters else {}
            found = {
                one.id: Ready(one, verdicts[one.id], extra_headers(one))
                for one in (verdicts[letter.id].rewritten or letter for letter in letters)
            }
            db.session.rollback()  # no transaction is open while the server is talked to
        self._keep([ready.letter for ready in found.values() if ready.verdict.rewritten])
        return found

    def _judge(self, letters: Sequence[Letter]) -> dict[int, Verdict]:
        """One by one where they cannot be judged together: a mail that trips its check must not stop the others."""
        try:
            return judge(letters)
        except OperationalError:
            raise
        except Exception:
            db.session.rollback()
            if len(letters) == 1:
                log.exception("mail %d cannot be judged", letters[0].id)
                return {letters[0].id: Verdict(failed=CANNOT_BE_JUDGED)}
            return {number: verdict for one in letters for number, verdict in self._judge([one]).items()}

    def _keep(self, rewritten: Sequence[Letter]) -> None:
        """The queue shows what is really sent."""
        for letter in rewritten:
            claims.keep_words(letter)
            note_left_out(letter, is_skipped=False)
        if rewritten:
            db.session.commit()


def _is_same(now: Ready | None, before: Ready) -> bool:
    """Whether the mail on the wire is still the right one; the words of a rewritten one were made anew."""
    if now is None:
        return False
    said = [(ready.letter.subject, ready.letter.body_text, ready.verdict.address) for ready in (now, before)]
    return said[0] == said[1] and not now.verdict.skipped and not now.verdict.failed
