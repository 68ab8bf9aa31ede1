"""What happened to a task, newest first: its history, and what features above register (reminders)."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from ... import history
from ...history.models import HistoryEntry
from ...people.wording import name_both
from ..models import Task
from . import (
    due,
    editing,
    evidence,
    explanation,
    extension,
    handover,
    measure,
    part,
    progress,
    proposal,
    reminding,
    standing,
    step,
)
from .editing import Versions, collect_versions
from .words import own_words

# What an event is called, from its facts. A feature brings the words of its own events.
WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    **progress.WORDS,
    **part.WORDS,
    **proposal.WORDS,
    **measure.WORDS,
    **extension.WORDS,
    **due.WORDS,
    **evidence.WORDS,
    **standing.WORDS,
    **explanation.WORDS,
    **step.WORDS,
    **editing.WORDS,
    **handover.WORDS,
    **reminding.WORDS,
}


@dataclass(frozen=True)
class Event:
    """One line of the timeline: who, did what, when, in whose words, with which files (id 0: taken away since).

    A corrected report stands there as it reads now, with a `mark`; `earlier` are its former versions, by their titles.
    """

    at: datetime
    who: str
    what: str
    words: str = ""
    files: list[tuple[int, str]] = field(default_factory=list)
    update_id: int | None = None
    mark: str = ""
    earlier: list[tuple[str, str]] = field(default_factory=list)


def list_events(task: Task, beside: Container[str]) -> list[Event]:
    """Files sent with an update stand beside it. `beside`: the kinds of what lies beside the task."""
    entries = history.list_entries("task", task.id)
    versions = collect_versions(entries)
    shown = [entry for entry in entries if entry.event != "evidence_added" and not versions.cover(entry)]
    events = [_event(entry, versions) for entry in shown]
    gone = {entry.data["evidence_id"] for entry in entries if entry.event == "evidence_removed"}
    for entry in entries:
        if entry.event == "evidence_added":
            _attach(entry, events, gone)
    for teller in current_app.extensions["task_timeline"]:
        events += [Event(line["at"], _("Reminders"), line["text"]) for line in teller.lines(task, beside)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def tell_events(entries: list[HistoryEntry]) -> list[Event]:
    """Some entries on their own, in the order in which they come."""
    versions = collect_versions(entries)
    return [_event(entry, versions) for entry in entries]


def name_event(entry: HistoryEntry) -> str:
    """What that entry tells, in a few words."""
    words = WORDS.get(entry.event)
    return words(entry.data) if words else entry.event


def name_person(entry: HistoryEntry) -> str:
    """A unit is known by its name, the Office and leaders by theirs; a stand-in by both names."""
    name = f"{entry.by_name} ({entry.by_unit})" if entry.by_unit else entry.by_name
    return name_both(name, entry.for_name)


def _event(entry: HistoryEntry, versions: Versions) -> Event:
    who = name_person(entry)
    update_id = entry.data.get("update_id") if "result" in entry.data else None
    found = versions.of(entry)
    if found is None:
        return Event(entry.at, who, name_event(entry), own_words(entry.data), update_id=update_id)
    what = WORDS[entry.event](found.data)
    return Event(
        entry.at, who, what, own_words(found.data), update_id=update_id, mark=found.mark, earlier=found.earlier
    )


def _attach(entry: HistoryEntry, events: list[Event], gone: set[int]) -> None:
    name = entry.data["name"]
    if entry.data.get("version"):
        name = _("%(name)s (version %(number)s)", name=name, number=entry.data["version"])
    file = (entry.data["evidence_id"] if entry.data["evidence_id"] not in gone else 0, name)
    for event in events:
        if event.at <= entry.at and (entry.at - event.at).total_seconds() < 5 and event.who == name_person(entry):
            event.files.append(file)
            return
    events.append(Event(entry.at, name_person(entry), _("attached a file"), files=[file]))
