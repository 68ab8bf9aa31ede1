"""What stages, audiences and rules are called, a rule as one line, and how to mend each fault."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from .book import WORKDAYS, Audience, Rule, RuleKind, RuleSet
from .limits import HEAD_AFTER, HOURS, LEADER_AFTER, MOST_BEFORE, ORDER, SHAPES, Fault, FaultKind
from .queries import read_facts

if TYPE_CHECKING:
    from .foretelling import ForetoldPerson


class Stage(NamedTuple):
    """A kind of rule on the screen: its name, and what its number of days counts."""

    label: Any
    counts: Any = ""


STAGES: dict[RuleKind, Stage] = {
    RuleKind.ISSUED: Stage(_l("Task assigned"), _l("at once")),
    RuleKind.ACCEPTANCE: Stage(_l("Not accepted yet"), _l("working days after the assignment")),
    RuleKind.BEFORE: Stage(_l("Due date coming"), _l("working days left")),
    RuleKind.DUE_TODAY: Stage(_l("Due today"), _l("on the last day of the term")),
    RuleKind.OVERDUE: Stage(_l("Overdue"), _l("working days overdue")),
    RuleKind.UPDATE: Stage(_l("No update"), _l("working days without a word")),
    RuleKind.CONFIRMATION: Stage(_l("Waiting for confirmation"), _l("working days after the report")),
    RuleKind.EXTENSION_DECIDED: Stage(_l("More time decided"), _l("at once")),
}
AUDIENCES: dict[Audience, Any] = {
    Audience.OFFICER: _l("Officer"),
    Audience.HEAD: _l("Head of the unit"),
    Audience.COOPERATING: _l("Cooperating units"),
    Audience.LEADER: _l("Accountable leader"),
    Audience.OFFICE: _l("Office"),
}
WEEKDAYS: tuple[tuple[int, Any], ...] = (
    *((1, _l("Mon")), (2, _l("Tue")), (3, _l("Wed")), (4, _l("Thu")), (5, _l("Fri")), (6, _l("Sat")), (7, _l("Sun"))),
)

_LEDGER_STAGES = {
    "before": RuleKind.BEFORE,
    "overdue": RuleKind.OVERDUE,
    "unaccepted": RuleKind.ACCEPTANCE,
    "silent": RuleKind.UPDATE,
    "unconfirmed": RuleKind.CONFIRMATION,
}
_LEDGER_WORDS = {
    "due_today": STAGES[RuleKind.DUE_TODAY].label,
    "climb_head": _l("Climbs to the head of the unit"),
    "climb_leader": _l("Climbs to the accountable leader"),
}
_LADDER = "ladder"
_PLACES: tuple[str, ...] = (*ORDER, _LADDER)


def event_names() -> dict[str, str]:
    """What happens to rules, as the trail of changes says it."""
    return {
        "reminder_rules_changed": _("changed rules of reminding"),
        "reminder_rules_added": _("added an exception to the rules of reminding"),
        "reminder_rules_dropped": _("took back rules of reminding"),
    }


def name_scope(key: str, topic: str = "") -> str:
    """For which tasks a set counts."""
    if key == "general":
        return _("General rules")
    if key == "starred":
        return _("Starred tasks")
    return _("Topic: %(topic)s", topic=topic or key)


def tell_event(event: str, data: dict[str, Any]) -> str:
    """An entry of history in a few words."""
    return f"{event_names()[event]}: {name_scope(data['rule_set'], data['topic'])}"


def tell_change(event: str, data: dict[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    """An entry with the lines that it has changed."""
    return tell_event(event, data), list_differences(data)


def list_differences(data: dict[str, Any]) -> list[tuple[str, str]]:
    """(before, after) of every line that an entry of history has changed."""
    before, after = data.get("before"), data.get("after")
    if before is None or after is None:
        return []
    return compare(read_facts(before), read_facts(after))


def compare(before: RuleSet, after: RuleSet) -> list[tuple[str, str]]:
    """The lines that differ, in the order of the screen; «—» where a set has none."""
    old, new = _lines(before), _lines(after)
    keys = sorted({*old, *new}, key=lambda key: (_PLACES.index(key[0]), -key[1]))
    return [(old.get(key, "—"), new.get(key, "—")) for key in keys if old.get(key) != new.get(key)]


def _lines(rule_set: RuleSet) -> dict[tuple[str, int], str]:
    lines: dict[tuple[str, int], str] = {
        (rule.kind, rule.days if rule.kind == RuleKind.BEFORE else 0): tell_rule(rule) for rule in rule_set.rules
    }
    return lines | {(_LADDER, 0): tell_ladder(rule_set)}


def tell_rule(rule: Rule) -> str:
    """A rule in one line: when, who, and what is special about it."""
    label = name_stage(rule)
    if not rule.is_on:
        return _("%(stage)s: off", stage=label)
    parts = [", ".join(str(word) for name, word in AUDIENCES.items() if name in rule.audience)]
    if rule.hour is not None:
        parts.append(f"{rule.hour:02d}:00")
    if rule.weekdays != WORKDAYS:
        parts.append(", ".join(str(word) for day, word in WEEKDAYS if day in rule.weekdays))
    if rule.is_optional:
        parts.append(_("may be stopped"))
    return f"{label}: {' · '.join(parts)}"


def tell_time(hour: int | None, weekdays: Collection[int]) -> str:
    """When what is reached is sent."""
    when = _("when the day is planned") if hour is None else f"{hour:02d}:00"
    if set(weekdays) >= WORKDAYS:
        return when
    return f"{when}; {', '.join(str(word) for day, word in WEEKDAYS if day in weekdays)}"


def tell_way(person: ForetoldPerson, plan_hour: int, plan_minute: int) -> str:
    """How what a person would be told goes out."""
    hour = f"{plan_hour:02d}:{plan_minute:02d}" if person.hour is None else f"{person.hour:02d}:00"
    if person.weekly_on is None:
        return _("digest at %(hour)s", hour=hour)
    weekday = next((str(word) for day, word in WEEKDAYS if day == person.weekly_on), "")
    return _("digest at %(hour)s; what may be stopped only on %(weekday)s", hour=hour, weekday=weekday)


def name_ledger_stage(name: str) -> str:
    """A stage as the ledger calls it, in words: before_3, due_today, overdue_6, silent_15, climb_head."""
    word, _sign, number = name.rpartition("_")
    if number.isdigit() and word in _LEDGER_STAGES:
        stage = STAGES[_LEDGER_STAGES[word]]
        return f"{stage.label}, {number} {stage.counts}"
    return str(_LEDGER_WORDS.get(name, name))


def name_stage(rule: Rule) -> str:
    """When somebody is told, with its numbers."""
    stage = STAGES[rule.kind]
    if SHAPES[rule.kind].days is None:
        return str(stage.label)
    told = f"{stage.label}, {rule.days} {stage.counts}"
    if not rule.every:
        return told
    again = ngettext("then every %(num)s working day", "then every %(num)s working days", rule.every)
    return f"{told}, {again}"


def tell_ladder(rule_set: RuleSet) -> str:
    """The ladder in one line."""
    steps = [(_("head of the unit"), rule_set.head_after), (_("accountable leader"), rule_set.leader_after)]
    said = [
        ngettext("%(who)s after %(num)s working day", "%(who)s after %(num)s working days", days, who=who)
        if days
        else _("%(who)s never", who=who)
        for who, days in steps
    ]
    return _("Overdue work climbs: %(steps)s", steps=", ".join(said))


def say_fault(fault: Fault, rule_set: RuleSet) -> str:
    """What is wrong and how to mend it."""
    rule = rule_set.rules[fault.place] if fault.place is not None else None
    if fault.kind == FaultKind.RANGE:
        return _say_range(fault, rule)
    if fault.kind == FaultKind.TWICE and rule is not None:
        return _(
            "Another line stands for %(days)s working days already. Change the number, or remove one of the two.",
            days=rule.days,
        )
    if fault.kind == FaultKind.HEADLESS and rule is not None and SHAPES[rule.kind].may_be_optional:
        return _("What is mandatory must reach the head of the unit. Tick the head, or let people stop it.")
    if fault.kind == FaultKind.CROWDED:
        return _("At most %(count)s reminders before the due date. Remove one.", count=MOST_BEFORE)
    return str(_SENTENCES[fault.kind])


def _say_range(fault: Fault, rule: Rule | None) -> str:
    if fault.field == "hour":
        return _("Choose an hour from %(low)s to %(high)s.", low=f"{HOURS[0]}:00", high=f"{HOURS[-1]}:00")
    if rule is None:
        allowed = HEAD_AFTER if fault.field == "head_after" else LEADER_AFTER
    else:
        shape = SHAPES[rule.kind]
        found = shape.days if fault.field == "days" else shape.every
        if found is None:
            return str(_SENTENCES[FaultKind.FIXED])
        allowed = found
    return _("Give a whole number from %(low)s to %(high)s.", low=allowed.low, high=allowed.high)


_SENTENCES: dict[FaultKind, Any] = {
    FaultKind.NOBODY: _l("Tick who is told, or switch this line off."),
    FaultKind.HEADLESS: _l("This is mandatory and must reach the head of the unit. Tick the head."),
    FaultKind.UNCONFIRMED: _l("Tick the Office or the accountable leader: they confirm. Or switch this line off."),
    FaultKind.NO_WEEKDAY: _l("Tick at least one day from Monday to Friday."),
    FaultKind.FIXED: _l("This cannot be set for this stage. Leave it as it is."),
    FaultKind.SILENT: _l(
        "At least one reminder on or after the due date must stay on. Switch on «Due today» or «Overdue»."
    ),
    FaultKind.LEADER_FIRST: _l("The leader comes after the head. Give a larger number, or 0 for never."),
}
