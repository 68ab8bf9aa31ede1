"""A later directive comes back to work that is still open: it goes on, or other work takes its place."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from ... import clock, history
from ...access import require
from ...db import db
from ...directives.models import Directive, Notice
from ...people.actor import Actor
from ..models import LinkKind, Task, TaskLink, TaskState
from .closing import close_open_matters
from .due import pull_steps
from .extension import close_open_extension
from .steps import iso, move, note_due


def continue_task(
    task: Task, directive: Directive, notice: Notice, *, due_on: date | None, due_words: str = "", by: Actor
) -> None:
    """The task goes on under the later directive as well; its due date follows the leader's word where he gave one.

    What has been reported as done waits for its confirmation with the date against which it was reported.
    """
    require(by.is_office)
    move(task, "continue", by)
    _link(task, directive, LinkKind.CONTINUED, by)
    old = task.due_on
    if due_on and due_on != old and task.state != TaskState.SUBMITTED:
        task.due_on, task.due_words = due_on, due_words[:300]
        task.original_due_on = task.original_due_on or due_on
        note_due(task, old, notice.reference, by)
        close_open_extension(task, by, _("%(notice)s has set a new due date.", notice=notice.reference))
        pull_steps(task, by)
    days = {"old": iso(old), "new": iso(task.due_on)} if task.due_on != old else {}
    history.record(by, "task_continued", "task", task.id, notice=notice.reference, notice_id=notice.id, **days)


def supersede_task(task: Task, directive: Directive, notice: Notice, *, by: Actor) -> None:
    """The task is over without being completed: the later directive's own tasks stand in its place.

    Two directives of one notice may share its work out; the second one only adds its link.
    """
    require(by.is_office)
    _link(task, directive, LinkKind.REPLACED, by)
    if task.state == TaskState.SUPERSEDED:
        return
    move(task, "supersede", by)
    task.closed_on = clock.today()
    close_open_matters(task, _("The task was replaced by %(notice)s.", notice=notice.reference), by=by)
    history.record(by, "task_superseded", "task", task.id, notice=notice.reference, notice_id=notice.id)


def _link(task: Task, directive: Directive, kind: LinkKind, by: Actor) -> None:
    db.session.add(
        TaskLink(task_id=task.id, directive_id=directive.id, kind=kind, at=clock.now(), by_user_id=by.user_id)
    )
