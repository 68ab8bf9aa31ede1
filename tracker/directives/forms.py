"""Entering a notice in two small steps: its text, then what it says about itself; and a topic with its words."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
    widgets,
)

from ..fields import CHOOSE_ONE, BaseForm, Between, DayField, MaxLength, Optional, Required

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


class NoticeTextForm(BaseForm):
    step = HiddenField(default="text")
    file = FileField(_l("File of the notice"))
    text = TextAreaField(_l("Text of the notice"), render_kw={"data-paste": ""})


class NoticeFactsForm(BaseForm):
    step = HiddenField(default="facts")
    form_key = HiddenField()
    original = HiddenField()
    title = StringField(
        _l("Title"),
        [Required(_l("Give the notice a title by which people know it.")), MaxLength(500)],
        widget=widgets.TextArea(),  # one line of text, but mostly longer than a line on the screen
    )
    issuer = StringField(_l("Issued by"), [Required(_l("Write which body issued the notice.")), MaxLength(200)])
    number = StringField(_l("Number"), [Optional(), MaxLength(60)])
    issued_on = DayField(_l("Date of issue"), [Required(_l("Give the date of issue that stands on the notice."))])
    meeting = StringField(_l("Meeting"), [Optional(), MaxLength(300)])
    held_on = DayField(_l("Held on"), [Optional()])
    chair = StringField(_l("Chaired by"), [Optional(), MaxLength(200)])
    signer = StringField(_l("Signed by"), [Optional(), MaxLength(200)])
    leader_id = SelectField(_l("Accountable leader"), coerce=int, choices=[], invalid_choice_message=CHOOSE_ONE)
    text = TextAreaField(_l("Text of the notice"))
    is_no_copy = BooleanField(_l("Enter it all the same"))


class NoticeCorrectionForm(NoticeFactsForm):
    """While the drafts are reviewed: everything but the text, in which they have their places."""

    version = HiddenField()
    step = form_key = original = text = is_no_copy = None


class _UnitsField(SelectMultipleField):
    """Units by code, as check boxes."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


class TopicForm(BaseForm):
    """`shown` is the fingerprint of the topic when the form was opened."""

    shown = HiddenField()
    name = StringField(_l("Name"), [Required(_l("Give the topic a name.")), MaxLength(120)])
    code = StringField(_l("Code"), [Required(_l("Give the topic a code.")), MaxLength(40)])
    words = TextAreaField(_l("Words, one on each line"), [Optional(), MaxLength(8000)])
    lead_codes = _UnitsField(_l("Units that usually lead"), choices=[])
    coop_codes = _UnitsField(_l("Units that usually cooperate"), choices=[])
    sort_order = IntegerField(_l("Order in lists"), [Between(0, 9999)], default=100)
    is_enabled = BooleanField(_l("In use"), default=True)

    def validate_code(self, field: Field) -> None:
        """It stands in files and addresses."""
        if not _CODE.match(field.data or ""):
            raise ValidationError(_("Use small letters without diacritics, digits and hyphens, such as thu-ngan-sach."))
