"""The job: every morning each duty opens what is due to be opened, each in a transaction of its own.

1. List the duties that have not ended. 2. Lock one; ask what of it has not been dealt with. 3. Open and note, commit.
4. The next. One that fails is undone and named at the end, so that the run counts as failed and is tried again; the
others have been served. Two schedulers at once: the lock lets them take turns, the key of the period lets only one open
it. Besides the jobs this is a place that commits, because each duty must last whatever becomes of the next.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import date

from ..db import db
from ..people.queries import list_leaders
from .actions import Opened, close_when_over, open_periods
from .queries import list_running_ids, lock_duty

log = logging.getLogger(__name__)


class DutiesFailed(Exception):
    """Some duties could not be served; their numbers."""


def open_duties(today: date) -> Opened:
    """Serve every duty. Raises DutiesFailed behind the last one when some could not be served."""
    total, failed = Opened(), []
    leaders = {row.user_id for row in list_leaders()}
    for duty_id in list_running_ids():
        try:
            total += serve(duty_id, today, leaders)
            db.session.commit()
        except Exception:
            log.exception("duty %s could not be served", duty_id)
            db.session.rollback()
            failed.append(duty_id)
    if failed:
        raise DutiesFailed(f"{total}; not served: {', '.join(map(str, failed))}")
    return total


def serve(duty_id: int, today: date, leaders: Collection[int]) -> Opened:
    """One duty, without the commit."""
    duty = lock_duty(duty_id)
    if duty is None:  # ended meanwhile
        return Opened()
    done = open_periods(duty, today, leaders=leaders)
    close_when_over(duty, today)
    return done
