"""The preview of a day says what the plan of that day then does: tried with rules, tasks and choices made at random."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import update

from tests.reminders.planned import plan
from tests.reminders.test_choices import choose, stand_in
from tracker.calendar.queries import office_calendar
from tracker.db import db, reading
from tracker.mail.models import MailState, OutboxMail
from tracker.reminders.models import Reminder
from tracker.reminders.rules.book import Audience, Rule, RuleBook, RuleKind, RuleSet
from tracker.reminders.rules.foretelling import Asked, foretell
from tracker.tasks.models import TaskState

DAY = date(2026, 11, 24)


def expect(day, book):
    """What the preview says the day's digests tell: (task, stage, person)."""
    with reading():
        found = foretell(Asked(day), book, office_calendar(), day)
    return sorted(
        (task.task_id, stage, one.user_id) for one in found.people for task in one.tasks for stage in task.stages
    )


def planned(day):
    """What the plan of that day wrote."""
    rows = db.session.execute(
        db.select(Reminder.task_id, Reminder.stage, Reminder.user_id).where(
            Reminder.planned_on == day, Reminder.mail_id.is_not(None)
        )
    )
    return sorted(tuple(row) for row in rows)


def make_rules(chance):
    """Some rules of each kind."""
    kinds = [kind for kind in RuleKind if kind not in (RuleKind.ISSUED, RuleKind.EXTENSION_DECIDED)]
    rules = []
    for _number in range(chance.randint(1, 8)):
        kind = chance.choice(kinds)
        rules.append(
            Rule(
                kind,
                0 if kind is RuleKind.DUE_TODAY else chance.randint(1, 10),
                frozenset(chance.sample(list(Audience), chance.randint(1, 4))),
                0 if kind in (RuleKind.BEFORE, RuleKind.DUE_TODAY) else chance.randint(0, 6),
                weekdays=frozenset(chance.sample(range(1, 6), chance.randint(1, 5))),
                is_optional=chance.random() < 0.4,
            )
        )
    return tuple(rules)


@pytest.mark.parametrize("seed", range(5))
def test_the_plan_writes_what_the_preview_of_its_day_says(issue, cast, use, seed, monkeypatch):
    monkeypatch.setattr("tracker.reminders.rules.foretelling.MOST_LINES", 1000)
    chance = random.Random(seed)
    book = use(
        RuleBook(
            RuleSet(make_rules(chance), head_after=chance.randint(0, 3), leader_after=chance.randint(0, 6)),
            starred=RuleSet(make_rules(chance), is_starred=True) if chance.random() < 0.5 else None,
            topics=(RuleSet(make_rules(chance), topic_id=cast.budget.id),) if chance.random() < 0.5 else (),
        )
    )
    tasks = [
        issue(
            DAY + timedelta(days=chance.randint(-20, 20)),
            lead_unit_id=chance.choice([cast.finance.id, cast.culture.id, cast.office.id]),
            cooperating_unit_ids=[cast.ward.id] if chance.random() < 0.5 else [],
            topic_id=chance.choice([None, cast.budget.id]),
            issued=date(2026, 10, chance.randint(1, 30)),
        )
        for _number in range(8)
    ]
    for task in tasks:
        task.state = chance.choice([TaskState.ASSIGNED, TaskState.IN_PROGRESS, TaskState.SUBMITTED])
        task.is_starred = chance.random() < 0.4
        task.officer_id = cast.finance_officer.user_id if task.lead_unit_id == cast.finance.id else None
    for actor in (cast.finance_head, cast.chairman, cast.clerk):
        choose(actor, weekly_on=chance.choice([None, 1, 3]), is_opted_out=chance.random() < 0.2)
    stand_in(cast.finance_head, cast.outsider, DAY, DAY + timedelta(days=3))
    days = [day for day in (DAY + timedelta(days=shift) for shift in range(12)) if day.weekday() < 5]
    days = sorted(chance.sample(days, 4))
    counts = []
    for day in days:
        expected = expect(day, book)
        plan(day)
        assert planned(day) == expected
        db.session.execute(update(OutboxMail).values(state=MailState.SENT))
        counts.append(len(expected))
        assert expect(day, book) == [], "what is told is not to be told again"
    assert sum(counts) > 0
    assert all(first < second for first, second in pairwise(days))
    told = db.session.execute(db.select(Reminder.task_id, Reminder.track, Reminder.stage, Reminder.user_id)).all()
    assert len(told) == len(set(told)), "nobody is told twice"
