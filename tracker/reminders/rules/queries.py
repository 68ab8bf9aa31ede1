"""The office's rules, read once per request or job."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from flask import g
from sqlalchemy import select

from ... import history
from ...db import read_rows
from ...history.models import HistoryEntry
from .book import Audience, Rule, RuleBook, RuleKind, RuleSet, default_book
from .limits import in_order
from .models import ReminderRule, ReminderRuleSet
from .scope import GENERAL, Scope

SUBJECT = "reminder_rules"


@dataclass(frozen=True)
class StoredSet:
    """A set as the database holds it."""

    id: int
    version: int
    value: RuleSet


def rule_book() -> RuleBook:
    """All rules as a value. Cached for the application context; `forget_rules` after a change."""
    topics = tuple(one.value for one in list_stored_sets() if one.value.topic_id is not None)
    return RuleBook(
        general=_value_of(GENERAL) or default_book().general,
        starred=_value_of(Scope(is_starred=True)),
        topics=topics,
    )


def with_set(value: RuleSet) -> RuleBook:
    """The rules as they would be with that set in place of the one of its scope."""
    book = rule_book()
    if value.topic_id is not None:
        others = [one for one in book.topics if one.topic_id != value.topic_id]
        return replace(book, topics=(*others, value))
    return replace(book, starred=value) if value.is_starred else replace(book, general=value)


def list_stored_sets() -> Sequence[StoredSet]:
    """The sets that differ from the defaults, the general one first."""
    if "reminder_rules" not in g:
        g.reminder_rules = _read_sets()
    found: Sequence[StoredSet] = g.reminder_rules
    return found


def forget_rules() -> None:
    """Read them anew next time."""
    g.pop("reminder_rules", None)


def find_stored_set(scope: Scope) -> StoredSet | None:
    """The set of that scope; None where the office has none of its own."""
    return next((one for one in list_stored_sets() if Scope.of(one.value) == scope), None)


def find_set(scope: Scope) -> RuleSet | None:
    """The rules of that scope in their order: the defaults where the office has no general ones of its own."""
    found = _value_of(scope) or (default_book().general if scope.is_general else None)
    return found and in_order(found)


def fingerprint(rule_set: RuleSet) -> str:
    """Changes with every change: the second of two who edit is told."""
    return hashlib.sha256(repr(facts_of(rule_set)).encode()).hexdigest()[:16]


def facts_of(rule_set: RuleSet) -> dict[str, Any]:
    """The set as plain values, which history keeps."""
    return {
        "head_after": rule_set.head_after,
        "leader_after": rule_set.leader_after,
        "rules": [_facts_of_rule(rule) for rule in in_order(rule_set).rules],
    }


def read_facts(facts: dict[str, Any]) -> RuleSet:
    """The set that history has kept."""
    rules = tuple(_rule(row["kind"], row) for row in facts["rules"] if row["kind"] in list(RuleKind))
    return RuleSet(rules, head_after=facts["head_after"], leader_after=facts["leader_after"])


def list_changes(limit: int = 30) -> list[HistoryEntry]:
    """Who changed which rules, the newest first."""
    return history.list_entries(SUBJECT, 0, limit)


def _value_of(scope: Scope) -> RuleSet | None:
    stored = find_stored_set(scope)
    return stored.value if stored else None


_SETS = (
    select(*ReminderRuleSet.__table__.columns, *(ReminderRule.__table__.columns))
    .outerjoin(ReminderRule, ReminderRule.set_id == ReminderRuleSet.id)
    .order_by(ReminderRuleSet.topic_id.is_not(None), ReminderRuleSet.is_starred, ReminderRuleSet.id)
    .order_by(ReminderRule.position)
)


def _read_sets() -> list[StoredSet]:
    found = []
    for set_id, group in groupby(read_rows(_SETS), key=lambda row: int(row.id)):
        lines = list(group)
        head = lines[0]
        rules = tuple(_rule(row.kind, row._mapping) for row in lines if row.kind in list(RuleKind))
        value = RuleSet(rules, head.topic_id, head.is_starred, head.head_after, head.leader_after)
        found.append(StoredSet(set_id, head.version, value))
    return found


def _rule(kind: str, row: Any) -> Rule:
    """A row as a rule; what this version does not know of is left out."""
    return Rule(
        RuleKind(kind),
        row["days"],
        frozenset(Audience(name) for name in row["audience"].split() if name in list(Audience)),
        every=row["every"],
        hour=row["hour"],
        weekdays=frozenset(map(int, row["weekdays"])),
        is_on=row["is_on"],
        is_optional=row["is_optional"],
    )


def _facts_of_rule(rule: Rule) -> dict[str, Any]:
    return {
        "kind": rule.kind.value,
        "days": rule.days,
        "every": rule.every,
        "audience": " ".join(name.value for name in Audience if name in rule.audience),
        "hour": rule.hour,
        "weekdays": "".join(map(str, sorted(rule.weekdays))),
        "is_on": rule.is_on,
        "is_optional": rule.is_optional,
    }
