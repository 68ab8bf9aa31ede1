"""By which number a task is measured."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField

from ...fields import BaseForm, MaxLength, Optional
from .parts import NumberField


class MeasureForm(BaseForm):
    measure = StringField(_l("Counted in"), [Optional(), MaxLength(40)], render_kw={"autocomplete": "off"})
    target = NumberField(_l("Target"))
    for_all = BooleanField()
    same_target = BooleanField(_l("with the same target for each"))
