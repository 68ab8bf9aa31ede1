"""Which leader of the sample office is in charge of what: one distribution, a change three weeks ago, and the terms."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from sqlalchemy import select

from .. import clock
from ..db import db
from ..directives.models import Topic
from ..directives.portfolios.actions import Distribution, distribute, save_term
from ..directives.portfolios.queries import Thing, fingerprint, list_lines
from ..people.models import Unit
from .notices import CLERK
from .rows import Row, rows
from .teller import Teller

_TERM_YEARS = 5  # of a people's council; they begin in 2021, 2026 …


def plan_portfolios(teller: Teller) -> None:
    """As the Office enters what each notice of distribution says."""
    first, *_later = days = [(int(day), list(lines)) for day, lines in groupby(rows("portfolios.csv"), _day_of)]
    teller.plan(first[0], "08:00", lambda: _enter_terms(teller))
    for day, lines in days:
        teller.plan(day, "08:15", lambda lines=lines: _distribute(teller, lines))  # type: ignore[misc]


def _day_of(row: Row) -> str:
    return row["day"]


def _distribute(teller: Teller, lines: list[Row]) -> None:
    today = clock.today()
    ids = {
        kind: {code: row_id for row_id, code in db.session.execute(select(model.id, model.code))}
        for kind, model in (("topic", Topic), ("unit", Unit))
    }
    wanted: dict[Thing, int | None] = {
        Thing(row["kind"], ids[row["kind"]][code]): teller.actors[row["leader"]].user_id
        for row in lines
        for code in row["codes"].split("|")
    }
    plan = Distribution(wanted, today, lines[0]["basis"], shown_on=today, shown=fingerprint(list_lines(today)))
    distribute(plan, by=teller.actors[CLERK])


def _enter_terms(teller: Teller) -> None:
    """The present one and the one before."""
    today = clock.today()
    this_year = today.year if today >= date(today.year, 7, 1) else today.year - 1
    start = this_year - (this_year - 2021) % _TERM_YEARS
    for year in (start - _TERM_YEARS, start):
        name = f"Nhiệm kỳ {year}–{year + _TERM_YEARS}"
        days = date(year, 7, 1), date(year + _TERM_YEARS, 6, 30)
        save_term(None, name, *days, by=teller.actors[CLERK])
