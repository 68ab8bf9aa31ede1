"""When somebody is told, by the rules of the office. Pure dates and values: the plan and its preview ask the same.

Each track counts working days from an anchor. The question is never "exactly three days left?" but "which stage has
been reached?", so days on which nothing ran lose nothing: the nearest stage is told, those passed on the way are named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from ..workdays import Calendar
from .rules.book import Audience, Rule, RuleKind, RuleSet

# What repeats has any number of stages behind it; so many of the last ones are named.
REMEMBERED = 6
# So much fits into the ledger.
_MOST_PASSED = 200
# A rule that may be told on no day of work at all is given up after so many days.
_PATIENCE = 60
_DAY = timedelta(days=1)


class Track(StrEnum):
    """What a reminder is about, and from which day it counts: its anchor.

    The end of the term; the day of assignment, while the unit has not accepted; the day of the last word from the unit;
    the day on which it reported completion.
    """

    TERM = "term"
    ACCEPTANCE = "acceptance"
    UPDATE = "update"
    CONFIRMATION = "confirmation"


CLIMB_HEAD, CLIMB_LEADER = "climb_head", "climb_leader"
CLIMBS = (CLIMB_HEAD, CLIMB_LEADER)

_KINDS = {
    Track.TERM: (RuleKind.BEFORE, RuleKind.DUE_TODAY, RuleKind.OVERDUE),
    Track.ACCEPTANCE: (RuleKind.ACCEPTANCE,),
    Track.UPDATE: (RuleKind.UPDATE,),
    Track.CONFIRMATION: (RuleKind.CONFIRMATION,),
}
_WORDS = {Track.ACCEPTANCE: "unaccepted", Track.UPDATE: "silent", Track.CONFIRMATION: "unconfirmed"}


@dataclass(frozen=True)
class Stage:
    """A rule at one of its times: working days after the anchor (below zero: before it), and since when it holds.

    That first day is always a working day. `rule` says who is told, on which weekdays, when, and whether it can be
    stopped.
    """

    track: Track
    rank: int
    since: date
    rule: Rule

    @property
    def name(self) -> str:
        """How the ledger calls it: before_3, due_today, overdue_6, unaccepted_3, silent_15, unconfirmed_1."""
        if self.track is not Track.TERM:
            return f"{_WORDS[self.track]}_{self.rank}"
        if self.rank == 0:
            return "due_today"
        return f"overdue_{self.rank}" if self.rank > 0 else f"before_{-self.rank}"

    def may_be_told(self, day: date) -> bool:
        """Whether its weekdays hold that day."""
        return day.isoweekday() in self.rule.weekdays


@dataclass(frozen=True)
class Telling:
    """What is to be told today of every task with that anchor, to which of its people.

    `passed` names the stages that these people were never told of, because nothing ran on their days.
    """

    stage: Stage
    anchor_on: date
    audience: frozenset[Audience]
    passed: tuple[str, ...] = ()

    @property
    def track(self) -> Track:
        return self.stage.track


@dataclass(frozen=True)
class Climb:
    """A step of the ladder: every task whose term ended on `until` or before has reached it.

    Told to `audience` and written into the task's history, once; `after` counts the working days.
    """

    stage: str
    after: int
    until: date
    audience: frozenset[Audience]


def plan_day(
    rule_set: RuleSet,
    track: Track,
    anchors: Iterable[date],
    calendar: Calendar,
    today: date,
    plan_days: Collection[date] = (),
) -> Iterator[Telling]:
    """What is to be told today along that track: of each anchor the nearest stage, for each of its people.

    `plan_days` are earlier days on which reminders were planned; what could have been told on one of them was.
    """
    rules = rules_of(rule_set, track)
    if not rules:
        return
    for anchor in anchors:
        reached = reached_stages(rules, track, anchor, calendar, today)
        yield from _tellings(reached, anchor, today, plan_days)


def rules_of(rule_set: RuleSet, track: Track) -> list[Rule]:
    """The rules of that track that are switched on."""
    return [rule for rule in rule_set.rules if rule.is_on and rule.kind in _KINDS[track]]


def reached_stages(rules: Iterable[Rule], track: Track, anchor: date, calendar: Calendar, today: date) -> list[Stage]:
    """Every stage that has been reached by today, the oldest first; of two at once what cannot be stopped last."""
    base = _base(track, anchor, calendar)
    late = calendar.working_days_between(base, today)
    now = today if calendar.is_working(today) else calendar.working_day_before(today)
    reached = [stage for rule in rules for stage in _stages(rule, track, base, calendar, late, now)]
    return sorted(reached, key=lambda stage: (stage.rank, not stage.rule.is_optional))


def next_stage(rule_set: RuleSet, track: Track, anchor: date, calendar: Calendar, today: date) -> Stage | None:
    """The first stage to be told after today; its `since` is the day on which that may be. None: there is none."""
    base, found = _base(track, anchor, calendar), []
    late = calendar.working_days_between(base, today)
    for rule in rules_of(rule_set, track):
        reached = reached_stages([rule], track, anchor, calendar, today)[-1:]
        for stage in (*reached, *_following(rule, track, base, calendar, today, late)):
            day = _told_from(stage, calendar)
            if day is not None and day > today:
                found.append(replace(stage, since=day))
    return min(found, key=lambda stage: (stage.since, -stage.rank), default=None)


def climbs_of(rule_set: RuleSet, calendar: Calendar, today: date) -> list[Climb]:
    """The steps of the ladder, the highest first."""
    now = today if calendar.is_working(today) else calendar.working_day_before(today)
    steps = (
        (CLIMB_LEADER, rule_set.leader_after, Audience.LEADER),
        (CLIMB_HEAD, rule_set.head_after, Audience.HEAD),
    )
    return [Climb(name, after, _back(calendar, now, after), frozenset({who})) for name, after, who in steps if after]


def last_anchor(rule_set: RuleSet, track: Track, calendar: Calendar, today: date) -> date | None:
    """The last anchor of which anything can be told today; None where that track has no rules."""
    rules = rules_of(rule_set, track)
    if not rules:
        return None
    if track is not Track.TERM:
        return today
    return calendar.near_until(today, max(0, *(-_rank(rule) for rule in rules), 0))


def _tellings(reached: list[Stage], anchor: date, today: date, plan_days: Collection[date]) -> Iterator[Telling]:
    """The nearest stage of each of its people; where that one can be stopped, the nearest that cannot be as well.

    The highest first: who is told that is not told the lower one.
    """
    told: dict[int, set[Audience]] = {}
    for who in Audience:
        own = [at for at, stage in enumerate(reached) if who in stage.rule.audience and stage.may_be_told(today)]
        firm = [at for at in own if not reached[at].rule.is_optional]
        for at in {*own[-1:], *firm[-1:]}:
            told.setdefault(at, set()).add(who)
    for at in sorted(told, reverse=True):
        audience = frozenset(told[at])
        yield Telling(reached[at], anchor, audience, _passed(reached[:at], reached[at], audience, plan_days))


def _passed(
    before: list[Stage], stage: Stage, audience: frozenset[Audience], plan_days: Collection[date]
) -> tuple[str, ...]:
    theirs = [one for one in before if one.rank < stage.rank and not audience.isdisjoint(one.rule.audience)]
    told = {one.name for one in theirs if any(day >= one.since and one.may_be_told(day) for day in plan_days)}
    names = dict.fromkeys(one.name for one in theirs if one.name not in told)
    kept, room = [], _MOST_PASSED
    for name in reversed(names):
        room -= len(name) + 1
        if room < 0:
            break
        kept.append(name)
    return tuple(reversed(kept))


def _rank(rule: Rule) -> int:
    """Of its first stage."""
    return -rule.days if rule.kind is RuleKind.BEFORE else rule.days


def _base(track: Track, anchor: date, calendar: Calendar) -> date:
    """From where working days count: a term that is written as a day off ends on the next working day."""
    return calendar.working_day_from(anchor) if track is Track.TERM else anchor


def _stages(rule: Rule, track: Track, base: date, calendar: Calendar, late: int, now: date) -> Iterator[Stage]:
    """What of that rule has been reached: the newest first, some of the last ones where it repeats."""
    first = _rank(rule)
    if late < first:
        return
    if not rule.every or first < 0:
        since = _back(calendar, base, -first) if first <= 0 else _back(calendar, now, late - first)
        yield Stage(track, first, calendar.working_day_from(since), rule)
        return
    last = (late - first) // rule.every
    rank = first + last * rule.every
    day = _back(calendar, now, late - rank)
    for _ in range(min(last, REMEMBERED) + 1):
        yield Stage(track, rank, day, rule)
        rank, day = rank - rule.every, _back(calendar, day, rule.every)


def _following(rule: Rule, track: Track, base: date, calendar: Calendar, today: date, late: int) -> Iterator[Stage]:
    """The first stage of that rule after today."""
    first = _rank(rule)
    if late < first:
        rank = first
    elif rule.every and first >= 0:
        rank = first + ((late - first) // rule.every + 1) * rule.every
    else:
        return
    if rank <= 0:
        day = calendar.working_day_from(_back(calendar, base, -rank))
    else:
        day = calendar.add_working_days(today, rank - late) if late > 0 else calendar.add_working_days(base, rank)
    yield Stage(track, rank, day, rule)


def _told_from(stage: Stage, calendar: Calendar) -> date | None:
    """The first day on which that stage may be told."""
    day = stage.since
    for _ in range(_PATIENCE):
        if calendar.is_working(day) and stage.may_be_told(day):
            return day
        day += _DAY
    return None


def _back(calendar: Calendar, day: date, count: int) -> date:
    for _ in range(count):
        day = calendar.working_day_before(day)
    return day
