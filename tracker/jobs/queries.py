"""How the scheduled work stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from .. import clock
from ..db import db
from .models import Heartbeat, JobLease, JobRun

SILENT_AFTER = timedelta(minutes=5)


@dataclass(frozen=True)
class Process:
    """A scheduler process as the administrator sees it."""

    name: str
    started_at: datetime
    seen_at: datetime
    is_leader: bool
    is_alive: bool


@dataclass(frozen=True)
class JobsState:
    """The whole timetable at one glance."""

    is_alive: bool
    seen_at: datetime | None
    processes: list[Process]
    runs: list[JobRun]


def is_scheduler_alive() -> bool:
    """Whether any scheduler process was seen within five minutes.

    A heartbeat further ahead is no news: the clock has been put back since.
    """
    now = clock.now()
    is_fresh = Heartbeat.seen_at.between(now - SILENT_AFTER, now + SILENT_AFTER)
    return db.session.scalar(select(Heartbeat.process).where(is_fresh).limit(1)) is not None


def read_state() -> JobsState:
    """Processes, the one in charge first, and the last run of every job."""
    now = clock.now()
    leader = db.session.scalar(select(JobLease.holder).where(JobLease.expires_at >= now).limit(1))
    processes = [
        Process(row.process, row.started_at, row.seen_at, row.process == leader, abs(now - row.seen_at) <= SILENT_AFTER)
        for row in db.session.scalars(select(Heartbeat).order_by(Heartbeat.seen_at.desc(), Heartbeat.process))
    ]
    processes.sort(key=lambda process: not process.is_leader)
    return JobsState(
        is_alive=any(process.is_alive for process in processes),
        seen_at=max((process.seen_at for process in processes), default=None),
        processes=processes,
        runs=list(db.session.scalars(select(JobRun).order_by(JobRun.name))),
    )


def find_done_for(name: str) -> date | None:
    """The day that a daily job has dealt with last."""
    return db.session.scalar(select(JobRun.done_for).where(JobRun.name == name))
