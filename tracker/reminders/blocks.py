"""Sections that features above add to a digest: figures with the change since last week, and a few tasks.

A contributor is asked once for a whole day, for everybody, so that its questions to the database are as many for two
thousand people as for one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from flask import Flask, current_app, g
from flask_babel import force_locale

from .. import clock
from .lines import Section

_LANGUAGES = ("vi", "en")


@dataclass(frozen=True)
class Figure:
    """A number that opens its list."""

    label: str
    count: int
    url: str
    note: str = ""
    is_late: bool = False


@dataclass(frozen=True)
class Block:
    """A section as it is written. `subject` is its part of the mail's title; `tasks` may be none."""

    heading: str
    figures: list[Figure]
    subject: str = ""
    by: str = ""
    tasks: Section | None = None
    more_url: str = ""


class Contribution(Protocol):
    """What a contributor has for one person.

    `is_alone`: worth a mail even where there is nothing else to tell. `is_optional`: its reader may stop it.
    """

    @property
    def is_alone(self) -> bool: ...
    @property
    def is_optional(self) -> bool: ...

    def name(self) -> str:
        """Its heading, in the language of the moment."""

    def write(self, base_url: str) -> Block:
        """The section, in the language of the moment."""


# Of that day, by person. The second argument: a digest of that day is written anew just before it is sent, so what is
# told only on some days counts as to be told.
Contributor = Callable[[date, bool], Mapping[int, list[Contribution]]]
# What was collected for digests that are written anew serves the others of the same run.
_FRESH = timedelta(minutes=1)


@dataclass
class _Registry:
    contributors: list[Contributor] = field(default_factory=list)


def register(app: Flask, contributor: Contributor) -> None:
    """Ask `contributor` once for each day of planning."""
    _registry(app).contributors.append(contributor)


def collect(day: date, is_again: bool = False) -> dict[int, list[Contribution]]:
    """Of all contributors, by person, in the order in which they were registered."""
    found: dict[int, list[Contribution]] = {}
    for contributor in _registry(current_app).contributors:
        for user_id, contributions in contributor(day, is_again).items():
            found.setdefault(user_id, []).extend(contributions)
    return found


def collect_again(user_id: int, day: date, told: str) -> list[Contribution]:
    """What of the sections that a digest had (their headings stand in its text `told`) is still to be told."""
    kept = g.get("digest_blocks")
    if kept is None or kept[0] != day or clock.now() - kept[1] > _FRESH:
        kept = g.digest_blocks = day, clock.now(), collect(day, is_again=True)
    return [one for one in kept[2].get(user_id, []) if any(name in told for name in _names(one))]


def collect_with(day: date, replaced: Mapping[int, str]) -> dict[int, list[Contribution]]:
    """As `collect`; who never got an earlier digest (its text in `replaced`) gets the sections that it had as well."""
    found = collect(day)
    for user_id, said in replaced.items():
        present = found.get(user_id, [])
        known = {name for one in present for name in _names(one)}
        missed = [one for one in collect_again(user_id, day, said) if known.isdisjoint(_names(one))]
        if missed:
            found[user_id] = [*missed, *present]
    return found


def _names(one: Contribution) -> Iterable[str]:
    for language in _LANGUAGES:
        with force_locale(language):
            yield one.name()


def _registry(app: Flask) -> _Registry:
    registry: _Registry = app.extensions.setdefault("digest_blocks", _Registry())
    return registry
