"""What the clerk decides about one draft: its fields, accept it, set it aside, one task for each unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from ... import clock, history
from ...access import require
from ...db import db
from ...directives.models import Notice
from ...directives.portfolios.queries import read_charge
from ...errors import Refused, Stale
from ...people.actor import Actor
from ...people.models import Unit, UnitKind
from ..models import Draft, DraftState, DueKind
from ..policy import can_review
from ..readiness import closed_sentence, open_points
from .following import look_for_earlier

SUGGESTIONS = ("lead_by_topic", "lead_by_history", "lead_by_lesson", "lead_by_likeness")


@dataclass(frozen=True)
class DraftValues:
    """A draft as the clerk leaves it. `unit_ids`: cooperating, or each its own task (`one_per_unit`)."""

    title: str
    deliverable: str = ""
    topic_id: int | None = None
    lead_unit_id: int | None = None
    unit_ids: Sequence[int] = ()
    one_per_unit: bool = False
    leader_id: int | None = None
    due_kind: str = DueKind.UNSET
    due_on: date | None = None
    every: str | None = None


def save_draft(draft: Draft, notice: Notice, values: DraftValues, *, version: int, by: Actor) -> None:
    """Keep the clerk's fields; half-finished is allowed, wrong is not. Stale when someone saved since `version`."""
    require(can_review(by))
    check_version(draft, version)
    _check_due_kind(draft, values)
    _check_due(notice, values.due_on if values.due_kind == DueKind.DATE else None)
    lead, units = _units(values)
    draft.title, draft.deliverable = values.title, values.deliverable
    draft.topic_id, draft.leader_id = values.topic_id, values.leader_id
    draft.one_per_unit, draft.units = values.one_per_unit, units
    _choose_lead(draft, lead)
    draft.due_kind, draft.every = values.due_kind, values.every
    draft.due_on = values.due_on if values.due_kind == DueKind.DATE else None
    _looked_at(draft)
    db.session.flush()
    look_for_earlier([draft])
    history.record(by, "draft_saved", "notice", draft.notice_id, draft=draft.position, title=draft.title)


def fill_gaps(
    draft: Draft,
    notice: Notice,
    *,
    lead_unit_id: int | None,
    leader_id: int | None,
    due_on: date | None,
    has_no_due: bool,
    topic_id: int | None = None,
    by: Actor,
) -> None:
    """Settle from the card itself what was still open; what is not given stays as it is."""
    require(can_review(by))
    if not (lead_unit_id or leader_id or due_on or has_no_due or topic_id):
        raise Refused(_("Nothing is filled in yet. Fill in what the card asks for, then save."))
    if due_on and has_no_due:
        raise Refused(_("Give a date, or tick that there is none; not both."), "due_on")
    _check_due(notice, due_on)
    if lead_unit_id:
        _choose_lead(draft, _open_unit(lead_unit_id))
        draft.units = [unit for unit in draft.units if unit.id != lead_unit_id]
    draft.topic_id = topic_id or draft.topic_id
    draft.leader_id = leader_id or draft.leader_id or _leader_in_charge(draft)
    if due_on:
        draft.due_kind, draft.due_on = DueKind.DATE, due_on
    elif has_no_due:
        draft.due_kind, draft.due_on = DueKind.NONE, None
    settled = {"lead"} if lead_unit_id else set()
    settled |= {"due"} if due_on or has_no_due else set()
    draft.doubts = [doubt for doubt in draft.doubts if doubt["field"] not in settled]
    if lead_unit_id:  # its earlier orders come into question only now
        db.session.flush()
        look_for_earlier([draft])
    history.record(by, "draft_saved", "notice", draft.notice_id, draft=draft.position, title=draft.title)


def _leader_in_charge(draft: Draft) -> int | None:
    """Of the topic, else of the unit that leads."""
    return read_charge(clock.today()).suggest(draft.topic_id, None if draft.one_per_unit else draft.lead_unit_id)


def accept_draft(draft: Draft, *, by: Actor) -> None:
    """The clerk agrees with the draft as it stands. Refused while something is open."""
    require(can_review(by))
    was = draft.state
    draft.state = DraftState.ACCEPTED
    points = open_points(draft, clock.today())
    if points:
        draft.state = was
        raise Refused(points[0].sentence, points[0].field)
    draft.aside_reason = ""
    history.record(by, "draft_accepted", "notice", draft.notice_id, draft=draft.position, title=draft.title)


def set_aside(draft: Draft, reason: str, *, by: Actor) -> None:
    """«Không giao»: the sentence becomes no task, and says why."""
    require(can_review(by))
    if not reason.strip():
        raise Refused(_("Write why no task is given for this sentence."), "reason")
    draft.state, draft.aside_reason = DraftState.SET_ASIDE, reason.strip()[:300]
    history.record(
        by, "draft_set_aside", "notice", draft.notice_id, draft=draft.position, title=draft.title, reason=reason
    )


def put_back(draft: Draft, *, by: Actor) -> None:
    """Among the tasks again, to be looked at."""
    require(can_review(by))
    draft.state, draft.aside_reason = DraftState.PENDING, ""
    history.record(by, "draft_put_back", "notice", draft.notice_id, draft=draft.position, title=draft.title)


def give_one_each(draft: Draft, wanted: bool, *, by: Actor) -> None:
    """One task for each member of the group, or back to one task that has them under cooperating."""
    require(can_review(by))
    if wanted:
        members = group_of(draft)
        if not members:
            raise Refused(_("There is no group here. Open the draft and choose the units first."))
        draft.units, draft.lead_unit, draft.lead_unit_id = members, None, None
    draft.one_per_unit = wanted
    history.record(by, "draft_saved", "notice", draft.notice_id, draft=draft.position, title=draft.title)


def group_of(draft: Draft) -> list[Unit]:
    """Who would each get a task: the wards and communes among the units when there are several, else all units."""
    local = [unit for unit in draft.units if unit.kind in (UnitKind.WARD, UnitKind.COMMUNE)]
    members = local if len(local) > 1 else list(draft.units)
    return members if len(members) > 1 else []


def check_version(draft: Draft, version: int) -> None:
    """Stale when someone else has saved the draft since it was shown."""
    if draft.version != version:
        raise Stale(
            _(
                "Someone else has saved this draft since you opened it. What they saved stands below; "
                "what you typed is still in the fields. Save again to keep yours."
            )
        )


def check_shown(draft: Draft, version: int) -> None:
    """Stale when the card that was pressed is no longer how the draft stands."""
    if draft.version != version:
        raise Stale(_("Someone else has changed this draft since you opened this page. It is shown as it stands now."))


def _choose_lead(draft: Draft, lead: Unit | None) -> None:
    """The reason of a suggestion or of a learned name goes when the clerk chooses another unit."""
    if draft.lead_unit_id != (lead.id if lead else None):
        gone = {("lead", key) for key in (*SUGGESTIONS, "name_learned")}
        draft.reasons = [reason for reason in draft.reasons if (reason["field"], reason["key"]) not in gone]
    draft.lead_unit, draft.lead_unit_id = lead, lead.id if lead else None


def _looked_at(draft: Draft) -> None:
    flag_modified(draft, "title")  # a change of units alone must raise the version too
    if draft.state == DraftState.PENDING:
        draft.state = DraftState.ACCEPTED


def _check_due_kind(draft: Draft, values: DraftValues) -> None:
    """A date that was there may stay in its field when the clerk chooses another kind; one just typed is meant."""
    if values.due_kind == DueKind.DATE:
        if values.due_on is None:
            raise Refused(_("Give the due date, or mark that there is none."), "due_on")
    elif values.due_on and values.due_on != draft.due_on:
        raise Refused(_("A date is typed here. Choose “On a date” to keep it, or empty this field."), "due_on")


def _check_due(notice: Notice, due_on: date | None) -> None:
    if due_on and due_on < notice.issued_on:
        raise Refused(
            _(
                "The due date lies before the notice was issued (%(day)s). Correct it.",
                day=f"{notice.issued_on:%d/%m/%Y}",
            ),
            "due_on",
        )


def _units(values: DraftValues) -> tuple[Unit | None, list[Unit]]:
    lead = _open_unit(values.lead_unit_id) if values.lead_unit_id and not values.one_per_unit else None
    wanted = [unit_id for unit_id in values.unit_ids if lead is None or unit_id != lead.id]
    units = _load_units(wanted)
    closed = [unit.name for unit in units if not unit.is_open(clock.today())]
    if closed:
        raise Refused(closed_sentence(", ".join(closed)), "units")
    return lead, units


def _open_unit(unit_id: int) -> Unit:
    unit = db.session.get(Unit, unit_id)
    if unit is None or not unit.is_open(clock.today()):
        raise Refused(closed_sentence(unit.name if unit else _("This unit")), "lead_unit_id")
    return unit


def _load_units(unit_ids: Sequence[int]) -> list[Unit]:
    if not unit_ids:
        return []
    query = select(Unit).where(Unit.id.in_(list(unit_ids))).order_by(Unit.sort_order, Unit.id)
    return list(db.session.scalars(query))
