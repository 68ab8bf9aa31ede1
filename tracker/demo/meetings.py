"""The briefings of the sample office: of one the notice is issued, the minutes of the last one wait for theirs.

`data/meetings.csv` are the meetings, `data/words.csv` what their chairs said, of a task or as a new order.
"""

from __future__ import annotations

from .. import clock
from ..db import db
from ..meetings import actions, queries
from ..meetings.minutes import suggest_title
from ..meetings.models import Kind, Meeting
from ..people.models import Unit
from ..people.queries import find_unit_by_code
from ..reports.since.paragraph import review_paragraph
from ..review.actions import accept_draft, issue_notice
from ..review.models import DraftState, FollowUp
from ..review.queries import list_drafts
from ..tasks.queries import get_task_for
from .notices import CLERK, ISSUER
from .rows import Row, rows
from .teller import Teller


def plan_meetings(teller: Teller) -> None:
    """Each begins, its words are recorded, it ends; where its row says so, the notice is made and issued."""
    held: dict[str, int] = {}
    days = {}
    for row in rows("meetings.csv"):
        days[row["key"]] = day = int(row["day"])
        teller.plan(day, row["time"], lambda row=row: _start(teller, row, held))  # type: ignore[misc]
        teller.plan(day, row["ended"], lambda row=row: _end(teller, row, held))  # type: ignore[misc]
        if row["issued"]:
            teller.plan(int(row["issued"]), "09:10", lambda row=row: _issue(teller, row, held))  # type: ignore[misc]
    for row in rows("words.csv"):
        teller.plan(days[row["meeting"]], row["time"], lambda row=row: _say(teller, row, held))  # type: ignore[misc]


def _start(teller: Teller, row: Row, held: dict[str, int]) -> None:
    today = clock.today()
    plan = actions.Plan(row["key"], suggest_title(today), today, teller.actors[row["chair"]].user_id)
    held[row["key"]] = actions.start_meeting(plan, by=teller.actors[row["driver"]]).id


def _say(teller: Teller, row: Row, held: dict[str, int]) -> None:
    by, meeting = teller.actors[row["login"]], db.session.get_one(Meeting, held[row["meeting"]])
    item = task = unit = None
    if row["task"]:
        task = get_task_for(by, teller.tasks[row["task"]])
        position = next(line.position for line in queries.list_items(meeting) if line.task_id == task.id)
        stop = queries.find_stop(by, meeting, position)
        item = stop.item if stop else None
    if row["unit"]:
        unit = find_unit_by_code(row["unit"])
    word = actions.Word(
        form_key=row["time"],
        kind=Kind(row["kind"]),
        reason=row["text"],
        due_on=teller.days.day(int(row["due"])) if row["due"] else None,
        unit_id=unit.id if isinstance(unit, Unit) else None,
    )
    actions.record(meeting, item, task, word, by=by)


def _end(teller: Teller, row: Row, held: dict[str, int]) -> None:
    """A leader ends, and leaves the notice to the Office."""
    by, meeting = teller.actors[row["ended_by"]], db.session.get_one(Meeting, held[row["key"]])
    actions.take_over(meeting, by=by)
    actions.end_meeting(meeting, by=by)


def _issue(teller: Teller, row: Row, held: dict[str, int]) -> None:
    """What the meeting knew is filled in: the clerk only agrees."""
    by, meeting = teller.actors[CLERK], db.session.get_one(Meeting, held[row["key"]])
    decisions = queries.list_decisions(meeting)
    review = review_paragraph(queries.list_walked_notice_ids(meeting), meeting.held_on)
    text = actions.write_text(meeting, decisions, review_words=review)
    notice = actions.make_notice(meeting, decisions, actions.NoticeFacts(text, ISSUER, row["number"]), by=by)
    for draft in list_drafts(notice.id):
        if draft.state == DraftState.PENDING and draft.follow_up != FollowUp.CONTINUE:
            accept_draft(draft, by=by)
    issue_notice(notice, list_drafts(notice.id), by=by)
    teller.know_tasks_of(row["key"], notice.id)
