"""The screen on which an administrator sets what the office goes by."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from ..access import require
from ..db import db
from ..errors import Stale
from . import actions, queries
from .book import parse
from .forms import SEEN, SettingsForm
from .wording import GROUPS, LINES, describe_limits, show_value

blueprint = Blueprint("settings", __name__)


@blueprint.route("/settings", methods=["GET", "POST"])
def show() -> Any:
    """Every setting on one page; saved all together or not at all."""
    require(current_user.is_admin)
    if request.method == "GET":
        return _page(SettingsForm.of(queries.office_settings()))
    form = SettingsForm()
    count: list[int] = []
    if form.carries_out(lambda: count.append(_save(form))):
        db.session.commit()
        saved = ngettext("%(num)s setting is saved.", "%(num)s settings are saved.", count[0])
        flash(saved if count[0] else _("Nothing was changed."), "success")
        return redirect(url_for("settings.show"), 303)
    form.renew_untouched(queries.office_settings())
    return _page(form, 422)


def _save(form: SettingsForm) -> int:
    try:
        return actions.save_settings(form.typed(), form.seen(), by=current_user)
    except Stale as stale:
        form.see_again(stale.field or "", queries.office_settings())
        raise


def _page(form: SettingsForm, status: int = 200) -> Any:
    return (
        render_template(
            "settings/show.html",
            form=form,
            seen=SEEN,
            groups=GROUPS,
            limits={name: describe_limits(name) for name in LINES},
            changes=[_change(entry.data) | {"entry": entry} for entry in queries.list_changes()],
        ),
        status,
    )


def _change(data: dict[str, Any]) -> dict[str, Any]:
    """A setting that this version no longer has is called by its name in the database."""
    name = data["setting"]
    before, after = data["before"][name], data["after"][name]
    if name not in LINES:
        return {"label": name, "before": before, "after": after}
    return {"label": LINES[name].label, "before": _read(name, before), "after": _read(name, after)}


def _read(name: str, kept: str) -> str:
    """What was allowed once may lie outside the range of today."""
    try:
        return show_value(name, parse(name, kept))
    except ValueError:
        return kept
