"""Words for events that no task's timeline tells: sign-ins, accounts, units, notices, drafts, settings."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _

from ...directives.portfolios import wording as portfolios
from ...duties import wording as duties
from ...history.models import HistoryEntry
from ...indicators import wording as indicators
from ...people import wording as people
from ...reminders.rules import wording as rules
from ...settings.wording import LINES
from ...tasks.timeline import WORDS, name_event


def event_names() -> dict[str, str]:
    """What may be searched for, by the name of the event."""
    return {
        "task_issued": _("assigned the task"),
        "task_accepted": _("accepted the task"),
        "progress_updated": _("updated"),
        "completion_reported": _("reported completion"),
        "completion_confirmed": _("confirmed the completion"),
        "task_sent_back": _("returned the report"),
        "extension_requested": _("asked for more time"),
        "extension_approved": _("approved more time"),
        "extension_refused": _("refused more time"),
        "extension_withdrawn": _("withdrew a request for more time"),
        "extension_closed": _("closed a request for more time"),
        "due_set": _("set a due date"),
        "step_pulled": _("pulled a step to the due date"),
        **_standing(),
        "task_handed_over": _("moved the task to another unit"),
        "part_handed_over": _("moved the part of a cooperating unit"),
        "leader_handed_over": _("changed the accountable leader"),
        "reminder_climbed": _("reported overdue work to the next level"),
        "officer_left": _("took the task from an officer who has left"),
        **_meetings(),
        **_elsewhere(),
    }


def _standing() -> dict[str, str]:
    return {
        "task_declined": _("asked to give the task to another unit"),
        "decline_insisted": _("decided that the task stays with the unit"),
        "task_reassigned": _("gave the task to another unit"),
        "task_suspended": _("suspended the task"),
        "task_resumed": _("resumed the task"),
        "task_cancelled": _("cancelled the task"),
        "task_superseded": _("transferred the task"),
        "task_reopened": _("reopened the task"),
        "task_starred": _("starred the task"),
        "task_unstarred": _("took the star away"),
    }


def _meetings() -> dict[str, str]:
    return {
        "meeting_started": _("started a meeting"),
        "meeting_taken_over": _("took a meeting over"),
        "meeting_word": _("recorded a word of the chair"),
        "meeting_words_saved": _("edited the minutes of a meeting"),
        "meeting_word_removed": _("took a word out of the minutes"),
        "meeting_ended": _("ended a meeting"),
        "meeting_noticed": _("made the notice of a meeting"),
        "meeting_closed": _("closed a meeting without a notice"),
        "meeting_withdrawn": _("withdrew a meeting in which nothing was recorded"),
    }


def _elsewhere() -> dict[str, str]:
    return {
        **people.event_names(),
        **portfolios.event_names(),
        **duties.event_names(),
        **indicators.event_names(),
        **rules.event_names(),
        "unit_added": _("added the unit"),
        "unit_edited": _("corrected the unit"),
        "notice_entered": _("entered the conclusion"),
        "notice_corrected": _("corrected the conclusion"),
        "notice_discarded": _("discarded the conclusion"),
        "notice_issued": _("issued the conclusion"),
        "duty_handed_over": _("moved a recurring duty"),
        "evidence_downloaded": _("downloaded a file"),
        "calendar_day_added": _("added a day to the calendar"),
        "calendar_day_deleted": _("deleted a day of the calendar"),
        "calendar_year_proposed": _("proposed the holidays of a year"),
        "setting_changed": _("changed a setting"),
        "mails_resent": _("put failed mails into the queue again"),
        "mail_copied": _("sent a copy of a mail"),
        "dispute_raised": _("called a figure of the scoreboard wrong"),
        "dispute_accepted": _("put a figure of the scoreboard right"),
        "dispute_rejected": _("confirmed a figure of the scoreboard"),
    }


def tell(entry: HistoryEntry, elsewhere: dict[str, str]) -> str:
    """An entry in a few words; what has none is called as the program calls it."""
    if entry.event == "setting_changed" and (line := LINES.get(entry.data["setting"])):
        return _("changed the setting: %(name)s", name=line.label)
    if entry.event in rules.event_names():
        return rules.tell_event(entry.event, entry.data)
    return name_event(entry) if entry.event in WORDS else elsewhere.get(entry.event, entry.event)


def list_changes(data: dict[str, Any]) -> list[tuple[str, str]]:
    """(before, after) of everything that an entry says has changed; typed words as (empty, words)."""
    before, after = data.get("before"), data.get("after")
    if "rule_set" in data:
        return rules.list_differences(data)
    if isinstance(before, dict) and isinstance(after, dict):
        return [(_show(before.get(name)), _show(value)) for name, value in after.items() if before.get(name) != value]
    pairs = [(_show(data["old"]), _show(data.get("new")))] if "old" in data else []
    return pairs + [("", str(data[name])) for name in ("reason", "note", "result", "name", "title") if data.get(name)]


def _show(value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    try:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    except (TypeError, ValueError):
        return str(value)
