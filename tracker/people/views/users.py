"""The administrator's screens of people."""

from __future__ import annotations

from typing import Any, TypeVar

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock, history
from ...access import require
from ...db import db
from ...fields import choices
from ...text import parse_id
from .. import actions, queries
from ..forms import ROLE_NAMES, NewUserForm, PostForm, StandInForm, UserForm
from ..models import Role, User
from ..wording import event_name
from ..work import open_work
from . import blueprint
from .desk import lay_out


@blueprint.get("/people")
def users() -> Any:
    """Everyone, by given name; search without diacritics, by unit."""
    require(current_user.is_admin)
    asked, unit = request.args.get("q", ""), parse_id(request.args.get("unit", "")) or 0
    rows, after = queries.list_users(asked, unit, request.args.get("after", ""))
    return render_template(
        "people/users.html",
        rows=rows,
        after=after,
        asked=asked,
        unit=unit,
        units=queries.list_units(clock.today()),
        role_names=ROLE_NAMES,
    )


@blueprint.route("/people/new", methods=["GET", "POST"])
def new_user() -> Any:
    """An account with its first post; the one-time password is shown on the person's page."""
    require(current_user.is_admin)
    form = _with_units(NewUserForm())
    made: dict[str, Any] = {}

    def add() -> None:
        made["user"], made["password"] = actions.add_user(
            form.login.data, form.name.data, form.email.data or "", by=current_user
        )
        _add_post(made["user"], form)

    if form.carries_out(add):
        db.session.commit()
        return show_user(made["user"].id, one_time_password=made["password"])
    return render_template("people/new_user.html", form=form), 422 if request.method == "POST" else 200


@blueprint.route("/people/<int:user_id>", methods=["GET", "POST"])
def user(user_id: int) -> Any:
    """Edit one person."""
    require(current_user.is_admin)
    if request.method == "GET":
        return show_user(user_id)
    person = queries.get_user(user_id)
    form = UserForm(obj=person)
    if form.carries_out(
        lambda: actions.edit_user(
            person, form.login.data, form.name.data, form.email.data or "", form.is_enabled.data, by=current_user
        )
    ):
        db.session.commit()
        flash(_("Saved."), "success")
        return redirect(url_for("people.user", user_id=user_id), 303)
    return show_user(user_id, form=form)


def show_user(
    user_id: int,
    form: UserForm | None = None,
    post_form: PostForm | None = None,
    one_time_password: str = "",
    refused: dict[int, StandInForm] | None = None,
) -> Any:
    """The page with a form that was refused: of the account, of a new post, or of a stand-in by its post."""
    person = queries.get_user(user_id)
    status = 422 if request.method == "POST" and not one_time_password else 200
    return (
        render_template(
            "people/user.html",
            person=person,
            form=form or UserForm(obj=person, formdata=None),
            post_form=post_form or _with_units(PostForm(prefix="post", formdata=None)),
            posts=[post for post in person.posts if post.ended_on is None],
            desk=lay_out(person, refused),
            work=open_work().of_leader(user_id),
            one_time_password=one_time_password,
            **_added(user_id),
        ),
        status,
    )


def _added(user_id: int) -> dict[str, Any]:
    """What has happened to the person, and what features above the people add to the page."""
    return {
        "entries": history.list_entries("user", user_id, limit=20),
        "event_name": event_name,
        "role_names": ROLE_NAMES,
        "acts": [act for ask in current_app.extensions["person_acts"] for act in ask(user_id)],
        "facts": [fact for ask in current_app.extensions["person_facts"] for fact in ask(user_id)],
    }


Posting = TypeVar("Posting", bound=PostForm)


def _with_units(form: Posting) -> Posting:
    units = [(unit.id, unit.name) for unit in queries.list_units(clock.today())]
    form.unit_id.choices = choices([(0, _("No unit")), *units])
    return form


def _add_post(person: User, form: PostForm) -> None:
    actions.add_post(person, Role(form.role.data), form.unit_id.data or None, form.title.data or "", by=current_user)


@blueprint.post("/people/<int:user_id>/posts")
def add_post(user_id: int) -> Any:
    """One more role."""
    require(current_user.is_admin)
    person, form = queries.get_user(user_id), _with_units(PostForm(prefix="post"))
    if form.carries_out(lambda: _add_post(person, form)):
        db.session.commit()
        flash(_("Saved."), "success")
        return redirect(url_for("people.user", user_id=user_id), 303)
    return show_user(user_id, post_form=form)


@blueprint.post("/posts/<int:post_id>/end")
def end_post(post_id: int) -> Any:
    """The person no longer holds it."""
    require(current_user.is_admin)
    post = queries.get_post(post_id)
    actions.end_post(post, by=current_user)
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("people.user", user_id=post.user_id), 303)


@blueprint.post("/people/<int:user_id>/one-time-password")
def issue_password(user_id: int) -> Any:
    """Shown once, on the page that answers."""
    require(current_user.is_admin)
    password = actions.issue_one_time_password(queries.get_user(user_id), by=current_user)
    db.session.commit()
    return show_user(user_id, one_time_password=password)
