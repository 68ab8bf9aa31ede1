"""What a cooperating unit types about its part."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, HiddenField, TextAreaField

from ...fields import BaseForm, MaxLength, Required


class PartForm(BaseForm):
    form_key = HiddenField()
    was_done = HiddenField()
    result = TextAreaField(
        _l("What our unit has done"), [Required(_l("Write in a sentence what your unit has done.")), MaxLength(4000)]
    )
    files = MultipleFileField(_l("Attach files"))
    is_done = BooleanField(_l("Our part is finished"))

    @property
    def change(self) -> bool | None:
        """The tick as far as the person moved it: what a colleague ticked meanwhile is left alone."""
        return None if self.is_done.data == (self.was_done.data == "1") else self.is_done.data
