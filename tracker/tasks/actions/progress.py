"""The unit accepts, updates, reports; the Office or the leader confirms or sends back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from ... import clock, history, mail
from ...access import require
from ...db import db, insert
from ...errors import Refused
from ...people.actor import Actor
from ...settings.queries import office_settings
from .. import emails, measuring, policy, queries
from ..models import ProgressUpdate, Task, TaskReturn, TaskState
from ..searching import note_changed
from ..status import days_back
from ..wording import state_name
from .closing import close_open_matters
from .explanation import NO_ANSWER, Answer, explain_delay
from .overtaken import Overtaken
from .proposal import raise_proposal
from .reached import fall_back, reach
from .steps import iso, key_of, move

# Who presses «Accept» again, or on a page that was open for long, finds it done.
_TAKEN_ON = (
    TaskState.ACCEPTED,
    TaskState.IN_PROGRESS,
    TaskState.SUBMITTED,
    TaskState.RETURNED,
    TaskState.COMPLETED,
)


def accept_task(task: Task, *, by: Actor) -> None:
    """The lead unit takes note of the work. Two of the unit may press at once: the second finds it done."""
    require(policy.is_of_lead_unit(by, task))
    if task.state in _TAKEN_ON:
        return
    move(task, "accept", by)
    history.record(by, "task_accepted", "task", task.id)


@dataclass(frozen=True)
class Progress:
    """What a unit types in a minute; of a measured task `measured` in the place of `percent`.

    `seen` is the last update that its page showed, None where nobody knows. `by_mail`: it answered a mail of ours.
    """

    form_key: str
    result: str
    percent: int | None = None
    measured: float | None = None
    difficulties: str = ""
    proposal: str = ""
    expected_on: date | None = None
    document_number: str = ""
    document_on: date | None = None
    seen: int | None = None
    by_mail: bool = False


def add_update(task: Task, progress: Progress, *, by: Actor) -> ProgressUpdate | None:
    """A progress update; None when this very form was saved before (double click, Back button).

    Raises Overtaken when another update has come since the page was opened.
    """
    require(policy.is_of_lead_unit(by, task) or by.is_office)
    row = _write_update(task, progress, by, is_completion=False)
    if row is None:
        return None
    _check_number(task, progress)
    check_document(progress)
    if progress.expected_on and progress.expected_on < clock.today():
        raise Refused(_("The expected day cannot lie in the past. Give today or a later day."), "expected_on")
    move(task, "update", by)
    _check_seen(task, progress, row)
    history.record(by, "progress_updated", "task", task.id, **facts_of(row), **_number(task, row), **way_of(progress))
    raise_proposal(task, row, by=by)
    return row


def submit_completion(
    task: Task,
    progress: Progress,
    completed_on: date,
    *,
    by: Actor,
    delay: Answer = NO_ANSWER,
    knows_it_is_short: bool = False,
) -> ProgressUpdate | None:
    """The unit reports that the work is done; the Office or the leader confirms it later. `delay`: why it is late.

    Of a measured task it gives the number too; one below the target is asked about, then taken as it is. Overtaken as
    an update is.
    """
    require(policy.answers_for(by, task))
    row = _write_update(task, progress, by, is_completion=True)
    if row is None:
        return None
    _check_day(task, completed_on)
    check_document(progress)
    _check_reached(task, progress, knows_it_is_short)
    explain_delay(task, completed_on, delay, by=by)
    move(task, "submit", by)
    _check_seen(task, progress, row)
    task.submitted_at, task.reported_on = clock.now(), completed_on
    back = days_back(task, office_settings().backdate_flag_days)
    days = {"completed_on": iso(completed_on)} | ({"days_back": back} if back else {})
    days |= _number(task, row)
    history.record(by, "completion_reported", "task", task.id, **days, **facts_of(row))
    return row


def _check_seen(task: Task, progress: Progress, row: ProgressUpdate) -> None:
    """The same person's other window counts too: what he wrote there may be forgotten here."""
    if progress.seen is not None and any(
        update.id != row.id for update, _name in queries.list_updates_after(task, progress.seen)
    ):
        raise Overtaken


def _check_day(task: Task, completed_on: date) -> None:
    """Not ahead, not before the task was given, not further back than the office allows."""
    today = clock.today()
    if completed_on > today:
        raise Refused(
            _("The day of completion cannot lie in the future. Give today or an earlier day."), "completed_on"
        )
    earliest, limit = clock.to_office(task.assigned_at).date(), office_settings().backdate_limit_days
    if limit:
        earliest = max(earliest, today - timedelta(days=limit))
    if completed_on < earliest:
        raise Refused(
            _(
                "The day of completion cannot lie before %(day)s. Give that day or a later one.",
                day=f"{earliest:%d/%m/%Y}",
            ),
            "completed_on",
        )


def confirm_completion(task: Task, *, by: Actor) -> None:
    """The report is accepted: the task is over on the day that the unit gave. Pressed twice it is confirmed once."""
    require(policy.confirms(by, task))
    if task.state == TaskState.COMPLETED:
        return
    move(task, "confirm", by)
    task.completed_on = task.closed_on = task.reported_on
    if task.measured is None or task.progress is None:
        task.progress = 100
    close_open_matters(task, _("The task was completed before the decision."), by=by, is_done=True)
    history.record(by, "completion_confirmed", "task", task.id, completed_on=iso(task.completed_on))


def send_back(task: Task, reason: str, *, by: Actor) -> None:
    """The report is returned with a reason; the task counts as not completed. Sent twice it is returned once."""
    require(policy.confirms(by, task))
    if task.state == TaskState.RETURNED and queries.is_last_return(task, by, reason):
        return
    move(task, "send_back", by)
    task.submitted_at = task.reported_on = None
    fall_back(task)
    returned = TaskReturn(task_id=task.id, at=clock.now(), by_user_id=by.user_id, reason=reason)
    db.session.add(returned)
    db.session.flush()
    history.record(by, "task_sent_back", "task", task.id, reason=reason)
    for message in emails.task_sent_back(task, returned, by):
        mail.put(message)


def assign_officer(task: Task, officer_id: int | None, officer_name: str, *, by: Actor) -> None:
    """The head passes the task to an officer; the head still answers."""
    require(policy.answers_for(by, task))
    if task.officer_id == officer_id:
        return
    if not task.is_open:
        raise Refused(_("This task is %(state)s, so it can no longer be passed on.", state=state_name(task.state)))
    task.officer_id = officer_id
    history.record(by, "officer_assigned", "task", task.id, officer=officer_name)


def _write_update(task: Task, progress: Progress, by: Actor, *, is_completion: bool) -> ProgressUpdate | None:
    """The row, and how far the task is by it."""
    row = insert_update(task, progress, by, is_completion=is_completion)
    if row is None:
        return None
    task.updated_at = row.at
    reach(task, row)
    return row


def insert_update(
    task: Task, progress: Progress, by: Actor, *, is_completion: bool = False, is_part: bool = False
) -> ProgressUpdate | None:
    """The row, first of all: a second press waits here for the first one, then finds its key taken and gets None."""
    values = {
        "task_id": task.id,
        "form_key": key_of(task.id, progress.form_key, by) or secrets.token_urlsafe(16),
        "at": clock.now(),
        "by_user_id": by.user_id,
        "for_name": by.for_name,
        "unit_id": by.unit_id,
        "result": progress.result,
        "percent": progress.percent,
        "measured": progress.measured,
        "difficulties": progress.difficulties,
        "proposal": progress.proposal,
        "expected_on": progress.expected_on,
        "is_completion": is_completion,
        "is_part": is_part,
        "document_number": progress.document_number,
        "document_on": progress.document_on,
    }
    statement = insert(ProgressUpdate).values(values).on_conflict_do_nothing(index_elements=["form_key"])
    row: ProgressUpdate | None = db.session.scalar(statement.returning(ProgressUpdate))
    if row is not None:
        note_changed(task.id)
    return row


def check_document(progress: Progress) -> None:
    """A document is dated when it is signed, not ahead."""
    if progress.document_on and progress.document_on > clock.today():
        raise Refused(_("The date of the document cannot lie in the future."), "document_on")


def _check_number(task: Task, progress: Progress) -> None:
    """A form that was opened before the measure was set, or taken away, carries the other kind of number."""
    if task.measure and progress.percent is not None:
        raise Refused(
            _("This task is now measured in %(measure)s. Give the number reached.", measure=task.measure), "measured"
        )
    if not task.measure and progress.measured is not None:
        raise Refused(_("This task is no longer measured by a number. Give its progress in percent."), "percent")


def _check_reached(task: Task, progress: Progress, knows_it_is_short: bool) -> None:
    if not task.measure:
        return
    if progress.measured is None:
        raise Refused(_("Give the number reached (%(measure)s).", measure=task.measure), "measured")
    if task.target and progress.measured < task.target and not knows_it_is_short:
        raise Refused(
            _(
                "The plan is %(target)s, so far %(reached)s. Report completion all the same?",
                target=measuring.show_number(task.target),
                reached=measuring.show_number(progress.measured),
            ),
            "measured",
        )


def _number(task: Task, row: ProgressUpdate) -> dict[str, Any]:
    """The number with its unit and plan of that day: both may be set anew later."""
    if row.measured is None or not task.measure:
        return {}
    return {"measured": row.measured, "measure": task.measure, "target": task.target}


def way_of(progress: Progress) -> dict[str, Any]:
    """How it came, where that was not the form."""
    return {"by_mail": True} if progress.by_mail else {}


def facts_of(row: ProgressUpdate) -> dict[str, Any]:
    """What the timeline shows of an update."""
    facts = {
        "update_id": row.id,
        "result": row.result,
        "percent": row.percent,
        "difficulties": row.difficulties,
        "proposal": row.proposal,
        "expected_on": iso(row.expected_on),
        "document_number": row.document_number,
        "document_on": iso(row.document_on),
    }
    return {name: value for name, value in facts.items() if value not in (None, "")}
