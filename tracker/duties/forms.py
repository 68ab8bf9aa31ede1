"""A duty as the Office types it: what, who, and a rule in the words of offices."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
    widgets,
)

from ..fields import CHOOSE_ONE, BaseForm, Between, DayField, MaxLength, Optional, Required, choices
from ..tasks.forms.parts import A_DAY
from .recurrence import LAST, Kind, Landing, Pattern, longest

_KINDS = (
    (Kind.WEEKLY.value, _l("Weekly, on a weekday")),
    (Kind.MONTHLY.value, _l("Monthly, on a day")),
    (Kind.LAST_WORKING_DAY.value, _l("Monthly, on the last working day")),
    (Kind.LAST_DAY.value, _l("Monthly, on the last day")),
    (Kind.NTH_WEEKDAY.value, _l("Monthly, on a weekday")),
    (Kind.QUARTERLY.value, _l("Quarterly")),
    (Kind.HALF_YEARLY.value, _l("Every half-year")),
    (Kind.YEARLY.value, _l("Yearly")),
)
_WEEKDAYS = (
    *((0, _l("Monday")), (1, _l("Tuesday")), (2, _l("Wednesday")), (3, _l("Thursday"))),
    *((4, _l("Friday")), (5, _l("Saturday")), (6, _l("Sunday"))),
)
_POSITIONS = (
    (1, _l("the first")),
    (2, _l("the second")),
    (3, _l("the third")),
    (4, _l("the fourth")),
    (LAST, _l("the last")),
)
_IN_QUARTER = ((1, _l("the first month")), (2, _l("the second month")), (3, _l("the last month")))
_IN_HALF = tuple((month, _l("months %(one)s and %(two)s", one=month, two=month + 6)) for month in range(1, 7))
# Which fields each pattern reads; the style sheet hides the others.
READS: dict[Kind, tuple[str, ...]] = {
    Kind.WEEKLY: ("weekday", "interval"),
    Kind.MONTHLY: ("day",),
    Kind.LAST_DAY: (),
    Kind.LAST_WORKING_DAY: (),
    Kind.NTH_WEEKDAY: ("weekday", "position"),
    Kind.QUARTERLY: ("day", "in_quarter"),
    Kind.HALF_YEARLY: ("day", "in_half"),
    Kind.YEARLY: ("day", "in_year"),
}
_RULE_FIELDS = ("kind", "weekday", "interval", "position", "day", "in_quarter", "in_half", "in_year", "landing")
_PREVIEWED = (*_RULE_FIELDS, "is_for_last", "opens_before", "starts_on", "ends_on")


def _select(label: Any, offered: Any, default: Any, coerce: Any = int) -> SelectField:
    return SelectField(
        label, coerce=coerce, choices=choices(offered), default=default, invalid_choice_message=CHOOSE_ONE
    )


class DutyForm(BaseForm):
    """`has_notice`: it comes from a notice, which is its source."""

    has_notice = False
    version = HiddenField()
    form_key = HiddenField()
    title = StringField(_l("Task"), [Required(_l("Write what is to be done.")), MaxLength(400)])
    source = StringField(_l("Source"), [MaxLength(300)])
    deliverable = StringField(_l("Deliverable"), [Optional(), MaxLength(300)])
    topic_id = SelectField(_l("Topic"), coerce=int, choices=[])
    lead_unit_id = SelectField(_l("Lead unit"), coerce=int, choices=[])
    leader_id = SelectField(_l("Accountable leader"), coerce=int, choices=[])
    cooperating = SelectMultipleField(
        _l("Cooperating units"),
        coerce=int,
        choices=[],
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    kind = _select(_l("Comes back"), _KINDS, Kind.MONTHLY.value, str)
    weekday = _select(_l("Weekday"), _WEEKDAYS, 4)
    interval = IntegerField(_l("Every how many weeks"), default=1, widget=widgets.TextInput())
    position = _select(_l("Which of the month"), _POSITIONS, 1)
    day = IntegerField(_l("Day of the month"), default=20, widget=widgets.TextInput())
    in_quarter = _select(_l("Month of the quarter"), _IN_QUARTER, 3)
    in_half = _select(_l("Months"), _IN_HALF, 6)
    in_year = _select(_l("Month"), [(month, str(month)) for month in range(1, 13)], 12)
    landing = RadioField(
        _l("If that is a day off"),
        choices=choices(
            [
                (Landing.AS_WRITTEN.value, _l("it stays")),
                (Landing.BEFORE.value, _l("the working day before")),
                (Landing.AFTER.value, _l("the working day after")),
            ]
        ),
        default=Landing.AS_WRITTEN.value,
        invalid_choice_message=CHOOSE_ONE,
    )
    is_for_last = RadioField(
        _l("What is due then tells of"),
        choices=choices([("0", _l("the period of that day")), ("1", _l("the period before"))]),
        default="0",
        invalid_choice_message=CHOOSE_ONE,
    )
    opens_before = IntegerField(
        _l("Opens so many working days ahead"), [Optional(), Between(1, 60)], widget=widgets.TextInput()
    )
    starts_on = DayField(_l("From"), [Required(_l("Give the day from which it counts."))], render_kw=A_DAY)
    ends_on = DayField(_l("Last day"), [Optional()], render_kw=A_DAY)

    def validate_source(self, field: StringField) -> None:
        """Whoever gets the work may ask who wants it."""
        if not field.data and not self.has_notice:
            raise ValidationError(_("Say who wants this work, for example a decree, a plan or a leader's order."))

    def validate_lead_unit_id(self, field: SelectField) -> None:
        """Exactly one."""
        if not field.data:
            raise ValidationError(_("Choose the unit that answers for the task."))

    def validate_leader_id(self, field: SelectField) -> None:
        """Exactly one."""
        if not field.data:
            raise ValidationError(_("Choose the accountable leader."))

    def validate_interval(self, field: IntegerField) -> None:
        """Up to half a year; what the pattern does not read is not looked at."""
        self._check_number(field, 1, 26)

    def validate_day(self, field: IntegerField) -> None:
        """A day that some month of the rule has."""
        most = longest(self.in_year.data or 12) if self.kind.data == Kind.YEARLY else 31
        self._check_number(field, 1, most)

    def _check_number(self, field: IntegerField, low: int, high: int) -> None:
        field.errors = []  # WTForms' own words for what is no number
        if self._reads(field.name):
            Between(low, high)(self, field)
        elif field.data is None:
            field.data = field.default

    def _reads(self, name: str) -> bool:
        return self.kind.data in set(Kind) and name in READS[Kind(self.kind.data)]

    @property
    def pattern(self) -> Pattern:
        """The rule that is typed; only after `validate`."""
        kind = Kind(self.kind.data)
        months = {Kind.QUARTERLY: self.in_quarter.data, Kind.HALF_YEARLY: self.in_half.data}
        typed = {
            "weekday": self.weekday.data,
            "interval": self.interval.data,
            "position": self.position.data,
            "day": self.day.data,
        }
        values = {name: value for name, value in typed.items() if name in READS[kind]}
        if kind in (Kind.QUARTERLY, Kind.HALF_YEARLY, Kind.YEARLY):
            values["month"] = months.get(kind, self.in_year.data)
        return Pattern(kind, **values)

    @property
    def own_landing(self) -> Landing:
        """The last working day is the last day, landing before."""
        return Landing.BEFORE if self.kind.data == Kind.LAST_WORKING_DAY else Landing(self.landing.data)

    def can_preview(self) -> bool:
        """Look at the rule only: what else is missing is asked for when it is saved."""
        self.validate()
        for field in self:
            if field.name not in _PREVIEWED:
                field.errors = []
        return not any(self[name].errors for name in _PREVIEWED)


class ReasonForm(BaseForm):
    reason = TextAreaField(_l("Reason"), [Required(_l("Say why.")), MaxLength(1000)])


def typed_of(pattern: Pattern) -> dict[str, Any]:
    """The fields of the form that a pattern fills."""
    values: dict[str, Any] = {"kind": pattern.kind.value}
    for name in READS[pattern.kind]:
        values[name] = pattern.month if name.startswith("in_") else getattr(pattern, name)
    return values
