"""What goes into extraction and what comes out: plain values, so that it runs without a database or a web request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .figures.values import Figure


@dataclass(frozen=True)
class UnitRef:
    """A unit as extraction sees it. `kind`: office, department, agency, board, ward or commune.

    `learned`: names that clerks gave it; they outrank every other unit's names.
    """

    code: str
    name: str
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    kind: str = "department"
    order: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    learned: tuple[str, ...] = ()

    def is_open_on(self, day: date | None) -> bool:
        """Whether the unit exists on that day; without a day, whether it has no end."""
        if day is None:
            return self.valid_to is None
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class TopicRef:
    """A subject area: the words that name it and the codes of the units that usually lead or cooperate in it."""

    code: str
    name: str
    words: tuple[str, ...] = ()
    lead_codes: tuple[str, ...] = ()
    coop_codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reason:
    """Why a field has its value, or what is doubtful about it. `key` is stable; `words` are those of the text."""

    field: str
    key: str
    words: str = ""


@dataclass(frozen=True)
class DirectiveDraft:
    """One proposed row of the register. `text == source[start:end]`, exactly as in the source."""

    start: int
    end: int
    text: str
    title: str = ""
    deliverable: str = ""
    lead: tuple[str, ...] = ()
    coop: tuple[str, ...] = ()
    due: str = ""
    date: date | None = None
    every: str | None = None
    topic: str | None = None
    lead_units: tuple[str, ...] = ()
    coop_units: tuple[str, ...] = ()
    one_per_unit: bool = False
    suggested_lead: str | None = None
    why: tuple[Reason, ...] = ()
    doubts: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class NoticeFacts:
    """What the text says about itself, as proposals for the notice's form."""

    issuer: str = ""
    number: str = ""
    title: str = ""
    meeting: str = ""
    chair: str = ""
    signer: str = ""
    issued_on: date | None = None
    held_on: date | None = None


@dataclass(frozen=True)
class Extraction:
    """The whole result: directives and figures in text order, not overlapping."""

    doc_date: date | None
    facts: NoticeFacts
    directives: tuple[DirectiveDraft, ...]
    figures: tuple[Figure, ...] = ()
