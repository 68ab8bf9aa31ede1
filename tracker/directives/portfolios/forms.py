"""What the Office types about portfolios and terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField

from ...fields import BaseForm, DayField, MaxLength, Optional, Required, choices
from .queries import NamedThing

NO_LEADER = _l("Only a leader in office can be in charge. Choose another.")


class DistributionForm(BaseForm):
    """From which day, by which notice; a select of leaders for each topic and unit is added by `distribution_form`."""

    form_key = HiddenField()
    shown_on = HiddenField()
    shown = HiddenField()
    from_on = DayField(_l("In force from"), [Required(_l("Give the day."))])
    basis = StringField(_l("By which notice"), [Optional(), MaxLength(300)])


def distribution_form(things: Iterable[NamedThing], leaders: Mapping[int, str], data: dict[str, Any]) -> Any:
    """The form with one select for each of these things."""
    offered = choices([(0, "—"), *leaders.items()])
    fields = {
        one.thing.key: SelectField(one.name, coerce=int, choices=offered, invalid_choice_message=NO_LEADER)
        for one in things
    }
    return type("DistributionOfDayForm", (DistributionForm,), fields)(data=data)


class TermForm(BaseForm):
    version = HiddenField()
    name = StringField(_l("Name of the term"), [Required(_l("Give the term a name.")), MaxLength(80)])
    from_on = DayField(_l("First day"), [Required(_l("Give the day."))])
    until_on = DayField(_l("Last day"), [Required(_l("Give the day."))])
