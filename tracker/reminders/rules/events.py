"""What the rules say of events that a task tells at once."""

from __future__ import annotations

from ...tasks.models import Task
from .book import RuleKind, find_rules
from .queries import rule_book


def audience_of(event: str, task: Task) -> frozenset[str]:
    """The names of those who are told of that event; nobody where its rule is off."""
    rules = rule_book().set_for(is_starred=task.is_starred, topic_id=task.topic_id).rules
    return frozenset(who.value for rule in find_rules(rules, RuleKind(event)) for who in rule.audience)
