"""The scoreboard as a plain sheet, the period before on a second one, and each of its lists as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, BinaryIO

from flask_babel import gettext as _

from ..scoreboard.asked import Asked, Way
from ..scoreboard.board import Board, Line, percent, rate
from ..scoreboard.figures import EVENTS, Figure
from ..scoreboard.naming import Told
from ..scoreboard.wording import name_board, name_figures, tell_basis
from .table import guard, guard_name, write_day, write_lines
from .workbook import FONT, HEAD, lay_out, open_book

_RESULTS = (
    *(Figure.ASSIGNED, Figure.ALL, Figure.DATED, Figure.DONE_ON_TIME, Figure.DONE_LATE, Figure.DONE_NO_DUE),
    *(Figure.RUNNING, Figure.OVERDUE, Figure.RUNNING_NO_DUE, Figure.WAITING),
)
_CONDUCT = (
    *(Figure.EXTENDED, Figure.URGED, Figure.EXCUSED),
    *(Figure.SUSPENDED, Figure.CANCELLED, Figure.TRANSFERRED, Figure.MOVED),
)
_Counts = dict[Figure, int]


def write_board(file: BinaryIO, board: Board, made_at: datetime) -> None:
    """Lines and columns of the screen, the sum on top; rates are numbers, an empty denominator is a dash."""
    asked, basis = board.asked, tell_basis(board.asked)
    book = open_book(file, name_board(asked.way), basis, made_at)
    before = asked.window_before
    days = f"{before.start:%d/%m/%Y} – {before.last:%d/%m/%Y}"
    sheets: tuple[tuple[str, str, Callable[[Line], _Counts]], ...] = (
        (_("This period"), basis, lambda line: line.counts),
        (_("The period before"), _("The period before: %(days)s", days=days), lambda line: line.before),
    )
    style = _Styles(book)
    for name, words, counts_of in sheets:
        _write_sheet(book.add_worksheet(name[:31]), style, words, board, counts_of)
    book.close()


class _Styles:
    def __init__(self, book: Any) -> None:
        cell = {**FONT, "border": 1, "valign": "vcenter"}
        self.title = book.add_format({**FONT, "bold": True, "font_size": 14})
        self.plain = book.add_format(FONT)
        self.head = book.add_format({**cell, **HEAD, "text_wrap": True})
        self.name = book.add_format({**cell, "text_wrap": True})
        self.number = book.add_format({**cell, "align": "right", "num_format": "#,##0"})
        self.share = book.add_format({**cell, "align": "right", "num_format": "0.0%"})


def _write_sheet(sheet: Any, style: _Styles, words: str, board: Board, counts_of: Callable[[Line], _Counts]) -> None:
    heads = _heads(board.asked)
    lay_out(sheet, (34, *(11 for _head in heads[1:])))
    sheet.write_string(0, 0, name_board(board.asked.way).upper(), style.title)
    sheet.write_string(1, 0, words, style.plain)
    for column, head in enumerate(heads):
        sheet.write_string(3, column, head, style.head)
    lines = [board.whole, *board.lines] if len(board.lines) > 1 else board.lines
    for row, line in enumerate(lines, 4):
        sheet.write_string(row, 0, line.name, style.name)
        for column, value in enumerate(_values(counts_of(line)), 1):
            if value is None:
                sheet.write_string(row, column, "—", style.number)
            else:
                sheet.write_number(row, column, value, style.share if isinstance(value, float) else style.number)
    sheet.freeze_panes(4, 1)
    sheet.autofilter(3, 0, 3 + len(lines), len(heads) - 1)
    sheet.repeat_rows(3)


def _heads(asked: Asked) -> list[str]:
    first = {Way.UNIT: _("Unit"), Way.LEADER: _("Leader"), Way.TOPIC: _("Topic")}[asked.way]
    labels = name_figures(asked.way)
    return [
        first,
        *(labels[figure] for figure in _RESULTS),
        _("On-time rate"),
        labels[Figure.TO_UPDATE],
        labels[Figure.UPDATED],
        _("Update rate"),
        *(labels[figure] for figure in _CONDUCT),
    ]


def _values(counts: _Counts) -> Iterable[float | int | None]:
    """A share is a float of 1, a count an int."""
    on_time = rate(counts, Figure.DONE_ON_TIME, Figure.DONE_LATE)
    due, told = counts.get(Figure.TO_UPDATE, 0), counts.get(Figure.UPDATED, 0)
    yield from (counts.get(figure, 0) for figure in _RESULTS)
    yield None if on_time is None else float(on_time) / 100
    yield from (due, told)
    updating = percent(told, due)
    yield None if updating is None else float(updating) / 100
    yield from (counts.get(figure, 0) for figure in _CONDUCT)


def write_list(file: BinaryIO, figure: Figure, rows: Iterable[Told], waiting: str) -> None:
    """One line for each row of the list, as the screen tells it; `waiting`: what reported work is called."""
    heads = [_("Code"), _("Task"), _("Lead unit"), _("Leader")]
    if figure in EVENTS:
        write_lines(file, [*heads, _("When")], ([*_names(told), write_day(told.day)] for told in rows))
        return
    heads += [_("Status"), _("Due date"), _("Original due date"), _("Closed on")]
    write_lines(file, heads, ([*_names(told), *_standing(told, waiting)] for told in rows))


def _names(told: Told) -> Sequence[str]:
    row = told.row
    return row.code, guard(row.title), guard_name(row.unit), guard_name(row.leader)


def _standing(told: Told, waiting: str) -> Sequence[str]:
    row = told.row
    days: tuple[date | None, ...] = (row.due, row.original_due, row.closed_on)
    return told.chip.label if told.chip else waiting, *map(write_day, days)
