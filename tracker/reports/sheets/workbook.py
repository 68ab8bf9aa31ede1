"""The register as a plain sheet: rows are written as they come, text only ever as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, BinaryIO

from flask_babel import gettext as _

from .heading import Heading
from .rows import Entry

_LONGEST = 32_000  # a cell of a sheet holds 32,767 characters
_WIDTHS = (6, 60, 30, 28, 12, 45, 18, 22, 30, 16)
_DUE = 4
FONT = {"font_name": "Times New Roman", "font_size": 12}
HEAD = {"bold": True, "align": "center", "bg_color": "#EEF0F4"}
# Nothing that somebody typed becomes a formula, a link or a number.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def open_book(file: BinaryIO, title: str, comments: str, made_at: datetime) -> Any:
    """An empty one, to be closed by who asked for it."""
    from xlsxwriter import Workbook  # for those only who ask for a sheet: the application starts without it

    book = Workbook(file, _OPTIONS)
    book.set_properties({"title": title, "comments": comments, "created": made_at.replace(tzinfo=None)})
    return book


def lay_out(sheet: Any, widths: Sequence[int]) -> None:
    """Ready to be printed: A4 across, as wide as the page."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")


def write_xlsx(file: BinaryIO, heading: Heading, entries: Iterable[Entry]) -> None:
    """One sheet, the head of the table on every page."""
    book = open_book(file, heading.title, heading.as_of, heading.made_at)
    sheet = book.add_worksheet(_("Register")[:31])
    _Sheet(book, sheet).write(heading, entries)
    book.close()


def heads() -> Sequence[str]:
    """As the Government Office lays its registers out (624/TB-VPCP), with what a reader sorts and filters by behind."""
    return (
        _("No."),
        _("Task"),
        _("Assigning document"),
        _("Lead agency"),
        _("Due date"),
        _("Result, progress"),
        _("Code"),
        _("Group"),
        _("Cooperating units"),
        _("Leader"),
    )


def tell_progress(entry: Entry) -> str:
    """«Quá hạn, chưa hoàn thành · 35%: đã giải ngân đợt 1»"""
    told = " · ".join(filter(None, (entry.standing, entry.progress)))
    return f"{told}: {entry.result}" if entry.result else told


class _Sheet:
    def __init__(self, book: Any, sheet: Any) -> None:
        self.sheet = sheet
        base = {**FONT, "valign": "top"}
        cell = {**base, "border": 1, "text_wrap": True}
        self.title = book.add_format({**base, "bold": True, "font_size": 14})
        self.plain = book.add_format(base)
        self.head = book.add_format({**cell, **HEAD})
        self.cell = book.add_format(cell)
        self.late = book.add_format({**cell, "font_color": "#B42318"})
        day = {"num_format": "dd/mm/yyyy", "align": "center"}
        self.day, self.late_day = book.add_format({**cell, **day}), book.add_format({**cell, **day, "bold": True})

    def write(self, heading: Heading, entries: Iterable[Entry]) -> None:
        sheet = self.sheet
        lay_out(sheet, _WIDTHS)
        sheet.write_string(0, 0, heading.title.upper(), self.title)
        lines = [line for line in (heading.as_of, heading.narrowed, heading.totals) if line]
        for number, line in enumerate(lines, 1):
            sheet.write_string(number, 0, line, self.plain)
        first = len(lines) + 2
        for column, name in enumerate(heads()):
            sheet.write_string(first, column, name, self.head)
        row = first
        for row, entry in enumerate(entries, first + 1):
            self._write_row(row, row - first, entry)
        sheet.freeze_panes(first + 1, 2)
        sheet.autofilter(first, 0, max(row, first + 1), len(_WIDTHS) - 1)
        sheet.repeat_rows(first)

    def _write_row(self, row: int, number: int, entry: Entry) -> None:
        sheet = self.sheet
        sheet.write_number(row, 0, number, self.cell)
        words = {
            1: entry.title,
            2: entry.source,
            3: entry.lead,
            5: tell_progress(entry),
            6: entry.code,
            7: entry.group,
            8: entry.coop,
            9: entry.leader,
        }
        for column in range(1, len(_WIDTHS)):
            if column == _DUE and entry.due_on:
                sheet.write_datetime(row, _DUE, entry.due_on, self.late_day if entry.is_late else self.day)
            else:
                style = self.late if entry.is_late and column == 1 else self.cell
                sheet.write_string(row, column, words.get(column, "")[:_LONGEST], style)
