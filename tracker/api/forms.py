"""The form that makes a feed."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from ..fields import CHOOSE_ONE, BaseForm, MaxLength, Required


class FeedForm(BaseForm):
    """`unit_id` 0 is one's own work."""

    name = StringField(
        _l("Name of the calendar"),
        [Required(_l("Give the calendar a name, for example: My phone.")), MaxLength(60)],
        render_kw={"autocomplete": "off"},
    )
    unit_id = SelectField(_l("What it shows"), coerce=int, choices=[], invalid_choice_message=CHOOSE_ONE)
