"""The words for states and statuses: the same everywhere, with the icon and colour class of the theme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..text import write_day
from .models import Cause, Channel, ExplanationState, Hindrance, TaskState
from .status import DONE, SET_ASIDE, Status, Today


@dataclass(frozen=True)
class Chip:
    """A status as it is shown: word and colour class; the class carries the icon's shape, so colour is never alone."""

    label: str
    style: str


def state_name(state: str) -> str:
    """The word for where the work stands."""
    return {
        TaskState.ASSIGNED: _("New, waiting to be accepted"),
        TaskState.ACCEPTED: _("Accepted"),
        TaskState.IN_PROGRESS: _("In progress"),
        TaskState.SUBMITTED: _("Waiting for confirmation"),
        TaskState.COMPLETED: _("Completed"),
        TaskState.RETURNED: _("Report returned"),
        TaskState.DECLINED: _("Declined by the unit"),
        TaskState.SUSPENDED: _("Suspended"),
        TaskState.CANCELLED: _("Cancelled"),
        TaskState.SUPERSEDED: _("Transferred"),
    }[TaskState(state)]


def name_hindrance(hindrance: Hindrance | None) -> str:
    """A remark beside a request for more time that cannot be approved; empty when it can."""
    if hindrance is None:
        return ""
    return {
        Hindrance.REPORTED: _("the unit has reported completion"),
        Hindrance.PASSED: _("the date asked for has passed"),
    }[hindrance]


def advise(hindrance: Hindrance) -> str:
    """What to do with such a request instead."""
    return {
        Hindrance.REPORTED: _(
            "The unit has reported completion, so more time cannot be approved. When the report is confirmed, this"
            " request closes by itself; when it is returned, you can approve."
        ),
        Hindrance.PASSED: _(
            "The date asked for has passed, so it cannot be approved as it is. Give another date, or refuse; the unit"
            " can then ask again."
        ),
    }[hindrance]


def name_cause(cause: Cause) -> str:
    """Why a task is late, as rating asks (NĐ 335/2025)."""
    return {Cause.OBJECTIVE: _("Objective cause"), Cause.SUBJECTIVE: _("Subjective cause")}[cause]


def cause_word(cause: str) -> str:
    """Why work is late, in the two kinds that rating tells apart."""
    return {Cause.OBJECTIVE: _("objective"), Cause.SUBJECTIVE: _("subjective")}[Cause(cause)]


def explanation_name(state: str | None, confirmed_cause: str | None = "") -> str:
    """How far an explanation has come; None is none at all."""
    cause = cause_word(confirmed_cause) if confirmed_cause else "—"
    return {
        None: _("No explanation yet"),
        ExplanationState.ASKED: _("Asked for, not answered yet"),
        ExplanationState.ANSWERED: _("Explained, waiting to be accepted"),
        ExplanationState.ACCEPTED: _("Accepted: %(cause)s", cause=cause),
    }[ExplanationState(state) if state else None]


def channel_name(channel: str, letter_number: str = "") -> str:
    """By which way a unit was urged; a letter with its number."""
    names = {
        Channel.EMAIL: _("e-mail"),
        Channel.LETTER: _("letter"),
        Channel.PHONE: _("telephone"),
        Channel.MEETING: _("briefing"),
        Channel.ZALO: "Zalo",
    }
    return f"{names[Channel(channel)]} {letter_number}".strip()


_STATUSES = {
    Status.DONE_ON_TIME: (_l("Completed on time"), "ok"),
    Status.DONE_LATE: (_l("Completed late"), "ok late-done"),
    Status.DONE_NO_DUE: (_l("Completed, no due date"), "ok"),
    Status.OVERDUE: (_l("Overdue, not completed"), "late"),
    Status.NEAR: (_l("Due soon"), "near"),
    Status.RUNNING: (_l("In progress, in time"), "calm"),
    Status.RUNNING_NO_DUE: (_l("In progress, no due date"), "quiet"),
    Status.SUSPENDED: (_l("Suspended"), "aside paused"),
    Status.TRANSFERRED: (_l("Transferred"), "aside moved"),
    Status.CANCELLED: (_l("Cancelled"), "aside dropped"),
}


def status_chip(status: Status) -> Chip:
    """The word for how the work stands against its date. Only that word is looked up."""
    label, style = _STATUSES[status]
    return Chip(str(label), style)


def standing_chip(state: str, status: Status) -> Chip:
    """Where one word has to do: what waits for somebody says so, as lists do; else how it stands against its date."""
    return (
        Chip(state_name(state), "calm") if state in (TaskState.SUBMITTED, TaskState.DECLINED) else status_chip(status)
    )


def due_chip(status: Status, today: Today, due_on: date | None) -> Chip:
    """The date with its distance while the work is open, else how it ended."""
    if status in DONE or status in SET_ASIDE.values():
        return status_chip(status)
    if due_on is None:
        return Chip(_("No due date"), "quiet")
    label = _("Due %(day)s", day=write_day(due_on, today.day.year))
    distance = Distances(today).of(status, due_on)
    style = {Status.OVERDUE: "late", Status.NEAR: "near"}.get(status, "quiet")
    return Chip(f"{label} · {distance}" if distance else label, style)


class Distances:
    """How far due dates are, in working days: «còn 4 ngày làm việc», «quá 1 ngày làm việc».

    The sentences are looked up once for all rows: a lookup costs more than everything else in a row.
    """

    def __init__(self, today: Today) -> None:
        self.today = today
        self._late = _("1 working day late"), _("%(count)s working days late")
        self._left = _("1 working day left"), _("%(count)s working days left")
        self._last = _("due today")
        self._done_late = _("Completed late")

    def of(self, status: Status, due_on: date | None) -> str:
        """Empty where no distance is shown."""
        if due_on is None:
            return ""
        if status is Status.OVERDUE:
            late = self.today.days_late(due_on)
            return self._late[late != 1] % {"count": late}
        if status in (Status.NEAR, Status.RUNNING):
            left = self.today.days_left(due_on)
            return self._left[left != 1] % {"count": left} if left else self._last
        return self._done_late if status is Status.DONE_LATE else ""


class Ages:
    """Since when work without a due date is under way: «giao 4 tháng trước». Looked up once for all rows."""

    def __init__(self, today: Today) -> None:
        self.today = today
        self._none = _("assigned less than a month ago")
        self._some = _("assigned 1 month ago"), _("assigned %(count)s months ago")

    def of(self, assigned_at: datetime) -> str:
        """In whole months."""
        months = self.today.months_since(assigned_at)
        return self._some[months != 1] % {"count": months} if months > 0 else self._none
