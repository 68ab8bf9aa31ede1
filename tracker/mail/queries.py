"""How the queue stands, for the administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from .. import clock
from ..db import db
from ..errors import NotFound
from .claims import SERVER_AWAY
from .models import MailState, OutboxHold, OutboxMail

SHOWN_FAILURES = 50


@dataclass(frozen=True)
class Failure:
    """A mail that did not arrive, and why."""

    id: int
    to_name: str
    to_address: str
    subject: str
    created_at: datetime
    attempts: int
    last_error: str


@dataclass(frozen=True)
class MailQueue:
    """Counts by state, what waits longest, what failed, and whether the queue is held."""

    counts: dict[str, int]
    oldest_waiting: datetime | None
    trouble: str
    failures: list[Failure]
    held: OutboxHold | None

    @property
    def server_trouble(self) -> str:
        """The mail server's words while it cannot be talked to."""
        return self.trouble.removeprefix(SERVER_AWAY) if self.trouble.startswith(SERVER_AWAY) else ""

    @property
    def waiting(self) -> int:
        return self.counts[MailState.QUEUED] + self.counts[MailState.SENDING]


def read_state() -> MailQueue:
    """Four questions, whatever the length of the queue."""
    counts: dict[str, int] = dict.fromkeys(MailState, 0)
    for state, count in db.session.execute(select(OutboxMail.state, func.count()).group_by(OutboxMail.state)):
        counts[state] = count
    unsent = OutboxMail.state.in_((MailState.QUEUED, MailState.SENDING))
    oldest = db.session.execute(
        select(OutboxMail.created_at, OutboxMail.last_error)
        .where(unsent, OutboxMail.created_at <= clock.now())
        .order_by(OutboxMail.created_at, OutboxMail.id)
        .limit(1)
    ).one_or_none()
    held = db.session.scalar(select(OutboxHold).where(OutboxHold.released.is_(False)).order_by(OutboxHold.id).limit(1))
    return MailQueue(
        counts=counts,
        oldest_waiting=oldest.created_at if oldest else None,
        trouble=oldest.last_error if oldest else "",
        failures=list_failures(),
        held=held,
    )


def list_failures() -> list[Failure]:
    """The latest first."""
    rows = db.session.execute(
        select(
            OutboxMail.id,
            OutboxMail.to_name,
            OutboxMail.to_address,
            OutboxMail.subject,
            OutboxMail.created_at,
            OutboxMail.attempts,
            OutboxMail.last_error,
        )
        .where(OutboxMail.state == MailState.FAILED)
        .order_by(OutboxMail.id.desc())
        .limit(SHOWN_FAILURES)
    )
    return [Failure(*row) for row in rows]


def get_failed_mail(mail_id: int) -> OutboxMail:
    """A mail that can be sent again; anything else is not found."""
    mail = db.session.scalar(
        select(OutboxMail).where(OutboxMail.id == mail_id, OutboxMail.state == MailState.FAILED).with_for_update()
    )
    if mail is None:
        raise NotFound
    return mail
