"""The rules of the office on a day: what is to be told by them, and of which tasks. Plan and preview read it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from ..workdays import Calendar
from .audiences import Obeying, sets_of
from .ledger import list_anchors
from .planning import Climb, Telling, Track, climbs_of, last_anchor, plan_day
from .rules.book import RuleBook


def list_tellings(
    book: RuleBook, calendar: Calendar, today: date, plan_days: Collection[date]
) -> Iterator[tuple[Obeying, Telling]]:
    """By each set of the book, what is to be told today, and which tasks obey that set."""
    for rule_set in sets_of(book):
        obeying = Obeying.of(book, rule_set)
        for track in Track:
            until = last_anchor(rule_set, track, calendar, today)
            if until is not None:
                anchors = list_anchors(track, obeying.tasks, until)
                for telling in plan_day(rule_set, track, anchors, calendar, today, plan_days):
                    yield obeying, telling


def list_climbs(book: RuleBook, calendar: Calendar, today: date) -> Iterator[tuple[Obeying, Climb]]:
    """By each set of the book, the steps of its ladder, the highest first."""
    for rule_set in sets_of(book):
        obeying = Obeying.of(book, rule_set)
        for climb in climbs_of(rule_set, calendar, today):
            yield obeying, climb
