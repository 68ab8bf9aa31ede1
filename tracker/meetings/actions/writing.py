"""The minutes are edited sentence by sentence; a mere word can be taken back."""

from __future__ import annotations

from flask_babel import gettext as _

from ... import clock, history
from ...access import require
from ...db import db
from ...directives.actions import check_text
from ...errors import Refused, Stale
from ...people.actor import Actor
from ..models import Decision, Kind, Meeting
from ..policy import can_edit_words, may_watch


def save_words(decision: Decision, meeting: Meeting, words: str, *, version: int, by: Actor) -> None:
    """The sentence as the notice will have it. Stale when somebody has saved it since `version`."""
    require(may_watch(by))
    if not can_edit_words(by, meeting):
        lost = _("What you typed was not saved.")
        raise Refused(f"{_why_closed(meeting)} {lost}")
    if decision.words == words:
        return
    if decision.version != version:
        raise Stale(_("Somebody else has just saved this sentence. Compare the two, then choose."))
    if not any(char.isalnum() for char in words):
        raise Refused(_("Write the sentence, or take it away."), "words")
    try:
        check_text(words)
    except Refused as refused:
        raise Refused(refused.sentence, "words") from refused
    before, decision.words = decision.words, words
    _follow_the_day(decision)
    facts = {"before": {"words": before}, "after": {"words": words}}
    history.record(by, "meeting_words_saved", "meeting", meeting.id, title=meeting.title, **facts)


def _follow_the_day(decision: Decision) -> None:
    """More time that waits is carried out as the sentence reads. Of several days none is taken."""
    if decision.kind != Kind.EXTEND or decision.carried_out_at is not None or len(decision.days) != 1:
        return
    (day,) = decision.days
    task = decision.task
    if day < clock.today() and task is not None and day not in (task.due_on, decision.due_on):
        raise Refused(_("The due date cannot lie in the past. Give today or a later day."), "words")
    decision.due_on = day


def _why_closed(meeting: Meeting) -> str:
    """Somebody else drives now, or the minutes have become a notice."""
    if meeting.is_running:
        return _("%(name)s drives this meeting now.", name=meeting.driver.name)
    if meeting.notice_id is None:
        return _("The meeting has ended: only the Office edits its minutes now.")
    return _("The minutes have become a notice: correct it in its review.")


def remove_decision(decision: Decision, meeting: Meeting, *, version: int, by: Actor) -> None:
    """A note, an order or a word that was not carried out; what was done to a task has its own way back there.

    Stale when somebody has saved it since `version`.
    """
    require(may_watch(by))
    if not can_edit_words(by, meeting):
        raise Refused(_why_closed(meeting))
    if not decision.is_removable:
        raise Refused(_("This has been carried out on the task. Undo it there if it was a mistake."))
    if decision.version != version:
        raise Stale(_("Somebody else has just saved this sentence, so it was not taken out. Look at it again."))
    history.record(by, "meeting_word_removed", "meeting", meeting.id, title=meeting.title, note=decision.words)
    db.session.delete(decision)
