"""The same order comes back: find it among the earlier ones, let the clerk decide, carry the decision out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from ... import clock, history
from ...access import require
from ...db import db
from ...directives.models import Directive, Notice
from ...duties.actions import end_duties_of
from ...errors import Refused
from ...people.actor import Actor
from ...people.models import Unit
from ...people.queries import list_units
from ...tasks.actions import continue_task, supersede_task
from ...tasks.models import Task
from ..earlier import PoolItem, read_pool, select_followed
from ..models import Draft, DraftCandidate, FollowUp
from ..policy import can_review
from ..readiness import gone_sentence
from ..resemblance import CERTAIN, SHOWN, Order, overlap, resemblance, units_pattern

MOST = 3
_GROUP = 2  # of a group the first members speak for all: their tasks have the same directive
_FOLLOWS = (FollowUp.CONTINUE, FollowUp.REPLACE)


def look_for_earlier(drafts: Sequence[Draft], units: Sequence[Unit] | None = None) -> None:
    """Keep with each draft the earlier orders that it resembles. What the clerk has decided stays while it is there."""
    today = clock.today()
    leads = {unit_id for draft in drafts for unit_id in _leads(draft)}
    pool = read_pool(leads, {draft.topic_id for draft in drafts if draft.topic_id}, today)
    names = units_pattern(_names(list_units(today) if units is None else units))
    known = [
        (item, [Order.of(text, lead=_only(item.leads), topic=item.topic_id, names=names) for text in item.texts])
        for item in pool
    ]
    db.session.execute(delete(DraftCandidate).where(DraftCandidate.draft_id.in_([draft.id for draft in drafts])))
    for draft in drafts:
        forms = _forms(draft, names)
        scored = [(max(_score(forms[item.task_id is not None], one) for one in orders), item) for item, orders in known]
        _keep(draft, [(score, item) for score, item in scored if score >= SHOWN])


def _forms(draft: Draft, names: re.Pattern[str] | None) -> tuple[Order, Order]:
    """The sentence, to be compared with sentences, and the title, to be compared with those of tasks without one."""
    lead = draft.lead_unit_id
    sentence = Order.of(draft.text, lead=lead, topic=draft.topic_id, names=names)
    return sentence, Order.of(draft.title, lead=lead, topic=draft.topic_id, names=names)


def _score(one: Order, other: Order) -> float:
    """The full comparison only where a cheap look promises something."""
    return resemblance(one, other) if overlap(one, other) >= 0.4 else 0.0


def _keep(draft: Draft, found: list[tuple[float, PoolItem]]) -> None:
    """What is open comes first: only that can go on."""
    found.sort(key=lambda pair: (not pair[1].is_open, -pair[0], -(pair[1].directive_id or 0), -(pair[1].task_id or 0)))
    for rank, (score, item) in enumerate(found[:MOST], 1):
        db.session.add(
            DraftCandidate(
                draft_id=draft.id, rank=rank, directive_id=item.directive_id, task_id=item.task_id, score=score
            )
        )
    kept = {(item.directive_id, item.task_id) for _score, item in found[:MOST]}
    if one_of_several := _find_one_of_several(draft):
        _keep_task(draft, one_of_several)
        kept.add((None, one_of_several))
    if draft.follow_up in _FOLLOWS and (draft.follows_directive_id, draft.follows_task_id) in kept:
        return
    if draft.follow_up == FollowUp.NEW and kept:
        return
    is_certain = any(item.is_open and score >= CERTAIN for score, item in found)
    _decide(draft, FollowUp.ASK if is_certain else FollowUp.LIKE if kept else FollowUp.NONE)


def _keep_task(draft: Draft, task_id: int) -> None:
    """Behind all others, which are ranked from the likeliest."""
    db.session.add(DraftCandidate(draft_id=draft.id, rank=MOST + 1, task_id=task_id, score=CERTAIN))


def _find_one_of_several(draft: Draft) -> int | None:
    """The task of a directive that this draft follows by itself, as `continue_one` chose."""
    if draft.follow_up not in _FOLLOWS or not draft.follows_task_id:
        return None
    return db.session.scalar(select(Task.id).where(Task.id == draft.follows_task_id, Task.directive_id.is_not(None)))


def continue_one(draft: Draft, task: Task, *, by: Actor) -> None:
    """That very task goes on: one of several that its directive gave, so that the others keep their dates."""
    require(can_review(by))
    _keep_task(draft, task.id)
    db.session.flush()
    choose_follow_up(draft, FollowUp.CONTINUE, f"t{task.id}", by=by)


def choose_follow_up(draft: Draft, choice: str, key: str, *, by: Actor) -> None:
    """Continue or replace the order `key` (d… a directive, t… a task), or give the draft as a new one."""
    require(can_review(by))
    if choice not in (*_FOLLOWS, FollowUp.NEW):
        raise Refused(_("Choose whether to continue, to replace, or to give it as new."))
    if choice == FollowUp.NEW:
        _decide(draft, FollowUp.NEW)
    else:
        candidate = _find_candidate(draft, key)
        if not _list_open_ids(candidate.directive_id, candidate.task_id):
            raise Refused(gone_sentence(draft))
        _decide(draft, FollowUp(choice), candidate.directive_id, candidate.task_id)
    history.record(by, "draft_follow_up", "notice", draft.notice_id, draft=draft.position, choice=choice, earlier=key)


def _decide(draft: Draft, choice: FollowUp, directive_id: int | None = None, task_id: int | None = None) -> None:
    wanted = (choice, directive_id, task_id)
    if (draft.follow_up or "", draft.follows_directive_id, draft.follows_task_id) != wanted:
        draft.follow_up, draft.follows_directive_id, draft.follows_task_id = wanted


def forget_follow_up(draft: Draft) -> None:
    """The words have changed, so the decision was about something else."""
    _decide(draft, FollowUp.NONE)


def _find_candidate(draft: Draft, key: str) -> DraftCandidate:
    candidates = db.session.scalars(select(DraftCandidate).where(DraftCandidate.draft_id == draft.id))
    for candidate in candidates:
        if key == (f"d{candidate.directive_id}" if candidate.directive_id else f"t{candidate.task_id}"):
            return candidate
    raise Refused(_("This earlier directive is no longer beside the draft. Reload the page."))


def _list_open_ids(directive_id: int | None, task_id: int | None) -> list[int]:
    ids = select_followed([directive_id] if directive_id else [], [task_id] if task_id else [])
    return list(db.session.scalars(select(Task.id).where(Task.id.in_(ids), Task.closed_on.is_(None))))


def lock_followed(drafts: Sequence[Draft]) -> dict[int, list[Task]]:
    """The open tasks that each draft continues or replaces, locked.

    Refused when one has nothing open any more, or when a task is to go on and to be over at once.
    """
    followed: dict[int, list[Task]] = {}
    for draft in drafts:
        if draft.follow_up not in _FOLLOWS:
            continue
        ids = select_followed(
            [draft.follows_directive_id] if draft.follows_directive_id else [],
            [draft.follows_task_id] if draft.follows_task_id else [],
        )
        query = (
            select(Task)
            .where(Task.id.in_(ids), Task.closed_on.is_(None))
            .options(selectinload(Task.cooperating_units))
            .order_by(Task.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        followed[draft.id] = list(db.session.scalars(query))
        if not followed[draft.id]:
            raise Refused(gone_sentence(draft))
    _require_one_fate(drafts, followed)
    return followed


def _require_one_fate(drafts: Sequence[Draft], followed: Mapping[int, Sequence[Task]]) -> None:
    replaced = {
        task.id: draft.position
        for draft in drafts
        if draft.follow_up == FollowUp.REPLACE
        for task in followed[draft.id]
    }
    for draft in drafts:
        going_on = followed[draft.id] if draft.follow_up == FollowUp.CONTINUE else []
        if other := next((replaced[task.id] for task in going_on if task.id in replaced), None):
            raise Refused(
                _(
                    "Draft %(number)s continues what draft %(other)s replaces. Choose the same for both.",
                    number=draft.position,
                    other=other,
                )
            )


def follow(draft: Draft, tasks: Sequence[Task], directive: Directive, notice: Notice, *, by: Actor) -> None:
    """Carry out what was chosen for those tasks. Each period of a duty keeps its own date; replaced, the duty ends."""
    for task in tasks:
        if draft.follow_up == FollowUp.CONTINUE:
            due_on = None if task.is_later_period else draft.due_on
            continue_task(task, directive, notice, due_on=due_on, due_words=draft.due_words, by=by)
        else:
            supersede_task(task, directive, notice, by=by)
    if draft.follow_up == FollowUp.REPLACE and draft.follows_directive_id:
        end_duties_of(draft.follows_directive_id, _("Replaced by %(notice)s.", notice=notice.reference), by=by)


def _leads(draft: Draft) -> list[int]:
    if draft.one_per_unit:
        return [unit.id for unit in draft.units[:_GROUP]]
    return [draft.lead_unit_id] if draft.lead_unit_id else []


def _only(leads: set[int]) -> int | None:
    return next(iter(leads)) if len(leads) == 1 else None


def _names(units: Iterable[Unit]) -> list[str]:
    return [name for unit in units for name in (unit.name, unit.short_name, *unit.aliases)]
