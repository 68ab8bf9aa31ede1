"""Learning at «Giao», and what the administrator does about it. Never commits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from .. import clock, history
from ..access import require
from ..db import db, insert
from ..directives.extraction import TopicRef, UnitRef
from ..errors import Refused
from ..people.actor import Actor
from .models import Lesson, LessonKind, LessonState, latest_owners
from .policy import can_change
from .taught import Settled, Taught, lessons_of

_ENOUGH = 2  # notices that say the same, or tasks of the latest three
_LATEST, _SHARED = 3, 4


def learn(
    notice_id: int, settled: Sequence[Settled], units: Sequence[UnitRef], topics: Sequence[TopicRef], *, by: Actor
) -> None:
    """Note what the drafts of a notice teach, in the transaction that gives its tasks."""
    found = lessons_of(settled, units, topics)
    if not found:
        return
    _add_missing(found, by)
    groups: dict[tuple[str, str, int], list[Lesson]] = defaultdict(list)
    rows: dict[tuple[str, str, int, int], Lesson] = {}
    for row in _load(found):
        rows[row.kind, row.phrase, row.topic_id or 0, row.unit_id or 0] = row
        groups[_group(row)].append(row)
    was = {row.id: row.state for row in rows.values()}
    at = clock.now()
    for place, one in enumerate(found):
        rows[one.key].note(one.sentence, notice_id, at, place)
    longest_first = sorted(found, key=lambda one: -len(one.phrase))
    for one in {one.key: one for one in longest_first}.values():
        _settle(rows[one.key], one, groups)
    for row in rows.values():
        if (row.state == LessonState.IN_USE) != (was[row.id] == LessonState.IN_USE):
            history.record(by, "lesson_in_use" if row.is_in_use else "lesson_in_doubt", "lesson", row.id)


def _group(row: Lesson) -> tuple[str, str, int]:
    """Rows of one group are rivals: the same words lead to different places."""
    return (row.kind, row.phrase, (row.topic_id or 0) if row.kind == LessonKind.OWNER else 0)


def _add_missing(found: Sequence[Taught], by: Actor) -> None:
    """In the order of the keys, so that two who give notices at once wait for each other and never in a circle."""
    at = clock.now()
    new: dict[Any, dict[str, Any]] = {
        one.key: {
            "kind": one.kind.value,
            "phrase": one.phrase,
            "shown": one.shown,
            "unit_id": one.unit_id,
            "topic_id": one.topic_id,
            "state": LessonState.PROPOSED.value,
            "is_decided": False,
            "times": 0,
            "share": "",
            "first_at": at,
            "last_at": at,
            "by_user_id": by.user_id,
            "by_name": by.name,
            "seen": [],
            "version": 1,
        }
        for one in sorted(found, key=lambda one: one.key)
    }
    db.session.execute(insert(Lesson.__table__).on_conflict_do_nothing(), list(new.values()))


def _load(found: Sequence[Taught]) -> Iterable[Lesson]:
    topics = {one.topic_id for one in found if one.kind == LessonKind.OWNER}
    return db.session.scalars(
        select(Lesson)
        .where(
            Lesson.kind.in_({one.kind.value for one in found}),
            Lesson.phrase.in_({one.phrase for one in found}),
            or_(Lesson.kind != LessonKind.OWNER, Lesson.topic_id.in_(topics)),
        )
        .order_by(Lesson.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _settle(row: Lesson, one: Taught, groups: dict[tuple[str, str, int], list[Lesson]]) -> None:
    group = groups[_group(row)]
    if row.kind == LessonKind.OWNER:
        _settle_owners(group)
    elif not row.is_decided:
        rivals = [other for other in group if other is not row and other.state != LessonState.OFF]
        if row.kind == LessonKind.ALIAS:
            _settle_alias(row, one, rivals)
        else:
            _settle_word(row, rivals, [other for rows in groups.values() for other in rows])


def _settle_alias(row: Lesson, one: Taught, rivals: Sequence[Lesson]) -> None:
    """At once where nothing speaks against it, else when seen twice; then an earlier lesson gives way."""
    if any(other.is_decided and other.is_in_use for other in rivals):
        return
    if row.times >= _ENOUGH or (one.is_sure and not rivals):
        row.state = LessonState.IN_USE
        _put_in_doubt(rivals)


def _settle_word(row: Lesson, rivals: Sequence[Lesson], others: Iterable[Lesson]) -> None:
    """Two notices, never another topic. What is only a part of a phrase in use adds nothing and goes."""
    if rivals:
        row.state = LessonState.PROPOSED
        _put_in_doubt(rivals)
    elif row.times >= _ENOUGH and not row.is_in_use:
        if any(_holds(other, row) for other in others):
            db.session.delete(row)
        else:
            row.state = LessonState.IN_USE


def _holds(whole: Lesson, part: Lesson) -> bool:
    same = whole.kind == part.kind and whole.topic_id == part.topic_id and whole is not part
    return same and whole.is_in_use and f" {part.phrase} " in f" {whole.phrase} "


def _settle_owners(group: Sequence[Lesson]) -> None:
    """Who had two of the latest three is suggested; the share is that of the latest four."""
    latest, shared = latest_owners(group, _LATEST), latest_owners(group, _SHARED)
    for row in group:
        row.share = f"{shared.count(row.unit_id or 0)}/{len(shared)}"
        if not row.is_decided:
            is_usual = latest.count(row.unit_id or 0) >= _ENOUGH
            row.state = LessonState.IN_USE if is_usual else LessonState.PROPOSED


def _put_in_doubt(rivals: Iterable[Lesson]) -> None:
    for other in rivals:
        if not other.is_decided:
            other.state = LessonState.PROPOSED


def use_lesson(lesson: Lesson, *, by: Actor) -> None:
    """Read by it from the next notice on; of rivals for the same words only this one stays."""
    require(can_change(by))
    rivals = select(Lesson).where(
        Lesson.kind == lesson.kind,
        Lesson.phrase == lesson.phrase,
        Lesson.id != lesson.id,
        Lesson.state == LessonState.IN_USE,
    )
    if lesson.kind == LessonKind.OWNER:
        rivals = rivals.where(Lesson.topic_id == lesson.topic_id)
    for rival in db.session.scalars(rivals.order_by(Lesson.id)):
        rival.decide(LessonState.OFF)
        history.record(by, "lesson_switched_off", "lesson", rival.id)
    lesson.decide(LessonState.IN_USE)
    history.record(by, "lesson_used", "lesson", lesson.id)


def switch_off(lesson: Lesson, *, by: Actor) -> None:
    """No longer read by, and not learned again; what was given stays."""
    require(can_change(by))
    lesson.decide(LessonState.OFF)
    history.record(by, "lesson_switched_off", "lesson", lesson.id)


def change_target(lesson: Lesson, target_id: int, *, by: Actor) -> None:
    """The words lead to another unit, or another topic: the administrator's word, so what is not off is in use."""
    require(can_change(by))
    field = "topic_id" if lesson.kind == LessonKind.TOPIC_WORD else "unit_id"
    before = getattr(lesson, field)
    if before == target_id:
        return
    setattr(lesson, field, target_id)
    lesson.share = ""
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Refused(
            _("These words lead there already, in a lesson of their own. Use that one, and switch this one off."),
            "target",
        ) from error
    data: dict[str, Any] = {"field": field, "before": before, "after": target_id}
    history.record(by, "lesson_changed", "lesson", lesson.id, **data)
    if lesson.state != LessonState.OFF:
        use_lesson(lesson, by=by)
