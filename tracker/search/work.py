"""Hits among tasks, each with the place where it was found: title, report of a day, name of a file, unit, person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, literal, null, select, union_all
from sqlalchemy.orm import aliased

from .. import clock
from ..db import read_rows
from ..directives.models import Directive, Notice
from ..people.actor import Actor
from ..people.models import Unit, User
from ..tasks.models import Evidence, ProgressUpdate, Task, task_cooperation
from ..tasks.policy import Sight, visible_to
from ..tasks.status import Today
from ..tasks.wording import standing_chip
from .hits import Hit, Place
from .marking import covered, excerpt, mark_found
from .typed import Typed

_MOST_PLACES = 2
_KEPT = 256  # statements that a process keeps
_DIRECTIVE, _CONCLUSION, _DELIVERABLE = _l("Directive"), _l("Conclusion"), _l("Deliverable")
_SOURCE, _LEAD, _LEADER, _OFFICER = _l("Source"), _l("Lead unit"), _l("Leader"), _l("Officer")
_FILE, _COOPERATING = _l("File"), _l("Cooperating")
_Leader, _Officer = aliased(User), aliased(User)


def read_tasks(actor: Actor, typed: Typed, ids: Sequence[int], today: Today) -> list[Hit]:
    """The tasks in that order."""
    found = read_rows(_select_whole(Sight.of(actor)), {"ids": ids}) if ids else ()
    rows: dict[int, Any] = {row.id: row for row in found}
    titles, missing = {}, {}
    for key, row in rows.items():
        titles[key], found_words = mark_found(row.title, typed.words)
        rest = set(typed.words) - found_words
        missing[key] = rest - covered(row.code, rest)
    told = _said([key for key, words in missing.items() if words])
    due, chip_of = _("due %(day)s"), cache(standing_chip)
    return [
        Hit(
            url=url_for("tasks.show", task_id=key),
            title=titles[key],
            about=_about(rows[key], due),
            chip=chip_of(rows[key].state, today.status_of(rows[key])),
            places=_find_places(rows[key], told[key], typed, missing[key]),
        )
        for key in ids
        if key in rows
    ]


def _about(row: Any, due: str) -> str:
    day = due % {"day": f"{row.due_on:%d/%m/%Y}"} if row.due_on else ""
    return " · ".join(filter(None, (row.code, row.lead_short, day)))


@lru_cache(_KEPT)
def _select_whole(sight: Sight) -> Any:
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
        .where(Task.id.in_(bindparam("ids", expanding=True)), visible_to(sight))
    )


def _said(ids: Sequence[int]) -> dict[int, list[Any]]:
    """What was reported and attached, the newest first, and who helps: only where the task itself does not say it."""
    said: dict[int, list[Any]] = defaultdict(list)
    rows: Sequence[Any] = read_rows(_select_said(), {"ids": ids}) if ids else ()
    for row in sorted(rows, key=lambda row: (row.kind, row.id), reverse=True):
        said[row.task_id].append(row)
    return said


@lru_cache(1)
def _select_said() -> Any:
    update, nothing = ProgressUpdate, literal("")
    ids: Any = bindparam("ids", expanding=True)
    columns = (update.result, update.difficulties, update.proposal, update.document_number)
    names = (Unit.name, Unit.short_name, Unit.alias_text, nothing)
    coop = task_cooperation.c
    return union_all(
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


def _find_places(row: Any, told: Sequence[Any], typed: Typed, missing: set[str]) -> list[Place]:
    """The places that hold most of what the title does not, at most two."""
    places: list[Place] = []
    texts = list(_texts(row, told)) if missing else []
    while missing and len(places) < _MOST_PLACES:
        label, text = max(texts, key=lambda pair: len(covered(pair[1], missing)))
        found = covered(text, missing)
        if not found:
            break
        places.append(Place(str(label), excerpt(text, typed.words)))
        missing = missing - found
    return places


def _texts(row: Any, told: Sequence[Any]) -> Iterator[tuple[Any, str]]:
    """Each with its label, which is looked up where it is shown."""
    yield _DIRECTIVE, row.directive or ""
    yield _CONCLUSION, " · ".join(filter(None, (row.number, row.meeting)))
    yield _DELIVERABLE, row.deliverable
    yield _SOURCE, row.source
    for name in _names(row.lead, row.lead_short, row.lead_aliases):
        yield _LEAD, name
    yield _LEADER, row.leader or ""
    yield _OFFICER, row.officer or ""
    for said in told:
        parts = [part for part in said[4:] if part]
        if said.kind == "report":
            yield _l("Report of %(day)s", day=f"{clock.to_office(said.at):%d/%m/%Y}"), " · ".join(parts)
        elif said.kind == "file":
            yield _FILE, said[4]
        else:
            for name in _names(*said[4:7]):
                yield _COOPERATING, name


def _names(name: str | None, short: str | None, aliases: str | None) -> list[str]:
    """All that a unit is found by, its name first."""
    return [name or "", short or "", *(aliases or "").split("|")]
