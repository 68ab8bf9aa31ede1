"""What is typed beside a list: the name of a saved filter."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from ...fields import BaseForm, MaxLength, Required


class FilterNameForm(BaseForm):
    name = StringField(_l("Name of the filter"), [Required(_l("Give the filter a name.")), MaxLength(80)])
