"""A leader's own work: in SQL the same as one would say it, for him, for who stands in for him, and in the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tasks.test_life import issue
from tests.tasks.test_lists import TODAY, fill, limits, walk
from tracker import clock
from tracker.db import db
from tracker.directives.portfolios.models import Portfolio
from tracker.people.actor import Actor
from tracker.tasks.bands import Band
from tracker.tasks.filters import TaskFilter
from tracker.tasks.models import Task
from tracker.tasks.portfolio import portfolio_condition
from tracker.tasks.register import count_tasks


def put_in_charge(
    cast, leader: Actor, *, topic=None, unit=None, from_on: date = TODAY, until_on: date | None = None
) -> Portfolio:
    """A row as it stands in the database."""
    row = Portfolio(
        leader_id=leader.user_id,
        topic_id=topic.id if topic else None,
        unit_id=unit.id if unit else None,
        from_on=from_on,
        until_on=until_on,
        given_by_id=cast.clerk.user_id,
        at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def standing_in(actor: Actor, for_whom: Actor) -> Actor:
    """That person in the other one's post."""
    return replace(
        for_whom, user_id=actor.user_id, name=actor.name, for_user_id=for_whom.user_id, for_name=for_whom.name
    )


SPAN = st.tuples(st.integers(-20, 20), st.none() | st.integers(0, 15))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    spans=st.dictionaries(
        st.tuples(st.sampled_from(["budget", "digital", "finance", "ward", "tax"]), st.integers(0, 1)), SPAN, max_size=6
    ),
    on=st.integers(-25, 40),
    reader=st.sampled_from(["chairman", "vice_chairman", "stand_in"]),
)
def check_condition(cast, tasks, spans, on, reader):
    day = TODAY + timedelta(days=on)
    leaders = [cast.chairman, cast.vice_chairman]
    actor = standing_in(cast.chairman, cast.vice_chairman) if reader == "stand_in" else getattr(cast, reader)
    who = actor.for_user_id or actor.user_id
    with db.session.begin_nested() as nested:
        held: set[tuple[str, int]] = set()
        for (name, turn), (start, length) in spans.items():
            # Turns of a thing follow each other, as the rules of giving see to it.
            first = TODAY + timedelta(days=start + 41 * turn)
            last = None if length is None and turn else first + timedelta(days=length or 0)
            thing = getattr(cast, name)
            kind = "topic" if name in ("budget", "digital") else "unit"
            leader = leaders[(start + turn) % 2]
            put_in_charge(cast, leader, **{kind: thing}, from_on=first, until_on=last)
            if leader.user_id == who and first <= day and (last is None or day <= last):
                held.add((kind, thing.id))
        condition = portfolio_condition(actor, day)
        if not held:
            assert condition is None
        else:
            assert condition is not None
            own = {
                task.id
                for task in tasks
                if task.leader_id == who or ("topic", task.topic_id) in held or ("unit", task.lead_unit_id) in held
            }
            assert set(db.session.scalars(db.select(Task.id).where(condition))) == own
        nested.rollback()


def test_condition_is_what_one_would_say(cast):
    fill(cast, 40)
    check_condition(cast, db.session.scalars(db.select(Task)).all())


@pytest.mark.parametrize("person", ["clerk", "admin", "finance_head", "finance_officer", "ward_chair", "outsider"])
def test_only_a_leader_has_a_portfolio(cast, person):
    put_in_charge(cast, cast.everyone[person], topic=cast.budget)
    assert portfolio_condition(cast.everyone[person], TODAY) is None


def test_mine_is_the_portfolio_of_a_leader_and_of_who_stands_in_for_him(cast):
    put_in_charge(cast, cast.vice_chairman, topic=cast.budget)
    put_in_charge(cast, cast.vice_chairman, unit=cast.ward)
    by_topic = issue(cast, topic_id=cast.budget.id, leader_id=cast.chairman.user_id)
    by_unit = issue(cast, topic_id=None, lead_unit_id=cast.ward.id, leader_id=cast.chairman.user_id)
    own = issue(cast, topic_id=None, leader_id=cast.vice_chairman.user_id)
    issue(cast, topic_id=cast.digital.id, leader_id=cast.chairman.user_id)
    helped = issue(cast, topic_id=None, cooperating_unit_ids=[cast.ward.id], leader_id=cast.chairman.user_id)
    db.session.commit()
    for actor in (cast.vice_chairman, standing_in(cast.chairman, cast.vice_chairman)):
        asked = TaskFilter.of_reader(actor, {"mine": "1", "band": "open"})
        assert asked == TaskFilter(portfolio=cast.vice_chairman.user_id)
        assert sorted(walk(actor, asked)) == sorted(task.id for task in (by_topic, by_unit, own))
        assert helped.id not in walk(actor, asked)
        assert count_tasks(actor, asked, limits()) == 3
    assert TaskFilter.of_reader(cast.finance_officer, {"mine": "1"}).officer == cast.finance_officer.user_id
    assert TaskFilter.of_reader(cast.vice_chairman, {}) == TaskFilter()


def test_a_kept_statement_reads_the_portfolio_of_the_day(cast, client):
    """Two days whose bands end alike are one statement for other lists, but not for this one."""
    task = issue(cast, topic_id=cast.budget.id, leader_id=cast.chairman.user_id)
    row = put_in_charge(cast, cast.vice_chairman, topic=cast.budget)
    asked = TaskFilter(portfolio=cast.vice_chairman.user_id)
    assert walk(cast.clerk, asked) == [task.id]
    row.from_on = TODAY + timedelta(days=1)
    db.session.flush()
    assert walk(cast.clerk, asked) == []


def test_the_list_names_whose_portfolio_it_is(cast, client):
    put_in_charge(cast, cast.vice_chairman, topic=cast.budget)
    issue(cast, title="Của mảng việc", topic_id=cast.budget.id, leader_id=cast.chairman.user_id)
    issue(cast, title="Của mảng khác", topic_id=cast.digital.id, leader_id=cast.chairman.user_id)
    db.session.commit()
    client.sign_in(cast.vice_chairman)
    page = client.get("/tasks?mine=1", budget=8).text
    assert "Của mảng việc" in page
    assert "Của mảng khác" not in page
    assert f"Việc {cast.vice_chairman.name} phụ trách" in page
    assert f"portfolio={cast.vice_chairman.user_id}" in page
    client.sign_in(cast.finance_head)  # a link that is passed on never shows more than the reader sees
    page = client.get(f"/tasks?portfolio={cast.vice_chairman.user_id}&band={Band.ALL}", budget=8).text
    assert "Của mảng việc" in page
