"""Units and people as an office hands them in: CSV in UTF-8, a head line, every bad row named at once."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

from flask_babel import gettext as _

from ..errors import Refused
from ..fields import parse_day
from ..text import clean_line, shorten
from .addresses import LOGIN, normal_address
from .models import UNIT_ROLES, Role, UnitKind

UNIT_COLUMNS = ("code", "name", "short_name", "aliases", "kind", "order", "valid_from", "valid_to")
PEOPLE_COLUMNS = ("login", "name", "email", "role", "unit_code", "title")

Row = TypeVar("Row")


class BadRows(Refused):
    """Nothing was loaded; `lines` says what to mend, one sentence per row."""

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


@dataclass(frozen=True)
class _Reader(Generic[Row]):
    columns: tuple[str, ...]
    needed: tuple[str, ...]
    build: Callable[[int, dict[str, str]], Row]

    def read(self, path: Path) -> list[Row]:
        """Every row, or BadRows with every fault."""
        rows: list[Row] = []
        faults: list[str] = []
        for line, record in self._records(path):
            try:
                rows.append(self.build(line, record))
            except ValueError as error:
                faults.append(at_line(line, str(error)))
        if faults:
            raise BadRows(faults)
        if not rows:
            raise BadRows([_("The file has no rows. The first line must be: %(columns)s.", columns=self._head())])
        return rows

    def _records(self, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
        reader = csv.reader(io.StringIO(_text_of(path), newline=""))
        rows = _cells_of(reader)
        head = [cell.strip() for cell in next(rows, [])]
        if [name for name in self.needed if name not in head] or set(head) - set(self.columns):
            raise BadRows([_("Line 1: the columns must be: %(columns)s.", columns=self._head())])
        for cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(head):
                raise BadRows([at_line(reader.line_num, _("more cells than columns; put text with commas in quotes."))])
            record = dict.fromkeys(self.columns, "") | dict(zip(head, map(clean_line, cells), strict=False))
            yield reader.line_num, record

    def _head(self) -> str:
        return ",".join(self.columns)


def _cells_of(reader: Any) -> Iterator[list[str]]:
    """The rows, until one that cannot be read: a forgotten quotation mark makes one cell of all that follows."""
    try:
        yield from reader
    except csv.Error:
        fault = _("a cell is too long; look for a quotation mark that is not closed.")
        raise BadRows([at_line(reader.line_num, fault)]) from None


def at_line(line: int, reason: str) -> str:
    """A fault with its place."""
    return _("Line %(line)s: %(reason)s", line=line, reason=reason)


def read_units(path: Path) -> list[UnitRow]:
    """The rows of a file of units. Raises BadRows."""
    rows = _Reader(UNIT_COLUMNS, ("code", "name"), lambda line, record: (line, _unit(record))).read(path)
    faults = [
        at_line(line, _("the code %(code)s stands twice.", code=row.code))
        for line, row in _second(rows, lambda r: r.code)
    ]
    if faults:
        raise BadRows(faults)
    return [row for _line, row in rows]


def _second(rows: list[tuple[int, UnitRow]], key: Callable[[UnitRow], str]) -> Iterator[tuple[int, UnitRow]]:
    seen: Counter[str] = Counter()
    for line, row in rows:
        seen[key(row)] += 1
        if seen[key(row)] > 1:
            yield line, row


def read_people(path: Path, own_domains: Collection[str]) -> list[PersonRow]:
    """The rows of a file of people. Raises BadRows."""
    return _Reader(PEOPLE_COLUMNS, ("login", "name", "role"), lambda line, r: _person(line, r, own_domains)).read(path)


def _unit(record: dict[str, str]) -> UnitRow:
    _need(record, {"code": 35, "name": 200})
    kind = record["kind"] or UnitKind.DEPARTMENT.value
    if kind not in set(UnitKind):
        raise ValueError(_("kind must be one of %(known)s.", known=", ".join(UnitKind)))
    if record["order"] and not (record["order"].isdecimal() and len(record["order"]) < 6):
        raise ValueError(_("order must be a whole number."))
    first, last = _day(record["valid_from"]), _day(record["valid_to"])
    if first and last and last < first:
        raise ValueError(_("valid_to lies before valid_from."))
    if len(record["short_name"]) > 60:
        raise ValueError(_("%(column)s has more than %(limit)s characters.", column="short_name", limit=60))
    return UnitRow(
        code=record["code"],
        name=record["name"],
        short_name=record["short_name"] or shorten(record["name"], 60),
        alias_text="|".join(filter(None, (part.strip() for part in record["aliases"].split("|")))),
        kind=kind,
        sort_order=int(record["order"] or 0),
        valid_from=first,
        valid_to=last,
    )


def _person(line: int, record: dict[str, str], own_domains: Collection[str]) -> PersonRow:
    _need(record, {"login": 60, "name": 120})
    if not LOGIN.match(record["login"]):
        raise ValueError(_("login takes letters without diacritics, digits, dot, hyphen and underscore."))
    if record["role"] not in set(Role):
        raise ValueError(_("role must be one of %(known)s.", known=", ".join(Role)))
    role = Role(record["role"])
    if role in UNIT_ROLES and not record["unit_code"]:
        raise ValueError(_("a %(role)s needs a unit_code.", role=role))
    email = record["email"] and normal_address(record["email"], own_domains)
    if email is None or len(email) > 254:
        raise ValueError(_("%(email)s is no e-mail address. Leave it empty if there is none.", email=record["email"]))
    if len(record["title"]) > 120:
        raise ValueError(_("%(column)s has more than %(limit)s characters.", column="title", limit=120))
    return PersonRow(line, record["login"].lower(), record["name"], email, role, record["unit_code"], record["title"])


def _need(record: dict[str, str], limits: dict[str, int]) -> None:
    for column, limit in limits.items():
        if not record[column]:
            raise ValueError(_("%(column)s is empty.", column=column))
        if len(record[column]) > limit:
            raise ValueError(_("%(column)s has more than %(limit)s characters.", column=column, limit=limit))


def _day(typed: str) -> date | None:
    try:
        return parse_day(typed) if typed else None
    except ValueError:
        raise ValueError(_("write the date %(typed)s as 2026-12-31 or 31/12/2026.", typed=typed)) from None


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadRows([_("The file is not UTF-8. In Excel choose «Save as», type «CSV UTF-8».")]) from None
    except OSError as error:
        raise BadRows([_("%(file)s cannot be read: %(reason)s.", file=path, reason=error.strerror)]) from error
