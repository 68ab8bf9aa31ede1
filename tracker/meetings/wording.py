"""The words for what is said in a meeting."""

from __future__ import annotations

from flask_babel import gettext as _

from .models import Decision, Kind, MeetingState


def name_kind(kind: str) -> str:
    """What the chair's word does."""
    return {
        Kind.EXTEND: _("More time"),
        Kind.URGE: _("Urging"),
        Kind.CLOSE: _("Completion noted"),
        Kind.REASSIGN: _("Another unit"),
        Kind.EXPLAIN: _("Explanation asked for"),
        Kind.NOTE: _("Note for the minutes"),
        Kind.ORDER: _("New directive"),
    }[Kind(kind)]


def name_meeting_state(state: str) -> str:
    """How far the meeting is."""
    return {
        MeetingState.RUNNING: _("Meeting is running"),
        MeetingState.ENDED: _("Meeting has ended"),
        MeetingState.CLOSED: _("No notice is made"),
    }[MeetingState(state)]


def tell_done(kind: str) -> str:
    """What is said once it has been recorded."""
    return {
        Kind.EXTEND: _("The due date is moved; the unit is told by e-mail."),
        Kind.URGE: _("The urging is recorded."),
        Kind.CLOSE: _("The completion is confirmed."),
        Kind.REASSIGN: _("Reassigned. Both units are told by e-mail."),
        Kind.EXPLAIN: _("The unit is asked for an explanation by e-mail."),
        Kind.NOTE: _("The note stands in the minutes."),
        Kind.ORDER: _("The directive stands in the minutes; it becomes a task with the notice."),
    }[Kind(kind)]


def tell_other_day(decision: Decision) -> str:
    """Why more time cannot be carried out as it stands: what would be done is not what is read."""
    day = f"{decision.due_on:%d/%m/%Y}" if decision.due_on else "—"
    return _("The sentence does not name the recorded date %(day)s. Correct it, or set the date on the task.", day=day)
