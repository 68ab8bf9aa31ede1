"""Two at once, on real connections: whoever comes second finds it done."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests import cast as cast_module
from tests.indicators.makers import make, readings_of
from tests.races import at_once, office
from tests.review.notices import enter
from tracker import clock
from tracker.db import db
from tracker.errors import NotFound
from tracker.indicators import actions, queries

__all__ = ["office"]


@pytest.fixture
def clerk(office):
    """Who presses in two windows."""
    return cast_module.gather()


def test_two_who_accept_one_figure(office, clerk):
    today = clock.today()
    indicator = make(clerk, year=today.year)
    notice = enter(clerk, issued_on=today)
    plans = [("Tỉnh giao", Decimal(403)), ("HĐND thành phố giao", Decimal(565))]
    figure = actions.FoundFigure(notice.id, 7, "đạt 216 tỷ đồng", Decimal(216), "tỷ đồng", today, plans)

    def accept():
        locked = queries.get_indicator_for(clerk.clerk, indicator.id, to_change=True)
        accepted = actions.accept_figure(locked, figure, by=clerk.clerk)
        db.session.commit()
        return accepted is not None

    assert sorted(at_once(office, [accept] * 2)) == [False, True]
    assert [one[1] for one in readings_of(indicator)] == [216]
    assert len(queries.list_targets([indicator.id])[indicator.id]) == 2


def test_two_who_correct_one_reading(office, clerk):
    today = clock.today()
    indicator = make(clerk, year=today.year)
    first = actions.add_reading(indicator, actions.ReadingValues(today, Decimal(261)), "k", by=clerk.clerk)
    db.session.commit()

    def correct(value):
        try:
            locked, reading = queries.get_reading_for(clerk.clerk, first.id, to_change=True)
        except NotFound:
            return "gone"
        values = actions.ReadingValues(today, Decimal(value), note="gõ nhầm")
        actions.correct_reading(locked, reading, values, by=clerk.clerk)
        db.session.commit()
        return "done"

    assert sorted(at_once(office, [lambda: correct(216), lambda: correct(217)])) == ["done", "gone"]
    assert len(readings_of(indicator)) == 1
