"""The plan of the day: who must be told what, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .. import mail
from ..calendar.queries import office_calendar
from ..jobs.faults import crash_at
from . import ledger
from .emails import digest, empty_digest
from .planning import due_stages, horizon


@dataclass
class PlanReport:
    """What one plan did. `reminders` counts ledger rows that were news, `replaced` digests that never left."""

    reminders: int = 0
    digests: int = 0
    replaced: int = 0

    def __str__(self) -> str:
        return f"digests={self.digests} reminders={self.reminders} replaced={self.replaced}"


def plan_reminders(today: date) -> PlanReport:
    """Write the ledger and one digest per person. Never commits: all of it happens or nothing.

    A second plan on the same day adds nothing for those who have their digest; what has become due for them since is
    told by the next plan. Two planners at once: the unique key of the digest lets one of them serve a person.
    """
    calendar, report, readers = office_calendar(), PlanReport(), ledger.read_readers()
    last_plan = ledger.find_last_plan(today)
    # 1. A digest of the day is put for everyone who has none, still empty: whoever puts it serves that person.
    kept_free = {reader.user_id: mail.put(empty_digest(reader, today)) for reader in readers.values()}
    day = ledger.Day(today, {user_id: mail_id for user_id, mail_id in kept_free.items() if mail_id})
    # 2. Digests of earlier days that never left are opened again.
    report.replaced = ledger.reopen_unsent(day)
    # 3. The ledger takes what somebody has not been told yet.
    due_dates = ledger.list_due_dates(horizon(calendar, today))
    for due in due_stages(due_dates, calendar, today, last_plan):
        report.reminders += ledger.write_stage(due, day)
    crash_at("mid_plan")
    # 4. The digests of those with news are written, the others taken back.
    silent = set(day.digests)
    for user_id, lines in ledger.read_news(day):
        mail.fill(day.digests[user_id], digest(readers[user_id], lines, calendar, today))
        silent.remove(user_id)
        report.digests += 1
    mail.withdraw([day.digests[user_id] for user_id in silent])
    return report
