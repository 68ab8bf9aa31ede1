"""What the clerk changed, handed on to be learned from: kept at the start, compared at «Giao»."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ... import clock
from ...directives.extraction import DirectiveDraft, UnitRef
from ...directives.models import Notice, Topic
from ...directives.queries import list_topics, topic_refs
from ...lessons.actions import learn
from ...lessons.book import LessonBook
from ...lessons.queries import list_lessons_in_use
from ...lessons.taught import Settled
from ...people.actor import Actor
from ...people.models import Unit
from ...people.queries import list_units
from ..models import Draft, DraftState, FollowUp


def propose(
    proposal: DirectiveDraft, topic: Topic | None, lead: Unit | None, units: Mapping[str, Unit]
) -> dict[str, Any]:
    """What was read and filled in, as the draft keeps it: ids only."""
    return {
        "topic": topic.id if topic else None,
        "lead": lead.id if lead else None,
        "is_suggested": lead is not None and len(proposal.lead_units) != 1,
        "named": [units[code].id for code in proposal.lead_units if code in units],
        "partners": [units[code].id for code in proposal.coop_units if code in units],
    }


def teach(notice: Notice, drafts: Sequence[Draft], *, by: Actor) -> None:
    """Learn from the notice. What was set aside, added, split or merged teaches nothing: it is not what was read.

    Nor does what continues an earlier order: its unit and topic are those of the task that goes on.
    """
    settled = [
        _settled(draft)
        for draft in drafts
        if draft.proposed and draft.state != DraftState.SET_ASIDE and draft.follow_up != FollowUp.CONTINUE
    ]
    if not settled:
        return
    book = LessonBook(list_lessons_in_use())
    learn(
        notice.id,
        settled,
        [book.with_names(unit.id, unit_ref(unit)) for unit in list_units(clock.today())],
        topic_refs(list_topics()),  # without what was learned: it may be what the clerk has just corrected
        by=by,
    )


def _settled(draft: Draft) -> Settled:
    proposed = draft.proposed or {}
    return Settled(
        sentence=draft.text,
        title=draft.title,
        lead_mention=draft.lead_mention,
        coop_mention=draft.coop_mention,
        is_inherited=any(reason["key"] == "lead_before" for reason in draft.reasons),
        named=tuple(proposed["named"]),
        partners=tuple(proposed["partners"]),
        proposed_lead=proposed["lead"],
        is_suggested=proposed["is_suggested"],
        proposed_topic=proposed["topic"],
        lead=None if draft.one_per_unit else draft.lead_unit_id,
        units=() if draft.one_per_unit else tuple(unit.id for unit in draft.units),
        topic=draft.topic_id,
    )


def unit_ref(unit: Unit) -> UnitRef:
    """A unit as extraction sees it."""
    return UnitRef(
        unit.code,
        unit.name,
        unit.short_name,
        unit.aliases,
        unit.kind,
        unit.sort_order,
        unit.valid_from,
        unit.valid_to,
    )
