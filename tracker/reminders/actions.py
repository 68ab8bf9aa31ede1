"""The plan of the day: who must be told what, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .. import mail
from ..calendar.queries import office_calendar
from ..db import large_job
from ..jobs.faults import crash_at
from . import ledger
from .audiences import find_standing
from .digests import DigestWriter
from .emails import Reader, empty_digest
from .ladder import note_climb, record_climbs
from .of_day import list_climbs, list_tellings
from .rules.queries import rule_book

# So many new rows make a planner of statements think wrongly of the ledger.
MANY = 5000


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
    readers = ledger.read_readers()
    plan_days = ledger.list_plan_days(today)
    # 1. A digest of the day is put for everyone who has none, still empty: whoever puts it serves that person.
    kept_free = {reader.user_id: mail.put(empty_digest(reader, today)) for reader in readers.values()}
    digests = {user_id: mail_id for user_id, mail_id in kept_free.items() if mail_id}
    if not digests:
        return PlanReport()
    with large_job():
        return _plan(ledger.Day(today, digests, find_standing(today)), readers, plan_days)


def _plan(day: ledger.Day, readers: dict[int, Reader], plan_days: list[date]) -> PlanReport:
    today, calendar, report = day.date, office_calendar(), PlanReport()
    # 2. Digests of earlier days that never left are opened again.
    replaced = ledger.reopen_unsent(day)
    report.replaced = len(replaced)
    # 3. The ledger takes what somebody has not been told yet, and what climbs goes into history.
    known = ledger.count_planned(day)
    ledger.write(list_tellings(rule_book(), calendar, today, plan_days), day)
    for obeying, climb in list_climbs(rule_book(), calendar, today):
        note_climb(climb, obeying, today)
        ledger.write_climb(climb, obeying, day)
    record_climbs()
    report.reminders = ledger.count_planned(day) - known
    if report.reminders > MANY:
        ledger.count_anew()
    crash_at("mid_plan")
    # 4. The digests of those with something to tell are written, the others taken back.
    written = DigestWriter.of(today, readers, day.digests, replaced).write_all(ledger.read_news(day))
    report.digests = len(written)
    mail.withdraw([mail_id for user_id, mail_id in day.digests.items() if user_id not in written])
    return report
