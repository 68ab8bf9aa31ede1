"""Figures of a notice's report part, each with the indicator that it may be a reading of, or already is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from ..db import db
from ..directives.extraction import Figure
from ..directives.models import Directive, Notice, NoticeState
from ..indicators.actions import FoundFigure
from ..indicators.measures import Candidate, set_by_of, suggest
from ..indicators.queries import list_candidates, list_taken
from .board import figures_outside
from .models import Draft


@dataclass(frozen=True)
class OfferedFigure:
    """`taken`: id and name of the indicator that has it as a reading. `likely`: the one that it fits best.

    `planned`: who set each plan that its percents give, and how much that was.
    """

    figure: Figure
    as_of: date
    taken: tuple[int, str] | None
    likely: Candidate | None

    @property
    def start(self) -> int:
        return self.figure.start

    @property
    def planned(self) -> list[tuple[str, object]]:
        return [(set_by_of(one.set_by), one.value) for one in self.figure.targets if one.value is not None]

    @property
    def is_one_click(self) -> bool:
        """The text says as of when, and which indicator is meant is plain."""
        return self.likely is not None and self.figure.as_of is not None


def offer(notice: Notice, figures: Sequence[Figure]) -> list[OfferedFigure]:
    """Two questions, however many figures; none without figures."""
    if not figures:
        return []
    taken = list_taken(notice.id)
    days = {figure.start: figure.as_of or notice.issued_on for figure in figures}
    candidates = list_candidates({day.year for day in days.values()})
    return [_offer(figure, days[figure.start], taken.get(figure.start), candidates) for figure in figures]


def _offer(
    figure: Figure, as_of: date, taken: tuple[int, str] | None, candidates: dict[int, list[Candidate]]
) -> OfferedFigure:
    of_year = candidates.get(as_of.year, [])
    best = None if taken else suggest(figure.name, figure.unit, of_year)
    return OfferedFigure(figure, as_of, taken, next((one for one in of_year if one.id == best), None))


def list_figures(notice: Notice) -> list[OfferedFigure]:
    """Those outside the orders: of the drafts in review, then of the directives."""
    table = Directive if notice.state == NoticeState.ISSUED else Draft
    places = db.session.execute(select(table.start, table.end).where(table.notice_id == notice.id)).all()
    return offer(notice, figures_outside(notice, [(start, end) for start, end in places]))


def find_figure(notice: Notice, start: int) -> OfferedFigure | None:
    """The figure that begins there."""
    return next((one for one in list_figures(notice) if one.start == start), None)


def as_found(notice: Notice, offered: OfferedFigure, as_of: date, *, with_plans: bool) -> FoundFigure:
    """What is accepted."""
    figure = offered.figure
    plans = [(set_by_of(one.set_by), one.value) for one in figure.targets if one.value is not None]
    return FoundFigure(
        notice.id, figure.start, figure.text, figure.value, figure.unit, as_of, plans if with_plans else ()
    )
