"""How days, moments and numbers are written: dd/mm/yyyy and a decimal comma, the office's zone."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask, current_app, g, request
from flask_login import current_user

from .. import clock
from ..people.wording import name_both
from ..text import write_day, write_number
from .health import Health, look
from .language import chosen
from .navigation import list_places


def init_app(app: Flask) -> None:
    """Make the filters and the few globals known to templates."""
    app.jinja_env.filters.update(
        day=day,
        day_short=day_short,
        day_of=day_of,
        moment=moment,
        moment_short=moment_short,
        number=number,
        exact=exact,
        signature=signature,
    )
    app.jinja_env.globals.update(
        form_key=lambda: secrets.token_urlsafe(16), is_demo=lambda: current_app.config["SETTINGS"].demo
    )
    app.context_processor(_page_values)


def _page_values() -> dict[str, Any]:
    return {
        "places": list_places(current_user, request.endpoint or "") if request else [],
        "today": clock.today(),
        "office_name": current_app.config["SETTINGS"].office_name,
        "trouble": _trouble(),
    }


def _trouble() -> Health | None:
    """What an administrator is told at the top of every page but the one that explains it."""
    if not request or not getattr(current_user, "is_admin", False) or request.endpoint == "web.system":
        return None
    if "asks_no_more" in g:
        return None
    found = look()
    return None if found.is_well else found


def signature(value: Any) -> str:
    """Who did it, an entry of history or who acts now: a stand-in by both names."""
    name: str = value.by_name if hasattr(value, "by_name") else value.name
    return name_both(name, value.for_name)


def day(value: date | None) -> str:
    """31/12/2026; an em dash for none."""
    return write_day(value)


def day_short(value: date | None) -> str:
    """31/12 within this year, else with the year."""
    return write_day(value, clock.today().year)


def moment(value: datetime | None) -> str:
    """24/11/2026, 10:02 in the office's zone."""
    if value is None:
        return "—"
    local = clock.to_office(value)
    return f"{local.day:02d}/{local.month:02d}/{local.year}, {local.hour:02d}:{local.minute:02d}"


def moment_short(value: datetime) -> str:
    """24/11, 10:02 within this year, else with the year."""
    local = clock.to_office(value)
    return f"{day_short(local.date())}, {local.hour:02d}:{local.minute:02d}"


def day_of(value: datetime) -> str:
    """The day of a moment in the office's zone, 24/11 within this year."""
    return day_short(clock.to_office(value).date())


def number(value: float | Decimal | None, digits: int | None = None) -> str:
    """1.234,5 in Vietnamese, 1,234.5 in English, with the decimals that it has; an em dash for none."""
    return "—" if value is None else write_number(value, chosen(), digits)


def exact(value: Decimal) -> str:
    """With the decimals as they were written, trailing zeros too: 3.700, 31,50."""
    exponent = value.as_tuple().exponent
    return number(value, max(0, -exponent) if isinstance(exponent, int) else 0)
