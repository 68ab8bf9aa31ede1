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
from .blocks import Contribution
from .lines import MOST_LINES, Item, Line, Reader, Section
from .planning import Track
from .sections import Day, Groups

KIND = "digest"


@dataclass(frozen=True)
class Event:
    """What happened to a task and waited for the digest: the title of its mail. `task_id` is 0 where it has no page."""

    subject: str
    task_id: int = 0
    is_optional: bool = False


@dataclass(frozen=True)
class Content:
    """All that a digest says: the lines of the ledger, most urgent first; what features above add; what happened."""

    lines: Sequence[Line] = ()
    contributions: Sequence[Contribution] = ()
    events: Sequence[Event] = ()

    @property
    def is_worth_a_mail(self) -> bool:
        return bool(self.lines or self.events or any(one.is_alone for one in self.contributions))

    @property
    def is_optional(self) -> bool:
        parts: list[Line | Contribution | Event] = [*self.lines, *self.contributions, *self.events]
        return any(one.is_optional for one in parts)

    def without_optional(self) -> Content:
        """What its reader cannot stop."""
        return Content(
            [line for line in self.lines if not line.is_optional],
            [one for one in self.contributions if not one.is_optional],
            [event for event in self.events if not event.is_optional],
        )


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


def day_of(key: str) -> date:
    """The day for which the digest with that key was made."""
    return date.fromisoformat(key.rpartition(":")[2])


def digest(reader: Reader, content: Content, calendar: Calendar, today: date) -> Message:
    """The mail. `content` is worth one."""
    with force_locale(reader.language):
        base_url = current_app.config["SETTINGS"].public_base_url
        groups = Groups(content.lines, Day.of(today, calendar))
        blocks = [one.write(base_url) for one in content.contributions]
        sections = groups.sections(reader, base_url)
        values = {
            "language": reader.language,
            "reader": reader,
            "day": format_date(today, "EEEE, dd/MM/yyyy"),
            "summary": _summary(groups, [block.subject for block in blocks], content.events),
            "blocks": blocks,
            "sections": [
                *sections,
                *_happened(content.events, base_url, MOST_LINES - sum(len(one.items) for one in sections)),
            ],
            "work_url": f"{base_url}/",
            "choices_url": f"{base_url}/account/reminders",
            "is_own": any(_is_own(line) for line in content.lines),
            "optional": _name_optional(content),
        }
        return replace(
            empty_digest(reader, today),
            subject=render_template("emails/digest.subject.txt", **values).strip(),
            text=render_template("emails/digest.txt", **values).strip() + "\n",
            html=render_template("emails/digest.html", **values),
            is_optional=content.is_optional,
        )


def _is_own(line: Line) -> bool:
    """Whether its reader is to do something about it."""
    return not (line.is_cooperating or line.is_escalated or line.track is Track.CONFIRMATION)


def _summary(groups: Groups, subjects: Sequence[str], events: Sequence[Event]) -> str:
    parts = [*groups.summary(), *filter(None, subjects)]
    if parts:
        words = ", ".join(parts)
        return words[:1].upper() + words[1:]
    return ngettext("%(num)s event of your tasks", "%(num)s events of your tasks", len(events))


def _happened(events: Sequence[Event], base_url: str, room: int) -> list[Section]:
    """What would have been mails of their own, had the reader not asked to have them here."""
    if not events:
        return []
    items = [
        Item(url=f"{base_url}/tasks/{event.task_id}" if event.task_id else "", code="", title=event.subject)
        for event in events[:room]
    ]
    return [Section(_("What has happened"), items, len(events) - len(items), f"{base_url}/tasks?band=all")]


def _name_optional(content: Content) -> list[str]:
    """What of this mail its reader may stop."""
    optional = [line for line in content.lines if line.is_optional]
    names = [
        _("early reminders") if any(line.track is not Track.UPDATE for line in optional) else "",
        _("tasks without an update") if any(line.track is Track.UPDATE for line in optional) else "",
        *(f"«{one.name()}»" for one in content.contributions if one.is_optional),
        _("what has happened") if any(event.is_optional for event in content.events) else "",
    ]
    return list(filter(None, names))


__all__ = [
    "KIND",
    "MOST_LINES",
    "Content",
    "Event",
    "Item",
    "Line",
    "Reader",
    "Section",
    "day_of",
    "digest",
    "empty_digest",
]
