"""Open work goes to somebody else; to whom is chosen before, with a look at what will move."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from ...fields import BaseForm, MaxLength, Required


class HandoverForm(BaseForm):
    basis = StringField(
        _l("By which decision"),
        [Required(_l("Give the number and date of the decision, or the reason.")), MaxLength(200)],
        render_kw={"placeholder": _l("Decision 12/QĐ-UBND of 30/06/2026"), "autocomplete": "off"},
    )
