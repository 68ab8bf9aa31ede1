"""An issued notice: what it says, and what became of each order."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ...db import db
from ...directives.models import NoticeState
from ...errors import NotFound
from ...files.intake import file_store
from ...indicators.policy import keeps_indicators
from ...tasks.today import office_today
from ...tasks.wording import standing_chip
from .. import actions, queries
from ..marks import Mark, segments
from ..policy import can_read_whole, can_review
from . import blueprint


@blueprint.get("/notices/<int:notice_id>")
def show(notice_id: int) -> Any:
    """The Office is taken to the review while the notice is there."""
    notice = queries.get_notice_for(current_user, notice_id)
    if notice.state == NoticeState.REVIEW:
        return redirect(url_for("notices.review", notice_id=notice_id), 303)
    lines, whole = queries.list_directives(current_user, notice), can_read_whole(current_user, notice)
    marks = [
        Mark(one.start, one.end, one.position, f"d{one.position}", "aside" if one.no_task_reason else "")
        for one in (line.directive for line in lines)
        if one.start is not None and one.end is not None
    ]
    today, (done, tasks) = office_today(), queries.count_given(lines)
    return render_template(
        "notices/show.html",
        notice=notice,
        lines=lines,
        segments=segments(notice.source_text, marks) if whole else [],
        whole=whole,
        can_review=can_review(current_user),
        can_accept=keeps_indicators(current_user),
        done=done,
        tasks=tasks,
        chip_of=lambda task: standing_chip(task.state, today.status_of(task)),
    )


@blueprint.post("/notices/<int:notice_id>/openness")
def set_openness(notice_id: int) -> Any:
    """Open to all units, or to each only its own part."""
    notice = queries.get_notice_for(current_user, notice_id, to_change=True)
    actions.set_openness(notice, request.form.get("open") == "1", by=current_user)
    db.session.commit()
    flash(
        _("All units may read this notice now.") if notice.open_to_all else _("Each unit sees its part only."),
        "success",
    )
    return redirect(url_for("notices.show", notice_id=notice_id), 303)


@blueprint.get("/notices/<int:notice_id>/original")
def original(notice_id: int) -> Any:
    """The file as it was uploaded; never rendered here. For those who may read the whole notice."""
    notice = queries.get_notice_for(current_user, notice_id)
    stored = queries.find_original(notice) if can_read_whole(current_user, notice) else None
    if stored is None:
        raise NotFound
    response = send_file(
        file_store().open_verified(stored.sha256),
        mimetype=stored.content_type,
        as_attachment=True,
        download_name=notice.original_name,
        etag=False,
        max_age=0,
    )
    response.content_length = stored.size
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
