"""How the scheduled work stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Flask, current_app
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
class Planned:
    """A line of the timetable, from the scheduler. `next_at` is asked with the day that was last dealt with."""

    name: str
    every_seconds: int
    next_at: Callable[[date | None], datetime | None]


@dataclass(frozen=True)
class JobLine:
    """A job: how often, when next, and how its last run went (None when it has never run)."""

    name: str
    every_seconds: int
    next_at: datetime | None
    run: JobRun | None


@dataclass(frozen=True)
class JobsState:
    """The whole timetable at one glance."""

    is_alive: bool
    seen_at: datetime | None
    processes: list[Process]
    lines: list[JobLine]

    @property
    def leader(self) -> str:
        """The process in charge; empty when there is none."""
        return next((process.name for process in self.processes if process.is_leader), "")


def register_timetable(app: Flask, timetable: Sequence[Planned]) -> None:
    """Tell the administrator's page what there is to run."""
    app.extensions["timetable"] = list(timetable)


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
        lines=_lines(),
    )


def _lines() -> list[JobLine]:
    runs = {run.name: run for run in db.session.scalars(select(JobRun).order_by(JobRun.name))}
    planned: list[Planned] = current_app.extensions.get("timetable", [])
    return [
        JobLine(job.name, job.every_seconds, job.next_at(run.done_for if run else None), run)
        for job in planned
        for run in [runs.get(job.name)]
    ]


def find_done_for(name: str) -> date | None:
    """The day that a daily job has dealt with last."""
    return db.session.scalar(select(JobRun.done_for).where(JobRun.name == name))
