"""Stages as tables of dates, and as properties over every pattern of days on which nothing ran."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reminders.planning import (
    CLIMB_HEAD,
    CLIMB_LEADER,
    Track,
    climbs_of,
    last_anchor,
    next_stage,
    plan_day,
    reached_stages,
    rules_of,
)
from tracker.reminders.rules.book import Audience, Rule, RuleKind, RuleSet, default_book
from tracker.workdays import Calendar

GENERAL = default_book().general
ALL = frozenset(Audience)
HEAD = frozenset({Audience.HEAD})
MONDAYS = frozenset({1})
PLAIN = Calendar()
# New Year 2023 falls on a Sunday: Monday 2/1 is free instead.
NEW_YEAR = Calendar.of(off=[date(2023, 1, 2)])
# Tết 2027: from Friday 5/2 to Thursday 11/2; Saturday 20/2 is worked instead.
TET = Calendar.of(off=[date(2027, 2, day) for day in (5, 8, 9, 10, 11)], worked=[date(2027, 2, 20)])


def reach(anchor, today, calendar=PLAIN, track=Track.TERM, rules=GENERAL):
    """Every stage that has been reached."""
    return reached_stages(rules_of(rules, track), track, anchor, calendar, today)


def stage(due_on, today, calendar=PLAIN, track=Track.TERM, rules=GENERAL):
    """The name of the nearest stage, or nothing."""
    reached = reach(due_on, today, calendar, track, rules)
    return reached[-1].name if reached else ""


def tell(anchor, today, plan_days=(), rules=GENERAL, track=Track.TERM, calendar=PLAIN):
    """What is to be told of one anchor."""
    return list(plan_day(rules, track, [anchor], calendar, today, plan_days))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 18), ""),  # Wednesday: 8 working days left
        (date(2026, 11, 19), "before_7"),
        (date(2026, 11, 24), "before_7"),  # 4 left, still the same stage
        (date(2026, 11, 25), "before_3"),
        (date(2026, 11, 26), "before_3"),
        (date(2026, 11, 27), "before_1"),
        (date(2026, 11, 29), "before_1"),  # Sunday
        (date(2026, 11, 30), "due_today"),
        (date(2026, 12, 1), "overdue_1"),
        (date(2026, 12, 7), "overdue_1"),
        (date(2026, 12, 8), "overdue_6"),
        (date(2026, 12, 14), "overdue_6"),
        (date(2026, 12, 15), "overdue_11"),
    ],
)
def test_stages_of_a_term_that_ends_on_monday_30_november_2026(today, expected):
    assert stage(date(2026, 11, 30), today) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2022, 12, 29), "before_3"),  # Thursday: Friday and then Tuesday 3/1 are left
        (date(2022, 12, 30), "before_1"),
        (date(2022, 12, 31), "before_1"),
        (date(2023, 1, 3), "due_today"),  # 31/12/2022 is a Saturday, 2/1/2023 is off
        (date(2023, 1, 4), "overdue_1"),
    ],
)
def test_a_term_that_ends_on_a_day_off_ends_on_the_next_working_day(today, expected):
    assert stage(date(2022, 12, 31), today, NEW_YEAR) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2027, 2, 4), "before_1"),  # the last working day before Tết; the term ends on 12/2
        (date(2027, 2, 9), "before_1"),
        (date(2027, 2, 12), "due_today"),
        (date(2027, 2, 15), "overdue_1"),
        (date(2027, 2, 19), "overdue_1"),
        (date(2027, 2, 20), "overdue_6"),  # the Saturday that is worked counts
    ],
)
def test_stages_across_tet_and_a_swapped_saturday(today, expected):
    assert stage(date(2027, 2, 8), today, TET) == expected


@pytest.mark.parametrize(
    ("track", "today", "expected"),
    [
        # Saturday 14/11: the first working day after it is Monday the 16th.
        (Track.ACCEPTANCE, date(2026, 11, 17), ""),
        (Track.ACCEPTANCE, date(2026, 11, 18), "unaccepted_3"),
        (Track.ACCEPTANCE, date(2026, 11, 20), "unaccepted_3"),
        (Track.ACCEPTANCE, date(2026, 11, 23), "unaccepted_6"),
        (Track.ACCEPTANCE, date(2026, 11, 26), "unaccepted_9"),
        (Track.UPDATE, date(2026, 12, 3), ""),
        (Track.UPDATE, date(2026, 12, 4), "silent_15"),
        (Track.UPDATE, date(2026, 12, 17), "silent_15"),
        (Track.UPDATE, date(2026, 12, 18), "silent_25"),
        (Track.CONFIRMATION, date(2026, 11, 15), ""),
        (Track.CONFIRMATION, date(2026, 11, 16), "unconfirmed_1"),
        (Track.CONFIRMATION, date(2026, 11, 19), "unconfirmed_4"),
    ],
)
def test_stages_of_what_waits_since_saturday_14_november_2026(track, today, expected):
    assert stage(date(2026, 11, 14), today, track=track) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 19), [("before_7", {"officer", "cooperating"})]),
        (date(2026, 11, 25), [("before_3", {"officer", "head", "cooperating"})]),
        (date(2026, 11, 30), [("due_today", {"officer", "head", "cooperating"})]),
        (date(2026, 12, 8), [("overdue_6", {"officer", "head", "cooperating"})]),
    ],
)
def test_by_the_rules_that_nobody_changed_an_early_word_goes_to_those_who_do_the_work(today, expected):
    told = [(one.stage.name, set(one.audience)) for one in tell(date(2026, 11, 30), today)]
    assert told == expected


def test_stages_that_were_passed_are_named_with_the_nearest_one():
    [due] = tell(date(2026, 11, 30), date(2026, 12, 9))
    assert due.stage.name == "overdue_6"
    assert list(due.passed) == ["before_7", "before_3", "before_1", "due_today", "overdue_1"]


def test_only_what_went_by_since_the_last_plan_counts_as_passed():
    [due] = tell(date(2026, 11, 30), date(2026, 12, 9), plan_days=[date(2026, 11, 27)])
    assert list(due.passed) == ["due_today", "overdue_1"]


def test_a_term_that_ended_long_ago_keeps_a_past_that_fits_into_the_ledger():
    crowd = tuple(Rule(RuleKind.BEFORE, days, HEAD) for days in range(1, 60))
    for rules in (GENERAL, RuleSet((*crowd, Rule(RuleKind.OVERDUE, 1, HEAD, every=1)))):
        [due] = tell(date(2020, 1, 6), date(2026, 11, 24), rules=rules)
        assert len(due.passed) <= 4 + 6 + 60
        assert 0 < len(" ".join(due.passed)) <= 200
        assert due.passed[-1].startswith("overdue_"), "the last ones are named"


def test_each_of_its_people_is_told_the_nearest_stage_that_means_him_the_highest_first():
    rules = RuleSet(
        (
            Rule(RuleKind.OVERDUE, 1, frozenset({Audience.OFFICER, Audience.HEAD}), every=5),
            Rule(RuleKind.OVERDUE, 10, frozenset({Audience.LEADER}), every=10),
            Rule(RuleKind.BEFORE, 3, frozenset({Audience.OFFICE})),
        )
    )
    told = tell(date(2026, 11, 2), date(2026, 11, 19), rules=rules)
    assert [(one.stage.name, set(one.audience)) for one in told] == [
        ("overdue_11", {"officer", "head"}),
        ("overdue_10", {"leader"}),
        ("before_3", {"office"}),
    ]


def test_a_stage_that_some_have_stopped_does_not_hide_the_one_that_nobody_can_stop():
    rules = RuleSet((Rule(RuleKind.UPDATE, 10, HEAD), Rule(RuleKind.UPDATE, 15, HEAD, is_optional=True)))
    told = tell(date(2026, 11, 2), date(2026, 11, 24), rules=rules, track=Track.UPDATE)
    assert [one.stage.name for one in told] == ["silent_15", "silent_10"]


def test_of_two_rules_at_once_the_one_that_nobody_can_stop_speaks():
    rules = RuleSet((Rule(RuleKind.BEFORE, 3, HEAD), Rule(RuleKind.BEFORE, 3, HEAD, is_optional=True)))
    [due] = tell(date(2026, 11, 27), date(2026, 11, 24), rules=rules)
    assert not due.stage.rule.is_optional


@pytest.mark.parametrize(
    ("today", "plan_days", "told", "passed"),
    [
        (date(2026, 11, 25), [], [], ()),  # Wednesday: reached, but told on Mondays only
        (date(2026, 11, 30), [date(2026, 11, 27)], ["due_today"], ("before_3",)),  # Monday, too late by now
    ],
)
def test_what_is_reached_on_a_day_without_it_waits_for_the_next_or_is_named(today, plan_days, told, passed):
    rules = RuleSet((Rule(RuleKind.BEFORE, 3, HEAD, weekdays=MONDAYS), Rule(RuleKind.DUE_TODAY, 0, HEAD)))
    found = tell(date(2026, 11, 30), today, plan_days, rules=rules)
    assert [one.stage.name for one in found] == told
    assert [one.passed for one in found] == [passed] * len(told)


def test_what_is_told_on_mondays_only_is_told_on_monday():
    rules = RuleSet((Rule(RuleKind.BEFORE, 5, HEAD, weekdays=MONDAYS),))
    days = [date(2026, 11, day) for day in range(18, 28) if date(2026, 11, day).weekday() < 5]
    assert [day.day for day in days if tell(date(2026, 11, 27), day, rules=rules)] == [23]
    found = next_stage(rules, Track.TERM, date(2026, 11, 27), PLAIN, date(2026, 11, 20))
    assert (found.name, found.since) == ("before_5", date(2026, 11, 23))


def test_rules_that_are_switched_off_say_nothing():
    rules = RuleSet((Rule(RuleKind.DUE_TODAY, 0, HEAD, is_on=False),))
    assert tell(date(2026, 11, 24), date(2026, 11, 24), rules=rules) == []
    assert last_anchor(rules, Track.TERM, PLAIN, date(2026, 11, 24)) is None
    assert next_stage(rules, Track.TERM, date(2026, 11, 24), PLAIN, date(2026, 11, 2)) is None


def test_a_rule_without_repetition_is_told_once_and_then_nothing_follows():
    rules = RuleSet((Rule(RuleKind.ACCEPTANCE, 3, HEAD),))
    assert stage(date(2026, 11, 2), date(2026, 12, 24), track=Track.ACCEPTANCE, rules=rules) == "unaccepted_3"
    assert next_stage(rules, Track.ACCEPTANCE, date(2026, 11, 2), PLAIN, date(2026, 11, 4)).name == "unaccepted_3"
    assert next_stage(rules, Track.ACCEPTANCE, date(2026, 11, 2), PLAIN, date(2026, 11, 5)) is None


def test_a_rule_that_may_speak_on_no_day_of_work_never_does():
    rules = RuleSet((Rule(RuleKind.DUE_TODAY, 0, HEAD, weekdays=frozenset({7})),))
    assert next_stage(rules, Track.TERM, date(2026, 11, 24), PLAIN, date(2026, 11, 2)) is None


@pytest.mark.parametrize(
    ("due_on", "today", "calendar", "expected"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), PLAIN, []),
        (date(2026, 11, 20), date(2026, 11, 23), PLAIN, [CLIMB_HEAD]),
        (date(2026, 11, 20), date(2026, 11, 26), PLAIN, [CLIMB_HEAD]),
        (date(2026, 11, 20), date(2026, 11, 27), PLAIN, [CLIMB_LEADER, CLIMB_HEAD]),
        (date(2026, 11, 21), date(2026, 11, 23), PLAIN, []),  # a Saturday ends on Monday
        (date(2027, 2, 6), date(2027, 2, 12), TET, []),  # inside Tết: ends on 12/2
        (date(2027, 2, 6), date(2027, 2, 15), TET, [CLIMB_HEAD]),
        (date(2027, 2, 6), date(2027, 2, 18), TET, [CLIMB_HEAD]),
        (date(2027, 2, 6), date(2027, 2, 19), TET, [CLIMB_LEADER, CLIMB_HEAD]),
    ],
)
def test_steps_of_the_ladder_count_working_days(due_on, today, calendar, expected):
    climbs = climbs_of(GENERAL, calendar, today)
    assert [climb.stage for climb in climbs if due_on <= climb.until] == expected


def test_a_step_that_is_set_to_nought_is_none():
    assert climbs_of(RuleSet((), head_after=0, leader_after=0), PLAIN, date(2026, 11, 24)) == []


def test_the_next_stage_is_what_the_task_page_shows():
    due_on = date(2026, 11, 30)
    shown = [
        (today, next_stage(GENERAL, Track.TERM, due_on, PLAIN, today))
        for today in map(date, [2026] * 5, [11] * 5, [18, 19, 25, 27, 30])
    ]
    assert [(today.day, found.name, found.since.isoformat()) for today, found in shown] == [
        (18, "before_7", "2026-11-19"),
        (19, "before_3", "2026-11-25"),
        (25, "before_1", "2026-11-27"),
        (27, "due_today", "2026-11-30"),
        (30, "overdue_1", "2026-12-01"),
    ]


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
holidays = st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=40)
calendars = st.builds(lambda off, worked: Calendar.of(off, worked - off), holidays, holidays)
audiences = st.frozensets(st.sampled_from(Audience), min_size=1)
# Every set leaves at least one day of the working week.
weekdays = st.frozensets(st.integers(1, 5), min_size=1)
DAYS = {
    RuleKind.BEFORE: st.integers(1, 20),
    RuleKind.DUE_TODAY: st.just(0),
    RuleKind.OVERDUE: st.integers(1, 20),
    RuleKind.ACCEPTANCE: st.integers(1, 20),
    RuleKind.UPDATE: st.integers(1, 20),
    RuleKind.CONFIRMATION: st.integers(1, 20),
}
REPEATS = {RuleKind.OVERDUE, RuleKind.ACCEPTANCE, RuleKind.UPDATE, RuleKind.CONFIRMATION}


@st.composite
def rule_of(draw, kind, days_of_week):
    """A rule of that kind."""
    every = draw(st.integers(0, 8)) if kind in REPEATS else 0
    is_optional = draw(st.booleans())
    return Rule(kind, draw(DAYS[kind]), draw(audiences), every, weekdays=days_of_week, is_optional=is_optional)


TRACK_OF = {
    RuleKind.ACCEPTANCE: Track.ACCEPTANCE,
    RuleKind.UPDATE: Track.UPDATE,
    RuleKind.CONFIRMATION: Track.CONFIRMATION,
}


@st.composite
def tracks(draw):
    """A track and a set with some rules for it, on the same weekdays: two of its stages may have one name."""
    track = draw(st.sampled_from(Track))
    kinds = [kind for kind in DAYS if TRACK_OF.get(kind, Track.TERM) is track]
    days_of_week = draw(weekdays)
    one = st.sampled_from(kinds).flatmap(lambda kind: rule_of(kind, days_of_week))
    rules = draw(st.lists(one, min_size=1, max_size=5))
    return track, RuleSet(tuple(rules))


@given(tracks(), days, calendars, st.integers(-40, 120))
def test_the_nearest_stage_is_the_last_one_that_holds(chosen, anchor, calendar, shift):
    track, rules = chosen
    today = anchor + timedelta(days=shift if track is Track.TERM else abs(shift))
    reached = reach(anchor, today, calendar, track, rules)
    assert [(found.rank) for found in reached] == sorted(found.rank for found in reached)
    assert all(calendar.is_working(found.since) and found.since <= today for found in reached)
    for found in reached:
        names = [other.name for other in reach(anchor, found.since, calendar, track, rules)]
        assert names[-1] == found.name
        assert found.name not in [
            other.name for other in reach(anchor, found.since - timedelta(days=1), calendar, track, rules)
        ]
    if track is Track.TERM and reached:
        assert anchor <= last_anchor(rules, track, calendar, today)


@given(tracks(), days, calendars, st.integers(-40, 120))
def test_the_next_stage_is_told_on_its_day_and_on_no_day_between(chosen, anchor, calendar, shift):
    track, rules = chosen
    today = anchor + timedelta(days=shift if track is Track.TERM else abs(shift))
    found = next_stage(rules, track, anchor, calendar, today)
    told = {
        name
        for before in range(60)
        for name in _names(anchor, today - timedelta(days=before), rules, track, calendar)
        if calendar.is_working(today - timedelta(days=before))
    }
    day = today + timedelta(days=1)
    while (found is None and day < today + timedelta(days=40)) or (found is not None and day < found.since):
        if calendar.is_working(day):
            assert set(_names(anchor, day, rules, track, calendar)) <= told
        day += timedelta(days=1)
    if found is not None:
        assert found.since > today
        assert calendar.is_working(found.since)
        assert found.since.isoweekday() in found.rule.weekdays
        assert found.name in [one.name for one in reach(anchor, found.since, calendar, track, rules)]


def _names(anchor, day, rules, track, calendar):
    return [one.stage.name for one in tell(anchor, day, rules=rules, track=track, calendar=calendar)]


def is_settled(stages, ran, told, named, rank):
    """Whether a stage that has been reached was told, or waits for its weekday, or is behind a nearer one.

    What could never be told is named with that one (`named` None: not all names fit).
    """
    name, own = stages[0].name, stages[0].rank
    could_be_told = any(stage.may_be_told(day) and day >= stage.since for stage in stages for day in ran)
    if name in told or rank <= own:
        return name in told or rank == own or not could_be_told or len(stages) > 1
    return could_be_told or named is None or name in named


@given(tracks(), days, calendars, st.sets(st.integers(-30, 80), max_size=60))
def test_whatever_days_nothing_ran_on_each_stage_is_told_once_to_each_of_its_people_or_named_as_passed(
    chosen, anchor, calendar, shifts
):
    track, rules = chosen
    told, passed, rank = (dict.fromkeys(Audience) for _ in range(3))
    for who in Audience:
        told[who], passed[who], rank[who] = [], set(), -99
    ran, is_full = [], False
    for shift in sorted(shifts if track is Track.TERM else {abs(shift) for shift in shifts}):
        today = anchor + timedelta(days=shift)
        if not calendar.is_working(today):
            continue
        for due in tell(anchor, today, ran, rules, track, calendar):
            assert today.isoweekday() in due.stage.rule.weekdays
            is_full = is_full or len(" ".join(due.passed)) > 180  # the first ones no longer fit
            for who in due.audience:
                if due.stage.rank > rank[who]:  # as the ledger keeps it
                    rank[who] = due.stage.rank
                    told[who].append(due.stage.name)
                    passed[who] |= set(due.passed)
        ran.insert(0, today)
        reached = reach(anchor, today, calendar, track, rules)
        for found in reached:
            same = [stage for stage in reached if stage.name == found.name]  # two rules at once count as one
            for who in found.rule.audience:
                named = passed[who] if not is_full else None
                assert is_settled(same, ran, told[who], named, rank[who])
    for who in Audience:
        assert len(told[who]) == len(set(told[who]))
        assert not passed[who] & set(told[who])


@given(tracks(), days, calendars, st.integers(1, 60))
def test_a_moved_anchor_is_told_of_as_if_the_old_one_had_never_been(chosen, anchor, calendar, shift):
    track, rules = chosen
    moved = anchor + timedelta(days=shift)
    both = list(plan_day(rules, track, [anchor, moved], calendar, moved, ()))
    assert [due for due in both if due.anchor_on == moved] == tell(moved, moved, (), rules, track, calendar)
