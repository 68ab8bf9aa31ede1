"""A set of rules as a form: one small form for each line, read back whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput

from ...fields import CHOOSE_ONE, BaseForm, Between, choices
from ...settings.forms import NumberField
from .book import AT_ONCE, WORKDAYS, Audience, Rule, RuleKind, RuleSet
from .limits import HEAD_AFTER, HOURS, LEADER_AFTER, MOST_BEFORE, ORDER, SHAPES, Fault, find_faults
from .scope import Scope
from .wording import AUDIENCES, STAGES, WEEKDAYS, say_fault, tell_time

LINE = "line"
_BEFORE = re.compile(r"before-([0-9]{1,3})")


class TicksField(SelectMultipleField):
    """Several boxes; what is not offered says so in our words."""

    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        """Only what is offered."""
        offered = {str(value) for value, *_rest in self.iter_choices()}
        if not {str(value) for value in self.data or ()} <= offered:
            raise StopValidation(str(CHOOSE_ONE))


class LineForm(BaseForm):
    """One rule. Fields that its kind does not have are taken away."""

    class Meta(BaseForm.Meta):
        csrf = False

    is_on = BooleanField(_l("On"))
    days = NumberField(_l("Working days"), render_kw={"inputmode": "numeric"})
    every = NumberField(_l("Then every so many working days; 0: once"), render_kw={"inputmode": "numeric"})
    audience = TicksField(
        _l("Who is told"), choices=choices([(name.value, label) for name, label in AUDIENCES.items()])
    )
    hour = SelectField(
        _l("Hour"),
        choices=choices([("", _l("when the day is planned")), *((str(hour), f"{hour:02d}:00") for hour in HOURS)]),
        default="",
        invalid_choice_message=CHOOSE_ONE,
    )
    weekdays = TicksField(_l("Weekdays"), coerce=int, choices=choices(WEEKDAYS))
    is_optional = BooleanField(_l("People may stop it"))

    def __init__(self, kind: RuleKind, key: str, **kwargs: Any) -> None:
        super().__init__(prefix=f"{key}-", **kwargs)
        self.kind, self.key = kind, key
        self.stage, shape = STAGES[kind], SHAPES[kind]
        if kind in AT_ONCE:
            del self.hour, self.weekdays
        if not shape.may_be_optional:
            del self.is_optional
        for name, allowed in (("days", shape.days), ("every", shape.every)):
            if allowed is None:
                delattr(self, name)
            else:
                self[name].validators = [Between(allowed.low, allowed.high)]

    @classmethod
    def of(cls, rule: Rule, key: str) -> LineForm:
        """As the office has it now."""
        values = {
            "is_on": rule.is_on,
            "days": rule.days,
            "every": rule.every,
            "audience": [name.value for name in rule.audience],
            "hour": "" if rule.hour is None else str(rule.hour),
            "weekdays": sorted(rule.weekdays),
            "is_optional": rule.is_optional,
        }
        return cls(rule.kind, key, formdata=None, data=values)

    @property
    def is_removable(self) -> bool:
        """Only reminders before the due date come in any number."""
        return self.kind == RuleKind.BEFORE

    @property
    def is_timed(self) -> bool:
        """Whether it has an hour and weekdays; what is told at once has none."""
        return self.kind not in AT_ONCE

    def tell_time(self) -> str:
        """Hour and weekdays in a few words."""
        hour = self["hour"].data or ""
        return tell_time(int(hour) if hour.isdigit() else None, frozenset(self["weekdays"].data or ()))

    def rule(self) -> Rule:
        """What was typed, once every field is valid."""
        hour = self["hour"].data if "hour" in self else ""
        return Rule(
            self.kind,
            self["days"].data if "days" in self else 0,
            frozenset(map(Audience, self.audience.data or ())),
            every=self["every"].data if "every" in self else 0,
            hour=int(hour) if hour else None,
            weekdays=frozenset(self["weekdays"].data or ()) if "weekdays" in self else WORKDAYS,
            is_on=self.is_on.data,
            is_optional=self["is_optional"].data if "is_optional" in self else False,
        )


class RuleSetForm(BaseForm):
    """The ladder and the lines. `seen` is the fingerprint of what the page showed.

    `meanwhile`: (now stored, typed here) of each line that differs, where somebody else has saved first.
    """

    seen = HiddenField()
    head_after = NumberField(
        _l("To the head of the unit, after"),
        [Between(HEAD_AFTER.low, HEAD_AFTER.high)],
        render_kw={"inputmode": "numeric"},
    )
    leader_after = NumberField(
        _l("To the accountable leader, after"),
        [Between(LEADER_AFTER.low, LEADER_AFTER.high)],
        render_kw={"inputmode": "numeric"},
    )

    def __init__(self, *, lines: Iterable[LineForm] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.lines = list(_typed_lines() if lines is None else lines)
        self.meanwhile: list[tuple[str, str]] = []

    @classmethod
    def of(cls, rule_set: RuleSet, seen: str) -> RuleSetForm:
        """As the office has it now."""
        counts = iter(range(len(rule_set.rules)))
        lines = [
            LineForm.of(rule, f"before-{next(counts)}" if rule.kind == RuleKind.BEFORE else rule.kind.value)
            for rule in rule_set.rules
        ]
        values = {"seen": seen, "head_after": rule_set.head_after, "leader_after": rule_set.leader_after}
        return cls(lines=lines, formdata=None, data=values)

    @property
    def has_errors(self) -> bool:
        """Whether anything is marked, in its own fields or in a line."""
        return bool(self.errors or any(line.errors for line in self.lines))

    @property
    def takes_more(self) -> bool:
        """Whether one more reminder before the due date may be added."""
        return sum(line.is_removable for line in self.lines) < MOST_BEFORE

    def value(self, scope: Scope) -> RuleSet:
        """What was typed, once every field is valid."""
        rules = tuple(line.rule() for line in self.lines)
        return RuleSet(rules, scope.topic_id, scope.is_starred, self.head_after.data or 0, self.leader_after.data or 0)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then what goes together."""
        is_valid = [super().validate(extra_validators), *(line.validate() for line in self.lines)]
        if not all(is_valid):
            return False
        typed = self.value(Scope())
        faults = find_faults(typed)
        for fault in faults:
            field = self._field_of(fault)
            field.errors = [*field.errors, say_fault(fault, typed)]
        return not faults

    def add_before(self) -> None:
        """One more reminder before the due date: with the largest number of days that is still free."""
        if not self.takes_more:
            return
        mine = [line for line in self.lines if line.is_removable]
        numbers = {int(line.key.removeprefix("before-")) for line in mine}
        key = f"before-{next(number for number in range(MOST_BEFORE + 1) if number not in numbers)}"
        taken = {line["days"].data for line in mine}
        days = next(days for days in (5, 2, 10, 15, *range(1, 60)) if days not in taken)
        rule = Rule(RuleKind.BEFORE, days, frozenset({Audience.OFFICER, Audience.HEAD, Audience.COOPERATING}))
        place = next((at for at, line in enumerate(self.lines) if line.kind == RuleKind.DUE_TODAY), 0)
        self.lines.insert(place, LineForm.of(rule, key))

    def remove(self, key: str) -> None:
        """Take a reminder before the due date away."""
        self.lines = [line for line in self.lines if line.key != key or not line.is_removable]

    def see_again(self, seen: str) -> None:
        """The person has been told what stands there now: the next press is about that."""
        self.seen.raw_data, self.seen.data = None, seen

    def _field_of(self, fault: Fault) -> Any:
        return self[fault.field] if fault.place is None else self.lines[fault.place][fault.field]


def _typed_lines() -> Iterator[LineForm]:
    """The lines of the form that was sent, in the order of the screen."""
    before = list(dict.fromkeys(filter(_BEFORE.fullmatch, request.form.getlist(LINE))))
    for kind in ORDER:
        for key in before[: MOST_BEFORE + 1] if kind == RuleKind.BEFORE else [kind.value]:
            yield LineForm(kind, key)
