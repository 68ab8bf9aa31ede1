"""The digest: everything that one person must be told today, in one short mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import current_app, render_template
from flask_babel import force_locale, format_date, ngettext
from flask_babel import gettext as _

from ..mail import Message
from ..workdays import Calendar
from .planning import Track

KIND = "digest"
# Longer lists are not read in a mail; the page they link to shows them all.
MOST_LINES = 30


@dataclass(frozen=True)
class Reader:
    """The one who gets it."""

    user_id: int
    name: str
    email: str
    language: str
    unit_name: str


@dataclass(frozen=True)
class Line:
    """A task in somebody's digest.

    `anchor_on`: from which day its track counts. `is_escalated`: it has climbed to its reader, who is not the one to do
    it. `stands_in_for`: whose digest it would be, were he there.
    """

    task_id: int
    code: str
    title: str
    due_on: date | None
    unit_name: str
    is_cooperating: bool
    is_starred: bool = False
    track: Track = Track.TERM
    anchor_on: date | None = None
    is_escalated: bool = False
    stands_in_for: str = ""
    is_optional: bool = False


@dataclass(frozen=True)
class Item:
    """A line as it is written."""

    url: str
    code: str
    title: str
    due: str
    state: str
    unit_name: str
    is_late: bool


@dataclass(frozen=True)
class Section:
    """A heading and its lines; `hidden` tells how many more there are than the mail shows."""

    heading: str
    items: list[Item]
    hidden: int


def empty_digest(reader: Reader, today: date) -> Message:
    """The digest without its content: it keeps the person's place for that day."""
    return Message(
        key=f"{KIND}:{reader.user_id}:{today.isoformat()}",
        kind=KIND,
        user_id=reader.user_id,
        to_name=reader.name,
        to_address=reader.email,
        subject="",
        text="",
        html="",
        thread=f"{KIND}:{reader.user_id}",
    )


def digest(reader: Reader, lines: Sequence[Line], calendar: Calendar, today: date) -> Message:
    """The mail. `lines` hold at least one task, the most urgent first."""
    with force_locale(reader.language):
        base_url = current_app.config["SETTINGS"].public_base_url
        groups = _Groups.of(lines, calendar, today)
        values = {
            "language": reader.language,
            "reader": reader,
            "day": format_date(today, "EEEE, dd/MM/yyyy"),
            "summary": groups.summary(),
            "sections": _sections(groups, calendar, today, base_url),
            "work_url": f"{base_url}/",
            "is_own": len(groups.part) < len(lines),
        }
        return replace(
            empty_digest(reader, today),
            subject=render_template("emails/digest.subject.txt", **values).strip(),
            text=render_template("emails/digest.txt", **values).strip() + "\n",
            html=render_template("emails/digest.html", **values),
        )


@dataclass(frozen=True)
class _Groups:
    """The lines, sorted by what they ask for."""

    late: list[Line]
    last_day: list[Line]
    soon: list[Line]
    part: list[Line]

    @classmethod
    def of(cls, lines: Sequence[Line], calendar: Calendar, today: date) -> _Groups:
        # Two dates decide, computed once: a list may hold thousands of lines.
        late_before, last_until = calendar.overdue_before(today), calendar.near_until(today, 0)
        groups = cls([], [], [], [])
        once = {line.task_id: line for line in reversed(lines)}.values()
        for line in sorted(reversed(once), key=lambda line: not line.is_starred):  # what leaders want first stands first
            if line.is_cooperating:
                groups.part.append(line)
            elif line.due_on is None:
                groups.soon.append(line)
            elif line.due_on < late_before:
                groups.late.append(line)
            else:
                (groups.last_day if line.due_on <= last_until else groups.soon).append(line)
        return groups

    def summary(self) -> str:
        """What a telephone shows: «2 overdue, 1 due today, 3 due soon»."""
        parts = [
            _("%(count)s overdue", count=len(self.late)) if self.late else "",
            _("%(count)s due today", count=len(self.last_day)) if self.last_day else "",
            _("%(count)s due soon", count=len(self.soon)) if self.soon else "",
        ]
        own = ", ".join(filter(None, parts))
        return own or ngettext("%(num)s task to take part in", "%(num)s tasks to take part in", len(self.part))


def _sections(groups: _Groups, calendar: Calendar, today: date, base_url: str) -> list[Section]:
    near = groups.last_day + groups.soon
    sections, room = [], MOST_LINES
    for heading, chosen in ((_("Overdue"), groups.late), (_("Due soon"), near), (_("Taking part"), groups.part)):
        if chosen:
            shown = chosen[:room]
            items = [_item(line, calendar, today, base_url) for line in shown]
            sections.append(Section(heading, items, len(chosen) - len(shown)))
            room -= len(shown)
    return sections


def _item(line: Line, calendar: Calendar, today: date, base_url: str) -> Item:
    return Item(
        url=f"{base_url}/tasks/{line.task_id}",
        code=line.code,
        title=f"★ {line.title}" if line.is_starred else line.title,
        due=f"{line.due_on:%d/%m/%Y}" if line.due_on else "—",
        state=_state(line.due_on, calendar, today) if line.due_on else "",
        unit_name=line.unit_name if line.is_cooperating else "",
        is_late=line.due_on is not None and calendar.is_overdue(line.due_on, today),
    )


def _state(due_on: date, calendar: Calendar, today: date) -> str:
    late = calendar.days_late(due_on, today)
    if late:
        return ngettext("%(num)s working day late", "%(num)s working days late", late)
    left = calendar.days_left(due_on, today)
    if left:
        return ngettext("%(num)s working day left", "%(num)s working days left", left)
    return _("last day today")
