"""Sign-in slows down after failures, step by step, and never locks an account for good.

Counted in the database so that all workers count together: per account, and per account and address. The second
count stays when the owner signs in from elsewhere, so that a stranger gets no fresh tries from it. The addresses of an
office are not counted by themselves, because all its people share one.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import delete, select

from .. import clock
from ..db import db, insert
from .models import SignInThrottle

FREE_TRIES = 5
STEPS = (timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=15))
FORGOTTEN_AFTER = timedelta(hours=12)


def minutes_to_wait(account: str, address: str) -> int:
    """Whole minutes until the account may be tried again from that address; 0 when now."""
    now = clock.now()
    until = db.session.scalars(
        select(SignInThrottle.blocked_until).where(
            SignInThrottle.key.in_(_keys(account, address)), SignInThrottle.blocked_until > now
        )
    )
    return max((ceil((moment - now).total_seconds() / 60) for moment in until if moment), default=0)


def note_failure(account: str, address: str) -> None:
    """One more wrong try. The view commits it although the sign-in failed."""
    now = clock.now()
    for key in _keys(account, address):
        _count(key, now)


def _count(key: str, now: datetime) -> None:
    fresh = {"key": key, "failures": 0, "last_failure_at": now}
    db.session.execute(insert(SignInThrottle).values(fresh).on_conflict_do_nothing())
    row = db.session.get_one(SignInThrottle, key, with_for_update=True, populate_existing=True)
    if now - row.last_failure_at > FORGOTTEN_AFTER:
        row.failures = 0
    row.failures += 1
    row.last_failure_at = now
    if row.failures >= FREE_TRIES:
        row.blocked_until = now + STEPS[min(row.failures - FREE_TRIES, len(STEPS) - 1)]


def forget_failures(account: str, address: str) -> None:
    """The right password was given there; other addresses keep their count."""
    db.session.execute(delete(SignInThrottle).where(SignInThrottle.key.in_(_keys(account, address))))


def _keys(account: str, address: str) -> list[str]:
    """Hashed: people type passwords into the field of the name. Sorted: two tries lock the rows in one order."""
    return sorted(hashlib.sha256(text.encode()).hexdigest() for text in (account, f"{account}\n{address}"))
