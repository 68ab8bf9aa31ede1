"""The rules by which people are reminded, as plain values: what an administrator sets, and what planning asks.

A task obeys one set of rules, whole: that of starred tasks if there is one and the task is starred, else that of its
topic if there is one, else the general set. So an exception can be read in one place and never mixes with the rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ...tasks.emails.audience import Audience as Audience

WORKDAYS = frozenset({1, 2, 3, 4, 5, 6, 7})


class RuleKind(StrEnum):
    """On what somebody is told. The first two are told at once, the others by the plan of the day."""

    ISSUED = "issued"
    EXTENSION_DECIDED = "extension_decided"
    ACCEPTANCE = "acceptance"
    BEFORE = "before"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    UPDATE = "update"
    CONFIRMATION = "confirmation"


AT_ONCE = frozenset({RuleKind.ISSUED, RuleKind.EXTENSION_DECIDED})


@dataclass(frozen=True)
class Rule:
    """One line of a set.

    `days` counts working days: left before the end of the term (`before`), after it (`overdue`), after the day of
    assignment (`acceptance`), of the unit's last word (`update`) or of its report (`confirmation`); 0 where the kind
    says it all. `every`: told again after so many working days more, 0 for once. `hour`: office hour of sending, None
    for the time of the plan. `weekdays`: ISO weekdays on which it may be told; what is reached on another day is told
    on the next one that may. `is_optional`: a person may stop it, or have it once a week.
    """

    kind: RuleKind
    days: int
    audience: frozenset[Audience]
    every: int = 0
    hour: int | None = None
    weekdays: frozenset[int] = WORKDAYS
    is_on: bool = True
    is_optional: bool = False


@dataclass(frozen=True)
class RuleSet:
    """The rules of the office in general, of a topic, or of starred tasks; and its ladder.

    `head_after`, `leader_after`: so many working days after the end of the term an unfinished task climbs to the
    head of its unit and to the leader who answers for it, once each; 0: never.
    """

    rules: tuple[Rule, ...]
    topic_id: int | None = None
    is_starred: bool = False
    head_after: int = 1
    leader_after: int = 5


@dataclass(frozen=True)
class RuleBook:
    """All sets: the general one, and the exceptions."""

    general: RuleSet
    starred: RuleSet | None = None
    topics: tuple[RuleSet, ...] = ()

    def set_for(self, *, is_starred: bool, topic_id: int | None) -> RuleSet:
        """The one set that a task obeys."""
        if is_starred and self.starred is not None:
            return self.starred
        return next((one for one in self.topics if one.topic_id == topic_id), self.general)


def _told(*audience: Audience) -> frozenset[Audience]:
    return frozenset(audience)


_DOERS = _told(Audience.OFFICER, Audience.COOPERATING)
_ANSWERING = _told(Audience.OFFICER, Audience.HEAD, Audience.COOPERATING)

# What comparable offices do; every number is on screen. An early word may be stopped, the due date may not.
DEFAULT_RULES: tuple[Rule, ...] = (
    Rule(RuleKind.ISSUED, 0, _ANSWERING),
    Rule(RuleKind.EXTENSION_DECIDED, 0, _told(Audience.OFFICER, Audience.HEAD)),
    Rule(RuleKind.ACCEPTANCE, 3, _told(Audience.HEAD), every=3),
    Rule(RuleKind.BEFORE, 7, _DOERS, is_optional=True),
    Rule(RuleKind.BEFORE, 3, _ANSWERING),
    Rule(RuleKind.BEFORE, 1, _ANSWERING),
    Rule(RuleKind.DUE_TODAY, 0, _ANSWERING),
    Rule(RuleKind.OVERDUE, 1, _ANSWERING, every=5),
    Rule(RuleKind.UPDATE, 15, _told(Audience.OFFICER), every=10, is_optional=True),
    Rule(RuleKind.CONFIRMATION, 1, _told(Audience.OFFICE), every=3),
)


def default_book() -> RuleBook:
    """The rules of an office that has changed nothing."""
    return RuleBook(RuleSet(DEFAULT_RULES))


def find_rules(rules: Iterable[Rule], kind: RuleKind) -> list[Rule]:
    """Those of that kind that are switched on."""
    return [rule for rule in rules if rule.kind == kind and rule.is_on]
