"""What lists and pages of duties write down, made ready once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from ...calendar.queries import office_calendar
from ...people.queries import list_leaders
from ...tasks.today import office_today
from ...tasks.wording import Chip, status_chip
from ..hindrance import find_hindrance
from ..models import Duty
from ..planning import Due, next_dues, opens_on
from ..queries import PeriodRow
from ..wording import name_hindrance, name_period, name_skipped, rule_of


@dataclass(frozen=True)
class PeriodLine:
    """A period: what it is called, its due date, its task and how that stands."""

    name: str
    due_on: date
    task_id: int | None
    task_code: str
    chip: Chip


@dataclass(frozen=True)
class NextLine:
    """A period to come. `written_on` differs from `due_on` where that day is off."""

    name: str
    written_on: date
    due_on: date
    opens_on: date

    @property
    def due_words(self) -> str:
        """With its weekday, by which people notice a mistake."""
        return str(format_date(self.due_on, "EEEE dd/MM/yyyy"))


@dataclass(frozen=True)
class DutyLine:
    """A duty in the list."""

    duty: Duty
    rule: str
    state: Chip | None
    next: NextLine | None
    last: PeriodLine | None
    hindrance: str


def write_duties(duties: list[Duty], last: dict[int, PeriodRow], *, leaders: set[int] | None = None) -> list[DutyLine]:
    """The lines of a list."""
    today, known = office_today(), leaders if leaders is not None else leader_ids()
    lines = []
    for duty in duties:
        coming = write_next(duty, 1) if duty.is_running else []
        row = last.get(duty.id)
        lines.append(
            DutyLine(
                duty,
                rule_of(duty),
                state_chip(duty),
                coming[0] if coming else None,
                write_period(row) if row else None,
                name_hindrance(find_hindrance(duty, today.day, known)) if duty.is_running else "",
            )
        )
    return lines


def leader_ids() -> set[int]:
    """Who may be accountable today."""
    return {row.user_id for row in list_leaders()}


def write_next(duty: Duty, count: int = 5) -> list[NextLine]:
    """Its next periods."""
    calendar = office_calendar()
    return [write_due(due, duty.opens_before) for due in next_dues(duty.schedule, calendar, count)]


def write_due(due: Due, opens_before: int) -> NextLine:
    """One of them; what should have been opened before today opens today."""
    calendar, today = office_calendar(), office_today().day
    return NextLine(
        name_period(due.code), due.written_on, due.due_on, max(today, opens_on(due, opens_before, calendar))
    )


def write_period(row: PeriodRow) -> PeriodLine:
    """A period that was dealt with."""
    if row.task_id is None or row.state is None:
        chip = Chip(name_skipped(row.skipped), "aside dropped")
        return PeriodLine(name_period(row.code), row.written_on, None, "", chip)
    chip = status_chip(office_today().status_of(row))  # type: ignore[arg-type]
    return PeriodLine(name_period(row.code), row.due_on, row.task_id, row.task_code or "", chip)


def state_chip(duty: Duty) -> Chip | None:
    """Nothing where it simply runs."""
    if duty.ended_on:
        return Chip(_("Ended on %(day)s", day=f"{duty.ended_on:%d/%m/%Y}"), "aside dropped")
    if duty.paused_on:
        return Chip(_("Resting since %(day)s", day=f"{duty.paused_on:%d/%m/%Y}"), "aside paused")
    return None
