"""The review: the source on the left, the drafts on the right, and «Giao»."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from ...access import require
from ...db import db
from ...directives.models import NoticeState
from ...fields import BaseForm
from .. import actions, queries
from ..forms import AddForm
from ..policy import can_review
from . import blueprint
from .answers import done, page_of, show_review


@blueprint.get("/notices/<int:notice_id>/review")
def review(notice_id: int) -> Any:
    """Only for the Office; once issued, the notice's own page."""
    notice = queries.get_notice_for(current_user, notice_id)
    if notice.state == NoticeState.ISSUED:
        return redirect(url_for("notices.show", notice_id=notice_id), 303)
    return page_of(notice, request.args.get("order", ""))


@blueprint.post("/notices/<int:notice_id>/issue")
def issue(notice_id: int) -> Any:
    """Once only: the second press, or the second clerk, is shown what the first one did."""
    notice = queries.get_notice_for(current_user, notice_id, to_change=True)
    require(can_review(current_user))
    form, issued = BaseForm(), []
    if notice.state == NoticeState.ISSUED:
        flash(_("The tasks of this notice have already been given."), "info")
    elif form.carries_out(
        lambda: issued.append(
            actions.issue_notice(notice, queries.list_drafts(notice_id), by=current_user, seen=request.form.get("seen"))
        )
    ):
        db.session.commit()
        flash(_said(issued[0]), "success")
    else:
        return show_review(notice_id, form=form), 422
    return redirect(url_for("notices.show", notice_id=notice_id), 303)


def _said(issued: actions.Issued) -> str:
    tasks = ngettext("%(num)s task is given", "%(num)s tasks are given", issued.tasks)
    people = ngettext("%(num)s person is told by e-mail", "%(num)s people are told by e-mail", issued.people)
    parts = [tasks] if issued.tasks or not (issued.continued or issued.replaced) else []
    if issued.continued:
        parts.append(ngettext("%(num)s earlier task goes on", "%(num)s earlier tasks go on", issued.continued))
    if issued.replaced:
        parts.append(
            ngettext("%(num)s earlier task is replaced", "%(num)s earlier tasks are replaced", issued.replaced)
        )
    return "; ".join([*parts, people]) + "."


@blueprint.post("/notices/<int:notice_id>/drafts")
def add_draft(notice_id: int) -> Any:
    """A sentence selected in the source, or its words."""
    notice = queries.get_review_for(current_user, notice_id, to_change=True)
    form, made = AddForm(), []
    if form.carries_out(
        lambda: made.append(
            actions.add_draft(
                notice,
                queries.list_drafts(notice_id),
                form.words.data or "",
                start=form.start.data,
                end=form.end.data,
                by=current_user,
            )
        )
    ):
        db.session.commit()
        return done(notice_id, made[0].id)
    return show_review(notice_id, add=form), 422


@blueprint.post("/notices/<int:notice_id>/discarding")
def discard(notice_id: int) -> Any:
    """A notice entered by mistake."""
    notice = queries.get_review_for(current_user, notice_id, to_change=True)
    actions.discard_notice(notice, by=current_user)
    db.session.commit()
    flash(_("The notice is taken out. Nobody outside the Office has seen it."), "success")
    return redirect(url_for("notices.index"), 303)
