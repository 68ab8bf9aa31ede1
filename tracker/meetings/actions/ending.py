"""The meeting ends, and its minutes become a notice in review: from there it goes the way of every notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import func, select

from ... import clock, history
from ...access import require
from ...db import db
from ...directives.actions import NoticeEntry
from ...directives.models import Notice
from ...directives.queries import find_notice_by_form_key
from ...errors import Refused
from ...people.actor import Actor
from ...review import actions as review
from ...review.models import Draft, DraftCandidate, DueKind, FollowUp
from ...tasks.models import Task
from ..minutes import write_notice, write_title
from ..models import ACTS, Decision, Kind, Meeting, MeetingState
from ..policy import can_close, can_make_notice, drives, may_watch

# Said and done in the meeting itself: nothing is left to be assigned.
_DONE_THERE = (Kind.CLOSE, Kind.EXPLAIN)
# Words that move no due date, whatever day their reason names: «báo cáo trước ngày 30/11».
_KEEPS_DUE = (Kind.URGE, Kind.EXPLAIN)


@dataclass(frozen=True)
class NoticeFacts:
    """What the clerk confirms of the notice; its text as it was read over."""

    text: str
    issuer: str
    number: str = ""
    issued_on: date | None = None


def end_meeting(meeting: Meeting, *, by: Actor) -> None:
    """Nothing more is recorded. A second press changes nothing."""
    require(may_watch(by))
    if not meeting.is_running:
        return
    if not drives(by, meeting):
        lost = _("What you typed is not saved and stands below.")
        raise Refused(f"{_('%(name)s drives this meeting now.', name=meeting.driver.name)} {lost}")
    meeting.state, meeting.ended_at = MeetingState.ENDED, clock.now()
    history.record(by, "meeting_ended", "meeting", meeting.id, title=meeting.title)


def close_meeting(meeting: Meeting, *, by: Actor) -> None:
    """The Office makes no notice of it, so that it waits no longer. A second press changes nothing."""
    if meeting.state == MeetingState.CLOSED and can_make_notice(by, meeting):
        return
    require(can_close(by, meeting))
    meeting.state = MeetingState.CLOSED
    history.record(by, "meeting_closed", "meeting", meeting.id, title=meeting.title)


def write_text(meeting: Meeting, decisions: Sequence[Decision], *, review_words: str = "") -> str:
    """The draft of the notice, from the minutes as they stand; it counts the tasks of which something was said."""
    return write_notice(
        chair=meeting.chair,
        meeting=meeting.title,
        held_on=meeting.held_on,
        walked=len({decision.item_id for decision in decisions} - {None}),
        review=review_words,
        sentences=[decision.words for decision in decisions],
    )


def make_notice(meeting: Meeting, decisions: Sequence[Decision], facts: NoticeFacts, *, by: Actor) -> Notice:
    """Entered and read as a typed text is. Pressed twice it is one notice; what the meeting knows is filled in."""
    key = f"meeting-{meeting.id}"
    if found := find_notice_by_form_key(key):
        meeting.notice_id = found.id
        return found
    require(can_make_notice(by, meeting))
    if not decisions:
        raise Refused(_("Nothing was decided in this meeting, so there is no notice to make."))
    entry = NoticeEntry(
        title=write_title(meeting.chair, meeting.title),
        text=facts.text,
        issuer=facts.issuer,
        number=facts.number,
        issued_on=facts.issued_on or clock.today(),
        meeting=meeting.title,
        held_on=meeting.held_on,
        chair=meeting.chair,
        signer=meeting.chair,
        leader_id=meeting.chair_id,
        form_key=key,
        is_no_copy=True,  # two briefings may conclude the same; each is a meeting of its own
    )
    notice = review.start_review(entry, by=by)
    meeting.notice_id, meeting.state = notice.id, MeetingState.ENDED
    _settle(notice, decisions, by)
    history.record(by, "meeting_noticed", "meeting", meeting.id, title=meeting.title, notice_id=notice.id)
    return notice


def _settle(notice: Notice, decisions: Sequence[Decision], by: Actor) -> None:
    """What was read is compared with what was said; a sentence that the clerk reworded is hers to settle."""
    drafts = list(db.session.scalars(select(Draft).where(Draft.notice_id == notice.id).order_by(Draft.position)))
    for decision, (start, end) in _places(notice.source_text, decisions):
        _settle_one([one for one in drafts if one.start is not None and start <= one.start < end], notice, decision, by)


def _places(text: str, decisions: Sequence[Decision]) -> list[tuple[Decision, tuple[int, int]]]:
    """Where each sentence stands; each is looked for behind the one before it."""
    found, start = [], 0
    for decision in decisions:
        at = text.find(decision.words, start)
        if at >= 0:
            start = at + len(decision.words)
            found.append((decision, (at, start)))
    return found


def _settle_one(drafts: Sequence[Draft], notice: Notice, decision: Decision, by: Actor) -> None:
    """The drafts of one sentence of the minutes."""
    kind, task = Kind(decision.kind), decision.task
    if kind in _DONE_THERE and not decision.waits:
        _set_aside(drafts, _("Carried out at the meeting itself"), by)
    elif task is None:
        for draft in drafts:
            _fill(draft, notice, decision, by)
    elif kind is Kind.CLOSE:
        # Acknowledged before the unit has reported it: no order to go on, and confirmed on the task's page.
        _set_aside(drafts, _("Acknowledged as completed; task %(code)s waits for the confirmation", code=task.code), by)
    elif task.is_duty and task.directive_id is None and not decision.waits:
        _set_aside(drafts, _("Said of task %(code)s, which goes on", code=task.code), by)  # no order continues a period
    elif drafts and _continue(drafts[0], task, kind, by):
        _set_aside(drafts[1:], _("Said of task %(code)s, which goes on", code=task.code), by)


def _set_aside(drafts: Sequence[Draft], reason: str, by: Actor) -> None:
    for draft in drafts:
        review.set_aside(draft, reason, by=by)


def _fill(draft: Draft, notice: Notice, decision: Decision, by: Actor) -> None:
    """The unit, the date and the topic that the meeting named, where the sentence did not say them plainly enough."""
    gaps = {
        "lead_unit_id": decision.unit_id if draft.lead_unit_id != decision.unit_id and not draft.one_per_unit else None,
        "topic_id": decision.topic_id if draft.topic_id != decision.topic_id else None,
    }
    due_on = decision.due_on if draft.due_kind == DueKind.UNSET else None
    if due_on or any(gaps.values()):
        review.fill_gaps(draft, notice, **gaps, leader_id=None, due_on=due_on, has_no_due=False, by=by)


def _continue(draft: Draft, task: Task, kind: Kind, by: Actor) -> bool:
    """Whether the draft goes on with the task: through its directive where that gave nothing else that is open, so that
    the draft shows the sentence; else alone, so that its neighbours keep their dates. What a note asks for may be new.
    """
    if task.closed_on is not None or (task.is_duty and task.directive_id is None):
        return False
    if key := _find_earlier(draft, task):
        review.choose_follow_up(draft, FollowUp.CONTINUE, key, by=by)
    elif kind in ACTS:
        review.continue_one(draft, task, by=by)
    else:
        return False
    draft.doubts = []  # unit and date are the task's
    if kind in ACTS:
        draft.title = task.title
    if kind in _KEEPS_DUE:
        draft.due_kind, draft.due_on, draft.due_words = DueKind.UNSET, None, ""
    return True


def _find_earlier(draft: Draft, task: Task) -> str:
    """The key of the earlier order that is this very task and no other, among those that the draft resembles."""
    of_task = DraftCandidate.task_id == task.id
    if task.directive_id is not None:
        open_tasks = select(func.count(Task.id)).where(Task.directive_id == task.directive_id, Task.closed_on.is_(None))
        if db.session.scalar(open_tasks) == 1:
            of_task = of_task | (DraftCandidate.directive_id == task.directive_id)
    found = select(DraftCandidate).where(DraftCandidate.draft_id == draft.id, of_task).order_by(DraftCandidate.rank)
    candidate = db.session.scalars(found).first()
    if candidate is None:
        return ""
    return f"d{candidate.directive_id}" if candidate.directive_id else f"t{candidate.task_id}"
