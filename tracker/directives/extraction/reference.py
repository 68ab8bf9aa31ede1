"""The office's units and topics from CSV: UTF-8, a head line, lists parted by "|"; all rows or none."""

from __future__ import annotations

from pathlib import Path

from ...csv_lists import Record, read_list
from .values import TopicRef, UnitRef

KINDS = ("office", "department", "agency", "board", "ward", "commune")
UNIT_COLUMNS = ("code", "name", "short_name", "aliases", "kind", "order", "valid_from", "valid_to")
TOPIC_COLUMNS = ("code", "name", "words", "lead_codes", "coop_codes")


def read_units_csv(source: Path | str) -> list[UnitRef]:
    """Units from a file (Path) or from the CSV text itself (str); code and name are enough."""
    return read_list(source, UNIT_COLUMNS, _unit, needed=("code", "name"), unique="code")


def read_topics_csv(source: Path | str) -> list[TopicRef]:
    """Topics from a file (Path) or from the CSV text itself (str)."""
    return read_list(source, TOPIC_COLUMNS, _topic, unique="code")


def _unit(record: Record) -> UnitRef:
    first, last = record.period("valid_from", "valid_to")
    return UnitRef(
        record.need("code", 35),
        record.need("name", 200),
        record["short_name"],
        _list(record["aliases"]),
        record.one_of("kind", KINDS, "department"),
        record.whole("order"),
        first,
        last,
    )


def _topic(record: Record) -> TopicRef:
    return TopicRef(
        record.need("code", 40),
        record.need("name", 120),
        _list(record["words"]),
        _list(record.limited("lead_codes", 400)),
        _list(record.limited("coop_codes", 400)),
    )


def _list(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split("|") if part.strip())
