"""«Từ đã học»: three lists of what corrections have taught, and one lesson with its sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from ... import clock, history
from ...access import require, safe_path
from ...db import db
from ...directives.queries import list_topics
from ...errors import Stale
from ...fields import BaseForm, choices
from ...people.queries import list_units
from .. import actions, queries, wording
from ..forms import TargetForm
from ..models import Lesson, LessonKind, LessonState
from ..policy import can_change, can_look
from . import blueprint


@blueprint.get("/lessons")
def index() -> Any:
    """One kind at a time; ?state=, ?q=, ?unit= and ?topic= narrow it."""
    require(can_look(current_user))
    wanted = _wanted()
    rows, after = queries.list_lessons(wanted, request.args.get("after", ""))
    return render_template(
        "lessons/index.html",
        rows=rows,
        after=after,
        wanted=wanted,
        counts=queries.count_lessons(),
        words=wording,
        can_change=can_change(current_user),
        today=clock.today(),
    )


def _wanted() -> queries.Filter:
    kind, state = request.args.get("kind", ""), request.args.get("state", "")
    return queries.Filter(
        kind=kind if kind in set(LessonKind) else LessonKind.ALIAS,
        state=state if state in {*LessonState, queries.ONCE} else "",
        words=request.args.get("q", "")[:200],
        unit_id=_id("unit"),
        topic_id=_id("topic"),
    )


def _id(name: str) -> int:
    """0 for what is no id of any row."""
    typed = request.args.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


@blueprint.route("/lessons/<int:lesson_id>", methods=["GET", "POST"])
def lesson(lesson_id: int) -> Any:
    """Its sentences with their notices, and where it leads."""
    require(can_look(current_user) if request.method == "GET" else can_change(current_user))
    found = queries.get_lesson(lesson_id)
    form = TargetForm(data={"version": str(found.version), "target": _target_of(found)})
    _offer(form, found)
    if form.carries_out(lambda: _change_target(found, form)):
        db.session.commit()
        flash(_("Saved."), "success")
        return redirect(url_for("lessons.lesson", lesson_id=lesson_id), 303)
    found = queries.get_lesson(lesson_id)
    return render_template(
        "lessons/lesson.html",
        lesson=found,
        form=form,
        notices=queries.list_notices_of(found),
        entries=history.list_entries("lesson", lesson_id, limit=20),
        words=wording,
        can_change=can_change(current_user),
    ), 422 if request.method == "POST" else 200


def _target_of(lesson: Lesson) -> int:
    return (lesson.topic_id if lesson.kind == LessonKind.TOPIC_WORD else lesson.unit_id) or 0


def _offer(form: TargetForm, lesson: Lesson) -> None:
    """Open units, or topics in use; and where it leads now, whatever that has become."""
    if lesson.kind == LessonKind.TOPIC_WORD:
        offered = {topic.id: topic.name for topic in list_topics()}
        now = lesson.topic.name if lesson.topic else ""
    else:
        offered = {unit.id: unit.name for unit in list_units(clock.today())}
        now = lesson.unit.name if lesson.unit else ""
    target = _target_of(lesson)
    if target not in offered:
        offered[target] = _("%(unit)s (closed)", unit=now)
    form.target.choices = choices(offered.items())


def _change_target(lesson: Lesson, form: TargetForm) -> None:
    if form.version.data != str(lesson.version):
        raise Stale(_("Someone else has just saved this. Open it again to see what changed, then save yours."))
    actions.change_target(lesson, form.target.data, by=current_user)


@blueprint.post("/lessons/<int:lesson_id>/use")
def use(lesson_id: int) -> Any:
    """From the next notice on."""
    return _decide(lesson_id, lambda found: actions.use_lesson(found, by=current_user), _("It is used from now on."))


@blueprint.post("/lessons/<int:lesson_id>/switching-off")
def switch_off(lesson_id: int) -> Any:
    """No longer."""
    said = _("It is switched off. Tasks that were given stay as they are.")
    return _decide(lesson_id, lambda found: actions.switch_off(found, by=current_user), said)


def _decide(lesson_id: int, act: Callable[[Lesson], None], said: str) -> Any:
    require(can_change(current_user))
    found, form = queries.get_lesson(lesson_id), BaseForm()
    if form.carries_out(lambda: act(found)):
        db.session.commit()
        flash(said, "success")
    else:
        flash(" ".join(map(str, form.form_errors)), "danger")
    home = url_for("lessons.index", kind=found.kind)
    return redirect(safe_path(request.form.get("back"), home), 303)
