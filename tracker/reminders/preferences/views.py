"""One's own choices about reminders, and the page behind the link with which a mail program stops them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ...access import public
from ...db import db
from ..rules.queries import rule_book
from . import actions
from .forms import ChoicesForm
from .queries import find_choices
from .unsubscribe import read_token
from .wording import list_mandatory, list_optional, tell_choices

blueprint = Blueprint("preferences", __name__)


@blueprint.route("/account/reminders", methods=["GET", "POST"])
def show() -> Any:
    """When and how often one is reminded, and what can be stopped."""
    user_id = current_user.user_id
    if request.method == "GET":
        return _page(ChoicesForm.of(find_choices(user_id)))
    form = ChoicesForm()
    changed: list[bool] = []
    if form.carries_out(
        lambda: changed.append(actions.save_choices(user_id, form.chosen(), form.seen.data or "", by=current_user))
    ):
        db.session.commit()
        flash(_("Saved.") if changed[0] else _("Nothing was changed."), "success")
        return redirect(url_for("preferences.show"), 303)
    form.see_again(find_choices(user_id))
    return _page(form, 422)


def _page(form: ChoicesForm, status: int = 200) -> Any:
    book = rule_book()
    return render_template(
        "preferences/show.html", form=form, mandatory=list_mandatory(book), optional=list_optional(book)
    ), status


@public
@blueprint.route("/unsubscribe/<token>", methods=["GET", "POST"])
def unsubscribe(token: str) -> Any:
    """Whoever holds the link may stop what is optional; looking at the page changes nothing.

    Mail programs post here without a session and without a form token: the signed link is the proof.
    """
    user_id = read_token(token)
    if user_id is None:
        return render_template("preferences/unsubscribe.html", is_known=False, is_done=False), 404
    is_done = request.method == "POST"
    if is_done:
        actions.stop_optional(user_id)
        db.session.commit()
    return render_template("preferences/unsubscribe.html", is_known=True, is_done=is_done)


def facts_of(user_id: int) -> list[tuple[str, str]]:
    """The line on a person's page."""
    return [(_("Reminders"), tell_choices(find_choices(user_id)))]
