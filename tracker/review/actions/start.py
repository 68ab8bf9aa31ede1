"""A notice comes in: it is entered, read, and its drafts are laid out for the clerk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete

from ... import clock, history
from ...access import require
from ...calendar.queries import office_calendar
from ...db import db
from ...directives.actions import NoticeEntry, correct_notice, enter_notice
from ...directives.extraction import DirectiveDraft, extract
from ...directives.models import Notice, Topic
from ...directives.portfolios.queries import Charge, read_charge
from ...directives.queries import list_topics, topic_refs
from ...errors import Stale
from ...indicators.actions import forget_notice
from ...lessons.book import EarlierTask, LessonBook, Suggestion
from ...lessons.queries import list_earlier_tasks, list_lessons_in_use
from ...people.actor import Actor
from ...people.models import Unit
from ...people.queries import list_units
from ...text import fold, shorten
from ..models import IN_CHARGE, Draft, DraftState, DueKind
from ..policy import can_review
from ..queries import UsualLead, list_usual_leads
from .following import look_for_earlier
from .teaching import propose, unit_ref

_FEW = 5  # more bodies than that are an address, not a choice


def start_review(entry: NoticeEntry, *, by: Actor) -> Notice:
    """Enter the notice and draft its directives. The drafts survive until it is issued."""
    require(can_review(by))
    notice = enter_notice(entry, by=by)
    topics, units, book = list_topics(), list_units(clock.today()), LessonBook(list_lessons_in_use())
    result = extract(
        entry.text,
        units=[book.with_names(unit.id, unit_ref(unit)) for unit in units],
        topics=book.with_words(zip((topic.id for topic in topics), topic_refs(topics), strict=True)),
        calendar=office_calendar(),
        issued_on=entry.issued_on,
        home=current_app.config["SETTINGS"].office_name,
    )
    found = {topic.id for topic in topics if topic.code in {draft.topic for draft in result.directives}}
    vague = {draft.topic for draft in result.directives if _names_nobody(draft)}
    lookup = _Lookup(
        units={unit.code: unit for unit in units},
        by_id={unit.id: unit for unit in units},
        topics={topic.code: topic for topic in topics},
        usual=list_usual_leads(found),
        book=book,
        earlier=list_earlier_tasks({topic.id for topic in topics if topic.code in vague}),
        charge=read_charge(clock.today()),
    )
    drafts = [_draft(notice, position, proposal, lookup) for position, proposal in enumerate(result.directives, 1)]
    db.session.add_all(drafts)
    db.session.flush()
    look_for_earlier(drafts, units)
    db.session.flush()
    return notice


def correct_facts(notice: Notice, drafts: Sequence[Draft], entry: NoticeEntry, *, version: int, by: Actor) -> None:
    """Put right what was confirmed before the review; a leader goes into every draft that has none of its own.

    One who is in charge of the topic or unit stays: he was not suggested because he had chaired.
    """
    require(can_review(by))
    if notice.version != version:
        raise Stale(_("Someone else has just saved this. Open it again to see what changed, then save yours."))
    was = notice.leader_id
    correct_notice(notice, entry, by=by)
    for draft in drafts:
        if draft.leader_id in (None, was) and entry.leader_id and not draft.in_charge_of:
            draft.leader_id = entry.leader_id


def discard_notice(notice: Notice, *, by: Actor) -> None:
    """Take a notice that was entered by mistake out of the review, drafts and all. History keeps that it was there."""
    require(can_review(by))
    history.record(by, "notice_discarded", "notice", notice.id, number=notice.number, title=notice.title)
    forget_notice(notice, by=by)
    db.session.execute(delete(Draft).where(Draft.notice_id == notice.id))
    db.session.delete(notice)


def _names_nobody(proposal: DirectiveDraft) -> bool:
    """The text leaves it open who leads."""
    return not proposal.one_per_unit and len(proposal.lead_units) != 1


@dataclass(frozen=True)
class _Lookup:
    units: Mapping[str, Unit]
    by_id: Mapping[int, Unit]
    topics: Mapping[str, Topic]
    usual: Mapping[int, UsualLead]
    book: LessonBook
    earlier: Mapping[int, Sequence[EarlierTask]]
    charge: Charge

    def named(self, codes: Iterable[str]) -> list[Unit]:
        """The units of these codes, each once, in the office's order."""
        chosen = {code: self.units[code] for code in codes if code in self.units}
        return sorted(chosen.values(), key=lambda unit: (unit.sort_order, unit.id))

    def suggest(self, proposal: DirectiveDraft, topic: Topic | None) -> Suggestion | None:
        """Who had such work before; of several bodies that the text names, one of these."""
        if topic is None or not _names_nobody(proposal):
            return None
        named = {self.units[code].id for code in proposal.lead_units if code in self.units}
        allowed = named if 0 < len(named) <= _FEW else set(self.by_id)
        return self.book.suggest(topic.id, proposal.title, self.earlier.get(topic.id, ()), allowed)


def _draft(notice: Notice, position: int, proposal: DirectiveDraft, lookup: _Lookup) -> Draft:
    topic = lookup.topics.get(proposal.topic or "")
    reasons = [asdict(reason) for reason in proposal.why]
    lead = None if proposal.one_per_unit else _lead(proposal, topic, lookup, reasons)
    reasons += _learned_names(proposal, lookup)
    leader_id = _in_charge(topic, lead, lookup, reasons) or notice.leader_id
    others = lookup.named((*proposal.lead_units, *proposal.coop_units))
    units = lookup.named(proposal.lead_units) if proposal.one_per_unit else [unit for unit in others if unit != lead]
    return Draft(
        notice_id=notice.id,
        position=position,
        start=proposal.start,
        end=proposal.end,
        text=proposal.text,
        title=shorten(proposal.title or proposal.text, 500),
        deliverable=proposal.deliverable[:300],
        topic_id=topic.id if topic else None,
        lead_unit_id=lead.id if lead else None,
        leader_id=leader_id,
        one_per_unit=proposal.one_per_unit,
        lead_mention="; ".join(proposal.lead),
        coop_mention="; ".join(proposal.coop),
        due_kind=_due_kind(proposal),
        due_on=proposal.date,
        due_words=proposal.due[:300],
        every=proposal.every,
        state=DraftState.PENDING,
        aside_reason="",
        reasons=reasons,
        doubts=[asdict(doubt) for doubt in proposal.doubts],
        proposed=propose(proposal, topic, lead, lookup.units),
        is_added=False,
        units=units,
    )


def _lead(proposal: DirectiveDraft, topic: Topic | None, lookup: _Lookup, reasons: list[dict[str, Any]]) -> Unit | None:
    """The one unit that the text names; else who had such work before; else who usually leads the topic."""
    if len(proposal.lead_units) == 1:
        return lookup.units.get(proposal.lead_units[0])
    suggestion = lookup.suggest(proposal, topic)
    usual = lookup.usual.get(topic.id) if topic else None
    if suggestion is None and usual and usual.unit_id in lookup.by_id:
        reason = {"field": "lead", "key": "lead_by_history", "words": f"{usual.led}/{usual.total}"}
        suggestion = Suggestion(usual.unit_id, reason)
    if suggestion is None:
        return lookup.units.get(proposal.suggested_lead or "")
    reasons[:] = [reason for reason in reasons if reason["key"] != "lead_by_topic"]
    reasons.append(suggestion.reason)
    return lookup.by_id[suggestion.unit_id]


def _in_charge(topic: Topic | None, lead: Unit | None, lookup: _Lookup, reasons: list[dict[str, Any]]) -> int | None:
    """The leader who is in charge of the topic, else of the lead unit: he answers for the task, whoever chaired."""
    leader_id = lookup.charge.suggest(topic.id if topic else None, lead.id if lead else None)
    if leader_id is not None:
        is_by_topic = topic is not None and topic.id in lookup.charge.topics
        name = topic.name if topic and is_by_topic else lead.short_name if lead else ""
        reasons.append({"field": "leader", "key": IN_CHARGE, "words": name, "leader": leader_id})
    return leader_id


def _learned_names(proposal: DirectiveDraft, lookup: _Lookup) -> list[dict[str, Any]]:
    """Which mentions were understood only because a clerk had said what they mean."""
    reasons = []
    for field, mentions, codes in (
        ("lead", proposal.lead, proposal.lead_units),
        ("units", proposal.coop, proposal.coop_units),
    ):
        for mention, unit in product(mentions, lookup.named(codes)):
            if lesson := lookup.book.name_in(mention, unit.id):
                reason = {"field": field, "key": "name_learned", "words": mention, "unit": unit.name}
                reasons.append(reason | {"on": lesson.learned_on.isoformat()})
    return reasons


def _due_kind(proposal: DirectiveDraft) -> DueKind:
    """Recurring and standing work («hằng tuần», «thường xuyên») has no due date; else one is given or ruled out."""
    if proposal.date:
        return DueKind.DATE
    is_standing = proposal.every is not None or "thuong xuyen" in fold(proposal.due)
    return DueKind.NONE if is_standing else DueKind.UNSET
