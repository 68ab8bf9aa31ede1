"""Sign-in, passwords, people and units as forms."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    ValidationError,
)

from ..fields import BaseForm, Between, DayField, MaxLength, Optional, Required, choices
from .addresses import LOGIN, normal_address
from .models import Role, UnitKind

KIND_NAMES = {
    UnitKind.OFFICE: _l("Office"),
    UnitKind.DEPARTMENT: _l("Specialised room"),
    UnitKind.AGENCY: _l("Vertical body"),
    UnitKind.BOARD: _l("Board, centre"),
    UnitKind.WARD: _l("Ward"),
    UnitKind.COMMUNE: _l("Commune"),
}
ROLE_NAMES = {
    Role.LEADER: _l("Leader"),
    Role.OFFICE: _l("Office clerk"),
    Role.HEAD: _l("Head of unit"),
    Role.DEPUTY: _l("Deputy head of unit"),
    Role.OFFICER: _l("Officer"),
    Role.ADMIN: _l("Administrator"),
}


class SignInForm(BaseForm):
    login = StringField(
        _l("User name or e-mail"),
        [Required(_l("Type your user name or e-mail.")), MaxLength(254)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True},
    )
    password = PasswordField(
        _l("Password"),
        [Required(_l("Type your password.")), MaxLength(200)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()
    kept = HiddenField()


class ChangePasswordForm(BaseForm):
    old_password = PasswordField(
        _l("Present password"),
        [Required(_l("Type your present password."))],
        render_kw={"autocomplete": "current-password"},
    )
    new_password = PasswordField(
        _l("New password"), [Required(_l("Type a new password."))], render_kw={"autocomplete": "new-password"}
    )
    repeat_password = PasswordField(
        _l("New password once more"),
        [Required(_l("Type the new password once more."))],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_repeat_password(self, field: Field) -> None:
        """Both must be the same."""
        if field.data != self.new_password.data:
            raise ValidationError(_("The two new passwords differ. Type the same one twice."))


class AddressRule:
    """An address that mail can be written to; intranet domains such as .local are allowed by MAIL_DOMAINS."""

    def __call__(self, form: BaseForm, field: Field) -> None:
        address = normal_address(str(field.data or ""), current_app.config["SETTINGS"].mail_domains)
        if address is None:
            raise ValidationError(_("Write an address such as lan.ht@example.vn."))
        field.data = address


class UserForm(BaseForm):
    login = StringField(_l("User name"), [Required(), MaxLength(60)])
    name = StringField(_l("Full name"), [Required(), MaxLength(120)])
    email = StringField(_l("E-mail"), [Optional(), MaxLength(254), AddressRule()])
    is_enabled = BooleanField(_l("May sign in"), default=True)

    def validate_login(self, field: Field) -> None:
        """Plain characters only: people type it on phones."""
        if not LOGIN.match(field.data or ""):
            raise ValidationError(_("Use letters without diacritics, digits, dot, hyphen or underscore."))


class PostForm(BaseForm):
    role = SelectField(_l("Role"), choices=choices((role.value, label) for role, label in ROLE_NAMES.items()))
    unit_id = SelectField(_l("Unit"), coerce=int, choices=[])
    title = StringField(_l("Title of the post"), [Optional(), MaxLength(120)])

    def validate_unit_id(self, field: Field) -> None:
        """Heads, deputies and officers belong to a unit."""
        if not field.data and self.role.data in (Role.HEAD, Role.DEPUTY, Role.OFFICER):
            raise ValidationError(_("Choose the unit of this post."))


class NewUserForm(UserForm, PostForm):
    """An account with its first post, so that the person can sign in at once."""

    is_enabled = None


class StandInForm(BaseForm):
    """Who acts in somebody's post, and for how long."""

    user_id = SelectField(_l("Stand-in"), coerce=int, choices=[])
    from_on = DayField(_l("First day"), [Required(_l("Give the first day."))], render_kw={"autocomplete": "off"})
    until_on = DayField(_l("Last day"), [Required(_l("Give the last day."))], render_kw={"autocomplete": "off"})
    reason = StringField(_l("Reason"), [Optional(), MaxLength(200)])

    def validate_user_id(self, field: Field) -> None:
        """Somebody."""
        if not field.data:
            raise ValidationError(_("Choose who stands in."))


class UnitForm(BaseForm):
    code = StringField(_l("Code"), [Required(), MaxLength(35)])
    name = StringField(_l("Official name"), [Required(), MaxLength(200)])
    short_name = StringField(_l("Short name"), [Required(), MaxLength(60)])
    alias_text = StringField(_l("Other names, split by |"), [Optional(), MaxLength(1000)])
    kind = SelectField(_l("Kind"), choices=choices((kind.value, label) for kind, label in KIND_NAMES.items()))
    sort_order = IntegerField(_l("Order in lists"), [Between(0, 9999)], default=100)
    valid_from = DayField(_l("Exists from"), [Optional()])
    valid_to = DayField(_l("Last day"), [Optional()])

    def validate_valid_to(self, field: Field) -> None:
        """A unit cannot end before it begins."""
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError(_("The last day cannot lie before the first."))
