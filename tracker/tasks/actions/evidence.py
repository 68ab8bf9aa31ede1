"""Files that show the work: attached, replaced by a later version of the same name, taken away for a short while."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from ... import clock, history
from ...access import require
from ...db import db
from ...errors import Refused
from ...files.intake import take_in
from ...files.names import clean_file_name
from ...people.actor import Actor
from ...settings.queries import office_settings
from .. import policy, queries
from ..models import Evidence, ProgressUpdate, Task
from .steps import key_of

MAX_FILES = 10


def add_evidence(
    task: Task, files: Iterable[FileStorage], *, by: Actor, update: ProgressUpdate | None = None, form_key: str = ""
) -> int:
    """Keep the chosen files under the names they were sent with; tells how many. A refused one leaves none behind.

    A file of a known name is its next version; the very same file once more adds nothing. History keeps the form's key:
    sent again (Back), the form does not bring back what has been taken away since.
    """
    chosen = [file for file in files if file.filename]
    if not chosen:
        return 0
    key = key_of(f"evidence:{task.id}", form_key, by)
    if key and history.is_recorded("task", task.id, "evidence_added", "form", key):
        return 0
    require(policy.can_add_evidence(by, task) or update is not None)
    if len(chosen) > MAX_FILES:
        raise Refused(_("At most %(count)s files at a time. Send the others afterwards.", count=MAX_FILES), "files")
    for file in chosen:
        name = clean_file_name(file.filename or "")
        try:
            stored = take_in(file.stream, name)
        except Refused as refused:
            raise Refused(f"{name}: {refused.sentence}", "files") from refused
        _keep(task, stored.id, name, update, key, by)
    return len(chosen)


def _keep(task: Task, file_id: int, name: str, update: ProgressUpdate | None, key: str | None, by: Actor) -> None:
    before = queries.find_latest_version(task, name)
    is_there = before is not None and before.removed_at is None and before.file_id == file_id
    if before and is_there and before.update_id == (update.id if update else None):
        return
    evidence = Evidence(
        task_id=task.id,
        update_id=update.id if update else None,
        file_id=file_id,
        name=name,
        number=before.number + 1 if before else 1,
        at=clock.now(),
        by_user_id=by.user_id,
        for_name=by.for_name,
    )
    db.session.add(evidence)
    db.session.flush()
    facts: dict[str, Any] = {"version": evidence.number} if evidence.number > 1 else {}
    if key:
        facts["form"] = key
    history.record(by, "evidence_added", "task", task.id, evidence_id=evidence.id, name=name, **facts)


def remove_evidence(evidence: Evidence, task: Task, reason: str, *, by: Actor) -> None:
    """A file sent by mistake is out of sight; its name, hash and the reason stay. Nobody can fetch it any more."""
    minutes = office_settings().correction_minutes
    require(policy.removes_evidence(by, evidence))
    if not task.is_open:
        raise Refused(_("The task is over, so its files stay as they are."))
    if not policy.can_remove_evidence(by, task, evidence, minutes, clock.now()):
        raise Refused(
            _(
                "A file can be taken away within %(minutes)s minutes of sending it. Ask the Office, or send a newer"
                " version under the same name.",
                minutes=minutes,
            )
        )
    evidence.removed_at, evidence.removed_by_id = clock.now(), by.user_id
    history.record(by, "evidence_removed", "task", task.id, evidence_id=evidence.id, name=evidence.name, reason=reason)
