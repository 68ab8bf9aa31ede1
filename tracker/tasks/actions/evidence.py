"""Files that show the work."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from ... import clock, history
from ...access import require
from ...db import db
from ...errors import Refused
from ...files.intake import take_in
from ...files.names import clean_file_name
from ...people.actor import Actor
from .. import policy
from ..models import Evidence, ProgressUpdate, Task

MAX_FILES = 10


def add_evidence(task: Task, files: Iterable[FileStorage], *, by: Actor, update: ProgressUpdate | None = None) -> int:
    """Keep the chosen files under the names they were sent with; tells how many. A refused one leaves none behind."""
    chosen = [file for file in files if file.filename]
    if not chosen:
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
        evidence = Evidence(
            task_id=task.id,
            update_id=update.id if update else None,
            file_id=stored.id,
            name=name,
            at=clock.now(),
            by_user_id=by.user_id,
        )
        db.session.add(evidence)
        db.session.flush()
        history.record(by, "evidence_added", "task", task.id, evidence_id=evidence.id, name=name)
    return len(chosen)
