"""Who is told along each track, by which set of rules, on a real database."""

from __future__ import annotations

from datetime import date

import pytest

from tests.cast import hire
from tests.reminders.planned import digests, general, leave, ledger, on, plan, told
from tests.tasks.test_life import progress
from tracker.db import db
from tracker.people import actions as people
from tracker.people.models import Post, Role, User
from tracker.reminders import ledger as ledger_module
from tracker.reminders.ledger import judge_digests, read_rest
from tracker.reminders.models import Reminder
from tracker.reminders.planning import Track
from tracker.reminders.queries import facts_of, list_reminders_of, timeline_of
from tracker.reminders.rules.book import Audience, Rule, RuleBook, RuleKind, RuleSet, default_book
from tracker.tasks import actions
from tracker.tasks.models import TaskState

UNACCEPTED = Rule(RuleKind.ACCEPTANCE, 3, frozenset({Audience.HEAD}), every=3)
SILENT = Rule(RuleKind.UPDATE, 5, frozenset({Audience.OFFICER}), every=5)
UNCONFIRMED = Rule(RuleKind.CONFIRMATION, 1, frozenset({Audience.OFFICE}), every=3)


def due_today(*audience, **changes):
    """A rule for the last day."""
    return Rule(RuleKind.DUE_TODAY, 0, frozenset(audience), **changes)


def test_what_is_not_accepted_is_reminded_of_until_it_is(issue, cast, use):
    use(general(UNACCEPTED))
    task = issue(None)
    for day in (4, 5, 6, 10):
        plan(date(2026, 11, day))
    head = cast.finance_head.user_id
    assert ledger(task) == [("unaccepted_3", head), ("unaccepted_6", head)]
    row = db.session.scalars(db.select(Reminder)).first()
    assert (row.track, row.anchor_on) == (Track.ACCEPTANCE, date(2026, 11, 2))
    actions.accept_task(task, by=cast.finance_head)
    db.session.commit()
    assert plan(date(2026, 11, 16)).reminders == 0


def test_a_task_that_is_given_to_another_unit_waits_anew(issue, cast, use):
    use(general(UNACCEPTED))
    task = issue(None)
    plan(date(2026, 11, 5))
    leave()
    with on(date(2026, 11, 9)):
        given = actions.Reassignment(cast.culture.id, "Đúng chức năng hơn", seen_unit_id=cast.finance.id)
        actions.reassign_task(task, given, by=cast.clerk)
        db.session.commit()
    plan(date(2026, 11, 11))
    assert told(task, "unaccepted_6") == set()
    plan(date(2026, 11, 12))
    assert ledger(task)[1:] == [("unaccepted_3", cast.outsider.user_id)]


def test_silence_counts_from_the_last_word_and_a_word_opens_a_fresh_set(issue, cast, use):
    use(general(SILENT))
    task = issue(None)
    with on(date(2026, 11, 3)):
        actions.accept_task(task, by=cast.finance_head)
        actions.assign_officer(task, cast.finance_officer.user_id, "Sơn", by=cast.finance_head)
        db.session.commit()
    plan(date(2026, 11, 9))
    assert ledger(task) == []
    plan(date(2026, 11, 10))
    leave()
    with on(date(2026, 11, 11)):
        actions.add_update(task, progress("a"), by=cast.finance_head)
        db.session.commit()
    plan(date(2026, 11, 17))
    plan(date(2026, 11, 18))
    officer = cast.finance_officer.user_id
    rows = db.session.execute(db.select(Reminder.stage, Reminder.user_id, Reminder.anchor_on).order_by(Reminder.id))
    assert [tuple(row) for row in rows] == [
        ("silent_5", officer, date(2026, 11, 3)),
        ("silent_5", officer, date(2026, 11, 11)),
    ]


def test_what_is_reported_waits_for_the_office_and_for_nobody_of_the_unit(issue, cast, use):
    use(default_book())
    task = issue(date(2026, 12, 31))
    with on(date(2026, 11, 4)):
        actions.submit_completion(task, progress("a"), date(2026, 11, 4), by=cast.finance_head)
        db.session.commit()
    plan(date(2026, 11, 4))
    plan(date(2026, 11, 5))
    assert ledger(task) == [("unconfirmed_1", cast.clerk.user_id)]
    plan(date(2026, 11, 10))
    assert [stage for stage, _user in ledger(task)] == ["unconfirmed_1", "unconfirmed_4"]
    with on(date(2026, 11, 10)):
        actions.send_back(task, "Thiếu số liệu", by=cast.clerk)
        db.session.commit()
    assert plan(date(2026, 11, 13)).reminders == 0


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        (Audience.OFFICER, {"finance_officer"}),
        (Audience.HEAD, {"finance_head", "deputy"}),
        (Audience.COOPERATING, {"ward_chair"}),
        (Audience.LEADER, {"chairman"}),
        (Audience.OFFICE, {"clerk"}),
    ],
)
def test_each_kind_of_people(issue, cast, use, audience, expected):
    use(general(due_today(audience)))
    cast.deputy = hire("tckh.pho", "Lục Văn Phó", Role.DEPUTY, cast.finance, "")
    task = issue(date(2026, 11, 24), cooperating_unit_ids=[cast.ward.id])
    task.officer_id = cast.finance_officer.user_id
    db.session.commit()
    plan(date(2026, 11, 24))
    assert told(task, "due_today") == {getattr(cast, name).user_id for name in expected}
    [row] = {(row.is_cooperating) for row in db.session.scalars(db.select(Reminder))}
    assert row == (audience is Audience.COOPERATING)


def test_where_nobody_is_the_officer_the_head_is(issue, cast, use):
    use(general(due_today(Audience.OFFICER)))
    nobody, left, disabled = (issue(date(2026, 11, 24), title) for title in ("Việc một", "Việc hai", "Việc ba"))
    gone = hire("cu", "Lục Văn Cũ", Role.OFFICER, cast.finance, "")
    left.officer_id = gone.user_id
    db.session.get_one(Post, gone.post_id).ended_on = date(2026, 11, 20)
    disabled.officer_id = cast.finance_officer.user_id
    db.session.get_one(User, cast.finance_officer.user_id).is_enabled = False
    db.session.commit()
    plan(date(2026, 11, 24))
    for task in (nobody, left, disabled):
        assert told(task, "due_today") == {cast.finance_head.user_id}


def test_those_who_have_left_or_may_not_sign_in_are_never_told(issue, cast, use):
    use(general(due_today(*Audience)))
    task = issue(date(2026, 11, 24), cooperating_unit_ids=[cast.ward.id])
    db.session.get_one(User, cast.ward_chair.user_id).is_enabled = False
    for actor in (cast.chairman, cast.clerk):
        db.session.get_one(Post, actor.post_id).ended_on = date(2026, 11, 20)
    db.session.commit()
    plan(date(2026, 11, 24))
    assert told(task, "due_today") == {cast.finance_head.user_id}


def test_one_set_of_rules_for_each_task(issue, cast, use):
    head, leader, office = (frozenset({who}) for who in (Audience.HEAD, Audience.LEADER, Audience.OFFICE))
    rules = [Rule(RuleKind.DUE_TODAY, 0, who) for who in (head, leader, office)]
    book = use(
        RuleBook(
            RuleSet((rules[0],)),
            starred=RuleSet((rules[1],), is_starred=True),
            topics=(RuleSet((rules[2],), topic_id=cast.budget.id),),
        )
    )
    plain, other, topical, starred = (
        issue(date(2026, 11, 24), f"Việc {number}", topic_id=topic)
        for number, topic in enumerate((None, cast.digital.id, cast.budget.id, cast.budget.id))
    )
    starred.is_starred = True
    db.session.commit()
    plan(date(2026, 11, 24))
    found = {task.id: told(task, "due_today") for task in (plain, other, topical, starred)}
    assert list(found.values()) == [
        {cast.finance_head.user_id},
        {cast.finance_head.user_id},
        {cast.clerk.user_id},
        {cast.chairman.user_id},
    ]
    for task in (plain, other, topical, starred):
        [rule] = book.set_for(is_starred=task.is_starred, topic_id=task.topic_id).rules
        assert rule.audience == {head: head, leader: leader, office: office}[rule.audience]


def test_the_earliest_hour_of_the_rules_goes_with_the_news(issue, cast, use, monkeypatch):
    seen, read = {}, ledger_module.read_news
    monkeypatch.setattr(ledger_module, "read_news", lambda day: (note(seen, news) for news in read(day)))
    use(
        general(
            due_today(Audience.HEAD, hour=14),
            due_today(Audience.LEADER, hour=15),
            Rule(RuleKind.ACCEPTANCE, 3, frozenset({Audience.LEADER}), hour=9),
            Rule(RuleKind.UPDATE, 3, frozenset({Audience.OFFICE}), hour=9),
            Rule(RuleKind.ACCEPTANCE, 4, frozenset({Audience.OFFICE})),
        )
    )
    issue(date(2026, 11, 24))
    plan(date(2026, 11, 24))
    assert seen == {cast.finance_head.user_id: 14, cast.chairman.user_id: 9, cast.clerk.user_id: None}


def note(seen, news):
    """Keep the hour of somebody's news."""
    seen[news.user_id] = news.hour
    return news


def test_news_hold_a_task_once_in_each_track(issue, cast, use):
    use(general(UNACCEPTED, due_today(Audience.HEAD, Audience.OFFICER)))
    task = issue(date(2026, 11, 24))
    plan(date(2026, 11, 24))
    [mail] = digests()
    lines = read_rest(mail.id)
    assert [(line.task_id, line.track, line.anchor_on) for line in lines] == [
        (task.id, Track.ACCEPTANCE, date(2026, 11, 2)),
        (task.id, Track.TERM, date(2026, 11, 24)),
    ]


@pytest.mark.parametrize("track", Track)
def test_before_sending_each_track_is_asked_whether_it_is_still_so(issue, cast, use, track):
    rules = {
        Track.TERM: due_today(Audience.LEADER),
        Track.ACCEPTANCE: UNACCEPTED,
        Track.UPDATE: SILENT,
        Track.CONFIRMATION: UNCONFIRMED,
    }
    use(general(rules[track]))
    task = issue(date(2026, 11, 24))
    if track is Track.CONFIRMATION:
        task.state, task.waits_since = TaskState.SUBMITTED, date(2026, 11, 20)
        db.session.commit()
    plan(date(2026, 11, 24))
    [mail] = digests()
    assert judge_digests([mail.id])[mail.id] == (True, False)
    if track is Track.TERM:
        task.due_on = date(2026, 11, 25)
    else:
        task.state, task.waits_since = TaskState.ACCEPTED, date(2026, 11, 24)
    db.session.commit()
    assert judge_digests([mail.id])[mail.id] == (False, True)


@pytest.mark.parametrize("audience", Audience)
def test_before_sending_each_kind_of_people_is_asked_whether_it_is_still_theirs(issue, cast, use, audience):
    use(general(due_today(audience)))
    task = issue(date(2026, 11, 24), cooperating_unit_ids=[cast.ward.id])
    task.officer_id = cast.finance_officer.user_id
    db.session.commit()
    plan(date(2026, 11, 24))
    [mail] = digests()
    assert judge_digests([mail.id])[mail.id] == (True, False)
    if audience is Audience.OFFICER:
        task.officer_id = None
    elif audience is Audience.LEADER:
        task.leader_id = cast.vice_chairman.user_id
    else:
        held = {Audience.HEAD: "finance_head", Audience.COOPERATING: "ward_chair", Audience.OFFICE: "clerk"}
        people.end_post(db.session.get_one(Post, getattr(cast, held[audience]).post_id), by=cast.admin)
    db.session.commit()
    assert judge_digests([mail.id])[mail.id] == (False, True)


def test_the_task_page_tells_of_every_track(issue, cast, use):
    use(default_book())
    task = issue(date(2027, 3, 1))
    with on(date(2026, 11, 3)):
        assert facts_of(task) == [("Lần nhắc tiếp theo", "Thứ Năm 05/11/2026, 07:30 · chưa tiếp nhận")]
    plan(date(2026, 11, 5))
    assert [line["text"] for line in timeline_of(task)] == ["chưa tiếp nhận · gửi tới 1 người · đang chờ gửi"]
    assert list_reminders_of(task.id)[0].track == Track.ACCEPTANCE
    with on(date(2026, 11, 5), 9):
        actions.accept_task(task, by=cast.finance_head)
        db.session.commit()
        assert facts_of(task) == [("Lần nhắc tiếp theo", "Thứ Năm 26/11/2026, 07:30 · lâu chưa cập nhật")]
        actions.submit_completion(task, progress("a"), date(2026, 11, 5), by=cast.finance_head)
        db.session.commit()
        assert facts_of(task) == [("Lần nhắc tiếp theo", "Thứ Sáu 06/11/2026, 07:30 · chờ xác nhận")]
        actions.confirm_completion(task, by=cast.clerk)
        assert facts_of(task) == []


def test_the_page_shows_the_hour_of_the_rule(issue, use):
    use(general(due_today(Audience.HEAD, hour=14)))
    with on(date(2026, 11, 3)):
        assert facts_of(issue(date(2026, 11, 24))) == [("Lần nhắc tiếp theo", "Thứ Ba 24/11/2026, 14:00")]


def test_rules_that_say_nothing_plan_nothing(issue, use):
    use(general(due_today(Audience.HEAD, is_on=False)))
    task = issue(date(2026, 11, 24))
    assert plan(date(2026, 11, 24)).reminders == 0
    assert facts_of(task) == []
