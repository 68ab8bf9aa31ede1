"""Entering a notice in two small steps: its text, then what it says about itself."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, StringField, TextAreaField, widgets

from ..fields import BaseForm, DayField, MaxLength, Optional, Required


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
    leader_id = SelectField(
        _l("Accountable leader"), coerce=int, choices=[], invalid_choice_message=_l("Choose one from the list.")
    )
    text = TextAreaField(_l("Text of the notice"))


class NoticeCorrectionForm(NoticeFactsForm):
    """While the drafts are reviewed: everything but the text, in which they have their places."""

    version = HiddenField()
    step = form_key = original = text = None
