"""The plan of the day: who must be told what, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .. import mail
from ..calendar.queries import office_calendar
from ..jobs.faults import crash_at
from . import ledger
from .emails import digest
from .planning import due_stages, horizon


@dataclass
class PlanReport:
    """What one plan did. `reminders` counts ledger rows that were news, `replaced` digests that never left."""

    reminders: int = 0
    digests: int = 0
    replaced: int = 0

    def __str__(self) -> str:
        return f"{self.digests} digests with {self.reminders} reminders" + (
            f", replacing {self.replaced} unsent ones" if self.replaced else ""
        )


def plan_reminders(today: date) -> PlanReport:
    """Write the ledger and one digest per person. Never commits: all of it happens or nothing.

    A second plan on the same day adds nothing for those who have their digest; what has become due for them since is
    told by the next plan. Two planners at once: the unique keys let one of them win, person by person.
    """
    calendar, report, day = office_calendar(), PlanReport(), ledger.read_day(today)
    # 1. Digests that never left are opened again.
    report.replaced = ledger.reopen_unsent(day)
    # 2. The ledger takes what nobody has been told yet.
    for due in due_stages(ledger.list_due_dates(horizon(calendar, today)), calendar, today):
        report.reminders += ledger.write_stage(due, day)
    crash_at("mid_plan")
    # 3. One digest for each person with news. Whoever cannot get it today is told by a later plan.
    readers, unserved = ledger.read_readers(), []
    for user_id, lines in ledger.read_news(day):
        reader = readers.get(user_id)
        if reader and mail.put(digest(reader, lines, calendar, today)):
            report.digests += 1
        else:
            unserved.append(user_id)
    ledger.drop_news_of(unserved, day)
    # 4. Every row names its digest.
    ledger.bind_news(day)
    return report
