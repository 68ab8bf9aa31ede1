"""Who would be told what on a day to come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import current_app, render_template, request
from flask_babel import format_date
from flask_babel import gettext as _
from flask_login import current_user

from .... import clock
from ....access import require
from ....calendar.queries import office_calendar
from ....people.queries import list_units
from ....text import clean_line, parse_day, parse_id
from .. import policy, wording
from ..book import RuleBook
from ..foretelling import PEOPLE_ON_A_PAGE, Asked, Foretold, ForetoldPerson, foretell
from ..queries import rule_book
from .blueprint import blueprint

_MOST_DAYS = 366
_MOST_PAGES = 10_000


@blueprint.get("/settings/reminders/preview")
def preview() -> Any:
    """By the rules that are stored."""
    require(policy.can_read(current_user))
    return page_of(request.args, rule_book())


def page_of(args: Any, book: RuleBook, *, unsaved: str = "") -> Any:
    """The page by that book; `unsaved` names the set that has not been saved yet."""
    today, calendar = clock.today(), office_calendar()
    day, fault = _day(args.get("on", ""), today)
    asked = _asked(day, args)
    found = Foretold([]) if fault else foretell(asked, book, calendar, today)
    page = render_template(
        "reminder_rules/preview.html",
        asked=asked,
        fault=fault,
        found=found,
        typed_day=args.get("on", "") if fault else f"{day:%d/%m/%Y}",
        day_words=format_date(day, "EEEE dd/MM/yyyy"),
        is_working=calendar.is_working(day),
        units=list_units(today),
        unsaved=unsaved,
        has_more=asked.page * PEOPLE_ON_A_PAGE < found.people_in_all,
        tell_way=_tell_way,
        name_stage=wording.name_ledger_stage,
    )
    return page, 422 if fault else 200


def _asked(day: date, args: Any) -> Asked:
    page = parse_id(args.get("page", "")) or 1
    who = clean_line(args.get("who", ""))[:80]
    unit_id, user_id = parse_id(args.get("unit", "")), parse_id(args.get("user", ""))
    return Asked(day, who, unit_id, user_id, min(max(1, page), _MOST_PAGES))


def _tell_way(person: ForetoldPerson) -> str:
    settings = current_app.config["SETTINGS"]
    return wording.tell_way(person, settings.plan_hour, settings.plan_minute)


def _day(typed: str, today: date) -> tuple[date, str]:
    """The day that was typed, and what is wrong with it; the next working day where nothing was."""
    following = office_calendar().working_day_from(today + timedelta(days=1))
    if not clean_line(typed):
        return following, ""
    try:
        day = parse_day(clean_line(typed))
    except ValueError:
        return following, _("Write the date as day/month/year, for example 31/12/2026.")
    if not 0 <= (day - today).days <= _MOST_DAYS:
        return following, _("Choose a day from today on, at most one year ahead. What was sent stands in the mail log.")
    return day, ""
