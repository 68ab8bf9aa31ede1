"""A meeting begins with an order of tasks, and has one driver at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy import insert as plain_insert

from ... import clock, history
from ...access import require
from ...db import db, insert
from ...directives.actions import check_text
from ...errors import Refused
from ...people.actor import Actor
from ...people.queries import get_unit, list_leaders
from ...tasks.filters import TaskFilter
from ...tasks.today import office_limits
from ...text import shorten
from ..models import Decision, Meeting, MeetingItem, MeetingState
from ..policy import can_chair, can_take_over, can_withdraw, drives, may_watch
from ..queries import find_meeting_by_form_key
from ..walks import Walk, list_walk
from .keys import key_of

LONGEST_ASKED = 1000
_OLDEST = timedelta(days=366)  # what is entered afterwards; before that the year is mistyped


@dataclass(frozen=True)
class Plan:
    """As it is typed. `unit_id` is asked for one unit's work, `asked` is the query string of a filtered list."""

    form_key: str
    title: str
    held_on: date
    chair_id: int
    walk: Walk = Walk.WEEK
    unit_id: int = 0
    asked: str = ""


def start_meeting(plan: Plan, *, by: Actor) -> Meeting:
    """The order of the walk is taken now and stays. A second press of the same form gives the meeting of the first."""
    require(may_watch(by))
    chair = _check(plan, by)
    asked, ids = _list(plan, by)
    key = key_of("start", plan.form_key, by.user_id)
    values = {
        "title": plan.title,
        "held_on": plan.held_on,
        "chair_id": plan.chair_id,
        "chair": chair,
        "driver_id": by.user_id,
        "state": MeetingState.RUNNING,
        "walk": plan.walk,
        "asked": asked if len(asked) <= LONGEST_ASKED else "",
        "started_at": clock.now(),
        "form_key": key,
        "version": 1,
    }
    statement = insert(Meeting).values(values).on_conflict_do_nothing(index_elements=["form_key"])
    meeting_id = db.session.scalar(statement.returning(Meeting.id))
    if meeting_id is None:
        meeting = find_meeting_by_form_key(key)
        assert meeting is not None
        return meeting
    db.session.execute(
        plain_insert(MeetingItem),
        [{"meeting_id": meeting_id, "position": place, "task_id": task_id} for place, task_id in enumerate(ids, 1)],
    )
    history.record(by, "meeting_started", "meeting", meeting_id, title=plan.title, tasks=len(ids))
    return db.session.get_one(Meeting, meeting_id)


def _check(plan: Plan, by: Actor) -> str:
    """The chair in the words of the notice. Raises Refused with how to mend it."""
    if not any(char.isalnum() for char in plan.title):
        raise Refused(_("Give the meeting a name."), "title")
    check_text(plan.title)
    if plan.held_on < clock.today() - _OLDEST:
        raise Refused(_("The day of the meeting lies more than a year back. Check the year."), "held_on")
    if plan.held_on > clock.today():
        raise Refused(_("The day of the meeting cannot lie in the future. Start it on its day."), "held_on")
    chair = next((f"{row.title} {row.name}" for row in list_leaders() if row.user_id == plan.chair_id), None)
    if chair is None:
        raise Refused(_("Choose the leader who chairs."), "chair_id")
    if not can_chair(by, plan.chair_id):
        raise Refused(_("A leader starts the meetings that he chairs himself; the Office starts any."), "chair_id")
    return shorten(chair.strip(), 200)


def _list(plan: Plan, by: Actor) -> tuple[str, list[int]]:
    """What is walked, as a link carries it, and the tasks."""
    asked = ""
    if plan.walk is Walk.UNIT:
        if not plan.unit_id:
            raise Refused(_("Choose the unit whose work is walked."), "unit_id")
        asked = TaskFilter(unit=get_unit(plan.unit_id).id).query_string()
    elif plan.walk is Walk.LIST:
        asked = plan.asked
    ids, _is_cut = list_walk(by, plan.walk, asked, office_limits())
    if not ids:
        raise Refused(_("There is no task to walk. Choose something else."), "walk")
    return asked, ids


def take_over(meeting: Meeting, *, by: Actor) -> None:
    """Somebody else drives from now on. A second press changes nothing."""
    require(may_watch(by))
    if drives(by, meeting):
        return
    if not can_take_over(by, meeting):
        raise Refused(_("This meeting has ended."))
    meeting.driver_id = by.user_id
    history.record(by, "meeting_taken_over", "meeting", meeting.id, title=meeting.title)


def withdraw_meeting(meeting: Meeting, *, by: Actor) -> None:
    """A meeting that was opened by mistake is gone; history keeps that it was there. The caller has locked it."""
    require(may_watch(by))
    if not can_withdraw(by, meeting):
        raise Refused(
            _("Only who drives the meeting withdraws it; one that has ended the Office, before it is a notice.")
        )
    if db.session.scalar(select(Decision.id).where(Decision.meeting_id == meeting.id).limit(1)) is not None:
        raise Refused(_("Something was recorded in this meeting, so it stays. End it instead."))
    history.record(by, "meeting_withdrawn", "meeting", meeting.id, title=meeting.title, held_on=f"{meeting.held_on}")
    db.session.execute(delete(MeetingItem).where(MeetingItem.meeting_id == meeting.id))
    db.session.delete(meeting)
