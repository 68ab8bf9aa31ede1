"""The queue as its sender sees it: claim with a lease, then mark. Each function is one short statement or two.

A row that is being sent carries a token and a time; every mark asks for the token, so a sender that was frozen beyond
its lease changes nothing that another has taken over.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, update

from .. import clock
from ..db import db, is_postgres
from ..jobs.actions import SKEW
from .models import EMAIL, MailState, OutboxHold, OutboxMail

LEASE = timedelta(minutes=10)
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60))
# The first four steps take an hour, then one try an hour: five days in all.
MOST_ATTEMPTS = len(BACK_OFF) - 1 + 5 * 24
SERVER_AWAY = "Mail server away: "
SENDER_STOPPED = "The sender stopped before it knew whether this mail had arrived"
GIVEN_UP = "Given up after five days. "
MINUTE = timedelta(minutes=1)
_TURN = 7_316_001  # names the lock under which PostgreSQL lets one sender after the other count what may go out

_CARRIED = (
    "id",
    "key",
    "kind",
    "user_id",
    "to_name",
    "to_address",
    "subject",
    "body_text",
    "body_html",
    "message_id",
    "thread",
    "subject_type",
    "subject_id",
    "is_optional",
    "urgency",
    "due_at",
    "attempts",
    "lease_token",
    "lease_until",
)


@dataclass(frozen=True)
class Letter:
    """A claimed mail, as plain values."""

    id: int
    key: str
    kind: str
    user_id: int
    to_name: str
    to_address: str
    subject: str
    body_text: str
    body_html: str
    message_id: str
    thread: str
    subject_type: str
    subject_id: int
    is_optional: bool
    urgency: int
    due_at: datetime
    attempts: int
    lease_token: str
    lease_until: datetime


def letter_of(mail: OutboxMail) -> Letter:
    """A mail that nobody has claimed, as it would be carried."""
    values = {name: getattr(mail, name) for name in _CARRIED}
    return Letter(**{**values, "lease_token": "", "lease_until": mail.created_at})


# Said for every mail, so they are put together once.
_TABLE: Any = OutboxMail.__table__
_OURS = and_(
    _TABLE.c.id == bindparam("of_id"),
    _TABLE.c.state == MailState.SENDING,
    _TABLE.c.lease_token == bindparam("of_token"),
)
_STILL_OURS = select(_TABLE.c.id).where(
    _TABLE.c.id.in_(bindparam("ids", expanding=True)),
    _TABLE.c.state == MailState.SENDING,
    _TABLE.c.lease_token == bindparam("of_token"),
)
_SETTLED = ("state", "attempts", "due_at", "sent_at", "last_error", "to_address", "lease_token", "lease_until")
_FREED = {"lease_token": None, "lease_until": None, "sent_at": None}
_SETTLE = _TABLE.update().where(_OURS).values({name: bindparam(name) for name in _SETTLED})


def is_held() -> bool:
    """Whether the whole queue waits for an administrator (after a restore)."""
    return db.session.scalar(select(OutboxHold.id).where(OutboxHold.released.is_(False)).limit(1)) is not None


def free_expired() -> int:
    """Give back what a dead sender had claimed; tells how many.

    A lease further ahead than any honest clock was given before the clock was put back: it is over too.
    """
    now = clock.now()
    is_over = or_(OutboxMail.lease_until < now, OutboxMail.lease_until > now + LEASE + SKEW)
    return _change(
        update(OutboxMail)
        .where(OutboxMail.state == MailState.SENDING, is_over)
        .values(
            state=MailState.QUEUED,
            lease_token=None,
            lease_until=None,
            attempts=OutboxMail.attempts + 1,
            last_error=SENDER_STOPPED,
        )
    )


def claim(limit: int, channel: str = EMAIL) -> list[Letter]:
    """Take the most urgent mails that are due, none that another sender has."""
    now, token = clock.now(), secrets.token_hex(16)
    chosen = db.session.scalars(
        select(OutboxMail.id)
        .where(OutboxMail.state == MailState.QUEUED, OutboxMail.due_at <= now, OutboxMail.channel == channel)
        .order_by(OutboxMail.urgency, OutboxMail.due_at, OutboxMail.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    if not chosen:
        return []
    rows = db.session.execute(
        update(OutboxMail)
        .where(OutboxMail.id.in_(chosen), OutboxMail.state == MailState.QUEUED)
        .values(state=MailState.SENDING, lease_token=token, lease_until=now + LEASE)
        .returning(*(getattr(OutboxMail, name) for name in _CARRIED))
        .execution_options(synchronize_session=False)
    ).all()
    letters = [Letter(*row) for row in rows]
    return sorted(letters, key=lambda letter: (letter.urgency, letter.due_at, letter.id))


def count_room(per_minute: int, channel: str = EMAIL) -> int:
    """How many more may go out now, all senders together: what was sent in the last minute or is on its way counts.

    Asked in the transaction that claims: a second sender waits for its end before it counts.
    """
    if is_postgres():
        db.session.execute(select(func.pg_advisory_xact_lock(_TURN)))
    of_channel = OutboxMail.channel == channel
    now = clock.now()  # what was sent later than now was marked before the clock was put back: it counts no more
    lately = OutboxMail.sent_at.between(now - MINUTE, now + SKEW)
    sent = select(func.count()).where(of_channel, lately).scalar_subquery()
    going = select(func.count()).where(of_channel, OutboxMail.state == MailState.SENDING).scalar_subquery()
    return max(0, per_minute - (db.session.scalar(select(sent + going)) or 0))


def still_ours(letters: Sequence[Letter]) -> set[int]:
    """Those of one claim whose lease has not gone to another sender meanwhile."""
    asked = {"ids": [letter.id for letter in letters], "of_token": letters[0].lease_token}
    return set(db.session.scalars(_STILL_OURS, asked))


def keep_words(letter: Letter) -> None:
    """The mail says something else than what was queued."""
    words = {name: getattr(letter, name) for name in ("subject", "body_text", "body_html", "is_optional")}
    _change(
        update(OutboxMail)
        .where(OutboxMail.id == letter.id, OutboxMail.lease_token == letter.lease_token)
        .values(**words)
    )


def mark_sent(letter: Letter, address: str = "") -> bool:
    """The server has said 250. False when the lease was lost: the other sender will send a second copy."""
    to_address = address or letter.to_address
    return _settle(letter, state=MailState.SENT, sent_at=clock.now(), last_error="", to_address=to_address) == 1


def mark_skipped(letter: Letter, reason: str) -> bool:
    """Nobody wants it any more."""
    return _settle(letter, state=MailState.SKIPPED, last_error=reason) == 1


def mark_failed(letter: Letter, words: str) -> None:
    """It will never arrive as it is; the administrator sees the server's words."""
    _settle(letter, state=MailState.FAILED, attempts=letter.attempts + 1, last_error=words)


def put_off(letter: Letter, words: str) -> bool:
    """Try again later; False when five days of tries are over and the mail has failed."""
    if letter.attempts + 1 >= MOST_ATTEMPTS:
        mark_failed(letter, GIVEN_UP + words)
        return False
    _settle(
        letter,
        state=MailState.QUEUED,
        attempts=letter.attempts + 1,
        due_at=clock.now() + BACK_OFF[min(letter.attempts, len(BACK_OFF) - 1)],
        last_error=words,
    )
    return True


def release(token: str, *, but: int = 0) -> None:
    """Give back, untouched, what was claimed and not tried; one that may have arrived keeps its lease to the end."""
    _change(
        update(OutboxMail)
        .where(OutboxMail.state == MailState.SENDING, OutboxMail.lease_token == token, OutboxMail.id != but)
        .values(state=MailState.QUEUED, lease_token=None, lease_until=None)
    )


def wait_for_server(words: str, channel: str = EMAIL) -> None:
    """The server cannot be talked to: all that is due waits, each mail one step longer than before. None ever fails."""
    now = clock.now()
    waiting = (OutboxMail.state == MailState.QUEUED, OutboxMail.due_at <= now, OutboxMail.channel == channel)
    last = len(BACK_OFF) - 1
    for step in range(last, -1, -1):
        attempts = OutboxMail.attempts if step == last else step + 1  # beyond the last step it counts no more tries
        _change(
            update(OutboxMail)
            .where(*waiting, OutboxMail.attempts >= step)
            .values(due_at=now + BACK_OFF[step], attempts=attempts, last_error=SERVER_AWAY + words)
        )


def wake(channel: str = EMAIL) -> None:
    """The server answers again: what waited for it is due at once."""
    now = clock.now()
    _change(
        update(OutboxMail)
        .where(
            OutboxMail.state == MailState.QUEUED,
            OutboxMail.channel == channel,
            OutboxMail.due_at > now,
            OutboxMail.last_error.startswith(SERVER_AWAY, autoescape=True),
        )
        .values(due_at=now)
    )


def _settle(letter: Letter, **values: Any) -> int:
    kept = {name: getattr(letter, name) for name in ("attempts", "due_at", "to_address")}
    result: Any = db.session.execute(
        _SETTLE, {**kept, **_FREED, **values, "of_id": letter.id, "of_token": letter.lease_token}
    )
    return int(result.rowcount)


def _change(statement: Any) -> int:
    result: Any = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(result.rowcount)
