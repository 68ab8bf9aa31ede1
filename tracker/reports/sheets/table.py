"""A table for other programs: CSV in UTF-8 with a byte order mark, as Excel needs it to read Vietnamese."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from io import TextIOWrapper
from typing import BinaryIO

from flask_babel import gettext as _

from ...text import clean_line
from .rows import Entry

# A cell that begins so is run as a formula by the program that opens the table; the full-width forms count too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_csv(file: BinaryIO, entries: Iterable[Entry]) -> None:
    """One task a line, under a head line."""
    write_lines(file, _heads(), map(_cells, entries))


def write_lines(file: BinaryIO, heads: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    """Cells as they are: what somebody typed must have gone through `guard`."""
    text = TextIOWrapper(file, encoding="utf-8", newline="")
    text.write("\ufeff")  # Excel knows by it that this is UTF-8; Python's own codec for it is ten times slower
    table = csv.writer(text)
    table.writerow(heads)
    table.writerows(lines)
    text.detach()


def guard(words: str) -> str:
    """On one line, and never a formula, whatever somebody has typed into a task."""
    line = clean_line(words)
    return f"'{line}" if line.startswith(_FORMULA) else line


# Names and days come again and again.
guard_name = lru_cache(4096)(guard)


def _heads() -> list[str]:
    return [
        _("Code"),
        _("Task"),
        _("Assigning document"),
        _("Topic"),
        _("Lead unit"),
        _("Cooperating units"),
        _("Leader"),
        _("Due date"),
        _("Original due date"),
        _("Completed on"),
        _("Status"),
        _("Progress"),
        _("Last result"),
    ]


def _cells(entry: Entry) -> list[str]:
    return [
        entry.code,
        guard(entry.title),
        guard_name(entry.source),
        guard_name(entry.topic),
        guard_name(entry.lead),
        guard_name(entry.coop),
        guard_name(entry.leader),
        write_day(entry.due_on),
        write_day(entry.original_due_on),
        write_day(entry.completed_on),
        entry.standing,
        guard(entry.progress),
        guard(entry.result),
    ]


@lru_cache(4096)
def write_day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else ""
