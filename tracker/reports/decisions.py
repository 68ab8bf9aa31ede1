"""«Chờ quyết»: whatever waits for somebody's word, of every kind, in one read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, case, cast, false, func, literal, null, select, union_all

from ..db import db
from ..people.actor import Actor
from ..people.models import Unit, User
from ..settings.queries import office_settings
from ..tasks.models import (
    Decline,
    DeclineState,
    Explanation,
    ExplanationState,
    Extension,
    ExtensionState,
    Proposal,
    ProposalState,
    Task,
    find_hindrance,
)
from ..tasks.wording import name_hindrance


class Kind(StrEnum):
    """Requests for more time and proposals are decided in place; the others on the page of their task."""

    EXTENSION = "extension"
    PROPOSAL = "proposal"
    DECLINE = "decline"
    EXPLANATION = "explanation"


class Waiting(NamedTuple):
    """One line: what the unit asks, in its own words, and who is to decide. The two dates are of an extension."""

    kind: str
    id: int
    words: str
    old_due_on: date | None
    new_due_on: date | None
    task_id: int
    title: str
    task_state: str
    unit: str
    leader: str
    is_own: bool

    def remark(self, today: date) -> str:
        """Why it cannot be approved now; empty when it can."""
        return name_hindrance(find_hindrance(self.task_state, self.new_due_on, today)) if self.new_due_on else ""


class Decisions(NamedTuple):
    """What waits for this person, and what for others; the lines are the oldest, the counts include what is cut."""

    own: Sequence[Waiting]
    others: Sequence[Waiting]
    own_count: int
    others_count: int


def list_decisions(actor: Actor, limit: int = 20) -> Decisions:
    """What waits, this person's own first, the oldest on top; each kind is read from the index of its state."""
    waiting = _everything().subquery()
    own = case((_is_own(actor, waiting.c.kind), 1), else_=0)
    rows = db.session.execute(
        select(
            waiting.c.kind,
            waiting.c.id,
            waiting.c.words,
            waiting.c.old_due_on,
            waiting.c.new_due_on,
            waiting.c.task_id,
            Task.title,
            Task.state,
            Unit.short_name,
            User.name,
            own,
            func.count().over(),
            func.sum(own).over(),
        )
        .join(Task, Task.id == waiting.c.task_id)
        .join(Unit, Unit.id == func.coalesce(waiting.c.unit_id, Task.lead_unit_id))
        .join(User, User.id == Task.leader_id)
        .order_by(own.desc(), waiting.c.at, waiting.c.kind, waiting.c.id)
        .limit(limit)
    ).all()
    lines = [Waiting._make((*row[:10], bool(row[10]))) for row in rows]
    total, own_count = rows[0][-2:] if rows else (0, 0)
    mine = [line for line in lines if line.is_own]
    return Decisions(mine, lines[len(mine) :], own_count, total - own_count)


def count_decisions() -> dict[tuple[str, int], int]:
    """How much of each kind waits, by accountable leader: (kind, leader) -> count."""
    waiting = _everything().subquery()
    rows = db.session.execute(
        select(waiting.c.kind, Task.leader_id, func.count())
        .join(Task, Task.id == waiting.c.task_id)
        .group_by(waiting.c.kind, Task.leader_id)
    )
    return {(kind, leader_id): count for kind, leader_id, count in rows}


def kinds_of_office() -> tuple[Kind, ...]:
    """What the Office decides itself: where work goes, and due dates where they are delegated to it."""
    return (Kind.DECLINE, Kind.EXTENSION) if office_settings().office_decides_extensions else (Kind.DECLINE,)


def _is_own(actor: Actor, kind: Any) -> ColumnElement[bool]:
    """A leader's are those of his tasks, also while another stands in for him; the Office decides where work goes."""
    if actor.is_leader:
        return Task.leader_id == (actor.for_user_id or actor.user_id)
    if actor.is_office:
        return kind.in_(kinds_of_office())
    return false()


def _everything() -> Any:
    return union_all(
        _waiting(Kind.EXTENSION, Extension, Extension.requested_at, Extension.reason, ExtensionState.OPEN),
        _waiting(Kind.PROPOSAL, Proposal, Proposal.at, Proposal.text, ProposalState.OPEN),
        _waiting(Kind.DECLINE, Decline, Decline.at, Decline.reason, DeclineState.OPEN),
        _waiting(Kind.EXPLANATION, Explanation, Explanation.answered_at, Explanation.answer, ExplanationState.ANSWERED),
    )


def _waiting(kind: Kind, model: Any, at: Any, words: Any, state: str) -> Any:
    is_dated = model is Extension
    return select(
        literal(kind.value).label("kind"),
        model.id,
        model.task_id,
        model.unit_id,
        at.label("at"),
        words.label("words"),
        (Extension.old_due_on if is_dated else cast(null(), Date)).label("old_due_on"),
        (Extension.new_due_on if is_dated else cast(null(), Date)).label("new_due_on"),
    ).where(model.state == state)
