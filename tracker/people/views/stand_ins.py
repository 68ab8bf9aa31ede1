"""Name a stand-in, end it, act as one: from one's own account page, or from the administrator's page of a person."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ...db import db
from ...text import parse_id
from .. import stand_ins
from ..forms import StandInForm
from . import blueprint
from .account import show_account
from .desk import offer
from .users import show_user


@blueprint.post("/posts/<int:post_id>/stand-ins")
def name_stand_in(post_id: int) -> Any:
    """Somebody acts in that post for some days."""
    post, form = stand_ins.get_post_for(current_user, post_id), StandInForm()
    offer(form, stand_ins.list_candidates([post], chosen_by_admin=current_user.is_admin)[post_id])
    holder = post.user_id
    if form.carries_out(
        lambda: stand_ins.name_stand_in(
            post,
            form.user_id.data,
            form.from_on.data,
            form.until_on.data,
            form.reason.data or "",
            by=current_user,
        )
    ):
        db.session.commit()
        flash(_("The stand-in is entered. Both people see it on their account page."), "success")
        return _back_to(holder)
    return (show_account if holder == current_user.user_id else show_user)(holder, refused={post_id: form})


@blueprint.post("/stand-ins/<int:stand_in_id>/end")
def end_stand_in(stand_in_id: int) -> Any:
    """Before its last day."""
    stand_in = stand_ins.get_stand_in_for(current_user, stand_in_id)
    stand_ins.end_stand_in(stand_in, by=current_user)
    db.session.commit()
    flash(_("%(name)s no longer stands in.", name=stand_in.user.name), "success")
    return _back_to(stand_in.post.user_id)


def _back_to(holder: int) -> Any:
    is_own = holder == current_user.user_id
    return redirect(url_for("people.account") if is_own else url_for("people.user", user_id=holder), 303)


@blueprint.post("/account/stand-in")
def act_as_stand_in() -> Any:
    """Act in the post of somebody who is absent."""
    stand_in = stand_ins.get_stand_in_for(current_user, parse_id(request.form.get("stand_in_id", "")) or 0)
    stand_ins.act_as_stand_in(stand_in, by=current_user)
    db.session.commit()
    return redirect(url_for("web.home"), 303)
