"""A leader answers what a unit proposes."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ...access import safe_path
from ...db import db
from .. import actions, queries
from ..forms import AnswerForm
from . import blueprint
from .page import show_task


@blueprint.post("/proposals/<int:proposal_id>/answer")
def answer_proposal(proposal_id: int) -> Any:
    """From the task page or in place on the leader's page."""
    proposal, form = queries.get_proposal_for(current_user, proposal_id), AnswerForm()
    task_id = proposal.task_id
    if form.carries_out(lambda: actions.answer_proposal(proposal, form.answer.data or "", by=current_user)):
        db.session.commit()
        flash(_("Answered: the unit is told by e-mail."), "success")
        return redirect(safe_path(request.form.get("next"), url_for("tasks.show", task_id=task_id)), 303)
    form.proposal_id = proposal_id
    return show_task(task_id, answer=form)
