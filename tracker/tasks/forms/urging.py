"""The urging of a unit; the same form serves one task and many."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField

from ...fields import BaseForm, DayField, MaxLength, Optional, Required, choices
from ..models import Channel
from .parts import A_DAY

WAYS = {
    Channel.EMAIL: _l("E-mail, sent by the tracker now"),
    Channel.LETTER: _l("Official letter"),
    Channel.PHONE: _l("Telephone"),
    Channel.MEETING: _l("At a briefing"),
    Channel.ZALO: "Zalo",
}


class UrgingForm(BaseForm):
    form_key = HiddenField()
    channel = SelectField(_l("Way"), choices=choices((way.value, label) for way, label in WAYS.items()))
    on = DayField(_l("Urged on"), [Required(_l("Give the day."))], render_kw=A_DAY)
    letter_number = StringField(_l("Number of the letter"), [Optional(), MaxLength(60)])
    recipient = StringField(_l("Told to"), [Optional(), MaxLength(200)])
    note = TextAreaField(_l("What was said"), [Optional(), MaxLength(1000)])
