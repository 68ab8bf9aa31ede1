"""Says in JSON what the office's times are, as a process sees them in the zone that TZ names, and sends one mail.

Asked around the two nights on which New York changes its clocks, which is day in the office.
"""

from __future__ import annotations

import json
import os
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from sqlalchemy import select

from config import Settings
from tracker import clock, create_app, mail, scheduler
from tracker.db import db
from tracker.mail.claims import claim
from tracker.mail.delivery import deliver_due
from tracker.mail.models import OutboxMail
from tracker.reminders.actions import plan_reminders

CHANGES = (datetime(2026, 11, 1, 6, tzinfo=UTC), datetime(2027, 3, 14, 7, tzinfo=UTC))
STEPS = (-1080, -1, 1, 1080)  # minutes around the change


def main() -> None:
    app = create_app(Settings.from_env())
    with app.app_context():
        told = [_moment(app, change + timedelta(minutes=step)) for change in CHANGES for step in STEPS]
        with _at(CHANGES[0] - timedelta(minutes=2)):
            mail.put(_mail(os.environ["TZ"]))
            db.session.commit()
            deliver_due()
        print(json.dumps({"offset": _offsets(), "told": told}))


def _at(moment: datetime) -> Any:
    """That time in the zone of the host: told as a datetime it would change the zone as well."""
    return time_machine.travel(moment.timestamp(), tick=False)


def _offsets() -> list[int]:
    """The host's own distance from UTC before and after a change: proof that the zone was obeyed."""
    offsets = []
    for change in CHANGES:
        for step in (-2, 2):
            with _at(change + timedelta(hours=step)):
                offsets.append(time.localtime().tm_gmtoff)
    return offsets


def _mail(key: str) -> mail.Message:
    return mail.Message(key, "test", 0, "Ha", "ha@example.vn", "Nhắc việc", "việc", "<p>việc</p>")


def _moment(app: Any, moment: datetime) -> dict[str, Any]:
    with _at(moment):
        today, settings = clock.today(), app.config["SETTINGS"]
        plan_at = clock.office_time(today, settings.plan_hour, settings.plan_minute)
        mail.put(_mail("zone"))
        plan_reminders(today)
        columns = OutboxMail.subject, OutboxMail.body_text, OutboxMail.due_at
        words = db.session.execute(select(*columns).where(OutboxMail.created_at == clock.now())).all()
        [letter] = [one for one in claim(50) if one.key == "zone"]
        found = {
            "now": clock.now().isoformat(),
            "office": clock.to_office(clock.now()).isoformat(),
            "today": today.isoformat(),
            "plan_at": plan_at.isoformat(),
            "is_time": scheduler.is_time_to_plan(clock.now(), None, settings),
            "words": sorted([subject, body, due_at.isoformat()] for subject, body, due_at in words),
            "lease": letter.lease_until.isoformat(),
        }
        db.session.rollback()
        return found


if __name__ == "__main__":
    main()
