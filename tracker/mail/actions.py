"""What an administrator does to the queue. Never commits."""

from __future__ import annotations

from sqlalchemy import update

from .. import clock
from ..db import db
from ..history import By, record
from .models import MailState, OutboxHold, OutboxMail


def resend(mail: OutboxMail, *, by: By) -> None:
    """Queue a failed mail again, under the same key and Message-ID, at the person's present address."""
    mail.state = MailState.QUEUED
    mail.attempts = 0
    mail.due_at = clock.now()
    record(by, "mail_resent", "mail", mail.id, to=mail.to_address, error=mail.last_error)


def hold(reason: str) -> None:
    """Stop the whole queue until an administrator releases it."""
    db.session.add(OutboxHold(reason=reason, since=clock.now(), released=False))


def release_hold(*, by: By) -> None:
    """Let the queue go on."""
    db.session.execute(update(OutboxHold).where(OutboxHold.released.is_(False)).values(released=True))
    record(by, "mail_released", "mail", 0)
