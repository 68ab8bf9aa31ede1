"""Who is in charge of what: the page for leaders, the Office and the administrator, and its forms."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from ... import clock, history
from ...access import require
from ...db import db
from ...errors import NotFound, Refused
from ...people.queries import list_leaders
from ...text import clean_line, parse_id, read_day
from . import actions, policy, queries
from .board import facts_about, group_lines, read_board
from .forms import TermForm, distribution_form
from .models import Term

blueprint = Blueprint("portfolios", __name__)


def facts_of(user_id: int) -> list[tuple[str, str]]:
    """The line on a person's page."""
    return facts_about(user_id, clock.today())


@blueprint.get("/portfolios")
def index() -> Any:
    """Each leader with his topics and units today, or on the day of ?on=."""
    require(policy.can_look(current_user))
    today = clock.today()
    lines, after = queries.list_course(request.args.get("after", ""))
    return render_template(
        "portfolios/index.html",
        board=read_board(read_day(request.args.get("on", "")) or today),
        typed=clean_line(request.args.get("on", ""))[:20],
        today=today,
        course=group_lines(lines, today),
        after=after,
        can_distribute=policy.can_distribute(current_user),
    )


@blueprint.route("/portfolios/distribution", methods=["GET", "POST"])
def distribution() -> Any:
    """One select for each topic and unit, as it stands on the day of ?on=; what is changed holds from a day on."""
    require(policy.can_distribute(current_user))
    shown_on = read_day(request.form.get("shown_on", "") or request.args.get("on", "")) or clock.today()
    lines, things = queries.list_lines(shown_on), queries.list_things(shown_on)
    leaders = {line.leader_id: line.leader for line in lines} | {row.user_id: row.name for row in list_leaders()}
    data = {"shown_on": shown_on.isoformat(), "shown": queries.fingerprint(lines), "from_on": shown_on}
    form = distribution_form(things, leaders, data | {line.thing.key: line.leader_id for line in lines})
    changed: list[int] = []
    if form.carries_out(lambda: changed.append(actions.distribute(_plan(form, things, shown_on), by=current_user))):
        db.session.commit()
        if changed[0]:
            flash(ngettext("%(num)s change is saved.", "%(num)s changes are saved.", changed[0]), "success")
        return redirect(url_for("portfolios.index"), 303)
    return render_template(
        "portfolios/distribution.html",
        form=form,
        things=things,
        shown_on=shown_on,
        since={line.thing: line for line in lines},
    ), 422 if request.method == "POST" else 200


def _plan(form: Any, things: list[queries.NamedThing], shown_on: date) -> actions.Distribution:
    return actions.Distribution(
        wanted={one.thing: form[one.thing.key].data or None for one in things},
        from_on=form.from_on.data,
        basis=form.basis.data or "",
        shown_on=shown_on,
        shown=form.shown.data or "",
        form_key=form.form_key.data or "",
    )


@blueprint.post("/portfolios/<int:line_id>/withdrawal")
def withdraw(line_id: int) -> Any:
    """What has not begun, or was entered by mistake today."""
    require(policy.can_distribute(current_user))
    try:
        line = queries.get_line(line_id)
        name = actions.withdraw(line, by=current_user)
    except NotFound:
        return redirect(url_for("portfolios.index"), 303)  # the second press
    except Refused as refused:
        db.session.rollback()
        flash(refused.sentence, "danger")
        return redirect(url_for("portfolios.index"), 303)
    db.session.commit()
    words = _("Withdrawn. %(leader)s is in charge of “%(thing)s” as before.", leader=name, thing=line.name)
    flash(words if name else _("Withdrawn. Nobody is in charge of “%(thing)s” now.", thing=line.name), "success")
    return redirect(url_for("portfolios.index"), 303)


@blueprint.route("/portfolios/terms/new", methods=["GET", "POST"])
def new_term() -> Any:
    """Add one."""
    return _edit(None)


@blueprint.route("/portfolios/terms/<int:term_id>", methods=["GET", "POST"])
def term(term_id: int) -> Any:
    """Correct one."""
    require(policy.can_distribute(current_user))
    return _edit(queries.get_term(term_id, to_change=request.method == "POST"))


def _edit(term: Term | None) -> Any:
    require(policy.can_distribute(current_user))
    form = TermForm(obj=term)
    version = parse_id(str(form.version.data or ""))
    if form.carries_out(lambda: _save(term, form, version)):
        db.session.commit()
        flash(_("Saved."), "success")
        return redirect(url_for("portfolios.index"), 303)
    saved = (
        history.find_last_entry("term", term.id) if term and form.is_submitted() and version != term.version else None
    )
    if term and saved:
        form.version.data = term.version  # both texts are on the page now: pressed again, the form is meant
    page = render_template("portfolios/term.html", form=form, term=term, saved=saved)
    return page, 422 if form.is_submitted() else 200


def _save(term: Term | None, form: TermForm, version: int | None) -> Term:
    days = form.from_on.data, form.until_on.data
    return actions.save_term(term, form.name.data or "", *days, by=current_user, version=version)
