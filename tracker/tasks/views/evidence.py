"""Files of a task: added, and given back exactly as they were sent."""

from __future__ import annotations

from typing import Any

from flask import after_this_request, current_app, flash, redirect, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ... import history
from ...access import acting
from ...db import db, set_reading
from ...files.intake import file_store
from ...files.names import attachment
from ...files.store import FileDamaged
from .. import actions, queries
from ..forms import EvidenceForm, RemovalForm
from ..models import Evidence
from . import blueprint
from .page import show_task, to_task


@blueprint.post("/tasks/<int:task_id>/evidence")
def add_evidence(task_id: int) -> Any:
    """The lead unit, the cooperating units, the Office."""
    task, form = queries.get_task_for(current_user, task_id), EvidenceForm()
    key = form.form_key.data or ""
    if form.carries_out(lambda: actions.add_evidence(task, form.files.data or [], by=current_user, form_key=key)):
        db.session.commit()
        flash(_("The files are attached."), "success")
        return to_task(task_id)
    return show_task(task_id, add_evidence=form)


@blueprint.post("/evidence/<int:evidence_id>/removal")
def remove_evidence(evidence_id: int) -> Any:
    """Sent by mistake: out of sight, with the reason."""
    found, form = queries.get_evidence_for(current_user, evidence_id), RemovalForm()
    task = queries.get_task_for(current_user, found.task_id)
    if form.carries_out(lambda: actions.remove_evidence(found, task, form.reason.data or "", by=current_user)):
        db.session.commit()
        flash(_("%(name)s is taken away.", name=found.name), "success")
        return to_task(task.id)
    return show_task(found.task_id, remove_evidence=form)


@blueprint.get("/evidence/<int:evidence_id>")
def download(evidence_id: int) -> Any:
    """Checked against its hash first; never rendered, whatever it holds. The download itself is noted afterwards."""
    found = queries.get_evidence_for(current_user, evidence_id)
    try:
        content = file_store().open_verified(found.file.sha256)
    except FileDamaged as damaged:
        current_app.logger.error("evidence %s: %s", evidence_id, damaged)
        flash(f"{found.name}: {damaged.sentence}", "danger")
        return redirect(url_for("tasks.show", task_id=found.task_id), 303)
    response = send_file(content, mimetype=found.file.content_type, etag=False, max_age=0)
    response.headers["Content-Disposition"] = attachment(found.name)
    response.content_length = found.file.size
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    _note_afterwards(found)
    return response


def _note_afterwards(found: Evidence) -> None:
    """The page's transaction only reads; the note is written once it is over, in one of its own."""
    evidence_id, task_id, name, by = found.id, found.task_id, found.name, acting()

    @after_this_request
    def note(answer: Any) -> Any:
        db.session.rollback()
        set_reading(False)
        history.record(by, "evidence_downloaded", "evidence", evidence_id, task_id=task_id, name=name)
        db.session.commit()
        return answer
