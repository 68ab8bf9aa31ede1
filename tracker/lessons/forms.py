"""Where a lesson leads, as a form."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField

from ..fields import CHOOSE_ONE, BaseForm


class TargetForm(BaseForm):
    """`target` is a unit or a topic, by the kind of the lesson."""

    version = HiddenField()
    target = SelectField(_l("Leads to"), coerce=int, choices=[], invalid_choice_message=CHOOSE_ONE)
