"""The chair's word on the spot: a piece of the minutes and, where the driver's post allows it, the act itself.

Acts are those of the task's own page, by the one who drives, under the task's own policies. What he may not do stands
in the minutes as a word to be carried out, until somebody who may presses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select

from ... import clock, history
from ...access import require
from ...db import db
from ...directives.actions import check_text
from ...directives.queries import list_topics
from ...errors import Refused, Stale
from ...people.actor import Actor
from ...people.models import Unit
from ...people.queries import list_units
from ...settings.queries import office_settings
from ...tasks import actions as tasks
from ...tasks.models import Channel, Task
from ...tasks.queries import find_open_extension
from ...text import holds_day
from ..minutes import Lead, Subject, find_other_lead, write_decision, write_order
from ..models import ACTS, Decision, Kind, Meeting, MeetingItem
from ..policy import can_carry_out, drives, is_offered, may_watch
from ..wording import tell_other_day
from .keys import key_of


@dataclass(frozen=True)
class Word:
    """As it is typed. `seen_unit_id` led the task when the page was opened."""

    form_key: str
    kind: Kind
    reason: str = ""
    due_on: date | None = None
    unit_id: int | None = None
    topic_id: int | None = None
    seen_unit_id: int | None = None


def record(meeting: Meeting, item: MeetingItem | None, task: Task | None, word: Word, *, by: Actor) -> Decision | None:
    """None when this very form was saved before. The act's own refusals refuse the word too: nothing is left behind.

    The meeting is locked by the caller, so that a second press waits for the first one.
    """
    require(may_watch(by))
    key = key_of(f"meeting {meeting.id}", item.id if item else 0, by.user_id, *_typed(word))
    if db.session.scalar(select(Decision.id).where(Decision.form_key == key)) is not None:
        return None
    _require_driver(meeting, by)
    lead = _check(word, task, by)
    decision = Decision(
        meeting_id=meeting.id,
        item_id=item.id if item else None,
        kind=word.kind,
        reason=word.reason,
        words=_write(word, _subject(task, meeting) if task else None, lead),
        due_on=word.due_on,
        unit_id=word.unit_id,
        topic_id=word.topic_id,
        at=clock.now(),
        by_user_id=by.user_id,
        form_key=key,
    )
    db.session.add(decision)
    db.session.flush()
    if task is not None and word.kind in ACTS and _may(by, word.kind, task):
        _act(decision, meeting, task, word.seen_unit_id, by)
    facts = {"title": meeting.title, "kind": word.kind, "task": task.code if task else "", "note": decision.words}
    history.record(by, "meeting_word", "meeting", meeting.id, **facts)
    return decision


def carry_out(decision: Decision, meeting: Meeting, task: Task, *, by: Actor, version: int | None = None) -> None:
    """Somebody whose post allows it does what the chair said. A second press changes nothing.

    Stale when the sentence was saved since `version`: he would do something else than he read.
    """
    require(may_watch(by))
    if not decision.waits:
        return
    require(_may(by, Kind(decision.kind), task))
    if version is not None and decision.version != version:
        raise Stale(_("Somebody else has just saved this sentence, so it was not carried out. Look at it again."))
    if not decision.says_its_day:
        raise Refused(tell_other_day(decision))
    _act(decision, meeting, task, None, by)


def _require_driver(meeting: Meeting, by: Actor) -> None:
    if not meeting.is_running:
        raise Refused(_("This meeting has ended: nothing more can be recorded in it."))
    if not drives(by, meeting):
        raise Refused(_("%(name)s drives this meeting now. What you typed was not saved.", name=meeting.driver.name))


def _check(word: Word, task: Task | None, by: Actor) -> Lead | None:
    """The unit that is to lead. Raises Refused beside the field."""
    if (task is None) != (word.kind is Kind.ORDER) or (task is not None and not is_offered(by, word.kind, task)):
        raise Refused(_("That can no longer be done to this task. It is shown as it stands now."))
    if word.kind in (Kind.NOTE, Kind.ORDER, Kind.EXTEND, Kind.REASSIGN) and not word.reason:
        raise Refused(_("Write what the chair said."), "reason")
    if word.reason:
        _check_words(word.reason)
    _check_day(word, task)
    if word.kind is Kind.REASSIGN:
        return Lead(_open_unit(word.unit_id).name)
    return _check_lead(word) if word.kind is Kind.ORDER else None


def _check_day(word: Word, task: Task | None) -> None:
    """As the task's own page would, whoever drives: what he may not move himself goes out with the notice."""
    if word.kind is Kind.EXTEND and word.due_on is None:
        raise Refused(_("Give the new due date."), "due_on")
    if word.due_on and word.due_on < clock.today():
        raise Refused(_("The due date cannot lie in the past. Give today or a later day."), "due_on")
    if word.kind is Kind.EXTEND and task is not None and word.due_on == task.due_on:
        raise Refused(_("That is the due date already. Give another day."), "due_on")


def _check_lead(word: Word) -> Lead:
    """The words may name other units too, but no other lead."""
    unit = _open_unit(word.unit_id)
    if word.topic_id and all(topic.id != word.topic_id for topic in list_topics()):
        raise Refused(_("This topic is no longer in use. Choose another one."), "topic_id")
    others = [name for one in list_units(clock.today()) if one.id != unit.id for name in _names_of(one)]
    lead = Lead(unit.name, _names_of(unit), others)
    if other := find_other_lead(word.reason, lead):
        sentence = _("The words give the lead to %(unit)s. Choose that unit, or change the words.", unit=other)
        raise Refused(sentence, "unit_id")
    return lead


def _names_of(unit: Unit) -> list[str]:
    return [unit.name, unit.short_name, *unit.aliases]


def _open_unit(unit_id: int | None) -> Unit:
    if not unit_id:
        raise Refused(_("Choose the lead unit."), "unit_id")
    unit = db.session.get(Unit, unit_id)
    if unit is None or not unit.is_open(clock.today()):
        raise Refused(_("This unit no longer exists. Choose another one."), "unit_id")
    return unit


def _check_words(words: str) -> None:
    if not any(char.isalnum() for char in words):
        raise Refused(_("Write what the chair said."), "reason")
    try:
        check_text(words)
    except Refused as refused:
        raise Refused(refused.sentence, "reason") from refused


def _typed(word: Word) -> tuple[object, ...]:
    """The same page may send two different words; only the same word is a second press."""
    return word.form_key, word.kind, word.reason, word.due_on, word.unit_id, word.topic_id


def _subject(task: Task, meeting: Meeting) -> Subject:
    is_late = bool(task.due_on and task.due_on < meeting.held_on)
    return Subject(task.title, task.lead_unit.name, None if is_late else task.due_on, is_late)


def _write(word: Word, subject: Subject | None, lead: Lead | None) -> str:
    if subject is None:
        return write_order(word.reason, lead, word.due_on)
    name = lead.unit if lead else ""
    return write_decision(word.kind, subject, due_on=word.due_on, unit=name, reason=word.reason)


def _may(by: Actor, kind: Kind, task: Task) -> bool:
    return can_carry_out(by, kind, task, office_decides=office_settings().office_decides_extensions)


def _act(decision: Decision, meeting: Meeting, task: Task, seen_unit_id: int | None, by: Actor) -> None:
    """The existing action; what history keeps of it names the meeting."""
    place = _name_place(meeting)
    note = f"{place}: {decision.reason}" if decision.reason else place
    _DO[Kind(decision.kind)](decision, task, note, seen_unit_id, by)
    decision.carried_out_at, decision.carried_out_by_id = clock.now(), by.user_id


def _name_place(meeting: Meeting) -> str:
    """The date once: a name may hold it already."""
    with force_locale("vi"):  # history is data, in the office's own language
        if holds_day(meeting.title, meeting.held_on):
            return _("At the meeting “%(title)s”", title=meeting.title)
        return _("At the meeting “%(title)s” of %(day)s", title=meeting.title, day=f"{meeting.held_on:%d/%m/%Y}")


def _extend(decision: Decision, task: Task, note: str, seen_unit_id: int | None, by: Actor) -> None:
    """What the unit has asked for is answered; else the date is set."""
    assert decision.due_on is not None
    waiting = find_open_extension(task) if task.has_open_extension else None
    if waiting and decision.due_on > max(task.due_on or decision.due_on, clock.today()):
        tasks.approve_extension(waiting, note, by=by, due_on=decision.due_on)
    else:
        tasks.set_due_date(task, decision.due_on, note, by=by)


def _urge(decision: Decision, task: Task, note: str, seen_unit_id: int | None, by: Actor) -> None:
    tasks.urge(task, tasks.Urge(decision.form_key, clock.today(), Channel.MEETING, note=note), by=by)


def _close(decision: Decision, task: Task, note: str, seen_unit_id: int | None, by: Actor) -> None:
    tasks.confirm_completion(task, by=by)  # what was said stands in the sentence


def _reassign(decision: Decision, task: Task, note: str, seen_unit_id: int | None, by: Actor) -> None:
    assert decision.unit_id is not None
    tasks.reassign_task(task, tasks.Reassignment(decision.unit_id, note, seen_unit_id=seen_unit_id), by=by)


def _explain(decision: Decision, task: Task, note: str, seen_unit_id: int | None, by: Actor) -> None:
    tasks.ask_explanation(task, note, by=by)


_DO: dict[Kind, Callable[[Decision, Task, str, int | None, Actor], None]] = {
    Kind.EXTEND: _extend,
    Kind.URGE: _urge,
    Kind.CLOSE: _close,
    Kind.REASSIGN: _reassign,
    Kind.EXPLAIN: _explain,
}
