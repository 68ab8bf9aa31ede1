"""The job of the timetable that reads the mailbox, where one is set."""

from __future__ import annotations

from typing import Any

from .. import clock
from .addresses import settings
from .imap import poll


def poll_inbound(turn: Any) -> str | None:
    """Every so many minutes, and at once in a new process; None while nothing has come."""
    minutes = settings().poll_minutes
    is_due = turn.is_first or int(clock.now().timestamp() // 60) % minutes == 0
    if not settings().imap_host or not is_due:
        return None
    report = poll(settings(), is_stopping=turn.stop.is_set)
    return str(report) if report.handled else None
