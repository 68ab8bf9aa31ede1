"""The form of one's own choices."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField

from ...duties.wording import weekday_names
from ...fields import CHOOSE_ONE, BaseForm, choices
from .queries import Choices

_LAST_HOUR = 20
_WEEKDAYS = range(1, 6)


class ChoicesForm(BaseForm):
    """With what stood there when the page was opened (`seen`). An empty choice is the office's own way."""

    hour = SelectField(_l("Hour of the daily digest"), invalid_choice_message=CHOOSE_ONE)
    weekly_on = SelectField(_l("What is optional comes"), invalid_choice_message=CHOOSE_ONE)
    gathers_events = BooleanField(_l("News that asks for nothing waits for the digest"))
    pauses_when_away = BooleanField(_l("While a stand-in acts for me, only the stand-in is reminded"))
    is_opted_out = BooleanField(_l("Stop everything that is optional"))
    seen = HiddenField()

    def __init__(self, **values: object) -> None:
        super().__init__(**values)
        settings = current_app.config["SETTINGS"]
        plan = f"{settings.plan_hour:02d}:{settings.plan_minute:02d}"
        hours = [(str(hour), f"{hour:02d}:00") for hour in range(settings.plan_hour + 1, _LAST_HOUR + 1)]
        self.hour.choices = choices([("", _("As soon as it is made (%(time)s)", time=plan)), *hours])
        days = [(str(day), _("Once a week: %(day)s", day=weekday_names()[day - 1])) for day in _WEEKDAYS]
        self.weekly_on.choices = choices([("", _("Every working day")), *days])

    @classmethod
    def of(cls, present: Choices) -> ChoicesForm:
        """As it is now."""
        values = present.to_data()
        values |= {name: "" if values[name] is None else str(values[name]) for name in ("hour", "weekly_on")}
        return cls(formdata=None, data=values | {"seen": present.fingerprint})

    def chosen(self) -> Choices:
        """What the form says."""
        return Choices(
            hour=int(self.hour.data) if self.hour.data else None,
            weekly_on=int(self.weekly_on.data) if self.weekly_on.data else None,
            is_opted_out=self.is_opted_out.data,
            pauses_when_away=self.pauses_when_away.data,
            gathers_events=self.gathers_events.data,
        )

    def see_again(self, present: Choices) -> None:
        """The person has been told: the next press is about what holds now."""
        self.seen.raw_data, self.seen.data = None, present.fingerprint
