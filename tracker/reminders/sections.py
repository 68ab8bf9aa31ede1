"""The lines of a digest under their headings, the most urgent first. A task stands once, where it is most urgent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from flask_babel import gettext as _
from flask_babel import ngettext

from ..people.models import Role
from ..tasks.bands import Band
from ..tasks.filters import Side, TaskFilter
from ..workdays import Calendar
from .lines import MOST_LINES, Item, Line, Reader, Section
from .planning import Track

# A telephone shows so much of a subject.
_MOST_PARTS = 4


class Place(IntEnum):
    """Where a line stands in the mail."""

    LATE = 0
    LAST_DAY = 1
    SOON = 2
    ACCEPTANCE = 3
    UPDATE = 4
    CONFIRMATION = 5
    CLIMBED = 6
    PART = 7


_OF_TRACK = {
    Track.ACCEPTANCE: Place.ACCEPTANCE,
    Track.UPDATE: Place.UPDATE,
    Track.CONFIRMATION: Place.CONFIRMATION,
}
# Where the reader's own unit is not the one that does the work, it is named.
_NAMES_UNIT = frozenset({Place.CONFIRMATION, Place.CLIMBED, Place.PART})


@dataclass(frozen=True)
class Day:
    """The day of a digest and its two thresholds, computed once: a list may hold thousands of lines."""

    today: date
    calendar: Calendar
    late_before: date
    last_until: date

    @classmethod
    def of(cls, today: date, calendar: Calendar) -> Day:
        """That day."""
        return cls(today, calendar, calendar.overdue_before(today), calendar.near_until(today, 0))

    def place(self, line: Line) -> Place:
        """Under which heading."""
        if line.is_escalated:
            return Place.CLIMBED
        if line.is_cooperating:
            return Place.PART
        if line.track is not Track.TERM or line.due_on is None:
            return _OF_TRACK.get(line.track, Place.SOON)
        if line.due_on < self.late_before:
            return Place.LATE
        return Place.LAST_DAY if line.due_on <= self.last_until else Place.SOON

    def is_late(self, line: Line) -> bool:
        """Whether the term is over."""
        return line.due_on is not None and line.due_on < self.late_before


@dataclass(frozen=True)
class Entry:
    """A task of the digest, with what else is to be said of it."""

    line: Line
    others: tuple[Line, ...] = ()


class Groups:
    """The lines by place; those with a star stand first in each."""

    def __init__(self, lines: Sequence[Line], day: Day) -> None:
        self.day = day
        self.by_place: dict[Place, list[Entry]] = {place: [] for place in Place}
        of_task: dict[int, list[tuple[Place, Line]]] = {}
        for line in lines:
            of_task.setdefault(line.task_id, []).append((day.place(line), line))
        for places in of_task.values():
            if len(places) > 1:
                places.sort(key=lambda pair: pair[0])
            (place, line), *others = places
            self.by_place[place].append(Entry(line, tuple(other for found, other in others if found is not place)))
        for entries in self.by_place.values():
            entries.sort(key=lambda entry: not entry.line.is_starred)

    def summary(self) -> list[str]:
        """What a telephone shows: «2 overdue, 1 due today, 3 due soon»."""
        counts = {place: len(entries) for place, entries in self.by_place.items() if entries}
        own = [_count(place, count) for place, count in counts.items() if place is not Place.PART]
        return own[:_MOST_PARTS] or [_count(place, count) for place, count in counts.items()]

    def sections(self, reader: Reader, base_url: str) -> list[Section]:
        """With at most `MOST_LINES` lines in all; each tells how many more there are, and where."""
        sections, room = [], MOST_LINES
        for place, entries in self.by_place.items():
            if not entries:
                continue
            shown = entries[:room]
            items = [self._item(entry, place, base_url) for entry in shown]
            more = f"{base_url}/tasks?{_list_of(place, entries, reader, self.day).query_string()}"
            sections.append(Section(_heading(place), items, len(entries) - len(shown), more))
            room -= len(shown)
        return sections

    def _item(self, entry: Entry, place: Place, base_url: str) -> Item:
        line = entry.line
        by = [line.unit_name] if place in _NAMES_UNIT or line.stands_in_for else []
        if line.stands_in_for:
            by.append(_("in place of %(name)s", name=line.stands_in_for))
        return Item(
            url=f"{base_url}/tasks/{line.task_id}",
            code=line.code,
            title=f"★ {line.title}" if line.is_starred else line.title,
            due=f"{line.due_on:%d/%m/%Y}" if line.due_on else "",
            state=_tell(line, self.day),
            by=" · ".join(by),
            notes=tuple(dict.fromkeys(_tell(other, self.day) for other in entry.others)),
            is_late=self.day.is_late(line),
        )


def _heading(place: Place) -> str:
    return {
        Place.LATE: _("Overdue"),
        Place.LAST_DAY: _("Due today"),
        Place.SOON: _("Due soon"),
        Place.ACCEPTANCE: _("Not accepted yet"),
        Place.UPDATE: _("Without an update"),
        Place.CONFIRMATION: _("Waiting for confirmation"),
        Place.CLIMBED: _("Reported up: overdue and not finished"),
        Place.PART: _("Taking part"),
    }[place]


def _count(place: Place, count: int) -> str:
    if place is Place.PART:
        return ngettext("%(num)s task to take part in", "%(num)s tasks to take part in", count)
    words: dict[Place, Callable[[], str]] = {
        Place.LATE: lambda: _("%(count)s overdue", count=count),
        Place.LAST_DAY: lambda: _("%(count)s due today", count=count),
        Place.SOON: lambda: _("%(count)s due soon", count=count),
        Place.ACCEPTANCE: lambda: _("%(count)s not accepted", count=count),
        Place.UPDATE: lambda: _("%(count)s without an update", count=count),
        Place.CONFIRMATION: lambda: _("%(count)s to confirm", count=count),
        Place.CLIMBED: lambda: _("%(count)s reported up", count=count),
    }
    return words[place]()


def _tell(line: Line, day: Day) -> str:
    """What is to be said of it: how late it is, or since when nothing has been heard."""
    if line.track is Track.TERM or line.anchor_on is None:
        return tell_term(line.due_on, day.calendar, day.today)
    since = _short(line.anchor_on, day.today)
    days = max(0, day.calendar.working_days_between(line.anchor_on, day.today))
    if line.track is Track.ACCEPTANCE:
        return _("not accepted, assigned on %(day)s", day=since)
    if line.track is Track.UPDATE:
        return ngettext(
            "no update since %(day)s (%(num)s working day)",
            "no update since %(day)s (%(num)s working days)",
            days,
            day=since,
        )
    return ngettext(
        "waiting for confirmation since %(day)s (%(num)s working day)",
        "waiting for confirmation since %(day)s (%(num)s working days)",
        days,
        day=since,
    )


def tell_term(due_on: date | None, calendar: Calendar, today: date) -> str:
    """«quá hạn 4 ngày làm việc», «còn 3 ngày làm việc», «hôm nay là ngày cuối»."""
    if due_on is None:
        return _("no due date")
    late = calendar.days_late(due_on, today)
    if late:
        return ngettext("%(num)s working day late", "%(num)s working days late", late)
    left = calendar.days_left(due_on, today)
    if left:
        return ngettext("%(num)s working day left", "%(num)s working days left", left)
    return _("last day today")


def _short(day: date, today: date) -> str:
    return f"{day:%d/%m}" if day.year == today.year else f"{day:%d/%m/%Y}"


def _list_of(place: Place, entries: Iterable[Entry], reader: Reader, day: Day) -> TaskFilter:
    """The list that holds them all. What no list can ask for stands in the list of the reader's open work."""
    bands = {Place.LATE: Band.OVERDUE, Place.CLIMBED: Band.OVERDUE, Place.CONFIRMATION: Band.WAITING}
    asked = _work_of(reader, place).but(band=bands.get(place, Band.OPEN))
    if place is Place.LAST_DAY:
        return asked.but(due_from=day.late_before, due_to=day.last_until)
    if place is Place.SOON:
        last = max(entry.line.due_on or day.last_until for entry in entries)
        return asked.but(due_from=day.last_until + timedelta(days=1), due_to=last)
    return asked


def _work_of(reader: Reader, place: Place) -> TaskFilter:
    if place is Place.PART:
        return TaskFilter(unit=reader.unit_id, side=Side.COOP) if reader.unit_id else TaskFilter()
    if reader.role == Role.LEADER:
        return TaskFilter(leader=reader.user_id)
    if reader.role == Role.OFFICER:
        return TaskFilter(officer=reader.user_id)
    if reader.unit_id and place is not Place.CONFIRMATION:
        return TaskFilter(unit=reader.unit_id)
    return TaskFilter()
