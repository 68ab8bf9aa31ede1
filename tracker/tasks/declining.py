"""Until when a unit may say that a task is outside its function, and what it does afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from .. import clock
from ..calendar.queries import office_calendar
from ..db import db
from ..settings.queries import office_settings
from .models import Decline, DeclineState, Task, TaskAssignmentChange


@dataclass(frozen=True)
class DeclineTerms:
    """`until` is the last day, None without a limit; `answer` is what the Office said when it insisted, None before."""

    until: date | None
    answer: str | None

    def refusal(self, today: date) -> str:
        """Why the unit may not decline today and what it can do instead; empty when it may."""
        if self.answer is not None:
            return _("It has been decided that the task stays with your unit, so it cannot be declined again.")
        if self.until and today > self.until:
            return _(
                "The task could be declined until %(day)s. Now write to the Office, or ask for more time.",
                day=f"{self.until:%d/%m/%Y}",
            )
        return ""


def decline_terms(task: Task) -> DeclineTerms:
    """For the unit that leads now: its days run from the day on which it got the task, which is not counted."""
    given = (
        select(TaskAssignmentChange.on)
        .where(
            TaskAssignmentChange.task_id == task.id,
            TaskAssignmentChange.to_unit_id == task.lead_unit_id,
            TaskAssignmentChange.verb == "reassign",
        )
        .order_by(TaskAssignmentChange.id.desc())
        .limit(1)
    )
    insisted = (
        select(Decline.decision_note)
        .where(
            Decline.task_id == task.id,
            Decline.unit_id == task.lead_unit_id,
            Decline.state == DeclineState.INSISTED,
        )
        .order_by(Decline.id.desc())
        .limit(1)
    )
    given_on, answer = db.session.execute(select(given.scalar_subquery(), insisted.scalar_subquery())).one()
    calendar, days = office_calendar(), office_settings().decline_within_days
    start = given_on or clock.to_office(task.assigned_at).date()
    return DeclineTerms(calendar.add_working_days(start, days) if days else None, answer)
