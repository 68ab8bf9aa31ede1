"""The review: the source on the left, the drafts on the right, and «Giao»."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from ... import clock
from ...access import require
from ...db import db
from ...directives.language import is_foreign
from ...directives.models import Notice, NoticeState
from ...directives.queries import list_topics
from ...fields import BaseForm
from ...people.queries import list_leaders, list_recipients, list_units
from .. import actions, queries
from ..board import lay_out, units_followed
from ..earlier import list_earlier_orders
from ..forms import AddForm, AsideForm, GapsForm
from ..policy import can_review
from ..readiness import units_told
from . import blueprint


@blueprint.get("/notices/<int:notice_id>/review")
def review(notice_id: int) -> Any:
    """Only for the Office; once issued, the notice's own page."""
    notice = queries.get_notice_for(current_user, notice_id)
    if notice.state == NoticeState.ISSUED:
        return redirect(url_for("notices.show", notice_id=notice_id), 303)
    return _page(notice)


def show_review(notice_id: int, *, form: BaseForm | None = None, draft_id: int = 0, add: AddForm | None = None) -> str:
    """The page after a refusal: `form` is what was refused for that draft, `add` what was refused below."""
    return _page(queries.get_review_for(current_user, notice_id), form, draft_id, add)


def _page(notice: Notice, form: BaseForm | None = None, draft_id: int = 0, add: AddForm | None = None) -> str:
    drafts, today, leaders = queries.list_drafts(notice.id), clock.today(), list_leaders()
    units, earlier = list_units(today), list_earlier_orders(drafts)
    board = lay_out(
        notice,
        drafts,
        units=units,
        topics=list_topics(),
        leaders=leaders,
        recipients=list_recipients(units_told(drafts, units_followed(drafts, earlier))),
        earlier=earlier,
        today=today,
    )
    return render_template(
        "notices/review.html",
        is_foreign=not drafts and is_foreign(notice.source_text),
        notice=notice,
        board=board,
        units=units,
        leaders=leaders,
        refused=form,
        refused_id=draft_id,
        is_aside=isinstance(form, AsideForm),
        is_gaps=isinstance(form, GapsForm),
        add=add or AddForm(formdata=None),
    )


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
        return redirect(url_for("notices.review", notice_id=notice_id, _anchor=f"d{made[0].id}"), 303)
    return show_review(notice_id, add=form), 422


@blueprint.post("/notices/<int:notice_id>/discarding")
def discard(notice_id: int) -> Any:
    """A notice entered by mistake."""
    notice = queries.get_review_for(current_user, notice_id, to_change=True)
    actions.discard_notice(notice, by=current_user)
    db.session.commit()
    flash(_("The notice is taken out. Nobody outside the Office has seen it."), "success")
    return redirect(url_for("notices.index"), 303)
