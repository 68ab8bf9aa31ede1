"""Stand-ins and what people chose: who is told in whose place, and what is held back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from tests.cast import hire
from tests.reminders.planned import digests, general, ledger, on, plan, told
from tracker import clock
from tracker.db import db
from tracker.mail.models import MailState, OutboxMail
from tracker.people.models import Role, StandIn, User
from tracker.reminders.ledger import judge_digests, read_rest
from tracker.reminders.models import Reminder, ReminderPreference
from tracker.reminders.rules.book import Audience, Rule, RuleKind

TODAY = date(2026, 11, 24)
HEAD = frozenset({Audience.HEAD})


def due_today(*audience):
    """A rule for the last day."""
    return Rule(RuleKind.DUE_TODAY, 0, frozenset(audience))


def stand_in(absent, for_him, first=TODAY, last=TODAY):
    """Somebody acts in that person's post for some days."""
    row = StandIn(
        post_id=absent.post_id,
        user_id=for_him.user_id,
        from_on=first,
        until_on=last,
        reason="Nghỉ phép",
        at=clock.now(),
        given_by_id=absent.user_id,
    )
    db.session.add(row)
    db.session.commit()
    return row


def choose(actor, **values):
    """What that person chose."""
    db.session.merge(ReminderPreference(user_id=actor.user_id, **values))
    db.session.commit()


@pytest.fixture
def deputy(cast):
    """Somebody who can stand in, and is told of nothing himself."""
    actor = hire("thay", "Phan Văn Thay", Role.OFFICER, cast.finance, "Chuyên viên")
    db.session.commit()
    return actor


PEOPLE = {
    Audience.OFFICER: "finance_officer",
    Audience.HEAD: "finance_head",
    Audience.COOPERATING: "ward_chair",
    Audience.LEADER: "chairman",
    Audience.OFFICE: "clerk",
}


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("pauses", [None, True, False])
def test_while_somebody_is_away_his_stand_in_is_told(issue, cast, use, deputy, audience, pauses):
    use(general(due_today(audience)))
    task = issue(TODAY, cooperating_unit_ids=[cast.ward.id])
    task.officer_id = cast.finance_officer.user_id
    absent = getattr(cast, PEOPLE[audience])
    stand_in(absent, deputy)
    if pauses is not None:
        choose(absent, pauses_when_away=pauses)
    plan(TODAY)
    expected = {deputy.user_id} if pauses in (None, True) else {deputy.user_id, absent.user_id}
    assert told(task, "due_today") == expected
    lines = {mail.user_id: read_rest(mail.id) for mail in digests()}
    [line] = lines[deputy.user_id]
    assert (line.stands_in_for, line.is_cooperating) == (absent.name, audience is Audience.COOPERATING)
    if absent.user_id in lines:
        assert lines[absent.user_id][0].stands_in_for == ""


@pytest.mark.parametrize(("first", "last"), [(25, 26), (20, 23)])
def test_a_stand_in_of_other_days_is_told_nothing(issue, cast, use, deputy, first, last):
    use(general(due_today(Audience.HEAD)))
    task = issue(TODAY)
    stand_in(cast.finance_head, deputy, date(2026, 11, first), date(2026, 11, last))
    plan(TODAY)
    assert told(task, "due_today") == {cast.finance_head.user_id}


def test_nobody_leaves_his_work_to_one_who_cannot_be_reached(issue, cast, use, deputy):
    use(general(due_today(Audience.HEAD)))
    task = issue(TODAY)
    stand_in(cast.finance_head, deputy)
    db.session.get_one(User, deputy.user_id).email = None
    db.session.commit()
    plan(TODAY)
    assert told(task, "due_today") == {cast.finance_head.user_id}


def test_who_is_concerned_himself_is_no_stand_in_on_his_line(issue, cast, use):
    use(general(due_today(Audience.HEAD, Audience.COOPERATING)))
    task = issue(TODAY, cooperating_unit_ids=[cast.ward.id])
    stand_in(cast.ward_chair, cast.finance_head)
    plan(TODAY)
    assert told(task, "due_today") == {cast.finance_head.user_id}
    [mail] = digests()
    [line] = read_rest(mail.id)
    assert (line.stands_in_for, line.is_cooperating) == ("", False)


def test_who_comes_back_is_told_what_went_on_without_him(issue, cast, use, deputy):
    use(general(Rule(RuleKind.OVERDUE, 1, HEAD)))
    task = issue(date(2026, 11, 20))
    stand_in(cast.finance_head, deputy, date(2026, 11, 23), TODAY)
    for day in (23, 24, 25, 26):
        plan(date(2026, 11, day))
        db.session.execute(update(OutboxMail).values(state=MailState.SENT))
    assert ledger(task) == [("overdue_1", deputy.user_id), ("overdue_1", cast.finance_head.user_id)]


def test_the_ladder_knows_stand_ins_too(issue, cast, use, deputy):
    use(general(leader_after=2))
    task = issue(date(2026, 11, 20))
    stand_in(cast.chairman, deputy)
    plan(TODAY)
    assert told(task, "climb_leader") == {deputy.user_id}
    [mail] = digests()
    [line] = read_rest(mail.id)
    assert (line.is_escalated, line.stands_in_for) == (True, "Nguyễn Quốc Trung")


def test_a_stand_in_whose_time_is_over_when_the_mail_leaves_is_not_told(issue, cast, use, deputy):
    use(general(due_today(Audience.HEAD)))
    task = issue(TODAY)
    row = stand_in(cast.finance_head, deputy)
    plan(TODAY)
    [mail] = digests()
    with on(TODAY):
        assert judge_digests([mail.id])[mail.id] == (True, False)
        row.ended_at = clock.now()
        db.session.commit()
        assert judge_digests([mail.id])[mail.id] == (False, True)
    plan(date(2026, 11, 25))
    assert told(task, "due_today") == {cast.finance_head.user_id}


def test_who_goes_away_after_the_plan_keeps_what_nobody_else_was_told(issue, cast, use, deputy):
    use(general(due_today(Audience.HEAD)))
    issue(TODAY)
    plan(TODAY)
    stand_in(cast.finance_head, deputy)
    [mail] = digests()
    with on(TODAY):
        assert judge_digests([mail.id])[mail.id] == (True, False)


EARLY = Rule(RuleKind.BEFORE, 7, HEAD, is_optional=True)


def test_what_may_be_stopped_is_not_told_to_who_stopped_it(issue, cast, use):
    use(general(EARLY, due_today(Audience.HEAD)))
    task = issue(TODAY)
    choose(cast.finance_head, is_opted_out=True)
    plan(date(2026, 11, 17))
    assert ledger(task) == []
    plan(TODAY)
    assert ledger(task) == [("due_today", cast.finance_head.user_id)]


def test_what_comes_once_a_week_is_late_and_not_lost(issue, cast, use):
    use(general(Rule(RuleKind.UPDATE, 10, HEAD, every=10, is_optional=True)))
    task = issue(None)  # on Monday 2/11: ten working days are over on Monday 16/11
    choose(cast.finance_head, weekly_on=4)
    for day in (16, 17, 18):
        assert plan(date(2026, 11, day)).reminders == 0
    plan(date(2026, 11, 19))
    assert ledger(task) == [("silent_10", cast.finance_head.user_id)]
    [row] = db.session.scalars(db.select(Reminder))
    assert row.is_optional


def test_choices_of_one_are_not_those_of_others_and_nothing_firm_is_held_back(issue, cast, use):
    both = frozenset({Audience.HEAD, Audience.LEADER})
    use(general(Rule(RuleKind.BEFORE, 7, both, is_optional=True), Rule(RuleKind.BEFORE, 6, both)))
    task = issue(date(2026, 11, 25))
    choose(cast.finance_head, weekly_on=5)
    plan(date(2026, 11, 16))
    assert ledger(task) == [("before_7", cast.chairman.user_id)]
    plan(date(2026, 11, 17))
    assert told(task, "before_6") == {cast.chairman.user_id, cast.finance_head.user_id}


def test_what_was_stopped_after_the_plan_is_not_sent(issue, cast, use):
    use(general(EARLY))
    issue(TODAY)
    plan(date(2026, 11, 16))
    [mail] = [one for one in digests() if one.user_id == cast.finance_head.user_id]
    assert judge_digests([mail.id])[mail.id] == (True, False)
    choose(cast.finance_head, is_opted_out=True)
    assert judge_digests([mail.id])[mail.id] == (False, True)
