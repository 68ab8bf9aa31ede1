"""What happened to a task, newest first: its history, and what features above register (reminders)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from .. import history
from ..history.models import HistoryEntry
from .models import Task


@dataclass(frozen=True)
class Event:
    """One line of the timeline: who, did what, when, in whose words, with which files."""

    at: datetime
    who: str
    what: str
    words: str = ""
    files: list[tuple[int, str]] = field(default_factory=list)


def list_events(task: Task) -> list[Event]:
    """Files sent with an update stand beside it."""
    entries = history.list_entries("task", task.id)
    events = [_event(entry) for entry in entries if entry.event != "evidence_added"]
    for entry in entries:
        if entry.event == "evidence_added":
            _attach(entry, events)
    for provider in current_app.extensions.get("task_timeline", []):
        events += [Event(line["at"], _("Reminders"), line["text"]) for line in provider(task.id)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _event(entry: HistoryEntry) -> Event:
    return Event(entry.at, _who(entry), _what(entry), _words(entry.data))


def _who(entry: HistoryEntry) -> str:
    """A unit is known by its name, the Office and leaders by theirs."""
    return f"{entry.by_name} ({entry.by_unit})" if entry.by_unit else entry.by_name


def _attach(entry: HistoryEntry, events: list[Event]) -> None:
    file = (entry.data["evidence_id"], entry.data["name"])
    for event in events:
        if event.at <= entry.at and (entry.at - event.at).total_seconds() < 5 and event.who == _who(entry):
            event.files.append(file)
            return
    events.append(Event(entry.at, _who(entry), _("attached a file"), files=[file]))


def _what(entry: HistoryEntry) -> str:
    data = entry.data
    days = {name: _day(data.get(name)) for name in ("old", "new", "completed_on")}
    known = {
        "task_issued": _("assigned the task"),
        "task_accepted": _("accepted the task"),
        "progress_updated": _("updated to %(percent)s%%", percent=data["percent"])
        if "percent" in data
        else _("updated"),
        "completion_reported": _("reported completion on %(day)s", day=days["completed_on"]),
        "completion_confirmed": _("confirmed the completion"),
        "task_sent_back": _("returned the report"),
        "extension_requested": _("asked for more time, from %(old)s to %(new)s", old=days["old"], new=days["new"]),
        "extension_approved": _("approved more time, until %(new)s", new=days["new"]),
        "extension_refused": _("refused more time"),
        "officer_assigned": _("passed the task to %(officer)s", officer=data.get("officer") or "—"),
        "task_continued": _told_again(data, days),
        "task_superseded": _("replaced the task by %(notice)s", notice=data.get("notice") or "—"),
    }
    return known.get(entry.event, entry.event)


def _told_again(data: dict[str, Any], days: dict[str, str]) -> str:
    told = _("told it again in %(notice)s", notice=data.get("notice") or "—")
    if not data.get("new"):
        return told
    return _("%(told)s, due date from %(old)s to %(new)s", told=told, old=days["old"], new=days["new"])


def _words(data: dict[str, Any]) -> str:
    """The person's own words."""
    parts = [data.get("result"), data.get("reason"), data.get("note")]
    if data.get("difficulties"):
        parts.append(_("Difficulties, proposals: %(text)s", text=data["difficulties"]))
    if data.get("document_number"):
        number = data["document_number"]
        if data.get("document_on"):
            number = f"{number}, {_day(data['document_on'])}"
        parts.append(_("Result document: %(number)s", number=number))
    if data.get("expected_on"):
        parts.append(_("Expected to be finished on %(day)s", day=_day(data["expected_on"])))
    return "\n".join(part for part in parts if part)


def _day(value: str | None) -> str:
    return f"{date.fromisoformat(value):%d/%m/%Y}" if value else "—"
