"""What a browser sends of a set of rules."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.datastructures import MultiDict

from tracker.reminders.rules.book import AT_ONCE, RuleKind, RuleSet
from tracker.reminders.rules.limits import SHAPES, in_order
from tracker.reminders.rules.queries import fingerprint


def sent(rule_set: RuleSet, seen: str | None = None, **changed: Any) -> MultiDict[str, str]:
    """Every field of the form; `changed` names fields with `__` for a hyphen, None leaves one out."""
    rule_set = in_order(rule_set)
    form: MultiDict[str, str] = MultiDict({"seen": fingerprint(rule_set) if seen is None else seen})
    form["head_after"], form["leader_after"] = str(rule_set.head_after), str(rule_set.leader_after)
    for number, rule in enumerate(rule_set.rules):
        shape, key = SHAPES[rule.kind], rule.kind.value
        if rule.kind == RuleKind.BEFORE:
            key = f"before-{number}"
            form.add("line", key)
        for name, is_ticked in (("is_on", rule.is_on), ("is_optional", rule.is_optional)):
            if is_ticked:
                form[f"{key}-{name}"] = "y"
        if shape.days:
            form[f"{key}-days"] = str(rule.days)
        if shape.every:
            form[f"{key}-every"] = str(rule.every)
        form.setlist(f"{key}-audience", [who.value for who in rule.audience])
        if rule.kind not in AT_ONCE:
            form[f"{key}-hour"] = "" if rule.hour is None else str(rule.hour)
            form.setlist(f"{key}-weekdays", [str(day) for day in rule.weekdays])
    for name, value in changed.items():
        field = name.replace("__", "-")
        form.poplist(field)
        if value is not None:
            form.setlist(field, value if isinstance(value, list) else [str(value)])
    return form


def value_in(page: str, name: str) -> str:
    """What stands in a field of the page."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return found[1]
