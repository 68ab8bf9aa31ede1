"""Numbers, paces and outlooks in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from ..tasks.wording import Chip
from ..text import write_number
from .measures import short_unit
from .models import Source
from .pace import FAR_OVER_LAST, FAR_OVER_PLAN, Course, Doubt, Kind, Outlook, Standing, days_left, shown

_MOST_PERCENT = 10_000  # more of it tells nothing, and its digits burst the page
_KEPT = re.compile(r"[0-9.]+(,[0-9]+)?")


def write(value: Decimal | Fraction | None, digits: int | None = None) -> str:
    """In the reader's language: a Decimal as it is, a Fraction rounded for people. An em dash for none."""
    if isinstance(value, Fraction):
        value = shown(value, digits)
    if value is None:
        return "—"
    locale = get_locale()
    return write_number(value.normalize() if value else Decimal(0), locale.language if locale else "vi")


def amount(value: Decimal | Fraction | None, unit: str) -> str:
    """«187 tỷ», «31,5%»."""
    if value is None:
        return "—"
    return f"{write(value)}%" if unit == "%" else f"{write(value)} {short_unit(unit)}"


def share(value: Fraction | None) -> str:
    """«53,6%»; of what is beyond all measure «trên 10.000%»."""
    if value is not None and value > _MOST_PERCENT:
        return _("over %(percent)s", percent=f"{write(Decimal(_MOST_PERCENT))}%")
    return "—" if value is None else f"{write(value)}%"


def planned(plan: Decimal | Fraction | None, unit: str, *, is_limit: bool) -> str:
    """«403 tỷ»; a limit is «tối đa 9 vụ»."""
    return _("at most %(value)s", value=amount(plan, unit)) if is_limit else amount(plan, unit)


def doubt_words(found: Doubt, unit: str, last: tuple[Decimal, date] | None, plans: Sequence[Decimal]) -> str:
    """The question about a reading that looks mistyped. `last`: the one before it and its day."""
    if found is Doubt.OVER_PLAN:
        return _(
            "That is more than %(times)s times the plan of %(plan)s. Check the number and the unit of measure.",
            times=FAR_OVER_PLAN,
            plan=amount(max(plans), unit),
        )
    value, day = last or (None, None)
    facts = {"value": amount(value, unit), "day": f"{day:%d/%m/%Y}" if day else ""}
    if found is Doubt.OVER_LAST:
        return _(
            "That is more than %(times)s times %(value)s on %(day)s. Check the number and the unit of measure.",
            times=FAR_OVER_LAST,
            **facts,
        )
    return _("That is less than %(value)s on %(day)s. Give the total since the year began.", **facts)


def closing_words(outlook: Outlook, *, is_limit: bool) -> str:
    """What became of a plan, once its year is over; empty without a reading."""
    reached, missed = (
        (_("The year is over: the limit was kept"), _("The year is over: the limit was passed"))
        if is_limit
        else (_("The year is over: the plan was reached"), _("The year is over: the plan was not reached"))
    )
    unknown = _("The year is over; whether the plan was reached is known with a reading of 31/12")
    return {Outlook.MET: reached, Outlook.MISSED: missed, Outlook.NO_TOTAL: unknown}.get(outlook, "")


def outlook_chip(outlook: Outlook | None, *, is_limit: bool = False) -> Chip:
    """Word, shape and colour together. A limit is not reached but kept or passed."""
    if outlook is None:
        return Chip(_("No plan yet"), "quiet")
    label, style = _OUTLOOKS[outlook]
    return Chip((_OF_LIMITS.get(outlook, label) if is_limit else label)(), style)


_OUTLOOKS: dict[Outlook, tuple[Callable[[], str], str]] = {
    Outlook.MET: (lambda: _("Plan reached"), "ok"),
    Outlook.ON_TRACK: (lambda: _("On track"), "calm"),
    Outlook.DOUBTFUL: (lambda: _("May fall short"), "near"),
    Outlook.SHORT: (lambda: _("Falls short at this pace"), "late"),
    Outlook.BELOW: (lambda: _("Not there yet"), "near"),
    Outlook.MISSED: (lambda: _("Plan missed"), "late"),
    Outlook.NO_TOTAL: (lambda: _("No reading of the whole year yet"), "quiet"),
    Outlook.NO_READING: (lambda: _("No reading yet"), "quiet"),
}
_OF_LIMITS: dict[Outlook, Callable[[], str]] = {
    Outlook.MET: lambda: _("Within the limit"),
    Outlook.ON_TRACK: lambda: _("Within the limit so far"),
    Outlook.DOUBTFUL: lambda: _("May pass the limit"),
    Outlook.SHORT: lambda: _("Passes the limit at this pace"),
    Outlook.BELOW: lambda: _("Still above the limit"),
    Outlook.MISSED: lambda: _("Limit passed"),
}
_RUNNING = (Outlook.ON_TRACK, Outlook.DOUBTFUL, Outlook.SHORT)
BAR_STYLES = {"ok": "ok", "calm": "run", "near": "near", "late": "late", "quiet": "run"}


def pace_words(standing: Standing, course: Course, last_day: date, unit: str) -> str:
    """«còn 187 tỷ trong 2 tháng: 93,5 tỷ/tháng, gấp 4,3 lần bình quân 10 tháng»; empty where there is no pace.

    In the last month «còn 5 tỷ trong 21 ngày», and nothing per month.
    """
    if standing.outlook not in _RUNNING or standing.remaining is None or course.last is None:
        return ""
    left = amount(standing.remaining, unit)
    if course.left < 1:
        days = days_left(last_day)
        return str(ngettext("%(left)s left in %(num)s day", "%(left)s left in %(num)s days", days, left=left))
    if standing.required is None:
        return ""
    words = ngettext(
        "%(left)s left in %(months)s month: %(pace)s/month",
        "%(left)s left in %(months)s months: %(pace)s/month",
        1 if course.left == 1 else 2,
        left=left,
        months=write(course.left),
        pace=amount(standing.required, unit),
    )
    return words + _multiple_words(standing, course.last.at)


def _multiple_words(standing: Standing, at: Fraction) -> str:
    if standing.multiple is None:
        return ""
    times, gone = write(standing.multiple), write(at)
    many = 1 if at == 1 else 2
    if standing.multiple >= 1:
        return ngettext(
            ", %(times)s times the average of %(gone)s month",
            ", %(times)s times the average of %(gone)s months",
            many,
            times=times,
            gone=gone,
        )
    return ngettext(
        ", only %(times)s times the average of %(gone)s month",
        ", only %(times)s times the average of %(gone)s months",
        many,
        times=times,
        gone=gone,
    )


def short_words(standing: Standing, unit: str, *, is_limit: bool = False, set_by: str = "") -> str:
    """«286/403 tỷ · cần 58,5 tỷ/tháng», for a line of a register; after the plan who set it, where that is given.

    In a narrow column no line ends between a number and what it counts.
    """
    plan = _unbroken(planned(standing.plan, unit, is_limit=is_limit))
    if set_by:
        plan = f"{plan} ({set_by})"
    if standing.value is None:
        return _("plan %(plan)s, no reading yet", plan=plan)
    reached = f"{write(standing.value)}/{plan}"
    if standing.required is not None:
        pace = _unbroken(amount(standing.required, unit))
        return _("%(reached)s · needs %(pace)s/month", reached=reached, pace=pace)
    return reached


def _unbroken(words: str) -> str:
    return words.replace(" ", "\u00a0")


def too_late_words(year: int, last_day: date) -> str:
    """To a unit, once the readings of that year are for the Office alone."""
    return _(
        "Units gave the readings of %(year)s until %(day)s. If one must be mended, tell the Office.",
        year=year,
        day=f"{last_day:%d/%m/%Y}",
    )


def kind_names() -> dict[str, str]:
    """What may be chosen."""
    return {
        Kind.CUMULATIVE: _("Added up through the year"),
        Kind.LEVEL: _("A level or rate at a time"),
    }


def source_words(source: str) -> str:
    """Where a reading comes from."""
    return {
        Source.NOTICE: _("Conclusion"),
        Source.UPDATE: _("Unit's update"),
        Source.TYPED: _("Typed"),
    }[Source(source)]


def event_names() -> dict[str, str]:
    """What happens to an indicator."""
    return {
        "indicator_created": _("made the indicator"),
        "indicator_changed": _("corrected the indicator"),
        "target_set": _("wrote down a plan"),
        "target_removed": _("took a plan out"),
        "reading_added": _("gave a reading"),
        "reading_corrected": _("corrected a reading"),
        "reading_removed": _("took a reading out"),
        "indicator_linked": _("tied work to the indicator"),
        "indicator_unlinked": _("untied work from the indicator"),
        "indicator_handed_over": _("gave the indicator to another lead unit"),
    }


ABOUT_WORK = frozenset({"indicator_linked", "indicator_unlinked"})


def list_changes(data: dict[str, Any]) -> list[str]:
    """One line for each thing that an event changed, and the reason."""
    before, labels = data.get("before", {}), _labels()
    lines = [f"{labels[name]}: {_show(before[name])} → {_show(new)}" for name, new in data.get("after", {}).items()]
    about = ", ".join(filter(None, (data.get("name"), data.get("unit"), _day(data.get("as_of")))))
    if "old" in data or "new" in data:
        values = " → ".join(_rewrite(str(data[name])) for name in ("old", "new") if data.get(name))
        lines.append(f"{about}: {values}" if about else values)
    elif about:
        lines.append(about)
    return [*lines, *filter(None, (data.get("reason"), data.get("basis")))]


def _rewrite(kept: str) -> str:
    """An amount as history keeps it, in the office's own language, with the signs of the reader's."""
    locale = get_locale()
    if locale is None or locale.language == "vi":
        return kept
    return _KEPT.sub(lambda number: number[0].translate(str.maketrans(",.", ".,")), kept, count=1)


def _labels() -> dict[str, str]:
    return {
        "name": _("Name"),
        "unit": _("Unit of measure"),
        "year": _("Year"),
        "kind": _("How it is counted"),
        "less_is_better": _("Less is better"),
        "is_per_ward": _("Also for each ward and commune"),
        "is_enabled": _("Followed"),
        "topic_id": _("Topic"),
        "lead_unit_id": _("Lead unit"),
        "previous_id": _("The same last year"),
    }


def _show(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return kind_names().get(value, str(value)) if value not in (None, "") else "—"


def _day(value: str | None) -> str:
    return f"{date.fromisoformat(value):%d/%m/%Y}" if value else ""
