"""Is there trouble that somebody must see to? One question to the database, for /healthz and administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from .. import clock
from ..db import db
from ..jobs.models import Heartbeat
from ..jobs.queries import SILENT_AFTER
from ..mail.claims import SERVER_AWAY
from ..mail.models import MailState, OutboxHold, OutboxMail

STUCK_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Health:
    """`scheduler` is ok, silent or never (it has not ticked yet); `mail` is ok, held, away or stuck."""

    scheduler: str
    mail: str
    failed: int

    @property
    def is_well(self) -> bool:
        return self.scheduler == self.mail == "ok"


def look() -> Health:
    """The state at this moment."""
    now = clock.now()
    queued = OutboxMail.state == MailState.QUEUED
    waits_long = select(OutboxMail.id).where(queued, OutboxMail.due_at <= now - STUCK_AFTER).limit(1)
    away = OutboxMail.last_error.startswith(SERVER_AWAY, autoescape=True)
    is_away = select(OutboxMail.id).where(queued, away, OutboxMail.created_at <= now - STUCK_AFTER).limit(1)
    row = db.session.execute(
        select(
            select(func.max(Heartbeat.seen_at)).scalar_subquery().label("seen_at"),
            select(OutboxHold.id).where(OutboxHold.released.is_(False)).limit(1).scalar_subquery().label("held"),
            waits_long.scalar_subquery().label("stuck"),
            is_away.scalar_subquery().label("away"),
            select(func.count()).where(OutboxMail.state == MailState.FAILED).scalar_subquery().label("failed"),
        )
    ).one()
    scheduler = "never" if row.seen_at is None else "ok" if now - row.seen_at <= SILENT_AFTER else "silent"
    mail = next((name for name in ("held", "away", "stuck") if getattr(row, name) is not None), "ok")
    return Health(scheduler, mail, row.failed)
