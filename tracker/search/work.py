"""Hits among tasks, each with the place where it was found: title, report of a day, name of a file, unit, person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import literal, null, select, union_all
from sqlalchemy.orm import aliased

from .. import clock
from ..db import db
from ..directives.models import Directive, Notice
from ..people.actor import Actor
from ..people.models import Unit, User
from ..tasks.models import Evidence, ProgressUpdate, Task, task_cooperation
from ..tasks.policy import visible_to
from ..tasks.status import Today
from ..tasks.wording import status_chip
from .hits import Hit, Place
from .marking import covered, excerpt, mark
from .typed import Typed

_MOST_PLACES = 2
_Leader, _Officer = aliased(User), aliased(User)


def read_tasks(actor: Actor, typed: Typed, ids: Sequence[int], today: Today) -> list[Hit]:
    """The tasks in that order."""
    rows = {row.id: row for row in db.session.execute(_whole(ids).where(visible_to(actor)))} if ids else {}
    missing = {key: set(typed.words) - covered(f"{row.title} {row.code}", typed.words) for key, row in rows.items()}
    told = _said([key for key, words in missing.items() if words])
    return [
        Hit(
            url=url_for("tasks.show", task_id=key),
            title=mark(rows[key].title, typed.words),
            about=_about(rows[key]),
            chip=status_chip(today.status_of(rows[key])),
            places=_find_places(rows[key], told[key], typed, missing[key]),
        )
        for key in ids
        if key in rows
    ]


def _about(row: Any) -> str:
    due = _("due %(day)s", day=f"{row.due_on:%d/%m/%Y}") if row.due_on else ""
    return " · ".join(filter(None, (row.code, row.lead_short, due)))


def _whole(ids: Sequence[int]) -> Any:
    own = (Task.id, Task.code, Task.title, Task.deliverable, Task.source, Task.state)
    days = (Task.due_on, Task.completed_on, Task.reported_on)
    return (
        select(
            *own,
            *days,
            Directive.text.label("directive"),
            Notice.number,
            Notice.meeting,
            Unit.name.label("lead"),
            Unit.short_name.label("lead_short"),
            Unit.alias_text.label("lead_aliases"),
            _Leader.name.label("leader"),
            _Officer.name.label("officer"),
        )
        .outerjoin(Directive, Directive.id == Task.directive_id)
        .outerjoin(Notice, Notice.id == Task.notice_id)
        .outerjoin(Unit, Unit.id == Task.lead_unit_id)
        .outerjoin(_Leader, _Leader.id == Task.leader_id)
        .outerjoin(_Officer, _Officer.id == Task.officer_id)
        .where(Task.id.in_(ids))
    )


def _said(ids: Sequence[int]) -> dict[int, list[Any]]:
    """What was reported and attached, the newest first, and who helps: only where the task itself does not say it."""
    said: dict[int, list[Any]] = defaultdict(list)
    if not ids:
        return said
    update, nothing = ProgressUpdate, literal("")
    columns = (update.result, update.difficulties, update.proposal, update.document_number)
    names = (Unit.name, Unit.short_name, Unit.alias_text, nothing)
    coop = task_cooperation.c
    rows: Sequence[Any] = db.session.execute(
        union_all(
            select(update.task_id, literal("report").label("kind"), update.id, update.at, *columns).where(
                update.task_id.in_(ids)
            ),
            select(Evidence.task_id, literal("file"), Evidence.id, null(), Evidence.name, *[nothing] * 3).where(
                Evidence.task_id.in_(ids), Evidence.removed_at.is_(None)
            ),
            select(coop.task_id, literal("unit"), Unit.id, null(), *names)
            .join(Unit, Unit.id == coop.unit_id)
            .where(coop.task_id.in_(ids)),
        )
    ).all()
    for row in sorted(rows, key=lambda row: (row.kind, row.id), reverse=True):
        said[row.task_id].append(row)
    return said


def _find_places(row: Any, told: Sequence[Any], typed: Typed, missing: set[str]) -> list[Place]:
    """The places that hold most of what the title does not, at most two."""
    places: list[Place] = []
    texts = list(_texts(row, told)) if missing else []
    while missing and len(places) < _MOST_PLACES:
        label, text = max(texts, key=lambda pair: len(covered(pair[1], missing)))
        found = covered(text, missing)
        if not found:
            break
        places.append(Place(label, excerpt(text, typed.words)))
        missing = missing - found
    return places


def _texts(row: Any, told: Sequence[Any]) -> Iterator[tuple[str, str]]:
    yield _("Directive"), row.directive or ""
    yield _("Conclusion"), " · ".join(filter(None, (row.number, row.meeting)))
    yield _("Deliverable"), row.deliverable
    yield _("Source"), row.source
    for name in _names(row.lead, row.lead_short, row.lead_aliases):
        yield _("Lead unit"), name
    yield _("Leader"), row.leader or ""
    yield _("Officer"), row.officer or ""
    for said in told:
        parts = [part for part in said[4:] if part]
        if said.kind == "report":
            yield _("Report of %(day)s", day=f"{clock.to_office(said.at):%d/%m/%Y}"), " · ".join(parts)
        elif said.kind == "file":
            yield _("File"), said[4]
        else:
            for name in _names(*said[4:7]):
                yield _("Cooperating"), name


def _names(name: str | None, short: str | None, aliases: str | None) -> list[str]:
    """All that a unit is found by, its name first."""
    return [name or "", short or "", *(aliases or "").split("|")]
