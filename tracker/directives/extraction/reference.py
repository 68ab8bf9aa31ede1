"""The office's units and topics from CSV: UTF-8, a head line, lists parted by "|"; all rows or none."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from .values import TopicRef, UnitRef

KINDS = ("office", "department", "agency", "board", "ward", "commune")
UNIT_COLUMNS = ("code", "name", "short_name", "aliases", "kind", "order", "valid_from", "valid_to")
TOPIC_COLUMNS = ("code", "name", "words", "lead_codes", "coop_codes")

Row = TypeVar("Row", UnitRef, TopicRef)


class BadReference(ValueError):
    """A row that cannot be read; says which line, why, and what is expected."""


def read_units_csv(source: Path | str) -> list[UnitRef]:
    """Units from a file (Path) or from the CSV text itself (str)."""
    return _read(source, UNIT_COLUMNS, _unit)


def read_topics_csv(source: Path | str) -> list[TopicRef]:
    """Topics from a file (Path) or from the CSV text itself (str)."""
    return _read(source, TOPIC_COLUMNS, _topic)


def _read(source: Path | str, columns: tuple[str, ...], build: Callable[[dict[str, str]], Row]) -> list[Row]:
    reader = csv.DictReader(io.StringIO(_text(source)), skipinitialspace=True)
    missing = [name for name in columns[:2] if name not in (reader.fieldnames or [])]
    if missing:
        raise BadReference(f"line 1: no column {', '.join(missing)}; expected: {','.join(columns)}")
    rows: dict[str, Row] = {}
    try:
        for record in reader:
            row = build({name: (record.get(name) or "").strip() for name in columns})
            if row.code in rows:
                raise BadReference(f"code {row.code} stands twice")
            rows[row.code] = row
    except (ValueError, csv.Error) as error:
        raise BadReference(f"line {reader.line_num}: {error}") from error
    return list(rows.values())


def _text(source: Path | str) -> str:
    if not isinstance(source, Path):
        return source.removeprefix("\ufeff")
    try:
        return source.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadReference(f"{source.name}: not UTF-8 (byte {error.start}); save the file as CSV UTF-8") from error


def _unit(row: dict[str, str]) -> UnitRef:
    _need(row, "code", "name")
    kind = row["kind"] or "department"
    if kind not in KINDS:
        raise BadReference(f"kind {kind!r} is none of {', '.join(KINDS)}")
    if row["order"] and not row["order"].isdigit():
        raise BadReference(f"order {row['order']!r} is not a whole number")
    start, end = _day(row["valid_from"]), _day(row["valid_to"])
    if start and end and end < start:
        raise BadReference(f"valid_to {end} lies before valid_from {start}")
    return UnitRef(
        row["code"], row["name"], row["short_name"], _list(row["aliases"]), kind, int(row["order"] or 0), start, end
    )


def _topic(row: dict[str, str]) -> TopicRef:
    _need(row, "code", "name")
    return TopicRef(row["code"], row["name"], _list(row["words"]), _list(row["lead_codes"]), _list(row["coop_codes"]))


def _need(row: dict[str, str], *names: str) -> None:
    for name in names:
        if not row[name]:
            raise BadReference(f"{name} is empty")


def _list(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split("|") if part.strip())


def _day(value: str) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadReference(f"date {value!r} is not written YYYY-MM-DD") from None
