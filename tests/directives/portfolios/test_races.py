"""A button pressed twice at once, on real connections of their own: one term, one distribution, no word of blame."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from tests import cast as cast_module
from tests.races import at_once, office
from tracker.db import db
from tracker.directives.portfolios import actions, queries
from tracker.directives.portfolios.models import Portfolio, Term
from tracker.directives.portfolios.queries import Thing

__all__ = ["office"]

TODAY = date(2026, 11, 24)


def test_a_term_and_a_distribution_pressed_twice_at_once_are_saved_once(office):
    cast = cast_module.gather()
    budget, leader_id = Thing("topic", cast.budget.id), cast.vice_chairman.user_id
    shown = queries.fingerprint(queries.list_lines(TODAY))
    db.session.commit()

    def add() -> int:
        term = actions.save_term(None, "Nhiệm kỳ 2026–2031", TODAY, date(2031, 6, 30), by=cast.clerk)
        db.session.commit()
        return term.id

    def give() -> int:
        plan = actions.Distribution({budget: leader_id}, TODAY, "", TODAY, shown, form_key="k")
        changed = actions.distribute(plan, by=cast.clerk)
        db.session.commit()
        return changed

    added = at_once(office, [add] * 2)
    term_id = added[0]
    assert added == [term_id] * 2

    def rename() -> str:
        term = queries.get_term(term_id, to_change=True)
        actions.save_term(term, "Nhiệm kỳ mới", term.from_on, term.until_on, by=cast.clerk, version=1)
        db.session.commit()
        return term.name

    assert at_once(office, [rename] * 2) == ["Nhiệm kỳ mới"] * 2
    assert sorted(at_once(office, [give] * 2)) == [0, 1]
    counts = [db.session.scalar(select(func.count(model.id))) for model in (Term, Portfolio)]
    assert counts == [1, 1]
    db.session.remove()
