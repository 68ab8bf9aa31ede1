"""What the Office changed of a task, and reports as they read after their author corrected them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from ... import clock
from ...history.models import HistoryEntry
from .words import own_words

WORDS = {
    "task_edited": lambda data: _("edited the task"),
    "update_corrected": lambda data: _("corrected a report"),
}


@dataclass(frozen=True)
class Version:
    """A report as it reads now: its facts, when it was corrected, and how it read before."""

    data: dict[str, Any]
    mark: str
    earlier: list[tuple[str, str]]


@dataclass
class Versions:
    """Corrections by the update that they change, the oldest first."""

    corrections: dict[int, list[HistoryEntry]] = field(default_factory=dict)
    reports: set[int] = field(default_factory=set)

    def cover(self, entry: HistoryEntry) -> bool:
        """Whether that entry is told beside the report that it corrects, and needs no line of its own."""
        return entry.event == "update_corrected" and entry.data["update_id"] in self.reports

    def of(self, entry: HistoryEntry) -> Version | None:
        """None for whatever was never corrected."""
        found = self.corrections.get(entry.data["update_id"], []) if _is_report(entry) else []
        if not found:
            return None
        data, earlier = dict(entry.data), [(_("First version"), own_words(entry.data))]
        for correction in found:
            if correction is not found[0]:
                earlier.append((_("Version of %(moment)s", moment=_moment(data["at"])), own_words(data)))
            data |= {change["field"]: change["new"] for change in correction.data["changes"]}
            data["at"] = correction.at
        return Version(_without_nothing(data), _("corrected %(moment)s", moment=_moment(data["at"])), earlier)


def collect_versions(entries: Iterable[HistoryEntry]) -> Versions:
    """From a task's entries, the newest first."""
    versions = Versions()
    for entry in entries:
        if entry.event == "update_corrected":
            versions.corrections.setdefault(entry.data["update_id"], []).insert(0, entry)
        elif _is_report(entry):
            versions.reports.add(entry.data["update_id"])
    return versions


def _is_report(entry: HistoryEntry) -> bool:
    """Whether it tells what somebody has reported, whatever it is called."""
    return "update_id" in entry.data and "result" in entry.data


def _without_nothing(data: dict[str, Any]) -> dict[str, Any]:
    """As the entry of a report: a fact that is not given is not there."""
    return {name: value for name, value in data.items() if value not in (None, "")}


def _moment(at: datetime) -> str:
    """The hour today, else with its day."""
    local = clock.to_office(at)
    return f"{local:%H:%M}" if local.date() == clock.today() else f"{local:%d/%m, %H:%M}"
