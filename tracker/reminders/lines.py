"""What a digest is made of, as plain values: its reader, and one line for each task."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .planning import Track

# Longer lists are not read in a mail; the pages that it links to show all.
MOST_LINES = 30


@dataclass(frozen=True)
class Reader:
    """The one who gets it, in his first post."""

    user_id: int
    name: str
    email: str
    language: str
    unit_name: str
    unit_id: int | None = None
    role: str = ""


@dataclass(frozen=True)
class Line:
    """A task in somebody's digest.

    `anchor_on`: from which day its track counts. `is_escalated`: it has climbed to its reader, who is not the one to do
    it. `stands_in_for`: whose digest it would be, were he there. `is_optional`: its reader may stop such lines.
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
    """A line as it is written; `notes` are the other things that are to be said of the same task."""

    url: str
    code: str
    title: str
    due: str = ""
    state: str = ""
    by: str = ""
    notes: tuple[str, ...] = ()
    is_late: bool = False


@dataclass(frozen=True)
class Section:
    """A heading and its lines; `hidden` tells how many more there are than the mail shows, behind `more_url`."""

    heading: str
    items: list[Item]
    hidden: int = 0
    more_url: str = ""
