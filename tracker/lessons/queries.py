"""Named reads of topics' use and of what corrections have taught."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, case, func, or_, select, tuple_, union_all
from sqlalchemy.orm import joinedload, load_only

from .. import clock
from ..db import db
from ..directives.models import Notice
from ..errors import NotFound
from ..tasks.models import Task
from ..text import fold
from .book import EarlierTask, InUse
from .models import Lesson, LessonKind, LessonState

PAGE = 50
ONCE = "once"
MOST_TASKS = 2000  # of a topic


_is_repeated = or_(Lesson.kind != LessonKind.TOPIC_WORD, Lesson.times > 1)


@dataclass(frozen=True)
class Filter:
    """What an administrator asks of a list. `state` "": in use and proposed.

    Most words of a sentence are seen once and never again: as proposals they would drown the others, so that they are
    shown only when asked for (`ONCE`).
    """

    kind: str = LessonKind.ALIAS
    state: str = ""
    words: str = ""
    unit_id: int = 0
    topic_id: int = 0


def count_tasks_by_topic() -> dict[int, tuple[int, int]]:
    """How many tasks each topic has: open ones, and all so far."""
    still_open = func.sum(case((Task.closed_on.is_(None), 1), else_=0))
    rows = db.session.execute(
        select(Task.topic_id, still_open, func.count()).where(Task.topic_id.is_not(None)).group_by(Task.topic_id)
    )
    return {topic_id: (int(count), total) for topic_id, count, total in rows if topic_id is not None}


def list_lessons_in_use() -> list[InUse]:
    """All that extraction reads by, of each kind the oldest first."""
    rows = db.session.execute(
        select(
            Lesson.id,
            Lesson.kind,
            Lesson.phrase,
            Lesson.shown,
            Lesson.unit_id,
            Lesson.topic_id,
            Lesson.share,
            Lesson.first_at,
            Lesson.is_decided,
        )
        .where(Lesson.state == LessonState.IN_USE)
        .order_by(Lesson.kind, Lesson.id)
    )
    return [InUse(*row[:7], row[7].astimezone(clock.OFFICE_ZONE).date(), row[8]) for row in rows]


def list_earlier_tasks(topic_ids: Collection[int]) -> dict[int, list[EarlierTask]]:
    """The latest tasks of each topic, the newest first, in one question."""
    if not topic_ids:
        return {}
    latest = [
        select(
            select(Task.topic_id, Task.title_search, Task.code, Task.lead_unit_id, Task.id)
            .where(Task.topic_id == topic_id)
            .order_by(Task.topic_id.desc(), Task.id.desc())
            .limit(MOST_TASKS)
            .subquery()
        )
        for topic_id in sorted(topic_ids)
    ]
    found: dict[int, list[tuple[int, EarlierTask]]] = defaultdict(list)
    for topic_id, title, code, unit_id, task_id in db.session.execute(union_all(*latest)):
        found[topic_id].append((task_id, EarlierTask(topic_id, title, code, unit_id)))
    return {
        topic_id: [task for _id, task in sorted(tasks, key=lambda one: -one[0])] for topic_id, tasks in found.items()
    }


def get_lesson(lesson_id: int) -> Lesson:
    """One, with what it leads to."""
    lesson = db.session.scalar(_shown().where(Lesson.id == lesson_id).execution_options(populate_existing=True))
    if lesson is None:
        raise NotFound
    return lesson


def list_lessons(wanted: Filter, after: str = "") -> tuple[list[Lesson], str]:
    """A page, what was seen most often first, and where the next page begins."""
    query = _filtered(_shown(), wanted).order_by(Lesson.times.desc(), Lesson.id.desc()).limit(PAGE + 1)
    times, _sep, number = after.partition("~")
    if times.isascii() and times.isdigit() and number.isascii() and number.isdigit():
        query = query.where(tuple_(Lesson.times, Lesson.id) < (int(times), int(number)))
    rows = list(db.session.scalars(query))
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return rows[:PAGE], f"{last.times}~{last.id}" if last else ""


def count_lessons() -> dict[str, tuple[int, int]]:
    """By kind: in use, proposed."""
    used = func.sum(case((Lesson.state == LessonState.IN_USE, 1), else_=0))
    rows = db.session.execute(
        select(Lesson.kind, used, func.count() - used)
        .where(or_(Lesson.state == LessonState.IN_USE, (Lesson.state == LessonState.PROPOSED) & _is_repeated))
        .group_by(Lesson.kind)
    )
    return {kind: (int(in_use), int(proposed)) for kind, in_use, proposed in rows}


def list_notices_of(lesson: Lesson) -> dict[int, Notice]:
    """The notices whose sentences it keeps."""
    ids = {line["notice"] for line in lesson.seen}
    query = select(Notice).where(Notice.id.in_(ids)).options(load_only(Notice.number, Notice.meeting, Notice.title))
    return {notice.id: notice for notice in db.session.scalars(query)} if ids else {}


def _shown() -> Select[Lesson]:
    return select(Lesson).options(
        joinedload(Lesson.unit),
        joinedload(Lesson.topic),
        joinedload(Lesson.notice).load_only(Notice.number, Notice.meeting, Notice.title),
    )


def _filtered(query: Select[Lesson], wanted: Filter) -> Select[Lesson]:
    query = query.where(Lesson.kind == wanted.kind)
    if wanted.state == ONCE:
        query = query.where(Lesson.state == LessonState.PROPOSED, ~_is_repeated)
    else:
        query = query.where(Lesson.state == wanted.state if wanted.state else Lesson.state != LessonState.OFF)
        query = query.where(or_(Lesson.state != LessonState.PROPOSED, _is_repeated))
    for word in fold(wanted.words).split():
        query = query.where(Lesson.phrase.contains(word, autoescape=True))
    if wanted.unit_id:
        query = query.where(Lesson.unit_id == wanted.unit_id)
    if wanted.topic_id:
        query = query.where(Lesson.topic_id == wanted.topic_id)
    return query
