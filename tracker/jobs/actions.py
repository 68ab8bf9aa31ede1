"""Heartbeats, the leader's lease and the record of each run. Never commits."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_

from .. import clock
from ..db import db, insert
from .models import Heartbeat, JobLease, JobRun

LEASE = timedelta(seconds=60)
# Clocks of honest nodes differ by less. A lease that ends later than this beyond its length was given by a clock that
# has been put back since: it binds nobody, else the lead would stay with a dead process until that time comes again.
SKEW = timedelta(minutes=5)
_FORGET_AFTER = timedelta(days=1)


def beat(process: str, started_at: datetime, *, is_leader: bool) -> None:
    """Say that this process is alive, and drop the rows of those that have been silent for a day."""
    now = clock.now()
    db.session.execute(delete(Heartbeat).where(Heartbeat.seen_at < now - _FORGET_AFTER))
    row = {"process": process, "started_at": started_at, "seen_at": now, "is_leader": is_leader}
    _upsert(Heartbeat, row, ["process"])


def forget_process(process: str) -> None:
    """The process ends in good order: no heartbeat is expected from it, and another may lead at once."""
    db.session.execute(delete(Heartbeat).where(Heartbeat.process == process))
    db.session.execute(delete(JobLease).where(JobLease.holder == process))


def take_lease(name: str, holder: str) -> bool:
    """Take or extend a lease by compare-and-set; False while another process holds it."""
    now = clock.now()
    is_over = or_(JobLease.expires_at < now, JobLease.expires_at > now + LEASE + SKEW)
    statement = insert(JobLease).values(name=name, holder=holder, expires_at=now + LEASE)
    statement = statement.on_conflict_do_update(
        index_elements=["name"],
        set_={"holder": holder, "expires_at": now + LEASE},
        where=or_(JobLease.holder == holder, is_over),
    )
    return db.session.scalar(statement.returning(JobLease.name)) is not None


def note_run(
    name: str, started_at: datetime, *, outcome: str = "", error: str = "", done_for: date | None = None
) -> None:
    """Write the last run of a job. `done_for` stays as it was when none is given."""
    now = clock.now()
    row: dict[str, Any] = {
        "name": name,
        "started_at": started_at,
        "finished_at": now,
        "duration_ms": max(0, round((now - started_at).total_seconds() * 1000)),
        "outcome": outcome,
        "error": error,
    }
    if done_for is not None:
        row["done_for"] = done_for
    _upsert(JobRun, row, ["name"])


def _upsert(model: Any, row: dict[str, Any], key: list[str]) -> None:
    changed = {name: value for name, value in row.items() if name not in key}
    db.session.execute(insert(model).values(row).on_conflict_do_update(index_elements=key, set_=changed))
