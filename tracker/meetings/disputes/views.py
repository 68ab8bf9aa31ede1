"""Disputes on the screen: raise one, read them, answer one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ...access import require
from ...db import db
from ...errors import NotFound
from ...people.actor import Actor
from ...reports.scoreboard.asked import Asked, Way
from ...reports.scoreboard.figures import Figure
from ...reports.scoreboard.lists import count_list
from ...reports.scoreboard.marks import Marks
from ...reports.scoreboard.policy import sees_board
from ...reports.scoreboard.wording import name_figures, tell_basis
from . import actions, policy, queries, wording
from .forms import DisputeAnswerForm, DisputeForm

blueprint = Blueprint("disputes", __name__)


@blueprint.get("/disputes")
def index() -> Any:
    """Those that wait, or all; a unit's people see their own."""
    require(sees_board(current_user))
    show_all = request.args.get("show") == "all"
    page = queries.list_disputes(current_user, only_open=not show_all, after=request.args.get("after", ""))
    return render_template(
        "disputes/index.html",
        page=page,
        show_all=show_all,
        open_count=queries.count_open(current_user),
        words=wording,
    )


@blueprint.route("/scoreboard/<figure>/disputes", methods=["GET", "POST"])
def new(figure: str) -> Any:
    """A head says what is wrong with a figure of his unit's line."""
    require(policy.raises_dispute(current_user, current_user.unit_id))
    asked, form = Asked.from_args(request.args, current_user.unit_id), DisputeForm()
    if figure not in set(Figure) or not asked.has_begun:
        raise NotFound
    wanted = Figure(figure)
    objection = actions.Objection(form.reason.data or "", form.codes.data or "")
    if form.carries_out(lambda: actions.raise_dispute(wanted, asked, objection, by=current_user)):
        db.session.commit()
        flash(_("The Office is told by e-mail."), "success")
        return redirect(url_for("disputes.index"), 303)
    page = render_template(
        "disputes/new.html",
        form=form,
        asked=asked,
        figure=wanted,
        label=name_figures()[wanted],
        number=count_list(wanted, asked, current_user.unit_id),
        basis=tell_basis(asked),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/disputes/<int:dispute_id>")
def show(dispute_id: int) -> Any:
    """What the unit says, what stood there, and the answer."""
    return _page(dispute_id)


@blueprint.post("/disputes/<int:dispute_id>/answer")
def answer(dispute_id: int) -> Any:
    """The Office answers."""
    dispute, form = queries.get_dispute_for(current_user, dispute_id), DisputeAnswerForm()
    accepts = request.form.get("accepts") == "1"
    said = form.answer.data or ""
    if form.carries_out(lambda: actions.answer_dispute(dispute, said, accepts=accepts, by=current_user)):
        db.session.commit()
        flash(_("Answered: the unit is told by e-mail."), "success")
        return redirect(url_for("disputes.index"), 303)
    return _page(dispute_id, form, 422)


def _page(dispute_id: int, form: DisputeAnswerForm | None = None, status: int = 200) -> Any:
    dispute = queries.get_dispute_for(current_user, dispute_id)
    asked = queries.asked_of(dispute)
    may_answer = policy.can_answer(current_user, dispute)
    page = render_template(
        "disputes/show.html",
        dispute=dispute,
        words=wording,
        list_query=asked.query_string(line=dispute.unit_id),
        form=(form or DisputeAnswerForm()) if may_answer else None,
        lost=form if form and not may_answer else None,
    )
    return page, status


def _address_of_form(actor: Actor, asked: Asked, figure: Figure, line: int | None) -> str:
    if asked.way is not Way.UNIT or not asked.has_begun or not policy.raises_dispute(actor, line):
        return ""
    return f"{url_for('disputes.new', figure=figure.value)}?{asked.query_string()}"


def _read_marks(asked: Asked) -> dict[tuple[int, Figure], str]:
    if asked.way is not Way.UNIT:
        return {}
    return {place: url_for("disputes.show", dispute_id=number) for place, number in queries.list_open_of(asked).items()}


MARKS = Marks(_read_marks, _address_of_form, "disputes.index")
