"""The preview of a day says what the plan of that day then does: tried with rules, tasks and choices made at random."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import update

from tests.reminders.planned import general, plan
from tests.reminders.test_choices import choose, stand_in
from tracker.db import db, reading
from tracker.mail.models import MailState, OutboxMail
from tracker.reminders.models import Reminder
from tracker.reminders.queries import preview
from tracker.reminders.rules.book import Audience, Rule, RuleBook, RuleKind, RuleSet, default_book
from tracker.tasks.models import Task, TaskState

DAY = date(2026, 11, 24)


def expect(day, **changes):
    """What the preview says the day's digests tell: (task, track, stage, person)."""
    with reading():
        rows = list(preview(day, **changes))
    return sorted((one.task_id, one.track, one.stage, one.user_id) for one in rows if not one.held_back)


def planned(day):
    """What the plan of that day wrote."""
    rows = db.session.execute(
        db.select(Reminder.task_id, Reminder.track, Reminder.stage, Reminder.user_id).where(
            Reminder.planned_on == day, Reminder.mail_id.is_not(None)
        )
    )
    return sorted(tuple(row) for row in rows)


def test_a_row_names_task_person_and_why(issue, cast, use):
    use(default_book())
    task = issue(DAY, cooperating_unit_ids=[cast.ward.id])
    found = {(one.stage, one.name): one for one in preview(DAY)}
    line = found["due_today", "Nông Thị Hà"]
    assert (line.task_id, line.code, line.title, line.track) == (task.id, task.code, "Giải ngân vốn", "term")
    assert (line.audience, line.anchor_on, line.held_back) == ((Audience.HEAD,), DAY, "")
    assert found["due_today", "Bế Ngọc Ánh"].audience == (Audience.COOPERATING,)
    assert found["unaccepted_15", "Nông Thị Hà"].anchor_on == date(2026, 11, 2)


def test_what_is_held_back_is_shown_and_why(issue, cast, use):
    everyone = frozenset({Audience.HEAD, Audience.LEADER, Audience.OFFICE})
    use(general(Rule(RuleKind.DUE_TODAY, 0, everyone, is_optional=True)))
    issue(DAY)
    choose(cast.finance_head, is_opted_out=True)
    choose(cast.chairman, weekly_on=1)
    choose(cast.clerk, weekly_on=2)
    found = {one.name: one.held_back for one in preview(DAY)}
    assert found == {"Nông Thị Hà": "opted_out", "Nguyễn Quốc Trung": "weekly", "Hoàng Thị Lan": ""}


def test_rules_that_are_not_saved_yet_and_a_single_task(issue, use):
    use(default_book())
    first, second = issue(DAY, "Việc một"), issue(DAY, "Việc hai")
    book = general(Rule(RuleKind.DUE_TODAY, 0, frozenset({Audience.OFFICE})))
    assert {(one.task_id, one.name) for one in preview(DAY, book)} == {
        (first.id, "Hoàng Thị Lan"),
        (second.id, "Hoàng Thị Lan"),
    }
    assert {one.task_id for one in preview(DAY, book, Task.id == second.id)} == {second.id}


def test_it_writes_nothing(issue, use):
    use(default_book())
    issue(DAY)
    assert expect(DAY)
    assert db.session.query(Reminder).count() == 0


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
def test_the_plan_writes_what_the_preview_of_its_day_says(issue, cast, use, seed):
    chance = random.Random(seed)
    use(
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
        expected = expect(day)
        plan(day)
        assert planned(day) == expected
        db.session.execute(update(OutboxMail).values(state=MailState.SENT))
        counts.append(len(expected))
        assert expect(day) == [], "what is told is not to be told again"
    assert sum(counts) > 0
    assert all(first < second for first, second in pairwise(days))
    told = db.session.execute(db.select(Reminder.task_id, Reminder.track, Reminder.stage, Reminder.user_id)).all()
    assert len(told) == len(set(told)), "nobody is told twice"
