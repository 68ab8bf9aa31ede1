"""Lays rows out for a page: bands, words and bars are made here once, so that the template only writes them down.

An office looks at the same open work all day. A line is a value: what it says depends on its rows, the day and the
language alone, so the lines of a day are kept, each with the markup that it was written down as.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Any

from flask import current_app
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from ..text import write_day
from .bands import ALSO_CLOSED, Band, Limits
from .measuring import show_reached
from .models import RESTING, TaskState
from .register import Page, TaskRow, Whole, count_of_directives, name_cooperating_units
from .status import Status
from .wording import Ages, Distances

_ROW_STYLE = {Status.OVERDUE: "is-late", Status.NEAR: "is-near"}
_BAR_STYLE = {Status.OVERDUE: "late", Status.DONE_LATE: "late", Status.DONE_ON_TIME: "ok", Status.DONE_NO_DUE: "ok"}


_KEPT = 1000  # lines that a process keeps: some twenty pages
_KEPT_FORMS = 4  # of each: with boxes and without, on the way to other lists


@dataclass(frozen=True)
class Line:
    """One line of a register. Tasks of one directive that stand together (the 11 wards) are one line."""

    row: TaskRow
    status: Status
    distance: str
    age: str
    is_old: bool
    style: str
    bar_style: str
    source: str
    coop: str
    lead: str
    due: str
    original_due: str
    ids: tuple[int, ...] = ()
    done_of: Whole | None = None
    reached: str = ""
    _written: dict[Any, Markup] = field(default_factory=dict, repr=False, compare=False)

    @property
    def count(self) -> int:
        """How many tasks the line stands for."""
        return len(self.ids)

    @property
    def numbers(self) -> str:
        """Theirs, as a form sends them."""
        return " ".join(map(str, self.ids))

    def write(self, *where: str) -> Markup:
        """As the register writes it down: `where` is what the macro wants to know of the list that it stands in."""
        written = self._written.get(where)
        if written is None:
            page: Any = current_app.jinja_env.get_template("components/register_line.html").module
            if len(self._written) >= _KEPT_FORMS:
                self._written.clear()
            written = self._written[where] = page.line(self, *where)
        return written


@dataclass
class Section:
    """A band with its lines."""

    band: Band | None
    label: str
    lines: list[Line]


@dataclass
class Layout:
    """A page of the register, ready to be written."""

    sections: list[Section]
    after: str


def lay_out(
    page: Page,
    limits: Limits,
    band: Band | None = None,
    *,
    fold: bool = True,
    coop: dict[int, list[str]] | None = None,
) -> Layout:
    """Group a page of rows by band, starred work first, and fold the tasks of one directive into one line that opens
    their list, where nothing is folded.

    `band`: the list that was asked for; «all» runs by day of issue and has no sections. `coop`: the names of the units
    that help with each task, where they have been read already.
    """
    if coop is None:
        coop = name_cooperating_units([row.id for row in page.rows])
    key = _folding_key if fold else _own_key
    folded = [tuple(rows) for _key, rows in groupby(page.rows, key=key)]
    shared = [rows[0].directive_id for rows in folded if len(rows) > 1 and rows[0].directive_id]
    progress = count_of_directives([directive_id for directive_id in shared if directive_id])
    write = _writer(limits, str(get_locale())).line
    lines = [
        write(rows, tuple(coop.get(rows[0].id, ())), progress.get(rows[0].directive_id or 0) if len(rows) > 1 else None)
        for rows in folded
    ]
    sections = [
        Section(key, limits.label(key) if key else _("★ Priority"), list(group))
        for key, group in groupby(lines, key=lambda line: _section(line.row, limits, band))
    ]
    return Layout(sections, page.after)


def lay_out_rows(rows: Iterable[TaskRow], limits: Limits) -> list[Line]:
    """The same lines, one per task, without bands and cooperating units."""
    write = _writer(limits, str(get_locale())).line
    return [write((row,)) for row in rows]


def _folding_key(row: TaskRow) -> tuple[object, ...]:
    is_waiting = row.state == TaskState.SUBMITTED
    directive_id = None if row.is_later_period else row.directive_id
    return (directive_id or -row.id, row.sort_due_on, is_waiting, row.closed_on, row.is_starred)


def _own_key(row: TaskRow) -> tuple[object, ...]:
    return (row.id,)


def _section(row: TaskRow, limits: Limits, band: Band | None) -> Band | None:
    """None for starred work on top. By its date also while it waits: lists run by date, and the row says it waits."""
    if band in ALSO_CLOSED:
        return band
    return None if band and row.is_starred else limits.band(row.due_on)


@lru_cache(maxsize=2)
def _writer(limits: Limits, language: str) -> _Writer:
    """Of that day in that language, which is the present one: words are looked up in it."""
    return _Writer(limits)


class _Writer:
    """Makes lines: `line` gives the one that was made of the same rows before."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.year = limits, limits.today.day.year
        self.distances, self.ages = Distances(limits.today), Ages(limits.today)
        self.line = lru_cache(_KEPT)(self._make)

    def moved_from(self, row: TaskRow) -> str:
        """The date that it was first given, where that is another."""
        original = row.original_due_on
        return write_day(original, self.year) if original and original != row.due_on else ""

    def _make(self, rows: Sequence[TaskRow], coop: Sequence[str] = (), done_of: Whole | None = None) -> Line:
        """`coop`: the units that help; `done_of`: how far the whole directive is, of tasks that are one line."""
        row = rows[0]
        status = self.limits.today.status_of(row)
        is_folded = len(rows) > 1
        is_undated = status is Status.RUNNING_NO_DUE and row.state not in RESTING
        is_old = is_undated and self.limits.today.is_long_without_date(row.assigned_at)
        return Line(
            row=row,
            status=status,
            distance=self.distances.of(status, row.due_on) if row.state not in RESTING else "",
            age=self.ages.of(row.assigned_at) if is_undated else "",
            is_old=is_old,
            style="is-near" if is_old else _ROW_STYLE.get(status, "") if row.state not in RESTING else "",
            bar_style=_BAR_STYLE.get(status, "run"),
            source=_source(row),
            coop=_names(coop),
            lead=ngettext("%(num)s unit", "%(num)s units", len(rows)) if is_folded else row.lead,
            due=write_day(row.due_on, self.year),
            original_due=self.moved_from(row),
            ids=tuple(one.id for one in rows),
            done_of=done_of,
            reached=_reached(done_of or row),
        )


def _reached(told: TaskRow | Whole) -> str:
    """«40/45 nhà» in the place of a percentage; of a folded line the sum."""
    if not told.measure or told.measured is None:
        return ""
    return show_reached(told.measured, told.target, told.measure)


def _source(row: TaskRow) -> str:
    """«Thu ngân sách · Phiên họp thứ 15, 27/10/2022»"""
    where = row.notice_number or row.notice_meeting or row.source
    if where and row.notice_on:
        where = f"{where}, {row.notice_on:%d/%m/%Y}"
    return " · ".join(filter(None, (row.topic, where)))


def _names(names: Sequence[str]) -> str:
    if len(names) <= 2:
        return ", ".join(names)
    return _("%(first)s and %(count)s more units", first=names[0], count=len(names) - 1)
