"""Two who distribute or enter terms in the same second, on real connections: on any day one leader, one term."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from tests import cast as cast_module
from tests.races import Meeting, at_once, office
from tracker import clock
from tracker.db import db
from tracker.directives.portfolios import actions, queries
from tracker.directives.portfolios.models import Term
from tracker.directives.portfolios.queries import Thing
from tracker.errors import NotFound, Refused

__all__ = ["office"]

A_DAY = timedelta(days=1)


def test_two_terms_at_once_share_no_day(office):
    cast, meeting = cast_module.gather(), Meeting(3)

    def enter(name, first, last):
        term = actions.save_term(None, name, first, last, by=cast.admin)
        meeting.commit()
        return term.name

    found = at_once(
        office,
        [
            lambda: enter("Một", date(2026, 7, 1), date(2031, 6, 30)),
            lambda: enter("Hai", date(2026, 7, 2), date(2031, 6, 30)),
            lambda: enter("Ba", date(2021, 7, 1), date(2026, 7, 1)),
        ],
    )
    kept = list(db.session.scalars(db.select(Term).order_by(Term.from_on)))
    assert sum(isinstance(one, Refused) for one in found) == 3 - len(kept)
    assert all(one.until_on < other.from_on for one, other in pairwise(kept))
    assert len(kept) < 3


def test_two_terms_that_are_moved_onto_each_other(office):
    cast, meeting = cast_module.gather(), Meeting(2)
    first = actions.save_term(None, "Một", date(2026, 1, 1), date(2026, 3, 31), by=cast.admin)
    second = actions.save_term(None, "Hai", date(2026, 10, 1), date(2026, 12, 31), by=cast.admin)
    db.session.commit()
    places = [(one.id, one.version) for one in (first, second)]
    days = [(date(2026, 1, 1), date(2026, 8, 31)), (date(2026, 6, 1), date(2026, 12, 31))]

    def move(number):
        (term_id, version), (from_on, until_on) = places[number], days[number]
        actions.save_term(queries.get_term(term_id), "Dời", from_on, until_on, by=cast.admin, version=version)
        meeting.commit()
        return "done"

    found = at_once(office, [lambda: move(0), lambda: move(1)])
    assert sorted(isinstance(one, Refused) for one in found) == [False, True]


@pytest.mark.parametrize("days", [(0, 0), (0, 5)])
def test_two_who_give_one_topic_at_once(office, days):
    cast, meeting = cast_module.gather(), Meeting(2)
    today, thing = clock.today(), Thing("topic", cast.budget.id)
    shown = queries.fingerprint(queries.list_lines(today))
    db.session.remove()

    def give(leader, number):
        plan = actions.Distribution({thing: leader.user_id}, today + number * A_DAY, "", today, shown)
        actions.distribute(plan, by=cast.clerk)
        meeting.commit()
        return "done"

    leaders = (cast.chairman, cast.vice_chairman)
    works = [lambda who=who, number=number: give(who, number) for who, number in zip(leaders, days, strict=True)]
    found = at_once(office, works)
    assert sum(one == "done" for one in found) in ((1,) if days == (0, 0) else (1, 2))
    for number in range(-1, 8):
        lines = [line for line in queries.list_lines(today + number * A_DAY) if line.thing == thing]
        assert len(lines) <= 1, number
    assert any(queries.list_lines(today + 7 * A_DAY))


def test_a_row_that_two_withdraw_at_once(office):
    cast, meeting = cast_module.gather(), Meeting(2)
    today, thing = clock.today(), Thing("topic", cast.budget.id)
    for leader, number in ((cast.vice_chairman, -9), (cast.chairman, 5)):
        day = today + number * A_DAY
        shown = queries.fingerprint(queries.list_lines(today))
        actions.distribute(actions.Distribution({thing: leader.user_id}, day, "", today, shown), by=cast.clerk)
        db.session.commit()
    line = queries.list_course()[0][0]
    db.session.remove()

    def withdraw():
        try:
            name = actions.withdraw(line, by=cast.clerk)
        except NotFound:
            return "gone"
        meeting.commit()
        return name

    assert sorted(map(str, at_once(office, [withdraw] * 2))) == sorted(["gone", cast.vice_chairman.name])
    held = queries.list_lines(today + 30 * A_DAY)
    assert [(one.leader, one.until_on) for one in held] == [(cast.vice_chairman.name, None)]
