"""«Chờ quyết»: whatever waits for somebody's word, of every kind, in one read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Integer, case, cast, false, func, literal, null, select, union_all
from sqlalchemy.orm import aliased

from ..db import db
from ..people.actor import Actor
from ..people.models import Unit, User
from ..settings.queries import office_settings
from ..tasks.bands import Band, Limits
from ..tasks.filters import OPEN_WORK, TaskFilter
from ..tasks.models import (
    Cause,
    Decline,
    DeclineState,
    Explanation,
    ExplanationState,
    Extension,
    ExtensionState,
    Hindrance,
    Proposal,
    ProposalState,
    Task,
    find_hindrance,
)
from ..tasks.wording import name_hindrance


class Kind(StrEnum):
    """All four are decided in place."""

    EXTENSION = "extension"
    PROPOSAL = "proposal"
    DECLINE = "decline"
    EXPLANATION = "explanation"


class Waiting(NamedTuple):
    """One line: what the unit asks, in its own words, and who is to decide.

    The two dates are of a request for more time, `suggested` (the number of a unit, and its name) of declined work,
    `cause` and `seen`, the version that is decided about, of an explanation.
    """

    kind: str
    id: int
    words: str
    old_due_on: date | None
    new_due_on: date | None
    suggested_id: int | None
    cause: str
    seen: int
    task_id: int
    title: str
    task_state: str
    lead_unit_id: int
    unit: str
    suggested: str | None
    leader: str
    is_own: bool

    def remark(self, today: date) -> str:
        """Why it cannot be approved now; empty when it can."""
        return name_hindrance(self._hindrance(today))

    def can_be_dated(self, today: date) -> bool:
        """Whether another date could be given: not while the work is reported as done."""
        return self._hindrance(today) is not Hindrance.REPORTED

    def _hindrance(self, today: date) -> Hindrance | None:
        return find_hindrance(self.task_state, self.new_due_on, today) if self.new_due_on else None

    @property
    def other_cause(self) -> str:
        """What whoever accepts may put in the place of the unit's cause."""
        return Cause.SUBJECTIVE if self.cause == Cause.OBJECTIVE else Cause.OBJECTIVE


class Decisions(NamedTuple):
    """What waits for this person, and what for others; the lines are the oldest, the counts include what is cut."""

    own: Sequence[Waiting]
    others: Sequence[Waiting]
    own_count: int
    others_count: int

    @property
    def has_declined(self) -> bool:
        """Whether one of his own lines asks which unit is to get the work."""
        return any(line.kind == Kind.DECLINE for line in self.own)


def list_decisions(
    actor: Actor, limits: Limits | None = None, asked: TaskFilter = OPEN_WORK, limit: int = 20
) -> Decisions:
    """What waits, this person's own first, the oldest on top; each kind is read from the index of its state.

    `asked` narrows it to a unit, a topic and the like, whether or not the work is still open; it needs `limits`.
    """
    waiting, about, suggested = _everything().subquery(), aliased(Task), aliased(Unit)
    own = case((_is_own(actor, about.leader_id, waiting.c.kind), 1), else_=0)
    query = (
        select(
            *(waiting.c[name] for name in Waiting._fields[:9]),
            about.title,
            about.state,
            about.lead_unit_id,
            Unit.short_name,
            suggested.short_name,
            User.name,
            own,
            func.count().over(),
            func.sum(own).over(),
        )
        .join(about, about.id == waiting.c.task_id)
        .join(Unit, Unit.id == func.coalesce(waiting.c.unit_id, about.lead_unit_id))
        .join(User, User.id == about.leader_id)
        .outerjoin(suggested, suggested.id == waiting.c.suggested_id)
        .order_by(own.desc(), waiting.c.at, waiting.c.kind, waiting.c.id)
        .limit(limit)
    )
    if limits is not None and asked.pairs():
        # Asked of each that waits: joined plainly, all tasks of a topic that ever were would be read.
        is_asked = Task.id == waiting.c.task_id, asked.but(band=Band.ALL).where(limits)
        query = query.where(select(Task.id).where(*is_asked).correlate(waiting).exists())
    rows = db.session.execute(query).all()
    lines = [Waiting._make((*row[:15], bool(row[15]))) for row in rows]
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


def _is_own(actor: Actor, leader_id: Any, kind: Any) -> ColumnElement[bool]:
    """A leader's are those of his tasks, also while another stands in for him; the Office decides where work goes."""
    if actor.is_leader:
        return leader_id == (actor.for_user_id or actor.user_id)
    if actor.is_office:
        return kind.in_(kinds_of_office())
    return false()


def _everything() -> Any:
    return union_all(
        _waiting(
            Kind.EXTENSION,
            Extension.requested_at,
            Extension.reason,
            ExtensionState.OPEN,
            old_due_on=Extension.old_due_on,
            new_due_on=Extension.new_due_on,
        ),
        _waiting(Kind.PROPOSAL, Proposal.at, Proposal.text, ProposalState.OPEN),
        _waiting(Kind.DECLINE, Decline.at, Decline.reason, DeclineState.OPEN, suggested_id=Decline.suggested_unit_id),
        _waiting(
            Kind.EXPLANATION,
            Explanation.answered_at,
            Explanation.answer,
            ExplanationState.ANSWERED,
            cause=Explanation.cause,
            seen=Explanation.version,
        ),
    )


def _waiting(kind: Kind, at: Any, words: Any, state: str, **own: Any) -> Any:
    """The same columns for each kind; those of another one are empty."""
    model = at.class_
    no_day = cast(null(), Date)
    blank = {
        "old_due_on": no_day,
        "new_due_on": no_day,
        "suggested_id": cast(null(), Integer),
        "cause": literal(""),
        "seen": literal(0),
    }
    columns = [own.get(name, empty).label(name) for name, empty in blank.items()]
    told = (literal(kind.value).label("kind"), model.id, model.task_id, model.unit_id, at.label("at"))
    return select(*told, words.label("words"), *columns).where(model.state == state)
