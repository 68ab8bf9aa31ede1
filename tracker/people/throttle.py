"""Sign-in slows down after failures, step by step, and never locks an account for good.

Counted in the database so that all workers count together: per account, and per account and address. The addresses of
an office are not counted by themselves, because all its people share one.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from .. import clock
from ..db import db
from .models import SignInThrottle

FREE_TRIES = 5
STEPS = (timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=15))
FORGOTTEN_AFTER = timedelta(hours=12)


def minutes_to_wait(account: str) -> int:
    """Whole minutes until the account may be tried again; 0 when now."""
    until = db.session.scalar(select(SignInThrottle.blocked_until).where(SignInThrottle.key == _key(account)))
    if until is None or until <= clock.now():
        return 0
    return int((until - clock.now()).total_seconds() // 60) + 1


def note_failure(account: str) -> None:
    """One more wrong try. The view commits it although the sign-in failed."""
    now = clock.now()
    insert = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    fresh = {"key": _key(account), "failures": 0, "last_failure_at": now}
    db.session.execute(insert(SignInThrottle).values(fresh).on_conflict_do_nothing())
    row = db.session.get_one(SignInThrottle, _key(account), with_for_update=True, populate_existing=True)
    if now - row.last_failure_at > FORGOTTEN_AFTER:
        row.failures = 0
    row.failures += 1
    row.last_failure_at = now
    if row.failures >= FREE_TRIES:
        row.blocked_until = now + STEPS[min(row.failures - FREE_TRIES, len(STEPS) - 1)]


def forget_failures(account: str) -> None:
    """The right password was given."""
    db.session.execute(delete(SignInThrottle).where(SignInThrottle.key == _key(account)))


def _key(account: str) -> str:
    return hashlib.sha256(account.encode()).hexdigest()
