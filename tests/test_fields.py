"""What a form says when WTForms itself refuses: whole sentences of our own, in both languages."""

from __future__ import annotations

import pytest
from flask_babel import force_locale
from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField

from tracker.fields import BaseForm, Between, choices

OFFERED = choices([(1, "Một"), (2, "Hai")])


class _Form(BaseForm):
    one = SelectField(coerce=int, choices=OFFERED)
    ring = RadioField(coerce=int, choices=OFFERED)
    some = SelectMultipleField(coerce=int, choices=OFFERED)
    year = IntegerField(validators=[Between(2000, 2100)])
    number = IntegerField()


@pytest.mark.parametrize("typed", ["9", "abc"])
@pytest.mark.parametrize(
    ("language", "choose", "between", "whole"),
    [
        ("vi", "Hãy chọn một mục trong danh sách.", "Nhập số nguyên từ 2000 đến 2100.", "Nhập số nguyên."),
        ("en", "Choose one from the list.", "Give a whole number from 2000 to 2100.", "Give a whole number."),
    ],
)
def test_what_wtforms_refuses_is_said_in_our_words(app, typed, language, choose, between, whole):
    sent = dict.fromkeys(("one", "ring", "some", "year"), typed) | {"number": "abc"}
    with app.test_request_context(method="POST", data=sent), force_locale(language):
        form = _Form(meta={"csrf": False})
        assert not form.validate()
        errors = {name: [str(line) for line in lines] for name, lines in form.errors.items()}
    assert errors == {"one": [choose], "ring": [choose], "some": [choose], "year": [between], "number": [whole]}
