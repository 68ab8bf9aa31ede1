"""The walk: one task on the screen, the chair's word beneath it, the minutes beside it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock
from ...db import db
from ...directives.models import Topic
from ...directives.queries import list_topics
from ...errors import NotFound
from ...fields import choices
from ...people.models import Unit
from ...people.queries import list_units
from ...settings.queries import office_settings
from ...tasks.models import Task
from ...tasks.queries import find_open_extension, get_task_for
from ...tasks.today import office_today
from ...tasks.wording import due_chip, state_name
from ...text import parse_id
from .. import actions, policy, queries
from ..forms import WordForm
from ..models import ACTS, Decision, Kind, Meeting
from ..walks import name_walk
from ..wording import name_kind, tell_done, tell_other_day
from . import blueprint


@blueprint.get("/meetings/<int:meeting_id>")
def show(meeting_id: int) -> Any:
    """The place of the walk that `at` names; an ended meeting is read as a whole."""
    meeting = queries.get_meeting_for(current_user, meeting_id)
    return show_meeting(meeting, parse_id(request.args.get("at", "")) or 1)


@blueprint.post("/meetings/<int:meeting_id>/decisions")
def record(meeting_id: int) -> Any:
    """A word of the chair; it stands in the minutes at once."""
    meeting = queries.get_meeting_for(current_user, meeting_id, to_change=True)
    form = WordForm()
    kind = _read_kind(form)
    item = queries.get_item_of(meeting, parse_id(form.item.data or "") or 0) if kind is not Kind.ORDER else None
    task = get_task_for(current_user, item.task_id) if item else None
    at = item.position if item else parse_id(request.form.get("at", "")) or 1
    made: list[Decision | None] = []
    if form.carries_out(lambda: made.append(actions.record(meeting, item, task, _word(form, kind), by=current_user))):
        db.session.commit()
        if made[0] is not None:
            flash(_tell(made[0]), "success")
        return redirect(url_for("meetings.show", meeting_id=meeting_id, at=at), 303)
    return show_meeting(queries.get_meeting_for(current_user, meeting_id), at, kind, form), 422


def _read_kind(form: WordForm) -> Kind:
    if form.kind.data not in set(Kind):
        raise NotFound
    return Kind(form.kind.data)


def _word(form: WordForm, kind: Kind) -> actions.Word:
    return actions.Word(
        form_key=form.form_key.data or "",
        kind=kind,
        reason=form.reason.data or "",
        due_on=form.due_on.data if kind in (Kind.EXTEND, Kind.ORDER) else None,
        unit_id=parse_id(str(form.unit_id.data or "")) if kind in (Kind.REASSIGN, Kind.ORDER) else None,
        topic_id=(parse_id(str(form.topic_id.data or "")) or None) if kind is Kind.ORDER else None,
        seen_unit_id=parse_id(form.seen.data or ""),
    )


def _tell(decision: Decision) -> str:
    if decision.kind in ACTS and decision.carried_out_at is None:
        return _("Recorded in the minutes. Somebody whose post allows it still has to carry it out.")
    return tell_done(decision.kind)


def show_meeting(meeting: Meeting, at: int, opened: Kind | None = None, refused: WordForm | None = None) -> Any:
    """The walk while it runs; then the minutes as they were. A form that was refused comes back as it was typed."""
    decides = office_settings().office_decides_extensions
    context: dict[str, Any] = {
        "meeting": meeting,
        "items": queries.list_items(meeting),
        "decisions": queries.list_decisions(meeting),
        "name_kind": name_kind,
        "tell_other_day": tell_other_day,
        "may_carry_out": lambda decision: _may_carry_out(decision, decides),
        "may_edit": policy.can_edit_words(current_user, meeting),
        "walk_name": name_walk(meeting.walk),
        "at": at,
    }
    if meeting.is_running:
        return _show_walk(meeting, at, opened, refused, context)
    return render_template(
        "meetings/ended.html",
        may_make=policy.can_make_notice(current_user, meeting),
        may_close=policy.can_close(current_user, meeting),
        may_withdraw=not context["decisions"] and policy.can_withdraw(current_user, meeting),
        **context,
    )


def _show_walk(
    meeting: Meeting, at: int, opened: Kind | None, refused: WordForm | None, context: dict[str, Any]
) -> Any:
    stop = queries.find_stop(current_user, meeting, at)
    if stop is None:
        raise NotFound
    drives, task = policy.drives(current_user, meeting), stop.task
    extension = find_open_extension(task) if task.has_open_extension else None
    forms = _Forms(task, drives, opened, refused, extension.new_due_on if extension else None)
    return render_template(
        "meetings/show.html",
        stop=stop,
        extension=extension,
        drives=drives,
        forms=forms,
        opened=opened or "",
        lost=refused if refused is not None and not forms.shows(opened) else None,
        **_describe(task),
        **context,
    )


def _describe(task: Task) -> dict[str, Any]:
    """How the task stands, and what may be said of it by this person."""
    today, decides = office_today(), office_settings().office_decides_extensions
    return {
        "task": task,
        "due": due_chip(today.status_of(task), today, task.due_on),
        "state": state_name(task.state),
        "offered": [kind for kind in Kind if kind is not Kind.ORDER and policy.is_offered(current_user, kind, task)],
        "is_direct": lambda kind: policy.can_carry_out(current_user, Kind(kind), task, office_decides=decides),
    }


def _may_carry_out(decision: Decision, office_decides: bool) -> bool:
    task = decision.task
    return (
        decision.waits
        and decision.says_its_day
        and task is not None
        and policy.can_carry_out(current_user, Kind(decision.kind), task, office_decides=office_decides)
    )


class _Forms(dict[str, WordForm]):
    """A blank form for each kind of word, made when the page asks for it."""

    def __init__(self, task: Task, drives: bool, opened: Kind | None, refused: WordForm | None, asked: Any) -> None:
        super().__init__({opened: refused} if opened and refused is not None else {})
        self._task, self._asked, self._drives = task, asked, drives
        self._units: list[Unit] = list_units(clock.today()) if drives else []
        self._topics: list[Topic] = list_topics() if drives else []
        for form in self.values():
            self._offer(form)

    def __missing__(self, kind: str) -> WordForm:
        form = self[kind] = WordForm(formdata=None, due_on=self._asked if kind == Kind.EXTEND else None)
        self._offer(form)
        return form

    def _offer(self, form: WordForm) -> None:
        form.unit_id.choices = choices([(0, _("Choose a unit…")), *((unit.id, unit.name) for unit in self._units)])
        form.topic_id.choices = choices([(0, _("as its words say")), *((one.id, one.name) for one in self._topics)])

    def tell(self, form: WordForm) -> list[str]:
        """All that was typed or chosen in it, to be read where the form itself is no longer offered."""
        names = {f"unit_id {unit.id}": unit.name for unit in list_units(clock.today())}
        names |= {f"topic_id {topic.id}": topic.name for topic in list_topics()}
        chosen = [(form[name], names.get(f"{name} {form[name].data}", "")) for name in ("unit_id", "topic_id")]
        facts = [(form.due_on, form.due_on._value()), *chosen]
        lines = [form.reason.data or "", *(f"{field.label.text}: {value}" for field, value in facts if value)]
        return [line for line in lines if line]

    def shows(self, kind: Kind | None) -> bool:
        """Whether the page still offers that form: what was typed is never out of sight."""
        return self._drives and (
            kind is Kind.ORDER or (kind is not None and policy.is_offered(current_user, kind, self._task))
        )
