"""What a unit says against a figure, and what the Office answers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from ...fields import BaseForm, MaxLength, Required
from .models import LONGEST_CODES


class DisputeForm(BaseForm):
    reason = TextAreaField(
        _l("What is wrong with this figure"),
        [Required(_l("Say what is wrong, so that the Office can check it.")), MaxLength(1000)],
    )
    codes = StringField(_l("Tasks that this is about"), [MaxLength(LONGEST_CODES)])


class DisputeAnswerForm(BaseForm):
    answer = TextAreaField(
        _l("Answer to the unit"), [Required(_l("Say what was put right, or why the figure stands.")), MaxLength(1000)]
    )
