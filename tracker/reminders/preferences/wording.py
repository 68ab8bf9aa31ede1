"""What is mandatory, what is optional, and what somebody has chosen, in plain words."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import ngettext

from ...duties.wording import weekday_names
from ..rules.book import AT_ONCE, Rule, RuleBook, RuleKind
from .queries import Choices


def list_mandatory(book: RuleBook) -> list[str]:
    """What cannot be stopped, in the order of the rules."""
    climbs = book.general.head_after or book.general.leader_after
    return [
        *_name_rules(book, is_optional=False),
        *([_("Overdue work that is reported up to the head and the leader")] if climbs else []),
        _("What asks for an answer: new tasks, returned reports, explanations, requests to decide, urgings"),
        _("The Office's daily list of what waits for it"),
    ]


def list_optional(book: RuleBook) -> list[str]:
    """What can be stopped or had once a week, in the order of the rules."""
    return [
        *_name_rules(book, is_optional=True),
        _("The leaders' briefing at the start of the week"),
        _("Notices that ask for nothing: a cooperating unit's part, an answered proposal, an accepted explanation"),
    ]


def _name_rules(book: RuleBook, *, is_optional: bool) -> list[str]:
    """Of the general set; each sentence once."""
    rules = [rule for rule in book.general.rules if rule.is_on and rule.is_optional == is_optional]
    return list(dict.fromkeys(name_rule(rule) for rule in sorted(rules, key=lambda rule: rule.kind in AT_ONCE)))


def name_rule(rule: Rule) -> str:
    """When it tells, in a few words."""
    days = rule.days
    first = {
        RuleKind.ISSUED: lambda: _("When a task is given"),
        RuleKind.EXTENSION_DECIDED: lambda: _("When a request for more time is decided"),
        RuleKind.ACCEPTANCE: lambda: ngettext(
            "Not accepted %(num)s working day after it was given",
            "Not accepted %(num)s working days after it was given",
            days,
        ),
        RuleKind.BEFORE: lambda: ngettext(
            "%(num)s working day before the due date", "%(num)s working days before the due date", days
        ),
        RuleKind.DUE_TODAY: lambda: _("On the due date"),
        RuleKind.OVERDUE: lambda: ngettext("Overdue by %(num)s working day", "Overdue by %(num)s working days", days),
        RuleKind.UPDATE: lambda: ngettext(
            "Without an update for %(num)s working day", "Without an update for %(num)s working days", days
        ),
        RuleKind.CONFIRMATION: lambda: ngettext(
            "A report that has waited for confirmation for %(num)s working day",
            "A report that has waited for confirmation for %(num)s working days",
            days,
        ),
    }[rule.kind]()
    if not rule.every:
        return first
    return ngettext(
        "%(first)s, then every %(num)s working day",
        "%(first)s, then every %(num)s working days",
        rule.every,
        first=first,
    )


def tell_choices(choices: Choices) -> str:
    """All of it in one line, for the administrator."""
    parts = [
        _("digest at %(hour)s:00", hour=f"{choices.hour:02d}") if choices.hour is not None else "",
        _("nothing that is optional") if choices.is_opted_out else "",
        _("optional reminders: %(day)s", day=weekday_names()[choices.weekly_on - 1]) if choices.weekly_on else "",
        _("news waits for the digest") if choices.gathers_events else "",
        "" if choices.pauses_when_away else _("reminded also while a stand-in acts"),
    ]
    return _join(parts) or _("as the office has set it")


def _join(parts: Iterable[str]) -> str:
    return "; ".join(filter(None, parts))
