"""Short notices of our own, entered, corrected as a clerk would, and given."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from tests.cast import Cast
from tests.review.notices import drafts_of, enter, issue
from tracker.db import db
from tracker.directives.models import Notice
from tracker.lessons.models import Lesson
from tracker.people.models import Unit
from tracker.review.actions import DraftValues, save_draft
from tracker.review.models import Draft, DueKind

_numbers = count(500)


def read(cast: Cast, *orders: str) -> tuple[Notice, list[Draft]]:
    """A notice of these orders in review."""
    lines = [f"{number}. {order}" for number, order in enumerate(orders, 1)]
    text = "Chủ tịch UBND thành phố kết luận, yêu cầu:\n" + "\n".join(lines) + "\n"
    notice = enter(cast, text=text, number=f"{next(_numbers)}/TB-UBND")
    drafts = drafts_of(notice)
    assert len(drafts) == len(orders), [draft.text for draft in drafts]
    return notice, drafts


def correct(notice: Notice, draft: Draft, cast: Cast, **changes: Any) -> None:
    """Save the draft's form with these changes."""
    values: dict[str, Any] = {
        "title": draft.title,
        "topic_id": draft.topic_id,
        "lead_unit_id": draft.lead_unit_id,
        "unit_ids": [unit.id for unit in draft.units],
        "one_per_unit": draft.one_per_unit,
        "leader_id": cast.chairman.user_id,
        "due_kind": DueKind.DATE,
        "due_on": date(2026, 12, 30),
    }
    save_draft(draft, notice, DraftValues(**(values | changes)), version=draft.version, by=cast.clerk)
    db.session.flush()


def give(cast: Cast, *orders: str, **changes: Any) -> Notice:
    """A notice whose drafts are all corrected alike, then given."""
    notice, drafts = read(cast, *orders)
    for draft in drafts:
        correct(notice, draft, cast, **changes)
    db.session.commit()
    issue(notice, cast.clerk)
    return notice


def lessons(kind: str = "") -> list[Lesson]:
    """All, as they are in the database now."""
    db.session.expire_all()
    query = db.session.query(Lesson).order_by(Lesson.id)
    return query.filter_by(kind=kind).all() if kind else query.all()


def states(kind: str) -> dict[tuple[str, int | None], str]:
    """(words, unit or topic) of one kind with their state."""
    return {(one.shown, one.topic_id if kind == "topic_word" else one.unit_id): one.state for one in lessons(kind)}


def add_unit(code: str, name: str, short: str, aliases: str = "") -> Unit:
    """One more."""
    unit = Unit(code=code, name=name, short_name=short, kind="board", sort_order=50, alias_text=aliases)
    db.session.add(unit)
    db.session.commit()
    return unit
