"""The words of the board: figures, periods and switches, the same on the board and over each list."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from .asked import Asked, Basis, Way, Work
from .figures import Figure
from .periods import Period, Preset

_ROMAN = ("I", "II", "III", "IV")


def name_figures(way: Way = Way.UNIT) -> dict[Figure, str]:
    """The heading of each column."""
    return {
        Figure.ASSIGNED: _("Given in the period"),
        Figure.ALL: _("In hand"),
        Figure.DATED: _("With a due date"),
        Figure.DONE_ON_TIME: _("Done on time"),
        Figure.DONE_LATE: _("Done late"),
        Figure.DONE_NO_DUE: _("Done, no due date"),
        Figure.RUNNING: _("Running in time"),
        Figure.OVERDUE: _("Overdue"),
        Figure.RUNNING_NO_DUE: _("Running, no due date"),
        Figure.WAITING: _("Waiting for confirmation"),
        Figure.TO_UPDATE: _("Update expected"),
        Figure.UPDATED: _("Updated"),
        Figure.SUSPENDED: _("Suspended"),
        Figure.CANCELLED: _("Cancelled"),
        Figure.TRANSFERRED: _("Transferred"),
        Figure.EXTENDED: _("Extensions granted"),
        Figure.URGED: _("Times urged"),
        Figure.EXCUSED: _("Objective cause confirmed"),
        Figure.CONFIRMED_LATER: _("Completed in the period, confirmed after the day of knowledge"),
        Figure.MOVED: _("Moved to another leader") if way is Way.LEADER else _("Moved to another unit"),
    }


def name_ways() -> dict[Way, str]:
    """By what the lines are."""
    return {Way.UNIT: _("By unit"), Way.LEADER: _("By leader"), Way.TOPIC: _("By topic")}


def name_board(way: Way) -> str:
    """The heading of the page."""
    titles = {Way.UNIT: _("Scoreboard of units"), Way.LEADER: _("Scoreboard by leader")}
    return titles.get(way) or _("Scoreboard by topic")


def name_bases() -> dict[Basis, str]:
    """Against which date."""
    return {Basis.PRESENT: _("present due date"), Basis.ORIGINAL: _("original due date")}


def name_work() -> dict[Work, str]:
    """Which work."""
    return {Work.ONCE: _("one-off tasks"), Work.RECURRING: _("recurring duties")}


def name_presets() -> dict[Preset, str]:
    """How long a period is; a free range has a form of its own."""
    return {
        Preset.MONTH: _("Month"),
        Preset.QUARTER: _("Quarter"),
        Preset.HALF: _("6 months"),
        Preset.NINE: _("9 months"),
        Preset.YEAR: _("Year"),
    }


def name_period(period: Period) -> str:
    """«Tháng 11/2026», «Quý IV/2026»; the days stand beside it."""
    year, month = divmod(period.first, 12)
    if period.preset is Preset.MONTH:
        return _("Month %(month)s/%(year)s", month=f"{month + 1:02d}", year=year)
    if period.preset is Preset.QUARTER:
        return _("Quarter %(number)s/%(year)s", number=_ROMAN[month // 3], year=year)
    if period.preset is Preset.HALF:
        first, second = _("First 6 months of %(year)s", year=year), _("Last 6 months of %(year)s", year=year)
        return second if month else first
    if period.preset is Preset.NINE:
        return _("9 months of %(year)s", year=year)
    return _("Year %(year)s", year=year) if period.preset is Preset.YEAR else _("Chosen period")


def tell_basis(asked: Asked) -> str:
    """What the numbers go by: period, day of knowledge, which due date, which work."""
    days = f"{asked.period.start:%d/%m/%Y} – {asked.period.end:%d/%m/%Y}"
    known = _("as known at the end of %(day)s", day=f"{asked.as_of:%d/%m/%Y}")
    if asked.basis is Basis.ORIGINAL:
        basis = _("«On time» is counted against the original due date, without extensions.")
    else:
        basis = _("«On time» is counted against the present due date, approved extensions included.")
    is_once = asked.work is Work.ONCE
    work = _("Without the periods of recurring duties.") if is_once else _("Only periods of recurring duties.")
    return f"{name_period(asked.period)} ({days}), {known}. {basis} {work}"


def tell_trend(months: Sequence[str], trend: Sequence[tuple[int, int]]) -> str:
    """What the small line says, for whoever does not see it: «06: 4/5; 07: 3/3»."""
    pairs = (
        f"{month}: {good}/{done}" if done else f"{month}: —" for month, (done, good) in zip(months, trend, strict=True)
    )
    return _("On time of what was completed: %(months)s", months="; ".join(pairs))
