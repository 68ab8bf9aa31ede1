"""More time: asked for and decided."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from ...fields import BaseForm, DayField, MaxLength, Optional, Required
from .parts import A_DAY


class ExtensionForm(BaseForm):
    new_due_on = DayField(_l("New due date"), [Required(_l("Give the date that you ask for."))], render_kw=A_DAY)
    reason = TextAreaField(_l("Reason"), [Required(_l("Say why more time is needed.")), MaxLength(1000)])


class DecisionForm(BaseForm):
    note = StringField(_l("Note"), [Optional(), MaxLength(500)])
