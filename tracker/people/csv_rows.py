"""Units and people as an office hands them in, row by row."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from flask_babel import gettext as _

from ..csv_lists import BadList, Record, read_list
from ..errors import Refused
from ..text import shorten
from .addresses import LOGIN, normal_address
from .models import UNIT_ROLES, Role, UnitKind

UNIT_COLUMNS = ("code", "name", "short_name", "aliases", "kind", "order", "valid_from", "valid_to")
PEOPLE_COLUMNS = ("login", "name", "email", "role", "unit_code", "title")

Row = TypeVar("Row")


class BadRows(Refused):
    """Nothing was loaded; `lines` says what to mend, one sentence per fault."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True)
class UnitRow:
    """One unit as a row gives it."""

    code: str
    name: str
    short_name: str
    alias_text: str
    kind: str
    sort_order: int
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class PersonRow:
    """One post of a person as a row gives it. A person with several posts has several rows."""

    line: int
    login: str
    name: str
    email: str
    role: Role
    unit_code: str
    title: str


def at_line(line: int, reason: str) -> str:
    """A fault with its place."""
    return _("Line %(line)s: %(reason)s", line=line, reason=reason)


def read_units(path: Path) -> list[UnitRow]:
    """The rows of a file of units. Raises BadRows."""
    return _read(path, UNIT_COLUMNS, _unit, unique="code")


def read_people(path: Path, own_domains: Collection[str]) -> list[PersonRow]:
    """The rows of a file of people. Raises BadRows."""
    return _read(path, PEOPLE_COLUMNS, lambda record: _person(record, own_domains))


def _read(path: Path, columns: tuple[str, ...], build: Callable[[Record], Row], unique: str = "") -> list[Row]:
    try:
        rows = read_list(path, columns, build, unique=unique)
    except BadList as bad:
        raise BadRows([fault.said(_) for fault in bad.faults]) from bad
    if not rows:
        raise BadRows([_("The file has no rows. The first line must be: %(columns)s.", columns=",".join(columns))])
    return rows


def _unit(record: Record) -> UnitRow:
    first, last = record.period("valid_from", "valid_to")
    return UnitRow(
        code=record.need("code", 35),
        name=record.need("name", 200),
        short_name=record.limited("short_name", 60) or shorten(record["name"], 60),
        alias_text="|".join(filter(None, (part.strip() for part in record["aliases"].split("|")))),
        kind=record.one_of("kind", list(UnitKind), UnitKind.DEPARTMENT.value),
        sort_order=record.whole("order"),
        valid_from=first,
        valid_to=last,
    )


def _person(record: Record, own_domains: Collection[str]) -> PersonRow:
    login = record.need("login", 60)
    if login and not LOGIN.match(login):
        record.refuse(_("login takes letters without diacritics, digits, dot, hyphen and underscore."))
    role = record.one_of("role", list(Role))
    if role in UNIT_ROLES and not record["unit_code"]:
        record.refuse(_("a %(role)s needs a unit_code.", role=role))
    email = record["email"] and normal_address(record["email"], own_domains)
    if email is None or len(email) > 254:
        record.refuse(_("%(email)s is no e-mail address. Leave it empty if there is none.", email=record["email"]))
    return PersonRow(
        line=record.line,
        login=login.lower(),
        name=record.need("name", 120),
        email=email or "",
        role=Role(role) if role in set(Role) else Role.OFFICER,
        unit_code=record["unit_code"],
        title=record.limited("title", 120),
    )
