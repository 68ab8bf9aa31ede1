"""What a set of rules may hold: what can be set of each kind, in which range, and what goes together. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from ...settings.book import Range
from .book import AT_ONCE, WORKDAYS, Audience, Rule, RuleKind, RuleSet


@dataclass(frozen=True)
class Shape:
    """What can be set of a kind besides who is told; what is None there is fixed."""

    days: Range | None = None
    every: Range | None = None
    may_be_optional: bool = False


# In the order of a task's life, as they stand on the screen.
SHAPES: dict[RuleKind, Shape] = {
    RuleKind.ISSUED: Shape(),
    RuleKind.ACCEPTANCE: Shape(Range(1, 60), Range(0, 60), may_be_optional=True),
    RuleKind.BEFORE: Shape(Range(1, 60), may_be_optional=True),
    RuleKind.DUE_TODAY: Shape(),
    RuleKind.OVERDUE: Shape(Range(1, 60), Range(0, 60)),
    RuleKind.UPDATE: Shape(Range(1, 250), Range(0, 250), may_be_optional=True),
    RuleKind.CONFIRMATION: Shape(Range(1, 60), Range(0, 60), may_be_optional=True),
    RuleKind.EXTENSION_DECIDED: Shape(),
}
ORDER = tuple(SHAPES)
HEAD_AFTER, LEADER_AFTER = Range(0, 60), Range(0, 250)
HOURS = range(6, 21)
MOST_BEFORE = 10
_MOST_WEEKDAYS = frozenset({1, 2, 3, 4, 5})


class FaultKind(StrEnum):
    """What is wrong with a set."""

    RANGE = "range"
    NOBODY = "nobody"
    HEADLESS = "headless"
    UNCONFIRMED = "unconfirmed"
    TWICE = "twice"
    CROWDED = "crowded"
    NO_WEEKDAY = "no_weekday"
    FIXED = "fixed"
    SILENT = "silent"
    LEADER_FIRST = "leader_first"


class Fault(NamedTuple):
    """A fault, the field it stands beside, and the place of its rule in the set (None: the set's own field)."""

    kind: FaultKind
    field: str
    place: int | None = None


def in_order(rule_set: RuleSet) -> RuleSet:
    """The same set with its rules as they stand on the screen: two sets that say the same are equal then."""
    rules = sorted(rule_set.rules, key=lambda rule: (ORDER.index(rule.kind), -rule.days))
    return replace(rule_set, rules=tuple(rules))


def find_faults(rule_set: RuleSet) -> list[Fault]:
    """Everything that must be mended before the set may be saved."""
    found = [fault for place, rule in enumerate(rule_set.rules) for fault in _of_rule(rule, place)]
    found += _of_days_before(rule_set.rules)
    for field, allowed in (("head_after", HEAD_AFTER), ("leader_after", LEADER_AFTER)):
        if not allowed.low <= getattr(rule_set, field) <= allowed.high:
            found.append(Fault(FaultKind.RANGE, field))
    if rule_set.head_after and 0 < rule_set.leader_after <= rule_set.head_after:
        found.append(Fault(FaultKind.LEADER_FIRST, "leader_after"))
    late = [place for place, rule in enumerate(rule_set.rules) if rule.kind in (RuleKind.DUE_TODAY, RuleKind.OVERDUE)]
    if not any(rule_set.rules[place].is_on for place in late):
        found.append(Fault(FaultKind.SILENT, "is_on", late[-1] if late else None))
    return found


def _of_rule(rule: Rule, place: int) -> Iterator[Fault]:
    shape = SHAPES[rule.kind]
    for field, allowed in (("days", shape.days), ("every", shape.every)):
        value = getattr(rule, field)
        if value if allowed is None else not allowed.low <= value <= allowed.high:
            yield Fault(FaultKind.RANGE, field, place)
    if _is_fixed_otherwise(rule, shape):
        yield Fault(FaultKind.FIXED, "is_on", place)
    if rule.hour is not None and rule.hour not in HOURS:
        yield Fault(FaultKind.RANGE, "hour", place)
    if not rule.weekdays & _MOST_WEEKDAYS or not rule.weekdays <= WORKDAYS:
        yield Fault(FaultKind.NO_WEEKDAY, "weekdays", place)
    if rule.is_on and (kind := _of_audience(rule)):
        yield Fault(kind, "audience", place)


def _is_fixed_otherwise(rule: Rule, shape: Shape) -> bool:
    """The due date may not be stopped, and what is told at once has no hour."""
    at_once = rule.kind in AT_ONCE and (rule.hour is not None or rule.weekdays != WORKDAYS)
    return at_once or (rule.is_optional and not shape.may_be_optional)


def _of_audience(rule: Rule) -> FaultKind | None:
    if not rule.audience:
        return FaultKind.NOBODY
    if rule.is_optional:
        return None
    if rule.kind == RuleKind.CONFIRMATION:
        confirms = rule.audience & {Audience.OFFICE, Audience.LEADER}
        return None if confirms else FaultKind.UNCONFIRMED
    return None if Audience.HEAD in rule.audience else FaultKind.HEADLESS


def _of_days_before(rules: Iterable[Rule]) -> Iterator[Fault]:
    seen: set[int] = set()
    count = 0
    for place, rule in enumerate(rules):
        if rule.kind != RuleKind.BEFORE:
            continue
        count += 1
        if rule.days in seen:
            yield Fault(FaultKind.TWICE, "days", place)
        if count > MOST_BEFORE:
            yield Fault(FaultKind.CROWDED, "days", place)
        seen.add(rule.days)
