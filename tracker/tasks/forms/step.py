"""A step of a task."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField

from ...fields import DayField, MaxLength, Optional, Required
from ...text import parse_id
from .merging import MergingForm
from .parts import A_DAY


class StepForm(MergingForm):
    """The action knows which officers there are."""

    form_key = HiddenField()
    title = StringField(_l("Step"), [Required(_l("Write what is to be done.")), MaxLength(300)])
    officer_id = SelectField(
        _l("Officer"), coerce=lambda value: parse_id(str(value or "")), choices=[], validate_choice=False
    )
    due_on = DayField(_l("Due date"), [Optional()], render_kw=A_DAY)
